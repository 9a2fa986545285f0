"""{{phone}} and its like: facts about the practice that texts refer to, typed once, in admin."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.template.loader import get_template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content import prose
from content.models import Picture, Practice, Price
from content.on_offer import Opening

TOKEN = re.compile(r"\{\{\s*([^{}\n]*?)\s*\}\}")
TOKEN_ALONE = re.compile(rf"<p>{TOKEN.pattern}</p>")
ANY_TOKEN = re.compile(rf"{TOKEN_ALONE.pattern}|{TOKEN.pattern}")

# Inside a sentence, or alone on a line.
VALUES = {
    "practice": _("the name of the practice"),
    "practitioner": _("your name"),
    "phone": _("your telephone number, as a link"),
    "email": _("your e-mail address, as a link"),
    "hours": _("your opening times, from the diary"),
    "price_list": _("every price, in one line"),
    "town": _("the town"),
    "postcode": _("the postcode"),
    "ico_number": _("your data protection registration"),
    "address": _("the address"),
    "registrations": _("your registrations"),
}
# Alone on a line, since they are more than a few words.
BLOCKS = {
    "prices": ("content/tokens/prices.html", _("the list of prices")),
    "address": ("content/tokens/address.html", VALUES["address"]),
    "hours": ("content/tokens/hours.html", VALUES["hours"]),
    "directions": ("content/tokens/directions.html", _("how to get there")),
    "access": ("content/tokens/access.html", _("access")),
    "registrations": ("content/tokens/registrations.html", VALUES["registrations"]),
    "scale": ("includes/scale.html", _("the drawing of how a session’s time is used")),
    "series": ("includes/series.html", _("the drawing of a series of sessions")),
}
PRICE = "price:"
# Alone on a line too.
PICTURE = "picture:"
# What other apps know and a text may name: by its token what it stands for, and what says it now.
PROVIDED: dict[str, tuple[str, Callable[[], str]]] = {}


def provide(name: str, meaning: str, value: Callable[[], str]):
    """Let texts name something that this app does not know. Whoever provides it touches the practice's row
    when it changes, as content.freshness does."""
    PROVIDED[name] = meaning, value


@dataclass(frozen=True)
class Facts:
    """What the tokens stand for."""

    practice: Practice
    prices: list[Price] = field(default_factory=list)
    opening: Opening = field(default_factory=Opening)
    pictures: dict[str, Picture] = field(default_factory=dict)

    def html(self, text: str) -> SafeString:
        """Return the text as HTML that is safe to show, tokens filled in."""
        # In one pass, so that nothing filled in is read for tokens again.
        html = ANY_TOKEN.sub(self._filled, prose.render(text))
        return mark_safe(html)  # noqa: S308  cleaned, and what is filled in is escaped

    def plain(self, text: str) -> str:
        """Return a line of plain text, such as a title, tokens filled in."""
        return TOKEN.sub(lambda match: self._value(match[1], match[0]), text.replace("\x00", ""))

    def _filled(self, match):
        alone, inside = match.groups()
        if alone in BLOCKS:
            return self._block(alone)
        if alone is not None and alone.startswith(PICTURE):
            return self._picture(alone, match[0])
        if alone is not None:
            return f"<p>{self._link(alone, '{{' + alone + '}}')}</p>"
        return self._link(inside, match[0])

    def _block(self, name):
        # What was typed as directions is a text of its own, which stands for no more tokens.
        typed = getattr(self.practice, name, "") if name in ("directions", "access") else ""
        context = {
            "practice": self.practice,
            "prices": self.prices,
            "opening": self.opening,
            "text": prose.render(typed),
        }
        return get_template(BLOCKS[name][0]).render(context)

    def _picture(self, name, unknown):
        picture = self.pictures.get(name.removeprefix(PICTURE))
        return get_template("content/picture.html").render({"picture": picture}) if picture else unknown

    def _link(self, name, unknown):
        practice = self.practice
        if name == "phone" and practice.phone:
            return format_html('<a href="{}">{}</a>', practice.phone_href, practice.phone)
        if name == "email" and practice.email:
            return format_html('<a href="mailto:{0}">{0}</a>', practice.email)
        value = self._value(name, None)
        return unknown if value is None else escape(value)

    def _value(self, name, unknown):
        practice = self.practice
        if name.startswith(PRICE):
            found = [price.amount_in_words for price in self.prices if PRICE + price.slug == name]
            return found[0] if found else unknown
        if name in PROVIDED:
            return PROVIDED[name][1]()
        values = {
            "practice": practice.name,
            "practitioner": practice.practitioner,
            "phone": practice.phone,
            "email": practice.email,
            "hours": self._hours(),
            "price_list": self._price_list(),
            "town": practice.town,
            "postcode": practice.postcode,
            "ico_number": practice.ico_number,
            "address": ", ".join(practice.address_lines),
            "registrations": ", ".join(practice.registration_lines),
        }
        return values.get(name, unknown)

    def _price_list(self):
        if not self.prices:
            return gettext("Please ask me")
        return " · ".join(f"{price.name} {price.amount_in_words}" for price in self.prices)

    def _hours(self):
        usual = ", ".join(f"{open_on.days} {open_on.hours}" for open_on in self.opening.week)
        return "; ".join(filter(None, [usual, self.practice.hours_in_words]))


def known(name: str, prices, pictures=()) -> bool:
    if name in VALUES or name in BLOCKS or name in PROVIDED or name in _of_prices(prices):
        return True
    return is_picture(name, pictures)


def is_picture(name: str, pictures) -> bool:
    """Whether it stands for one of these pictures, given by their short names."""
    return name.startswith(PICTURE) and name.removeprefix(PICTURE) in pictures


def _of_prices(prices) -> set[str]:
    return {PRICE + price.slug for price in prices}


def words(prices, pictures=()) -> list[tuple[str, str, bool]]:
    """Each token, what it stands for, and whether it can stand alone on a line as a whole part."""
    meanings = {**VALUES, **{name: meaning for name, (_template, meaning) in BLOCKS.items()}}
    meanings |= {name: meaning for name, (meaning, _value) in PROVIDED.items()}
    meanings |= {PRICE + price.slug: f"{price.name}: {price.amount_in_words}" for price in prices}
    found = [(f"{{{{{name}}}}}", meaning, name in BLOCKS) for name, meaning in meanings.items()]
    return found + [(one.token, one.alt or _("a decoration"), True) for one in pictures]

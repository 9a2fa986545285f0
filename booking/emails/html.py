"""The HTML of a mail: the words of its plain text, set like the site."""

from django.template.loader import render_to_string

from booking.emails import blocks, pieces
from booking.emails.look import DARK, LIGHT, SANS, SERIF, TONE_OF, TONES

LONGEST_PREVIEW = 140
# Blanks that are not run together stand behind it, so that a list of mails shows nothing of what follows.
BLANKS = " \u034f\u200c\u00a0\u2007" * 60


def write(subject: str, text: str, *, practice, site: str, kind: str) -> str:
    """Return the HTML. Only addresses of `site`, the practice's own number and its e-mail become links."""
    letter = blocks.read(text, pieces.Known(site, _ways(practice)))
    to_do = [block for block in letter.blocks if block.kind == "way" and block.is_alone]
    tone = TONE_OF.get(kind, "ok")
    context = {
        "subject": subject,
        "preview": _preview(letter),
        "blanks": BLANKS,
        "practice": practice,
        "site": site,
        "sheet": letter,
        "button": to_do[0] if to_do else None,
        "serif": SERIF,
        "sans": SANS,
        "light": _colours(LIGHT, tone),
        "dark": _colours(DARK, tone),
    }
    return render_to_string("booking/emails/html/frame.html", context)


def _ways(practice):
    ways = ((practice.phone, practice.phone_href), (practice.email, f"mailto:{practice.email}"))
    return tuple((words, address) for words, address in ways if words)


def _colours(scheme, tone):
    """The colours by names a template can say, with those of the band at the top."""
    ground, ink, path = TONES[tone]
    band = {"band": scheme[ground], "on_band": scheme[ink], "path": scheme[path]}
    return {name.replace("-", "_"): colour for name, colour in scheme.items()} | band


def _preview(letter):
    """What a list of mails shows after the subject: the most important line, and when it is."""
    title = _plain(letter.title)
    fact = f"{letter.fact[0]}: {_plain(letter.fact[1])}" if letter.fact else ""
    lead = " ".join(_plain(line) for line in letter.lead.lines) if letter.lead else ""
    said = ". ".join(words for words in (title, fact, lead) if words)
    return said if len(said) <= LONGEST_PREVIEW else said[:LONGEST_PREVIEW].rpartition(" ")[0] + "…"


def _plain(words):
    return "".join(piece.words for piece in words)

"""Which mails can be worded anew, what may stand in each, and what has to. Pure."""

from dataclasses import dataclass

# What every text may use.
ANYWHERE = ("hello", "first_name", "reach", "ring", "directions", "book")
# A part of several lines, so its placeholder has a line of its own.
BLOCKS = frozenset(
    (
        "hello",
        "confirmed",
        "facts",
        "form",
        "deadlines",
        "waits",
        "free",
        "what_next",
        "moved",
        "ask",
        "link",
        "what_became",
        "rights",
        "visits",
        "cancelled",
    )
)
# What a subject may use, and how many letters each can become there.
IN_SUBJECT = {
    "when": 31,
    "day": 22,
    "last_day": 22,
    "until": 31,
    "news": 62,
    "count": 2,
    "reference": 9,
    "first_name": 10,
}


@dataclass(frozen=True, slots=True)
class Text:
    """One mail by the name of its template. Without what it needs the mail would be of no use."""

    name: str
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    is_of_several: bool = False

    @property
    def allowed(self) -> tuple[str, ...]:
        """Return every placeholder that its text may use, what it needs first."""
        return tuple(dict.fromkeys((*self.needs, *self.may, *ANYWHERE)))

    @property
    def allowed_in_subject(self) -> tuple[str, ...]:
        return tuple(name for name in self.allowed if name in IN_SUBJECT)

    @property
    def kind(self) -> str:
        """Return what it tells, whether of one visit or of several."""
        return self.name.removeprefix("together/")

    @property
    def slug(self) -> str:
        """Return what stands for it in an address."""
        return self.name.replace("/", "-")


VISIT = ("when", "reference")
SEVERAL = ("count", "day")
KEPT = ("until", *VISIT)


def _several(name, *needs, may=()):
    return Text(f"together/{name}", needs, (*may, *SEVERAL), is_of_several=True)


TEXTS = (
    Text("confirmed", ("facts", "form", "adult_stays"), ("confirmed", "deadlines", *VISIT)),
    Text("held", ("waits", "facts"), ("news", "answer_by", "calendar", *KEPT)),
    Text("declined", ("when", "do_not_travel"), VISIT),
    Text("later", ("when", "do_not_travel", "free"), VISIT),
    Text("lapsed", ("when", "do_not_travel", "free"), VISIT),
    Text("cancelled", ("when", "do_not_travel", "what_next"), VISIT),
    Text("moved", ("facts",), ("moved", "if_not", *VISIT)),
    Text("letter", ("when", "do_not_travel"), KEPT),
    Text("letter_waited", ("when", "do_not_travel"), KEPT),
    Text("letter_again", ("when", "do_not_travel"), VISIT),
    Text("form", ("visit", "link"), ("ask", *VISIT)),
    Text("changed", ("visit", "link"), VISIT),
    Text("reminder", ("visit", "facts", "adult_stays"), VISIT),
    Text("after_first", ("if_worried",), ("thanks", "day", *VISIT)),
    Text("after_series", ("if_worried",), ("thanks", "day", *VISIT)),
    Text("receipt", ("facts",), ("receipt", *VISIT)),
    Text("waiting", ("facts", "link")),
    Text("offer", ("until", "facts", "link"), VISIT),
    Text("offer_over", ("when",), ("place", *VISIT)),
    Text("wait_over", ("last_day", "free")),
    Text("link", ("link",)),
    Text("form_link", ("link",)),
    Text("erased", ("what_became", "rights")),
    _several("confirmed", "visits", "facts", "adult_stays", may=("deadlines", "news")),
    _several("held", "waits", "visits", may=("answer_by", "until", "calendar", "news")),
    _several("declined", "visits", "do_not_travel"),
    _several("later", "visits", "do_not_travel", "free"),
    _several("lapsed", "visits", "do_not_travel", "free"),
    _several("cancelled", "cancelled", "visits", "what_next", may=("news",)),
    _several("moved", "visits", may=("moved",)),
    _several("letter", "visits", "do_not_travel", may=("until",)),
    _several("form", "visits", may=("ask", "due")),
    _several("changed", "visits"),
    _several("reminder", "visits", "facts", "adult_stays"),
    _several("after_first", "if_worried", may=("visits",)),
)
BY_NAME = {text.name: text for text in TEXTS}
BY_SLUG = {text.slug: text for text in TEXTS}

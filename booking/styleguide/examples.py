"""Made-up content for the style guide: nobody's name, nobody's health, no real time."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django import forms
from django.utils.html import format_html

from booking import calendar, diary, ratings_picture
from booking.diary_values import Change, Rows, Rules, Visit
from booking.hours import Open, Override, moment
from content.prose import Section
from intake.forms.fields import DatePartsField
from intake.history.session import Rating

ZONE = ZoneInfo("Europe/London")
MONDAY = date(2027, 3, 8)
STATUSES = ("confirmed", "held", "offered", "reserved", "completed", "not_treated", "no_show", "declined")
STATUSES += ("cancelled", "lapsed", "letter", "look", "closed", "buffer", "later")
BUFFER = timedelta(minutes=15)


class ExampleForm(forms.Form):
    """One field of each sort that the site has."""

    use_required_attribute = False

    name = forms.CharField(label="Name", error_messages={"required": "Enter your name"})
    email = forms.EmailField(
        label="Email address",
        help_text="I send the confirmation there.",
        error_messages={"invalid": "Enter an email address in the correct format, like name@example.com"},
    )
    town = forms.CharField(label="Town", required=False)
    born_on = DatePartsField(
        label="Date", name="Date", missing="Enter a date", help_text="For example, 15 6 1985"
    )
    way = forms.ChoiceField(
        label="How may I reach you?",
        choices=[("email", "By email"), ("phone", "By telephone")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how I may reach you"},
    )
    sort = forms.ChoiceField(
        label="Which session?", choices=[("", "Choose one"), ("a", "First"), ("b", "Follow-up")]
    )
    words = forms.CharField(label="Your message", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(
        label="I have read this", error_messages={"required": "Tick that you have read this"}
    )


FILLED = {
    "name": "Robin Example",
    "email": "robin@example.com",
    "town": "Exampleton",
    "born_on_day": "15",
    "born_on_month": "6",
    "born_on_year": "1985",
    "way": "email",
    "sort": "a",
    "words": "May I bring my dog?",
    "agreed": "on",
}
WRONG = FILLED | {"name": "", "email": "robin at example", "born_on_month": "", "way": "", "agreed": ""}


def form(state: str) -> forms.Form:
    """Return the example form: "empty", "filled" or "wrong"."""
    data = {"filled": FILLED, "wrong": WRONG}.get(state)
    prefixed = data and {f"{state}-{name}": value for name, value in data.items()}
    return ExampleForm(prefixed, prefix=state, auto_id="id_%s")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(MONDAY + timedelta(days=day), time(hour, minute), ZONE).astimezone(ZONE)


def _choice(day, hour, minute=0, *, read=False, pair=False):
    starts = at(day, hour, minute)
    second = starts + timedelta(hours=2, minutes=30) if pair else None
    return calendar.Choice(starts, starts + timedelta(hours=2), read, second)


def week() -> dict:
    """Return what the week of free times shows: free, read first, full and closed."""
    choices = [
        _choice(0, 9),
        _choice(0, 14, 30),
        _choice(1, 11),
        _choice(1, 17, 30),
        _choice(3, 10, read=True),
    ]
    words = {2: "Closed", 5: "No sessions", 6: "No sessions"}
    return {
        "nearest": [_choice(0, 9), _choice(1, 11), _choice(3, 10, read=True)],
        "week": {
            "starts_on": MONDAY,
            "ends_on": MONDAY + timedelta(days=6),
            "days": calendar.week_of(MONDAY, choices, lambda day: words.get(day.weekday(), "Full")),
            "earlier_url": "#week",
            "later_url": "#week",
        },
        "week_page": "",
        "note": {},
    }


def pictures() -> list:
    days = [date(2026, 12, 3), date(2027, 1, 14), MONDAY]
    told = [[Rating("Example one", 7, 5)], [Rating("Example one", 6, 4), Rating("Example two", 5, 5)]]
    return ratings_picture.pictures(list(zip(days, [*told, [Rating("Example one", 5, 2)]], strict=True)))


def points() -> list[dict]:
    return [
        {"mark": "coming", "label": "You sent it", "when": "Monday, 9am"},
        {"mark": "now", "label": "I answer by", "when": "Wednesday, 9am", "text": "Within two working days."},
        {"mark": "now before-maybe", "label": "The time is kept until", "when": "Friday, 9am"},
        {"mark": "maybe", "label": "If we both say yes", "when": "Monday, 10am"},
    ]


def facts() -> list[dict]:
    return [
        {"term": "When", "value": "Monday 8 March 2027, 10am", "url": "#facts"},
        {"term": "Who", "value": "Robin Example"},
        {"term": "Price", "value": "£98"},
    ]


def sections() -> list[Section]:
    return [
        Section(
            "a-section", "A section of text", format_html("<p>{}</p>", "Its words stand beside its heading.")
        )
    ]


def day():
    """Return a day of the diary with what can stand in one, as `diary.build` draws it."""
    visits = [
        _visit(1, "completed", 8),
        _visit(2, "held", 11, is_first=True),
        _visit(3, "confirmed", 14, number=3),
    ]
    closed = Change(Override(MONDAY, True, time(17), time(18)), note="Example meeting", pk=1)
    rows = Rows(
        visits=visits,
        opened=[Open(at(0, 8), at(0, 21), MONDAY, at(0, 8), at(0, 19))],
        changes=[closed],
    )
    return diary.build(MONDAY, 1, rows, rules=Rules(), now=at(0, 10, 30), zone=ZONE)


def _visit(pk, status, hour, **more):
    start, end = at(0, hour), at(0, hour + 2)
    about = {"who": f"Robin E. {pk}", "answer_due_at": at(1, 9), "minutes_given": 100 if pk == 1 else None}
    return Visit(pk, status, start, end, start - BUFFER, end + BUFFER, **about | more)


def shown():
    return SimpleNamespace(view="day", day=MONDAY, today=MONDAY, title="Monday 8 March")


def strip() -> list[tuple[date, str]]:
    """Return the days of the week, as the diary's strip leads to them."""
    return [(MONDAY + timedelta(days=n), "#content-main") for n in range(7)]

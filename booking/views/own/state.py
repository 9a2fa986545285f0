"""What the own page says of a visit in each state: never why it waits, for a link may be read by others."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from booking import when
from booking.emails.past import last_why, was_confirmed
from booking.models import Status


@dataclass(frozen=True)
class State:
    """The panel on top: `panel` is how it looks, `word` replaces the status where that says too little."""

    heading: str
    panel: str = "later"
    word: str = ""
    lines: tuple[str, ...] = ()
    is_coming: bool = False
    points: tuple = ()


def of(booking, *, now: datetime) -> State:
    """Return what to say of the booking as it is at this moment."""
    if booking.has_run_out(now):
        return _lapsed(booking, now)
    return STATES[booking.status](booking, now)


def _held(booking, now):
    is_again = was_confirmed(booking)
    kept = _("If I have not answered by %(until)s, the time is let go and I tell you so.")
    if is_again:
        kept = _("I keep the time for you until I have answered.")
    return State(
        heading=_("Please wait for my answer") if is_again else _("I have your request"),
        panel="held",
        word=_("Kept for you, not confirmed yet"),
        lines=(
            _("Please do not travel before I have confirmed it."),
            _("I ring you or write. Nobody else can take the time meanwhile."),
            kept % {"until": when.moment(booking.held_until)},
        ),
        is_coming=True,
        points=_points(booking),
    )


def _points(booking):
    """What is still to come of a request, on the route: my answer, how long it is kept, the visit."""
    marks = [
        ("now", _("I answer by"), booking.answer_due_at),
        ("now before-maybe", _("The time is kept until"), booking.held_until),
        ("maybe", _("If we both say yes"), booking.starts_at),
    ]
    if booking.held_until >= booking.starts_at:
        marks = [("now before-maybe", marks[0][1], marks[0][2]), marks[2]]
    return tuple({"mark": mark, "label": label, "when": when.moment(at)} for mark, label, at in marks)


def _confirmed(booking, now):
    if now < booking.starts_at:
        return State(heading=_("Your visit is confirmed"), panel="confirmed", is_coming=True)
    return State(heading=_("Your visit"), word=_("Its time has come"))


def _completed(booking, now):
    return State(
        heading=_("Thank you for coming"), lines=(_("Tell me if there is something to ask about it."),)
    )


def _not_treated(booking, now):
    return State(heading=_("We left the session for another day"), word=_("No session"))


def _no_show(booking, now):
    return State(heading=_("We missed each other"), lines=(_("Tell me if something kept you."),))


def _cancelled(booking, now):
    return State(heading=_("This visit is cancelled"), lines=(_("Please do not travel."),))


def _declined(booking, now):
    if last_why(booking) == "later_date":
        line = _("I would like to see you later than that, so I have let this time go. Please do not travel.")
        return State(heading=_("A later time would be better"), word=_("A later date"), lines=(line,))
    lines = (
        _("I could not confirm this time, so please do not travel."),
        _("I would like to talk with you about what may suit you."),
    )
    return State(heading=_("Let us talk about another way"), word=_("Not booked"), lines=lines)


def _lapsed(booking, now):
    line = _("I did not confirm it in time. Please do not travel. I am sorry to have kept you waiting.")
    return State(heading=_("This time is no longer kept"), word=_("Let go"), lines=(line,))


def _offered(booking, now):
    line = _("The link in my email takes it, or lets it go to somebody else.")
    until = _("Kept for you until %(until)s") % {"until": when.moment(booking.expires_at)}
    return State(heading=_("This time is yours if you want it"), word=until, lines=(line,))


STATES = {
    Status.RESERVED: _lapsed,
    Status.OFFERED: _offered,
    Status.HELD: _held,
    Status.CONFIRMED: _confirmed,
    Status.COMPLETED: _completed,
    Status.NOT_TREATED: _not_treated,
    Status.NO_SHOW: _no_show,
    Status.DECLINED: _declined,
    Status.CANCELLED: _cancelled,
    Status.LAPSED: _lapsed,
}

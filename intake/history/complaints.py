"""What people come with, in plain words, to choose from."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from .values import Complaint

# The main ones are looked at before and after each visit, so that there are few.
MOST = 3
LEAST_TROUBLE, MOST_TROUBLE = 0, 10

GROUPS = {
    "tension": _("Everyday pain and tension: back, neck, shoulders, tight muscles"),
    "joints": _("Stiff or sore joints: hips, pelvis, shoulders, knees"),
    "nerve": _("Pain that travels, numbness, pins and needles"),
    "head": _("Head, jaw, face, ears or balance"),
    "breathing": _("Breathing, asthma or allergies"),
    "long_term": _("A long-term condition"),
    "stress": _("Stress, sleep, mood or tiredness"),
    "digestion": _("Digestion"),
    "hormones": _("Periods, menopause, hormones or bladder"),
    "circulation": _("Circulation, heavy legs or swelling"),
    "skin": _("Skin that flares up"),
    "unplaced": _("Something hard to name or to place"),
}
# What somebody comes for who has nothing to be rid of: no place to point at, and nothing to measure.
REASONS = {
    "sport": _("Sport: recovery and moving well"),
    "reset": _("A pause and a reset: nothing troubles me"),
}
ALL = GROUPS | REASONS


def is_measured(code: str) -> bool:
    """Whether it is asked where this is, and how much it troubles."""
    return code in GROUPS


def is_complete(complaint: Complaint) -> bool:
    return not is_measured(complaint.code) or complaint.trouble is not None


def unanswered(complaints: Iterable[Complaint]) -> tuple[int, ...]:
    """Return by place in the row, from 0, the complaints that something is still to be said of."""
    return tuple(n for n, one in enumerate(complaints) if not is_complete(one))


def chosen(codes: Iterable[str], earlier: Iterable[Complaint]) -> tuple[Complaint, ...]:
    """Return a complaint for each code, in the words of now, with what was said of it earlier."""
    known = {one.code: one for one in earlier}
    return tuple(
        Complaint(
            code,
            str(ALL[code]),
            *((known[code].trouble, known[code].places, known[code].words) if code in known else ()),
        )
        for code in dict.fromkeys(codes)
    )

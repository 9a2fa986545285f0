"""The places of the body that can be pointed at, from head to foot. Left and right are the person's own."""

from django.utils.translation import gettext_lazy as _

PLACES = {
    "head": _("Head"),
    "face": _("Face and jaw"),
    "neck": _("Neck"),
    "left_shoulder": _("Left shoulder"),
    "right_shoulder": _("Right shoulder"),
    "left_arm": _("Left upper arm and elbow"),
    "right_arm": _("Right upper arm and elbow"),
    "left_hand": _("Left forearm and hand"),
    "right_hand": _("Right forearm and hand"),
    "chest": _("Chest"),
    "upper_back": _("Upper back"),
    "belly": _("Belly"),
    "lower_back": _("Lower back"),
    "groin": _("Lower belly and groin"),
    "tailbone": _("Tailbone"),
    "left_hip": _("Left hip and buttock"),
    "right_hip": _("Right hip and buttock"),
    "left_thigh": _("Left thigh"),
    "right_thigh": _("Right thigh"),
    "left_knee": _("Left knee"),
    "right_knee": _("Right knee"),
    "left_shin": _("Left shin and calf"),
    "right_shin": _("Right shin and calf"),
    "left_foot": _("Left foot and ankle"),
    "right_foot": _("Right foot and ankle"),
}
# Beside the figure only: there is no one place for it.
EVERYWHERE = "everywhere"
ALL = PLACES | {EVERYWHERE: _("All over, or it moves around")}

SIDES = ("left_", "right_")


def paired() -> list[tuple[str, str]]:
    """Return the places for a list in two columns: the middle first, then each left beside its right."""
    return sorted(ALL.items(), key=lambda place: place[0].startswith(SIDES))


def names(codes) -> list[str]:
    """Return the words for these places, from head to foot; a place that is none of them is left out."""
    return [str(label) for code, label in ALL.items() if code in codes]

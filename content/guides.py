"""The page that lists the guides: it has no row of its own, and is there while a guide is published."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Shelf:
    changed_at: datetime

    @property
    def label(self) -> str:
        return _("Guides")

    @property
    def description(self) -> str:
        return _("Short texts to read in peace: before a first session, and about what comes after.")

    def get_absolute_url(self) -> str:
        return reverse("content:guides")


def shelf(guides) -> Shelf | None:
    """Return the page that lists these guides, None when there are none."""
    return Shelf(max(guide.changed_at for guide in guides)) if guides else None

import re
import uuid

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

ONLY = 1
# Something shown on the site has changed: sent at once, and again when others can see it too.
touched = Signal()
PHONE = RegexValidator(
    r"^\+?[0-9][0-9 ()-]{5,24}$",
    _("Enter a telephone number with digits and spaces, such as 01632 960 123."),
)


class PracticeQuerySet(models.QuerySet):
    def current(self):
        """The practice's row, or a neutral one that is not saved while none has been filled in."""
        return self.filter(pk=ONLY).first() or Practice(name="Neural Pathway Massage")

    def touch(self):
        """Note that something shown on the site has changed."""
        self.filter(pk=ONLY).update(stamp=uuid.uuid4(), changed_at=timezone.now())
        touched.send(sender=self.model)
        transaction.on_commit(lambda: touched.send(sender=self.model))


class Practice(models.Model):
    """Who and where the practice is: one row, said in one place, shown on every page."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    name = models.CharField(_("name of the practice"), max_length=100)
    practitioner = models.CharField(_("your name"), max_length=100)
    tagline = models.CharField(
        _("one line about the practice"), max_length=160, blank=True, help_text=_("Shown under the name.")
    )
    address = models.TextField(
        _("address"), blank=True, max_length=400, help_text=_("House and street, each on a line of its own.")
    )
    town = models.CharField(_("town"), max_length=80, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    directions = models.TextField(_("how to get there"), blank=True, max_length=5000)
    access = models.TextField(
        _("access"),
        blank=True,
        max_length=5000,
        help_text=_(
            "Steps, doors, the toilet, the height of the table: what somebody needs to know beforehand."
        ),
    )
    phone = models.CharField(_("telephone"), max_length=26, blank=True, validators=[PHONE])
    email = models.EmailField(_("e-mail"), blank=True)
    hours_in_words = models.CharField(
        _("a remark on your hours"),
        max_length=200,
        blank=True,
        help_text=_(
            "Stands under your opening times, which come from the diary. Such as: By appointment only."
        ),
    )
    ico_number = models.CharField(
        _("data protection registration"),
        max_length=20,
        blank=True,
        help_text=_("Your number with the Information Commissioner’s Office."),
    )
    registrations = models.TextField(
        _("registrations and insurance"),
        blank=True,
        max_length=1000,
        help_text=_("Each on a line of its own."),
    )
    is_demo = models.BooleanField(
        _("this is a demonstration"), default=False, help_text=_("Pages then say that nothing here is real.")
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    # Names one state of everything shown, for caches. A time would not do: two changes can share a tick.
    stamp = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = PracticeQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at", "stamp"])

    class Meta:
        verbose_name = _("practice’s details")
        verbose_name_plural = _("practice’s details")
        constraints = [models.CheckConstraint(condition=Q(id=ONLY), name="content_practice_only_one")]

    def __str__(self):
        return self.name

    @property
    def is_filled_in(self):
        return not self._state.adding

    @property
    def phone_href(self):
        """The number as a link: in Britain a leading 0 stands for +44."""
        digits = re.sub(r"\(0\)|[^0-9+]", "", self.phone)
        if not digits:
            return ""
        return f"tel:+44{digits[1:]}" if digits.startswith("0") else f"tel:{digits}"

    @property
    def address_lines(self):
        lines = [*self.address.splitlines(), self.town, self.postcode]
        return [line.strip() for line in lines if line.strip()]

    @property
    def registration_lines(self):
        return [line.strip() for line in self.registrations.splitlines() if line.strip()]

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake import months
from intake.fields import SealedJSONField
from intake.names import folded

from .base import WithKey, WriteOnce

# Months.
FORM_HOLDS = 12
MOST_DAYS_APART = 180


class ClientQuerySet(models.QuerySet):
    def matching(self, *, name: str, email: str, born_on):
        """Return the clients, oldest first, whose e-mail, name and date of birth are all these.

        Compared here and not in the database, whose idea of upper case differs from engine to engine;
        only the few people with one birthday are read. Whoever was merged is found as who they are now.
        """
        if not folded(email):
            return []
        wanted = (folded(name), folded(email))
        same_day = self.filter(born_on=born_on).select_related("merged_into").order_by("pk")
        found = [client for client in same_day if (folded(client.name), folded(client.email)) == wanted]
        return list(dict.fromkeys(client.merged_into or client for client in found))

    def present(self):
        """Leave out those that were merged into somebody else."""
        return self.filter(merged_into=None)

    def in_use(self):
        """Of those present, leave out whose record is only kept, and used no more."""
        return self.present().filter(restricted_at=None)


class Client(models.Model):
    """The person treated. An e-mail address may belong to several."""

    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    born_on = models.DateField(_("date of birth"), db_index=True)
    ring_at = models.CharField(_("best time to ring"), max_length=100, blank=True)
    treated_before = models.BooleanField(
        _("treated before"),
        default=False,
        help_text=_("Tick this for someone you already know: their next visit then counts as a follow-up"),
    )
    not_before_on = models.DateField(
        _("not before"),
        null=True,
        blank=True,
        help_text=_("Visits before this day are held for you to decide"),
    )
    talk_first = models.BooleanField(
        _("talk first"), default=False, help_text=_("Each new booking is held until you have talked")
    )
    usual_minutes = models.PositiveSmallIntegerField(
        _("usual length in minutes"),
        null=True,
        blank=True,
        help_text=_("From 90 to 120. So much is kept for their next visits; empty for the treatment’s own"),
    )
    days_apart_from = models.PositiveSmallIntegerField(
        _("sessions apart: from"),
        null=True,
        blank=True,
        help_text=_("Days. Another spacing for this client; empty for the usual one"),
    )
    days_apart_until = models.PositiveSmallIntegerField(
        _("sessions apart: until"),
        null=True,
        blank=True,
        help_text=_("Days, not fewer than the first number"),
    )
    form_on = models.DateField(
        _("health form of"),
        null=True,
        blank=True,
        help_text=_("The day they last filled in the health form. It holds for 12 months"),
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    # They asked to be erased; what has to stay is kept under their name until its date, and used no more.
    restricted_at = models.DateTimeField(_("restricted"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)

    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(usual_minutes=None) | models.Q(usual_minutes__range=(90, 120)),
                name="client_is_usually_treated_90_to_120_minutes",
                violation_error_message=_("Keep from 90 to 120 minutes, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=models.Q(days_apart_from=None, days_apart_until=None)
                | models.Q(
                    days_apart_from__gte=1,
                    days_apart_until__gte=models.F("days_apart_from"),
                    days_apart_until__lte=MOST_DAYS_APART,
                    days_apart_from__isnull=False,
                    days_apart_until__isnull=False,
                ),
                name="client_has_both_days_apart_or_none",
                violation_error_message=_(
                    "Give both numbers of days, from 1 to 180 and the smaller one first, or leave both empty."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="client_is_merged_into_another",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.strip() else ""

    def has_form(self, day) -> bool:
        """Whether a health form that still holds was there by this day."""
        return self.form_on is not None and self.form_on <= day < months.add(self.form_on, FORM_HOLDS)


class Note(WriteOnce):
    """What the practitioner notes about a person. The newest of its kind holds; none is written over."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("access and comfort")
        GENERAL = "general", _("note")

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("about"), max_length=10, choices=Kind)
    text = SealedJSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("written"))

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")


class Guardianship(WithKey):
    """The adult who answers for a child, or books for another adult."""

    child = models.ForeignKey(
        Client, on_delete=models.PROTECT, related_name="guardianships", verbose_name=_("person treated")
    )
    adult_name = models.CharField(_("name"), max_length=100)
    adult_email = models.EmailField(_("email"))
    adult_phone = models.CharField(_("phone"), max_length=30, blank=True)
    relationship = models.CharField(_("relationship"), max_length=60)
    has_parental_responsibility = models.BooleanField(_("parental responsibility"), default=False)
    # Who stays with a child at the visit, when it is somebody else than the one who books.
    in_the_room = models.CharField(_("who stays in the room"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("guardian")
        verbose_name_plural = _("guardians")

    def __str__(self):
        return self.adult_name

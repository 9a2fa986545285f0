import unicodedata

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .base import WithKey


def folded(text: str) -> str:
    """Upper case, odd spaces and look-alike forms do not make another person."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class ClientQuerySet(models.QuerySet):
    def matching(self, *, name: str, email: str, born_on):
        """Return the clients, oldest first, whose e-mail, name and date of birth are all these.

        Compared here and not in the database, whose idea of upper case differs from engine to engine;
        only the few people with one birthday are read.
        """
        if not folded(email):
            return []
        wanted = (folded(name), folded(email))
        same_day = self.filter(born_on=born_on).order_by("pk")
        return [client for client in same_day if (folded(client.name), folded(client.email)) == wanted]


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
    created_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)

    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("client")
        verbose_name_plural = _("clients")

    def __str__(self):
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.strip() else ""


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
    created_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("guardian")
        verbose_name_plural = _("guardians")

    def __str__(self):
        return self.adult_name


class Consent(WithKey):
    """One agreement, in the exact words that were shown."""

    class Purpose(models.TextChoices):
        HEALTH = "health", _("use of health answers")

    class Channel(models.TextChoices):
        WEB = "web", _("on the site")
        PAPER = "paper", _("on paper")
        PHONE = "phone", _("by phone")

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    condition = models.CharField(max_length=20)
    wording = models.TextField()
    wording_sha256 = models.CharField(max_length=64)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    given_by = models.CharField(max_length=100)
    relation = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_is_given_before_it_is_withdrawn",
            )
        ]

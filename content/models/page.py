from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

# The rest of the site links to these, so they keep their address and stay published.
LASTING = (
    "home",
    "neural-pathway-massage",
    "safety",
    "faq",
    "contact",
    "privacy",
    "prices",
    "directions",
    "terms",
    "is-it-for-me",
    "what-people-come-with",
)
# Addresses that belong to other parts of the site: a page there would never be seen.
TAKEN = (
    "admin",
    "book",
    "booking",
    "calendar",
    "csp-report",
    "guides",
    "health",
    "intake",
    "pictures",
    "static",
)


class Layout(models.TextChoices):
    STANDARD = "standard", _("Text")
    HOME = "home", _("Home page")
    SERVICE = "service", _("Treatment, with sections")
    FAQ = "faq", _("Questions and answers")
    CONTACT = "contact", _("Contact, with a form")
    CASES = "cases", _("Cases, each heading opens one")


class PageQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)


class Page(models.Model):
    slug = models.SlugField(
        _("address"),
        unique=True,
        max_length=60,
        help_text=_("The last part of the page’s address: small letters, digits and hyphens."),
    )
    title = models.CharField(_("title"), max_length=120)
    menu_label = models.CharField(
        _("name in menus"), max_length=40, blank=True, help_text=_("A shorter title, where one is wanted.")
    )
    lead = models.TextField(
        _("opening"), blank=True, max_length=600, help_text=_("One or two sentences under the title.")
    )
    body = models.TextField(_("text"), blank=True, max_length=60_000)
    meta_description = models.CharField(
        _("description for search engines"),
        max_length=200,
        blank=True,
        help_text=_("One sentence, not shown on the page."),
    )
    layout = models.CharField(_("layout"), max_length=10, choices=Layout, default=Layout.STANDARD)
    in_menu = models.BooleanField(_("in the menu"), default=False)
    in_footer = models.BooleanField(_("at the foot of every page"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    is_published = models.BooleanField(
        _("published"), default=False, help_text=_("While this is not ticked, only you can see the page.")
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = PageQuerySet.as_manager()
    # Bringing back an earlier text leaves the page where it stands in the list.
    history = HistoricalRecords(excluded_fields=["changed_at", "position"])

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(layout__in=Layout.values), name="content_page_known_layout")
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        if self.slug == "home":
            return reverse("content:home")
        return reverse("content:page", args=[self.slug])

    def clean(self):
        if self.slug in TAKEN:
            raise ValidationError(
                {"slug": _("Another part of the site has this address. Choose a different one.")}
            )
        if self.is_lasting and not self.is_published:
            raise ValidationError(
                {"is_published": _("Other pages lead to this one, so it must stay published.")}
            )

    @property
    def is_lasting(self):
        return self.slug in LASTING

    @property
    def label(self):
        return self.menu_label or self.title

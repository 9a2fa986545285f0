from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from content.admin.claims import ClaimsAdmin
from content.admin.ordered import OrderedAdmin
from content.forms import PracticeForm, PriceForm
from content.models import Practice, Price
from content.models.practice import ONLY
from npm_site.one_row import OneRow
from npm_site.versions import VersionsAdmin


@admin.register(Practice)
class PracticeAdmin(OneRow, ClaimsAdmin, VersionsAdmin):
    form = PracticeForm
    fieldsets = [
        (None, {"fields": ["name", "practitioner", "tagline"]}),
        (gettext_lazy("How to reach you"), {"fields": ["phone", "email", "hours_in_words"]}),
        (
            gettext_lazy("Where it is"),
            {"fields": ["address", "town", "postcode", "directions", "access"]},
        ),
        (gettext_lazy("Registrations"), {"fields": ["ico_number", "registrations", "is_demo"]}),
    ]

    def changelist_view(self, request, extra_context=None):
        if Practice.objects.current().is_filled_in:
            return redirect("admin:content_practice_change", ONLY)
        return redirect("admin:content_practice_add")

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Practice.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Price)
class PriceAdmin(ClaimsAdmin, VersionsAdmin, OrderedAdmin):
    form = PriceForm
    list_display = ["name", "amount_in_words", "minutes_note", "move_buttons"]
    fields = ["name", "amount", "minutes_note", "slug"]

    @admin.display(description=gettext_lazy("Price"))
    def amount_in_words(self, price):
        return price.amount_in_words

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": ["name"]} if obj is None else {}

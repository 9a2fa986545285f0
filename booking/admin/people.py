"""The list of clients, which opens a client's page; the details are a form behind it."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from booking import lifecycle, rescreening
from booking.admin.client_frame import held_again, url_of
from booking.lock import take_diary
from intake.admin import ClientAdmin
from intake.models import Client

# What the practitioner says about a person, and what their coming visits are judged by.
FLAGS = {"talk_first", "not_before_on"}


@admin.register(Client)
class PersonAdmin(ClientAdmin):
    """The details of intake's form, reached from a page that knows the bookings too."""

    list_display = ["person", *ClientAdmin.list_display[1:]]
    list_display_links = None
    change_list_template = "admin/booking/client/list.html"
    change_form_template = "admin/booking/client/details.html"

    @admin.display(description=_("name"), ordering="name")
    def person(self, client):
        link = format_html('<a href="{}">{}</a>', url_of(client.pk), client.name)
        return format_html("{} ({})", link, _("locked")) if client.restricted_at else link

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Who was merged is found on the page of who they are now; nobody changes a locked record."""
        row = self._row(object_id)
        if row and (row.merged_into_id or row.restricted_at) and self.has_view_permission(request):
            return HttpResponseRedirect(url_of(row.merged_into_id or row.pk))
        return super().change_view(request, object_id, form_url, extra_context)

    def _row(self, object_id):
        try:
            pk = self.opts.pk.to_python(object_id)
        except ValidationError:
            return None
        return Client.objects.filter(pk=pk).first()

    def save_model(self, request, obj, form, change):
        # The diary first, as everywhere: whoever holds it may be about to write into this row.
        take_diary()
        super().save_model(request, obj, form, change)
        if change and FLAGS & set(form.changed_data):
            self._screen_again(request, obj)

    def _screen_again(self, request, client):
        by = lifecycle.practitioner(request.user)
        disturbed = rescreening.after_her_word(client, by=by, now=timezone.now())
        if disturbed:
            messages.warning(request, held_again(disturbed))

    def response_post_save_add(self, request, obj):
        return HttpResponseRedirect(url_of(obj.pk))

    def response_post_save_change(self, request, obj):
        return HttpResponseRedirect(url_of(obj.pk))

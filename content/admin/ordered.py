from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from content import order

STEPS = {"up": -1, "down": 1}


class OrderedAdmin(admin.ModelAdmin):
    """A list in the order visitors see, each row with a button for up and one for down."""

    sortable_by = ()
    # Nothing is done to many texts at once, and the column of boxes has no room on a phone.
    actions = None
    list_per_page = 200

    def siblings(self, row):
        return self.model._default_manager.all()

    @admin.display(description=gettext_lazy("Order"))
    def move_buttons(self, row):
        urls = {step: reverse(self._url_name("move"), args=[row.pk, step]) for step in STEPS}
        return render_to_string("admin/content/move_buttons.html", {"row": row, "urls": urls})

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.move_view))
        return [path("<int:pk>/move/<str:step>/", view, name=self._name("move")), *super().get_urls()]

    def move_view(self, request, pk, step):
        row = self.get_object(request, str(pk))
        if row is None or step not in STEPS:
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        if order.move(row, self.siblings(row), by=STEPS[step]):
            messages.success(request, _("“%(row)s” has moved one place.") % {"row": row})
        else:
            messages.info(request, _("“%(row)s” is already at the end of the list.") % {"row": row})
        return redirect(self._url_name("changelist"))

    def save_model(self, request, obj, form, change):
        if not change or "group" in form.changed_data:
            obj.position = order.last(self.siblings(obj))
        super().save_model(request, obj, form, change)

    def _name(self, view):
        return f"{self.opts.app_label}_{self.opts.model_name}_{view}"

    def _url_name(self, view):
        return f"admin:{self._name(view)}"

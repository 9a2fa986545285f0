from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin


class VersionsAdmin(SimpleHistoryAdmin):
    """Admin with the earlier versions of a row: listed, looked at, brought back."""

    def get_history_queryset(self, request, history_manager, pk_name, object_id):
        # The package's own asks for select_related() with no names where a model has no foreign key,
        # which Django deprecates.
        return history_manager.filter(**{pk_name: object_id}).select_related("history_user")

    def history_view_title(self, request, obj):
        return _("Earlier versions of “%(row)s”") % {"row": obj}

    def history_form_view_title(self, request, obj):
        return _("An earlier version of “%(row)s”") % {"row": obj}

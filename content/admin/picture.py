from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import keeping_pictures
from content.admin.claims import ClaimsAdmin
from content.models import Picture
from content.picture_form import PictureForm


@admin.register(Picture)
class PictureAdmin(ClaimsAdmin):
    form = PictureForm
    list_display = ["name", "alt_in_short", "typed", "changed_at"]
    search_fields = ["name", "alt", "caption"]
    actions = None
    fieldsets = [
        (None, {"fields": ["file", "alt", "is_decorative", "name"]}),
        (gettext_lazy("Under it"), {"fields": ["caption", "credit"]}),
    ]

    @admin.display(description=gettext_lazy("What is to be seen"))
    def alt_in_short(self, picture):
        return picture.alt or _("only decoration")

    @admin.display(description=gettext_lazy("You type"))
    def typed(self, picture):
        return format_html("<code>{}</code>", picture.token)

    @admin.display(description=gettext_lazy("How it looks"))
    def looks(self, picture):
        # Half as wide as it is kept, so that it fits on a telephone.
        file = picture.files.listed().first()
        size = file.width // 2, file.height // 2
        return format_html('<img src="{}" width="{}" height="{}" alt="{}">', file.url, *size, picture.alt)

    @admin.display(description=gettext_lazy("Sizes"))
    def sizes(self, picture):
        files = picture.files.listed()
        return format_html_join(", ", "{} ({})", ((file, filesizeformat(file.size)) for file in files))

    @admin.display(description=gettext_lazy("Stands in"))
    def stands_in(self, picture):
        names = [str(row) for row in keeping_pictures.shown_in(picture)]
        return ", ".join(names) or _("no text yet")

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.fieldsets
        kept = {"fields": ["typed", "looks", "sizes", "stands_in"]}
        return [*self.fieldsets, (gettext_lazy("As it is kept"), kept)]

    def get_readonly_fields(self, request, obj=None):
        # Texts call it by its name.
        return ["name", "typed", "looks", "sizes", "stands_in"] if obj is not None else []

    def has_delete_permission(self, request, obj=None):
        # A text that shows it would be left with a gap.
        is_free = obj is None or not keeping_pictures.shown_in(obj)
        return super().has_delete_permission(request, obj) and is_free

    def save_model(self, request, obj, form, change):
        if form.made is not None:
            keeping_pictures.keep(obj, form.made)
        super().save_model(request, obj, form, change)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Pages and prices")

    def ready(self):
        from content import freshness  # its models are ready only now

        freshness.watch()

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingConfig(AppConfig):
    name = "booking"
    verbose_name = _("Diary")

    def ready(self):
        from booking import notice, signals  # noqa: F401  signals are registered by being imported

        notice.provide()

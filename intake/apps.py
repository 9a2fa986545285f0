from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "intake"
    verbose_name = _("People and health")

    def ready(self):
        from intake import checks  # noqa: F401  models are there only now

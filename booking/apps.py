from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BookingConfig(AppConfig):
    name = "booking"
    verbose_name = _("Diary")

    def ready(self):
        from booking import notice, on_offer, practitioner, rules_in_words, signals  # noqa: F401  signals are registered by being imported

        notice.provide()
        on_offer.provide()
        rules_in_words.provide()
        # Once a migration, and after this site's own apps: only then are all their rights there.
        sessions = apps.get_app_config("sessions")
        post_migrate.connect(practitioner.renew_rights, sender=sessions, dispatch_uid="booking.renew_rights")

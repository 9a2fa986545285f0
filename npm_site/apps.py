from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from npm_site import counters, sqlite


class SiteConfig(AppConfig):
    name = "npm_site"

    def ready(self):
        from npm_site.signin import receivers  # noqa: F401  models are there only now

        post_migrate.connect(sqlite.use_wal, dispatch_uid="npm_site.use_wal")
        # Once a migration. The site itself has no models, so it would never be called as itself.
        sessions = apps.get_app_config("sessions")
        post_migrate.connect(counters.make_table, sender=sessions, dispatch_uid="npm_site.make_table")

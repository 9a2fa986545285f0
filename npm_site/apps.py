from django.apps import AppConfig
from django.db.models.signals import post_migrate

from npm_site import sqlite


class SiteConfig(AppConfig):
    name = "npm_site"

    def ready(self):
        post_migrate.connect(sqlite.use_wal, dispatch_uid="npm_site.use_wal")

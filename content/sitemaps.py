from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from content import site


class OwnSitemap(Sitemap):
    """Addresses as the pages themselves name them, whatever name the site was asked by."""

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def lastmod(self, row):
        return row.changed_at


class PageSitemap(OwnSitemap):
    def items(self):
        return list(site.recent().pages.values())


class GuideSitemap(OwnSitemap):
    def items(self):
        shown = site.recent()
        return [shown.shelf, *shown.guides.values()] if shown.shelf else []


class FaqSitemap(OwnSitemap):
    def items(self):
        return site.recent().entries

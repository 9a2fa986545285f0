from django.contrib.sitemaps import Sitemap

from content import site


class PageSitemap(Sitemap):
    def items(self):
        return list(site.current().pages.values())

    def lastmod(self, page):
        return page.changed_at


class FaqSitemap(Sitemap):
    def items(self):
        return site.current().entries

    def lastmod(self, entry):
        return entry.changed_at

from django.contrib.sitemaps.views import sitemap
from django.urls import path, re_path

from content import views
from content.sitemaps import FaqSitemap, GuideSitemap, PageSitemap

app_name = "content"
SITEMAPS = {"pages": PageSitemap, "questions": FaqSitemap, "guides": GuideSitemap}

urlpatterns = [
    path("", views.home, name="home"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.public_page(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("sharing/guides.png", views.shelf_picture, name="shelf_picture"),
    path("sharing/<slug:slug>.png", views.page_picture, name="page_picture"),
    path("sharing/faq/<slug:slug>.png", views.entry_picture, name="entry_picture"),
    path("sharing/guides/<slug:slug>.png", views.guide_picture, name="guide_picture"),
    re_path(
        r"^pictures/(?P<digest>[0-9a-f]{20})-(?P<width>[0-9]{1,4})\.(?P<ending>webp|jpg)$",
        views.picture_file,
        name="picture",
    ),
    path("guides/", views.guides, name="guides"),
    path("guides/<slug:slug>/", views.guide, name="guide"),
    path("faq/", views.faq, name="faq"),
    path("faq/<slug:slug>/", views.faq_entry, name="faq_entry"),
    path("<slug:slug>/", views.page_detail, name="page"),
]

from django.contrib import admin
from django.urls import include, path

from booking.styleguide import views as styleguide
from booking.views import contact, feed
from npm_site import views

handler400 = "npm_site.views.bad_request"

urlpatterns = [
    # First, so that signing in and a new password go this way also where admin leads to its own.
    path("admin/", include("npm_site.signin.urls")),
    path("admin/", admin.site.urls),
    path("book/", include("booking.urls")),
    path("booking/", include("booking.own_urls")),
    path("intake/", include("booking.form_urls")),
    path("calendar/<path:asked>", feed.feed, name="calendar_feed"),
    path("contact/", contact.contact, name="contact"),
    path("contact/sent/", contact.contact_sent, name="contact_sent"),
    path("styleguide/", include(styleguide.URLS)),
    path("health/", views.health),
    path("csp-report/", views.csp_report),
    # Last: it answers for every address of one word.
    path("", include("content.urls")),
]

from django.contrib import admin
from django.urls import include, path

from npm_site import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("health/", views.health),
    path("csp-report/", views.csp_report),
    # Last: it answers for every address of one word.
    path("", include("content.urls")),
]

from django.contrib import admin
from django.urls import path

from npm_site import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("health/", views.health),
    path("csp-report/", views.csp_report),
]

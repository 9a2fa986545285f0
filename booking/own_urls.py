"""The client's own pages. Addresses hold no number of a booking: which visit it is, the session knows."""

from django.urls import path

from booking.views.form import by_mail
from booking.views.own import (
    again,
    agreements,
    arrival,
    both,
    calendar,
    cancel,
    changed,
    course,
    family,
    lost,
    move,
    offer,
    page,
    paper,
    rotate,
    series,
    wait,
)

app_name = "own"

PARTS = (
    arrival,
    again,
    page,
    paper,
    calendar,
    move,
    cancel,
    both,
    changed,
    rotate,
    lost,
    family,
    course,
    series,
    wait,
    offer,
    agreements,
)
urlpatterns = [
    *(url for part in PARTS for url in part.URLS),
    # The tokens of all links stand under this address, which logs leave out.
    path("form/<str:token>/", by_mail.arrive, name="form"),
]

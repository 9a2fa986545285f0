"""The client's own pages. Addresses hold no number of a booking: which visit it is, the session knows."""

from booking.views.own import (
    again,
    arrival,
    both,
    calendar,
    cancel,
    changed,
    family,
    lost,
    move,
    offer,
    page,
    rotate,
    series,
    wait,
)

app_name = "own"

PARTS = (
    arrival,
    again,
    page,
    calendar,
    move,
    cancel,
    both,
    changed,
    rotate,
    lost,
    family,
    series,
    wait,
    offer,
)
urlpatterns = [url for part in PARTS for url in part.URLS]

"""The client's own pages. Addresses hold no number of a booking: which visit it is, the session knows."""

from booking.views.own import again, arrival, calendar, cancel, family, lost, move, page, rotate

app_name = "own"

urlpatterns = [
    url for part in (arrival, again, page, calendar, move, cancel, rotate, lost, family) for url in part.URLS
]

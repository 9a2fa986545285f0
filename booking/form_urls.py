"""The health form, as clients fill it in. Addresses hold numbers of parts, and nothing else."""

from booking.views.form import by_mail, check, pages, start

app_name = "form"

PARTS = (start, by_mail, check, pages)
urlpatterns = [url for part in PARTS for url in part.URLS]

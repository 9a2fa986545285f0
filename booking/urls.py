from django.urls import path, re_path

from booking import steps
from booking.views import book, done, slots, time

app_name = "book"

urlpatterns = [
    path("", book.start, name="start"),
    path("slots.json", slots.slots_json, name="slots"),
    path("before-we-start/", book.agreement, name="agreement"),
    re_path(rf"^question/(?P<name>{'|'.join(steps.QUESTIONS)})/$", book.question, name="question"),
    path("time/", time.choose, name="time"),
    path("details/", book.details, name="details"),
    path("check/", book.check, name="check"),
    path("done/", done.done, name="done"),
    path("another/", done.another, name="another"),
]

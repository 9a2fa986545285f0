from django.urls import path

from booking import steps
from booking.views import book, done, slots, time, wish

app_name = "book"

urlpatterns = [
    path("", book.start, name="start"),
    path("slots.json", slots.slots_json, name="slots"),
    path("before-we-start/", book.agreement, name="agreement"),
    *(
        path(f"question/{number}/", book.question, {"name": name}, name=f"question-{number}")
        for name, number in steps.NUMBERS.items()
    ),
    path("time/", time.choose, name="time"),
    path("wait/", wish.wait, name="wait"),
    path("wait/check/", wish.check, name="wait_check"),
    path("wait/done/", wish.done, name="waiting"),
    path("wish/", wish.wish, name="wish"),
    path("choose/", wish.choose_instead, name="choose_instead"),
    path("details/", book.details, name="details"),
    path("check/", book.check, name="check"),
    path("done/", done.done, name="done"),
    path("done/session.ics", done.calendar_file, name="calendar_file"),
    path("another/", done.another, name="another"),
]

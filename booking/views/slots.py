"""Free times as JSON, for a treatment and a range of days."""

from datetime import date
from hashlib import sha256

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking import availability
from booking.models import Treatment

DEFAULT_DAYS, MOST_DAYS = 28, 62


class BadRange(ValueError):
    """The parameters do not name a range of days; the message says what would."""


@require_safe
def slots_json(request):
    now = timezone.now()
    try:
        slug = one(request.GET, "treatment", "")
        first_day = a_day(one(request.GET, "from", ""), today=availability.day_of(now))
        days = a_number(one(request.GET, "days", str(DEFAULT_DAYS)))
    except BadRange as problem:
        return JsonResponse({"error": str(problem)}, status=400)
    treatment = get_object_or_404(Treatment.objects.bookable().select_related("policy"), slug=slug)
    return answer(request, availability.free_slots(treatment, first_day, days, now=now))


def answer(request, slots):
    zone = availability.zone()
    times = [slot.starts_at.astimezone(zone).isoformat() for slot in slots]
    response = JsonResponse({"time_zone": str(zone), "slots": times})
    response.headers["Cache-Control"] = "no-cache"
    # A fingerprint of what was free, not a secret.
    etag = quote_etag(sha256(response.content).hexdigest()[:32])
    return get_conditional_response(request, etag=etag, response=with_etag(response, etag))


def with_etag(response, etag):
    response.headers["ETag"] = etag
    return response


def one(query, name, default):
    values = query.getlist(name) or [default]
    if len(values) > 1:
        raise BadRange(_("Give “%(name)s” once.") % {"name": name})
    if "\0" in values[0] or len(values[0]) > 100:
        raise BadRange(_("“%(name)s” is not readable.") % {"name": name})
    return values[0]


def a_day(text, *, today):
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text or not today.year - 1 <= day.year <= today.year + 5:
        raise BadRange(_("“from” is a day like 2027-03-27."))
    return day


def a_number(text):
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST_DAYS):
        raise BadRange(_("“days” is a number from 1 to %(most)s.") % {"most": MOST_DAYS})
    return int(text)

"""The practitioner's calendar feed, fetched by a calendar program that knows its secret."""

import hashlib

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from booking import feed as feeds
from booking import feed_file, limits


@require_safe
def feed(request, asked):
    now = timezone.now()
    found = feeds.find(asked)
    if found is None:
        return _nothing(request, now)
    content = feed_file.written(now=now).encode()
    digest = hashlib.sha256(content).hexdigest()
    agent = request.headers.get("User-Agent", "")
    changed_at = int(feeds.note_fetch(found, digest, agent, now=now).timestamp())
    headers = {
        "ETag": quote_etag(digest),
        "Last-Modified": http_date(changed_at),
        # Kept by the program that fetched it, and asked for again each time.
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="sessions.ics"',
    }
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, quote_etag(digest), changed_at, response)


def _nothing(request, now):
    """One answer to every address that opens nothing, whatever the reason."""
    is_slowed = limits.is_too_often("link", request, now=now)
    response = render(request, "404.html", status=429 if is_slowed else 404)
    if is_slowed:
        response.headers["Retry-After"] = "3600"
    return response

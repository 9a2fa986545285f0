"""A private file as an answer: to be kept by whoever asked for it, and never opened inside a page of ours."""

from django.http import HttpResponse

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-store",
}


def as_file(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """Return it under a name and a type of our own, `name` in plain letters."""
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)

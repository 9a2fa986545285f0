"""A session in admin ends after half an hour without a request, and after twelve hours in any case.

The sessions of visitors are nobody's account, and live on as they did."""

from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from npm_site.signin import typed

IDLE = 30 * 60
AT_MOST = 12 * 60 * 60
# A session is written at most this often for having been used.
NOTED_EVERY = 60
ADMIN = "/admin/"


class IdleMiddleware:
    """Acts once the view is known, so that a forged form has been refused before anything of it is kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path.startswith(ADMIN) or not request.user.is_authenticated:
            return None
        if left(request) <= 0:
            return _ended(request)
        # To ask how long is left is no use of the session.
        if request.path != reverse("signin_stay"):
            touch(request, every=NOTED_EVERY)
        request.seconds_left = left(request)
        return None


def begin(session):
    now = _now()
    session["signed_in"], session["used"] = now, now


def touch(request, every=0):
    """Note that the session was used, unless that was noted a moment ago."""
    if _now() - request.session.get("used", 0) >= every:
        request.session["used"] = _now()


def left(request) -> int:
    """Return the seconds that this session has left. One that was not begun here has none."""
    session, now = request.session, _now()
    return min(session.get("used", 0) + IDLE, session.get("signed_in", 0) + AT_MOST) - now


def _ended(request):
    kept = typed.keep(request)
    user = request.user.pk
    logout(request)
    if request.path == reverse("admin:logout"):
        return redirect("admin:login")
    request.session["was_away"] = True
    if kept is not None:
        request.session["typed"] = {"key": str(kept.pk), "user": user}
    onward = reverse("signin_typed") if kept is not None else _way_back(request)
    return redirect(reverse("admin:login", query={"next": onward}))


def _way_back(request):
    is_sign_in = request.path == reverse("admin:login") or request.path == reverse("signin_stay")
    if request.method not in ("GET", "HEAD") or is_sign_in:
        return reverse("admin:index")
    return request.get_full_path()


def _now() -> int:
    return int(timezone.now().timestamp())

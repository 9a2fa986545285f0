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
# In the session of somebody who was signed out here: the account.
WAS_AWAY = "was_away"


class IdleMiddleware:
    """Acts once the view is known, so that a forged form has been refused before anything of it is kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path.startswith(ADMIN):
            return None
        if not request.user.is_authenticated:
            return _of_another_tab(request)
        # To ask how long is left is no use of the session, nor its end: what is typed may be on its way.
        if request.path == reverse("signin_stay"):
            return None
        if left(request) <= 0:
            return _ended(request)
        touch(request, every=NOTED_EVERY)
        request.seconds_left = left(request)
        return None


def begin(session):
    session["signed_in"] = session["used"] = _now()
    session.pop(WAS_AWAY, None)


def touch(request, every=0):
    """Note that the session was used, unless that was noted a moment ago."""
    if _now() - request.session.get("used", 0) >= every:
        request.session["used"] = _now()


def left(request) -> int:
    """Return the seconds that this session has left. One that was not begun here has none."""
    session, now = request.session, _now()
    ends = min(session.get("used", 0) + IDLE, session.get("signed_in", 0) + AT_MOST)
    return max(0, ends - now)


def _ended(request):
    user, earlier = request.user.pk, request.session.get(typed.KEYS, [])
    kept = typed.keep(request, user)
    logout(request)
    if request.path == reverse("admin:logout"):
        return redirect("admin:login")
    request.session[WAS_AWAY] = user
    request.session[typed.KEYS] = earlier
    return _to_sign_in(request, kept, _way_back(request))


def _of_another_tab(request):
    """A form of somebody whose session has been ended already, by a request from elsewhere."""
    user = request.session.get(WAS_AWAY)
    kept = typed.keep(request, user) if user else None
    return None if kept is None else _to_sign_in(request, kept, None)


def _to_sign_in(request, kept, way_back):
    if kept is not None:
        typed.note(request.session, kept)
        way_back = reverse("signin_typed")
    return redirect(reverse("admin:login", query={"next": way_back}))


def _way_back(request):
    if request.method not in ("GET", "HEAD") or request.path == reverse("admin:login"):
        return reverse("admin:index")
    return request.get_full_path()


def _now() -> int:
    return int(timezone.now().timestamp())

"""The response headers Django does not set by itself."""

from django.conf import settings

LOGOUT = "/admin/logout/"
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class SecurityHeadersMiddleware:
    """Outermost, so that errors and static files carry the headers too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith(settings.UNSTORED_PATHS):
            response.headers.setdefault("Cache-Control", "no-store")
        if request.path.startswith(settings.PERSONAL_PATHS):
            # Not "no-referrer": with that a browser sends "Origin: null" with each form, and the
            # forgery check refuses it. Towards other sites the two say equally little.
            response.headers["Referrer-Policy"] = "same-origin"
            response.headers["X-Robots-Tag"] = "noindex"
        if request.method == "POST" and request.path == LOGOUT and response.status_code < 400:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

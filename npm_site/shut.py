"""The last net for a sealed value that does not open: a page with a sentence, where none was thought of."""

from django.shortcuts import render

from intake.crypto import Unreadable


class ShutMiddleware:
    """The field has written the alarm into the log; nothing of the value is in the exception."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Unreadable):
            return None
        return render(request, "shut.html", {"is_desk": request.path.startswith("/admin/")}, status=503)

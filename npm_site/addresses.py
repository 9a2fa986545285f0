"""A list of the desk may be narrowed by any of its columns; at a NUL in a text PostgreSQL breaks off."""

from django.core.exceptions import BadRequest


class NoNulMiddleware:
    """Refuses to narrow a list by one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        place = request.resolver_match
        is_list = place.app_name == "admin" and (place.url_name or "").endswith("_changelist")
        if is_list and "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("A NUL in an address.")

import json
import logging
import re

from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from npm_site.uploads import FilesTooLarge

log = logging.getLogger("csp")


@require_safe
def health(request):
    return HttpResponse("ok", content_type="text/plain")


@csrf_exempt
@require_POST
def csp_report(request):
    """Log which directive was violated and nothing else: the address may be a private one."""
    try:
        report = json.loads(request.body).get("csp-report", {})
        directive = str(report.get("effective-directive") or report.get("violated-directive", ""))
    except (ValueError, AttributeError, RecursionError):
        directive = ""
    is_known = re.fullmatch("[a-z-]{1,40}", directive)
    log.warning("content security policy violated: %s", directive if is_known else "unknown")
    return HttpResponse(status=204)


def bad_request(request, exception):
    """Too much at once, or nothing that makes sense. Who asks for another host is no visitor."""
    if isinstance(exception, DisallowedHost):
        return HttpResponseBadRequest("Bad Request (400)", content_type="text/plain")
    if isinstance(exception, FilesTooLarge):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)

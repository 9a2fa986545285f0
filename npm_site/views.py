import json
import logging

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

log = logging.getLogger("csp")


@require_GET
def health(request):
    return HttpResponse("ok", content_type="text/plain")


@csrf_exempt
@require_POST
def csp_report(request):
    """Log which directive was violated and nothing else: the address may be a private one."""
    try:
        report = json.loads(request.body).get("csp-report", {})
        directive = str(report.get("effective-directive") or report.get("violated-directive", ""))
    except (ValueError, AttributeError):
        directive = ""
    known = directive if directive.replace("-", "").isalpha() and len(directive) < 40 else "unknown"
    log.warning("content security policy violated: %s", known)
    return HttpResponse(status=204)

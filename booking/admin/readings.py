"""Who looked: each time a person opened something sealed, newest first. Nothing here can be changed."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.admin.case_frame import case_page, require, shown_page
from intake.models import Client, Reading

VIEW = "intake.view_reading"
MOST_FOUND = 20
WHAT = {
    "screening": gettext_lazy("Answers before a visit"),
    "healthform": gettext_lazy("Health form"),
    "note": gettext_lazy("Note"),
    "sessionnote": gettext_lazy("Session note"),
    "words": gettext_lazy("Reason in words"),
    "clearance": gettext_lazy("Note on a letter"),
    "letterfile": gettext_lazy("Letter"),
    "letterrequest": gettext_lazy("Letter that was asked for"),
    "legalhold": gettext_lazy("Reason for a legal hold"),
    "erasure": gettext_lazy("Reason for an erasure"),
    "enquiry": gettext_lazy("Message from the contact page"),
    "complaint": gettext_lazy("Complaint"),
    "breach": gettext_lazy("Data breach"),
    "export": gettext_lazy("All of it, to be handed out"),
}


def what(reading: Reading) -> str:
    """Say what was opened; a sort without words of its own is named as it is stored."""
    return WHAT.get(reading.what.replace("_", ""), reading.what.replace("_", " ").capitalize())


def page(desk_admin, request):
    """Everybody's, or one client's by `?client=`. A name is looked for by POST: none stands in an address."""
    for permission in (VIEW, "intake.view_client"):
        if refused := require(request, permission, "GET", "HEAD", "POST"):
            return refused
    client = _client(request)
    readings = Reading.objects.select_related("by", "client").order_by("-at", "-pk")
    rows = shown_page(request, readings if client is None else readings.filter(client=client))
    sought = " ".join(request.POST.get("who", "").replace("\0", "").split())[:100]
    context = {
        "page": rows,
        "rows": [(what(row), row) for row in rows],
        "of": client,
        "query": f"client={client.pk}&" if client else "",
        "sought": sought,
        "found": _people(sought) if sought else None,
        "has_searched": request.method == "POST",
    }
    return case_page(desk_admin, request, "readings", _("Who looked"), context)


def _client(request):
    asked = request.GET.get("client", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise Http404
    return get_object_or_404(Client, pk=int(asked))


def _people(sought: str):
    """Return whom each of the words names, by a part of name or e-mail."""
    people = Client.objects.all()
    for word in sought.split():
        people = people.filter(name__icontains=word) | people.filter(email__icontains=word)
    return people.order_by("name", "pk")[:MOST_FOUND]


PAGES = [("readings/", page, "readings")]

"""Who may have been entered twice: pointed out, never made one by itself."""

from django.http import HttpResponseNotAllowed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.admin.client_frame import check_may_look, framed
from intake import records
from intake.duplicates import Reason
from intake.models import Client

# One page; when these are dealt with, the next ones show.
MOST_SHOWN = 50
REASONS = {
    Reason.SAME_NAME: gettext_lazy("The same name and date of birth."),
    Reason.NEAR_NAME: gettext_lazy("Almost the same name, and the same date of birth."),
    Reason.SAME_EMAIL: gettext_lazy("The same email and date of birth. Twins share these too."),
    Reason.SAME_PHONE: gettext_lazy("The same surname, phone and date of birth. Twins share these too."),
}


def page(desk_admin, request):
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET"])
    check_may_look(desk_admin, request)
    pairs = records.possible_duplicates()
    shown = pairs[:MOST_SHOWN]
    people = Client.objects.in_bulk({pk for pair in shown for pk in (pair.first, pair.second)})
    context = {
        "pairs": [(people[pair.first], people[pair.second], REASONS[pair.reason]) for pair in shown],
        "count": len(pairs),
        "left": len(pairs) - len(shown),
    }
    title = _("Entered twice?")
    return framed(desk_admin, request, "admin/booking/client/duplicates.html", title, context)


def of(client: Client) -> list[tuple[Client, str]]:
    """Return who may be the same person as this client, and why."""
    reasons = {
        pair.second if pair.first == client.pk else pair.first: pair.reason
        for pair in records.possible_duplicates(client)
    }
    others = Client.objects.filter(pk__in=list(reasons)[:MOST_SHOWN]).order_by("pk")
    return [(other, REASONS[reasons[other.pk]]) for other in others]


PAGES = [("client/duplicates/", page, "duplicates")]

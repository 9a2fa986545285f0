"""Mail of a visit that could not be sent: it is tried again, or she has told it in another way."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking import unsent
from booking.admin.outcomes import check_may_change, page_of
from booking.models.message import TO_CLIENT

AGAIN, TOLD = "again", "told"


class SeenToForm(forms.Form):
    """What she pressed, and the newest of what her page showed."""

    act = forms.ChoiceField(choices=[(AGAIN, ""), (TOLD, "")])
    seen = forms.CharField(max_length=40)

    def clean_seen(self):
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            raise forms.ValidationError("") from None

    def clean(self):
        if (seen := self.cleaned_data.get("seen")) and seen.tzinfo is None:
            self.add_error("seen", "")


def beside(booking, *, now: datetime) -> dict:
    """Return what the pages of a visit say of its mail that could not be sent, where there is any."""
    found = unsent.of(booking)
    if not found:
        return {}
    return {
        "unsent": {
            "kinds": [message.get_kind_display() for message in found],
            "to_client": any(message.kind in TO_CLIENT for message in found),
            "seen": max(message.gave_up_at for message in found).isoformat(),
            "may_try": bool(unsent.still_true(found, now=now)),
        }
    }


def see_to(desk_admin, request, pk):
    booking = desk_admin.found(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    check_may_change(desk_admin, request)
    form, count = SeenToForm(request.POST), 0
    if form.is_valid():
        act = unsent.try_again if form.cleaned_data["act"] == AGAIN else unsent.is_told
        count = act(booking, seen=form.cleaned_data["seen"], now=timezone.now())
    if not count:
        messages.info(request, _("Nothing was changed: the messages are as they stand below."))
    elif form.cleaned_data["act"] == AGAIN:
        words = ngettext("%(count)s message is sent again.", "%(count)s messages are sent again.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.success(request, _("Noted: you have told them yourself."))
    return HttpResponseRedirect(f"{page_of(booking)}#messages")


PAGES = [("<int:pk>/unsent/", see_to, "unsent")]

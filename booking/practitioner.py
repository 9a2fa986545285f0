"""The practitioner's account: everything she needs in admin, and nothing that could undo the record."""

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction

GROUP = "Practitioner"
# What she may do with each kind of row. Bookings change through decisions alone; nobody deletes one,
# nor a client or a screening.
MAY = {
    "booking.booking": ("view", "change"),
    "booking.message": ("view",),
    "booking.messagetext": ("view", "change"),
    "booking.feed": ("view", "change"),
    "booking.messagerule": ("view", "change"),
    "booking.historicalmessagerule": ("view",),
    "booking.treatment": ("view", "add", "change"),
    "booking.bookingpolicy": ("view", "change"),
    "booking.workinghours": ("view", "add", "change", "delete"),
    "booking.hoursoverride": ("view", "add", "change", "delete"),
    "booking.busycalendar": ("view", "add", "change", "delete"),
    "booking.writtencalendar": ("view", "add", "change", "delete"),
    "intake.client": ("view", "add", "change"),
    "intake.guardianship": ("view", "add", "change"),
    "intake.screening": ("view",),
    "intake.clearance": ("view", "change"),
    "intake.letterrequest": ("view", "change"),
    "intake.letterfile": ("view", "add"),
    "intake.consent": ("view", "add", "change"),
    "intake.reading": ("view",),
    "intake.note": ("view", "add"),
    "intake.sessionnote": ("view", "add"),
    "intake.healthform": ("view", "add"),
    "intake.formquestion": ("view", "add", "change"),
    "intake.precautionrule": ("view", "change"),
    "intake.historicalprecautionrule": ("view",),
    "intake.legalhold": ("view", "add", "change"),
    "intake.erasure": ("view", "add"),
    "intake.enquiry": ("view", "change"),
    "intake.complaintcase": ("view", "add", "change"),
    "intake.breach": ("view", "add", "change"),
    "intake.screeningpolicy": ("view", "add", "change"),
    "intake.historicalscreeningpolicy": ("view", "change"),
    "booking.historicalbookingpolicy": ("view", "change"),
    "booking.retentionpolicy": ("view", "add", "change"),
    "booking.historicalretentionpolicy": ("view", "change"),
    "content.claimoverride": ("view",),
    "content.practice": ("view", "add", "change"),
    "content.price": ("view", "add", "change"),
    "content.page": ("view", "add", "change", "delete"),
    "content.guide": ("view", "add", "change", "delete"),
    "content.picture": ("view", "add", "change", "delete"),
    "content.faqgroup": ("view", "add", "change", "delete"),
    "content.faqentry": ("view", "add", "change", "delete"),
    "content.historicalpage": ("view", "change"),
    "content.historicalfaqentry": ("view", "change"),
    "content.historicalguide": ("view", "change"),
}


@transaction.atomic
def make_practitioner(username: str, password: str, email: str = "") -> User:
    """Return the account with this name, made or brought up to date, with the practitioner's rights."""
    user, _made = User.objects.get_or_create(username=username)
    user.email, user.is_staff, user.is_active = email, True, True
    user.set_password(password)
    user.save()
    user.groups.add(practitioner_group())
    return user


def practitioner_group() -> Group:
    """Return the group, its permissions set to what is written above."""
    group, _made = Group.objects.get_or_create(name=GROUP)
    group.permissions.set(_permissions())
    return group


def renew_rights(apps=apps, **kwargs):
    """Give the practitioner the rights to what a migration has brought, once there is one.

    A page that she may not open would be missing from what she goes by, the day sheet for instance.
    `apps` are as this migration leaves them: without accounts there is nobody to give a right to."""
    try:
        apps.get_model("auth", "Group")
    except LookupError:
        return
    if Group.objects.filter(name=GROUP).exists():
        practitioner_group()


def _permissions():
    known = Permission.objects.select_related("content_type")
    wanted = {
        (*label.split("."), f"{action}_{label.split('.')[1]}")
        for label, actions in MAY.items()
        for action in actions
    }
    return [
        one for one in known if (one.content_type.app_label, one.content_type.model, one.codename) in wanted
    ]

"""Two windows that publish the same claim at one moment, each with a reason: it is noted once."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from content.models import ClaimOverride
from tests.booking.races import together
from tests.content.factories import PageFactory, PracticeFactory
from tests.intake.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
CLAIM = "It cures a sore back."


def typed(body, **given):
    return {"slug": "about", "title": "About me", "lead": "Hello.", "layout": "standard", "body": body} | {
        "menu_label": "",
        "meta_description": "",
        "is_published": "on",
        **given,
    }


def window():
    browser = Browser()
    browser.force_login(UserFactory(is_staff=True, is_superuser=True))
    return browser


def test_two_windows_at_once_leave_one_note():
    PracticeFactory()
    page = PageFactory(slug="about")
    url = reverse("admin:content_page_change", args=[page.pk])
    windows = [window(), window()]
    mark = windows[0].post(url, typed(CLAIM)).context["adminform"].form.stopping_mark
    given = {"claims_sure": "on", "claims_seen": mark}

    answers = together(
        *(
            lambda one=one, n=n: one.post(url, typed(CLAIM, claims_reason=f"Reason {n}.", **given))
            for n, one in enumerate(windows)
        )
    )

    page.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert page.body == CLAIM
    assert [one.sentence for one in ClaimOverride.objects.all()] == [CLAIM]

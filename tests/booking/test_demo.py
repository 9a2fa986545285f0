import socket
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from booking import demo
from booking.busy import keeping
from booking.management.commands import demo as command
from booking.models import Booking, BusyTime, Message, MessageText, Status
from booking.wording.catalogue import BY_NAME
from booking.wording.checking import problems
from content.models import Practice
from intake import records
from intake.history.precautions import found
from intake.models import Consent, FormDraft, HealthForm
from tests.booking.factories import NOW
from tests.intake.factories import ClientFactory

pytestmark = pytest.mark.django_db


def test_the_demo_has_a_past_a_future_and_requests_that_wait():
    lines = list(demo.fill(NOW))

    counts = {status: Booking.objects.filter(status=status).count() for status in Status}
    assert len(lines) == 4
    assert counts[Status.COMPLETED] >= 10
    assert counts[Status.CONFIRMED] >= 8
    assert counts[Status.HELD] == 6
    assert Booking.objects.filter(status=Status.CONFIRMED, starts_at__lt=NOW).count() == 1
    assert not Message.objects.filter(due_at__lt=NOW, sent_at=None, dropped_at=None, kind="lapsed").exists()


def test_the_demo_has_health_forms_of_each_sort():
    list(demo.fill(NOW))

    assert sorted(HealthForm.objects.values_list("channel", flat=True)) == ["paper", "web", "web"]
    assert FormDraft.objects.count() == 1
    assert any(found(form.given()) for form in HealthForm.objects.all())


def test_all_that_the_demo_tells_of_health_was_agreed_to():
    list(demo.fill(NOW))

    assert records.orphans() == {}
    assert {one.purpose for one in Consent.objects.all()} == {"health", "news", "words"}
    assert Consent.objects.filter(withdrawn_at__isnull=False).count() == 1


def test_the_demo_shows_a_mail_in_her_words_and_a_calendar_that_no_worker_goes_and_reads():
    list(demo.fill(NOW))

    text = MessageText.objects.get()
    assert problems(BY_NAME[text.name], text.subject, text.body) == []
    assert BusyTime.objects.filter(starts_at__gt=NOW).count() >= 2
    assert not keeping.due(NOW + timedelta(days=180)).exists()


def test_the_demo_refuses_the_settings_of_a_real_site():
    with override_settings(IS_DEMO=False), pytest.raises(CommandError, match="settings of a real site"):
        call_command("demo")


def test_the_demo_refuses_a_site_on_https():
    with override_settings(IS_DEMO=True, IS_HTTPS=True), pytest.raises(CommandError, match="real site"):
        call_command("demo")


def test_the_demo_refuses_a_database_that_is_not_its_own():
    with override_settings(IS_DEMO=True, IS_HTTPS=False), pytest.raises(CommandError, match="of its own"):
        call_command("demo")


def test_the_demo_says_so_when_its_port_is_in_use():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"PORT={port + 1}"):
            command.refuse_a_port_in_use(port)


def test_the_demo_refuses_a_database_with_somebody_elses_clients():
    ClientFactory()

    with pytest.raises(CommandError, match="not the demo's"):
        command.refuse_somebody_elses_data()


def test_the_demo_keeps_its_own_clients():
    Practice.objects.create(**demo.PRACTICE)
    ClientFactory()

    assert command.refuse_somebody_elses_data() is None

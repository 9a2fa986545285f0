"""What is on file of a client, and whether it carries another visit. See also test_next_visit."""

from datetime import date, timedelta

import pytest

from booking import lifecycle, on_file
from booking.models import Status
from booking.spacing import Span
from intake.models import Screening
from tests.booking.factories import NOW, ConfirmedFactory, TreatmentFactory
from tests.booking.test_next_visit import agreed
from tests.intake.factories import PLAIN_ANSWERS, ClientFactory, GuardianshipFactory, ScreeningFactory

pytestmark = pytest.mark.usefixtures("open_week")


def answered(**more):
    """Somebody who has answered the questions, and was never here."""
    client = ClientFactory(**more)
    agreed(client)
    ScreeningFactory(client=client, answers=PLAIN_ANSWERS)
    return client


def test_who_was_never_here_is_proposed_the_soonest_times_for_a_first_session():
    file = on_file.of(answered(), now=NOW)

    assert (file.treatment.slug, file.span) == ("first-session", Span(date(2027, 3, 1), date(2027, 3, 8)))
    assert file.in_span[0].strftime("%a %d %H:%M") == "Tue 02 12:00"


def test_who_was_never_here_and_finds_nothing_free_is_shown_nothing(monkeypatch):
    file = on_file.of(answered(), now=NOW)
    monkeypatch.setattr(on_file.OnFile, "free", lambda file, first_day, days: [])

    assert (file.in_span, file.after_span) == ([], [])


def test_the_free_times_are_as_long_as_the_client_usually_needs():
    file = on_file.of(answered(usual_minutes=95), now=NOW)

    choice = file.times().look(date(2027, 3, 8), 1).choices[-1]

    assert choice.ends_at - choice.starts_at == timedelta(minutes=95)


@pytest.mark.parametrize("is_stricter_first", [True, False])
def test_of_answers_that_were_kept_in_one_instant_the_stricter_count(is_stricter_first):
    client = answered()
    given = [(PLAIN_ANSWERS | {"cancer": "unsure"}, True), (PLAIN_ANSWERS, False)]
    for answers, is_strict in given if is_stricter_first else reversed(given):
        about = {"needs_review": is_strict, "needs_clearance": is_strict, "created_at": NOW}
        ScreeningFactory(client=client, answers=answers, **about)

    assert on_file.of(client, now=NOW).is_held_on(date(2027, 3, 8))


@pytest.mark.parametrize(
    ("for_whom", "given_by"),
    [("self", Screening.GivenBy.CLIENT), ("child", Screening.GivenBy.GUARDIAN)],
)
def test_what_a_client_books_is_screened_on_the_word_of_whoever_answered(for_whom, given_by):
    adult = GuardianshipFactory()
    agreed(adult.child)
    ScreeningFactory(client=adult.child, answers=PLAIN_ANSWERS | {"for_whom": for_whom})
    file = on_file.of(adult.child, now=NOW)

    screened = file.screened(date(2027, 3, 8), by=lifecycle.CLIENT)

    assert (screened.screening.given_by, screened.screening.visit_on) == (given_by, date(2027, 3, 8))
    assert (screened.client, screened.is_first) == (adult.child, True)
    assert screened.guardianship == (adult if for_whom == "child" else None)


def test_a_cancelled_visit_carries_another_one_and_is_no_session():
    visit = ConfirmedFactory(client=answered(), status=Status.CANCELLED)

    file = on_file.of_visit(visit, now=NOW)

    assert (file.client, file.last, file.treatment.slug) == (visit.client, None, "first-session")


def test_answers_kept_on_a_row_that_was_merged_away_are_not_asked_for_twice():
    kept = answered()
    visit = ConfirmedFactory(client=ClientFactory(merged_into=kept))

    assert on_file.of_visit(visit, now=NOW).client == kept


def test_without_a_session_of_the_sort_nothing_is_proposed():
    client = answered()
    TreatmentFactory._meta.model.objects.all().delete()

    with pytest.raises(on_file.AskAgain) as again:
        on_file.of(client, now=NOW)
    assert again.value.why == "treatment"

"""Agreements: each purpose by itself, in its words, taken back once; and no answers without one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.datastructures import MultiValueDict

from intake import agreement, checks, records
from intake.agreement import OPTIONAL, WORDINGS, Agreement, Condition, Purpose
from intake.answers import Answers, ForWhom
from intake.findings import Policy
from intake.forms import ConsentsForm, StartForm
from intake.models import Consent, FormDraft, ScreeningPolicy
from tests.intake.factories import (
    NOW,
    PLAIN_ANSWERS,
    ClientFactory,
    FormDraftFactory,
    GuardianshipFactory,
    HealthFormFactory,
    ScreeningFactory,
    UserFactory,
)

LATER = NOW + timedelta(days=2)
# By purpose, condition and version: the digests of the words for oneself, a child and another adult. Other
# words need another version, for what was agreed to is found by it.
FINGERPRINTS = {
    ("health", "explicit_consent", "1"): ["28a0a59b", "47db841a", "7e57d555"],
    ("health", "health_care", "1"): ["5a91347e", "9c49560d", "3cbc8ae8"],
    ("doctor", "explicit_consent", "1"): ["80b89340", "b8dbbd61", "de9cea5d"],
    ("news", "consent", "1"): ["645984b4", "645984b4", "645984b4"],
    ("words", "explicit_consent", "1"): ["95108e0e", "baed3c3b", "129684e7"],
}


@pytest.fixture
def joan():
    return ClientFactory(name="Joan Green")


def give(client, *purposes, now=NOW, for_whom="self", **about):
    agreed = [agreement.current(for_whom, purpose).to_json() for purpose in purposes]
    given = {"given_by": client.name, "relation": "self", "now": now}
    return records.give_consents(agreed, client=client, **given | about)


def boxes(**ticked):
    return MultiValueDict({name: [value] for name, value in ticked.items()})


class TestWords:
    def test_other_words_are_another_version(self):
        found = {
            (str(purpose), str(condition), version): [
                Agreement(str(words[who]), version, "en-gb", condition).sha256[:8] for who in ForWhom
            ]
            for (purpose, condition), (version, words) in WORDINGS.items()
        }

        assert found == FINGERPRINTS

    @pytest.mark.parametrize("condition", ["explicit_consent", "health_care"])
    def test_the_setting_names_the_ground_of_health_answers_and_of_nothing_else(self, settings, condition):
        settings.HEALTH_CONDITION = condition

        found = {purpose.value: agreement.current("self", purpose).condition for purpose in Purpose}

        assert found == {
            "health": condition,
            "doctor": "explicit_consent",
            "news": "consent",
            "words": "explicit_consent",
        }

    def test_a_draft_of_before_there_were_several_purposes_is_about_health_answers(self):
        kept = agreement.current("self").to_json()
        kept.pop("purpose")

        assert Agreement.from_json(kept) == agreement.current("self")


class TestForm:
    def test_no_box_is_ticked_beforehand_also_when_it_was_once(self):
        form = ConsentsForm(for_whom="self")

        assert list(form.fields) == ["health", "doctor", "news", "words"]
        assert "checked" not in form.as_p()

    def test_refusing_three_of_four_still_sends(self):
        form = ConsentsForm(boxes(health="on"), for_whom="self")

        assert form.is_valid()
        assert form.cleaned_data["agreed"] == [agreement.current("self").to_json()]

    def test_without_the_first_nothing_is_sent(self):
        form = ConsentsForm(boxes(doctor="on", news="on", words="on"), for_whom="child")

        assert form.errors == {"health": ["Tick the box if you agree, or ring me instead"]}

    def test_what_stands_already_is_not_asked_again(self):
        form = ConsentsForm(boxes(words="on", health="on"), for_whom="self", given={"health", "news"})

        assert (list(form.fields), form.needed) == (["doctor", "words"], [])
        assert form.is_valid()
        assert [one["purpose"] for one in form.cleaned_data["agreed"]] == ["words"]

    def test_where_the_site_tells_there_is_no_box_that_pretends_to_ask(self, settings):
        settings.HEALTH_CONDITION = "health_care"

        form = ConsentsForm(boxes(news="on"), for_whom="self")

        assert list(form.fields) == [purpose.value for purpose in OPTIONAL]
        assert "duty of confidentiality" in form.statement
        assert form.is_valid()
        assert [one["condition"] for one in form.cleaned_data["agreed"]] == ["health_care", "consent"]

    def test_the_page_before_the_questions_tells_too(self, settings):
        settings.HEALTH_CONDITION = "health_care"
        born = {"born_on_day": "27", "born_on_month": "3", "born_on_year": "1985"}

        form = StartForm(
            boxes(**born), for_whom="self", today=NOW.date(), policy=ScreeningPolicy().as_policy()
        )

        assert list(form.fields) == ["born_on"]
        assert "duty of confidentiality" in form.statement
        assert form.is_valid()
        assert form.cleaned_data["agreed"] == agreement.current("self").to_json()


@pytest.mark.django_db
class TestRecord:
    def test_each_purpose_is_a_row_of_its_own(self, joan):
        adult = GuardianshipFactory(child=joan)

        rows = give(
            joan, "health", "news", for_whom="child", relation="parent", guardianship=adult, page="form"
        )

        assert [(row.purpose, row.condition, row.page) for row in rows] == [
            ("health", "explicit_consent", "form"),
            ("news", "consent", "form"),
        ]
        assert rows[0].wording == str(agreement.AGREED[ForWhom.CHILD])
        assert (rows[0].guardianship, rows[0].relation, rows[0].given_at) == (adult, "parent", NOW)

    def test_later_words_are_a_row_of_their_own_and_the_earlier_stays(self, joan, monkeypatch):
        (first,) = give(joan, "news")
        before = Consent.objects.filter(pk=first.pk).values().get()
        other = {(Purpose.NEWS, Condition.CONSENT): ("2", dict.fromkeys(ForWhom, "Other words."))}
        monkeypatch.setattr(agreement, "WORDINGS", WORDINGS | other)

        (second,) = give(joan, "news", now=LATER)

        assert (second.version, second.wording) == ("2", "Other words.")
        assert Consent.objects.filter(pk=first.pk).values().get() == before

    def test_taking_one_back_leaves_the_others(self, joan):
        give(joan, "health", "doctor", "news")

        taken = records.withdraw_consents(joan, "news", now=LATER, said_by="Joan Green")

        assert [(one.purpose, one.withdrawn_at, one.withdrawn_by) for one in taken] == [
            ("news", LATER, "Joan Green")
        ]
        assert list(records.standing(joan)) == ["health", "doctor"]

    def test_taking_it_back_twice_notes_the_first_time(self, joan):
        give(joan, "health")
        records.withdraw_consents(joan, "health", now=NOW, channel="phone", noted_by=UserFactory())

        again = records.withdraw_consents(joan, "health", now=LATER)

        assert again == []
        row = joan.consents.get()
        assert (row.withdrawn_at, row.withdrawn_channel) == (NOW, "phone")

    def test_it_is_taken_back_however_often_it_was_given(self, joan):
        for days in range(3):
            give(joan, "health", now=NOW + timedelta(days=days))

        records.withdraw_consents(joan, "health", now=LATER)

        assert not joan.consents.filter(withdrawn_at=None).exists()

    def test_an_unfinished_form_goes_with_the_agreement_that_it_rests_on(self, joan):
        give(joan, "health", "news")
        FormDraftFactory(client=joan)
        other = FormDraftFactory()

        records.withdraw_consents(joan, "news", now=LATER)
        kept = FormDraft.objects.count()
        records.withdraw_consents(joan, "health", now=LATER)

        assert (kept, list(FormDraft.objects.all())) == (2, [other])

    def test_what_was_only_told_is_not_taken_back(self, joan, settings):
        settings.HEALTH_CONDITION = "health_care"
        give(joan, "health")

        assert records.withdraw_consents(joan, "health", now=LATER) == []
        assert records.is_agreed(joan)

    def test_somebody_merged_brings_their_agreements_along(self, joan):
        other = ClientFactory()
        give(other, "health")
        details = records.Details(joan.name, joan.email, joan.phone, joan.born_on)

        records.merge_clients(joan, other, details=details)

        assert records.is_agreed(joan)

    @pytest.mark.parametrize(
        "noted", [{"withdrawn_by": "Joan"}, {"withdrawn_channel": "phone"}], ids=["who", "how"]
    )
    def test_what_stands_was_taken_back_by_nobody(self, joan, noted):
        give(joan, "health")

        with pytest.raises(IntegrityError), transaction.atomic():
            joan.consents.update(**noted)


@pytest.mark.django_db
class TestStanding:
    def test_it_does_not_stand_for_somebody_who_never_agreed(self, joan):
        give(joan, "news", "doctor", "words")

        assert not records.is_agreed(joan)
        with pytest.raises(records.NotAgreed):
            records.require_agreement(joan)

    def test_the_newest_word_counts(self, joan):
        give(joan, "health")
        records.withdraw_consents(joan, "health", now=NOW)
        taken_back = records.is_agreed(joan)
        give(joan, "health", now=LATER)

        assert (taken_back, records.is_agreed(joan)) == (False, True)

    def test_what_was_told_carries_nothing_where_the_site_asks(self, joan, settings):
        settings.HEALTH_CONDITION = "health_care"
        give(joan, "health")
        told = records.is_agreed(joan)

        settings.HEALTH_CONDITION = "explicit_consent"

        assert (told, records.is_agreed(joan)) == (True, False)
        assert joan.consents.get().condition == "health_care"

    def test_what_was_agreed_to_carries_on_where_the_site_tells(self, joan, settings):
        give(joan, "health")

        settings.HEALTH_CONDITION = "health_care"

        assert records.is_agreed(joan)
        assert joan.consents.get().condition == "explicit_consent"


@pytest.mark.django_db
class TestKeeping:
    """New answers are kept only where an agreement stands; those on file are judged anew without."""

    def test_no_form_is_made_of_a_draft(self, joan):
        draft = FormDraftFactory(client=joan, agreed=False)
        about = {"given_by": "client", "channel": "web", "entered_by": None, "screening": None}

        with pytest.raises(records.NotAgreed):
            records.keep_form(draft, **about, filled_on=NOW.date(), now=NOW)

        assert not joan.health_forms.exists()

    def test_no_new_answers_are_kept(self, joan):
        with pytest.raises(records.NotAgreed):
            record(joan)

        assert not joan.screenings.exists()

    def test_nor_after_it_was_taken_back(self, joan):
        give(joan, "health")
        record(joan)
        records.withdraw_consents(joan, "health", now=NOW)

        with pytest.raises(records.NotAgreed):
            record(joan)

        assert joan.screenings.count() == 1

    def test_a_statement_is_enough_where_the_site_tells(self, joan, settings):
        settings.HEALTH_CONDITION = "health_care"
        give(joan, "health")

        assert record(joan).client == joan

    def test_what_is_on_file_can_be_judged_anew(self, joan):
        earlier = ScreeningFactory(client=joan)

        newer = records.screen_again(
            earlier,
            visit_on=LATER.date(),
            policy=Policy(),
            known=records.known_about(joan, is_first=False, now=NOW),
            now=NOW,
        )

        assert newer.supersedes == earlier


def record(client):
    return records.record_screening(
        client=client,
        answers=Answers.from_json(PLAIN_ANSWERS),
        asked=[],
        visit_on=LATER.date(),
        policy=Policy(),
        known=records.known_about(client, is_first=False, now=NOW),
        given_by="client",
        now=NOW,
    )


@pytest.mark.django_db
class TestOrphans:
    def test_answers_with_an_agreement_or_a_statement_behind_them_are_none(self, joan, settings):
        give(joan, "health")
        told = ClientFactory()
        settings.HEALTH_CONDITION = "health_care"
        give(told, "health")

        for client in (joan, told):
            ScreeningFactory(client=client)
            HealthFormFactory(client=client)
            FormDraftFactory(client=client)

        assert records.orphans() == {}

    def test_each_kind_without_one_is_counted(self, joan):
        give(joan, "news", "words", "doctor")
        ScreeningFactory.create_batch(2, client=joan)
        HealthFormFactory(client=joan)
        FormDraftFactory(client=joan, agreed=False)

        assert records.orphans() == {"screening": 2, "health form": 1, "unfinished health form": 1}

    @pytest.mark.parametrize(
        ("answered", "found"),
        [
            (NOW - timedelta(seconds=1), {"screening": 1}),
            (NOW, {}),
            (LATER, {}),
            (LATER + timedelta(seconds=1), {"screening": 1}),
        ],
        ids=["before", "with it", "until taken back", "after"],
    )
    def test_it_had_to_stand_when_they_were_given(self, joan, answered, found):
        give(joan, "health")
        records.withdraw_consents(joan, "health", now=LATER)
        ScreeningFactory(client=joan, answered_at=answered)

        assert records.orphans() == found

    def test_the_check_of_the_database_tells_the_operator(self, joan):
        ScreeningFactory.create_batch(2, client=joan)

        (found,) = checks.every_answer_is_agreed_to(databases=["default"])

        assert (found.id, found.msg[:14]) == ("intake.W001", "2 × screening:")
        assert checks.every_answer_is_agreed_to() == []

    def test_the_check_has_nothing_to_say_where_all_agreed(self, joan):
        give(joan, "health")
        ScreeningFactory(client=joan)

        assert checks.every_answer_is_agreed_to(databases=["default"]) == []

    def test_anothers_agreement_stands_for_nobody_else(self, joan):
        give(ClientFactory(), "health")
        ScreeningFactory(client=joan)

        assert records.orphans() == {"screening": 1}

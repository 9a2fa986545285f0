"""She writes more than may be said: she is told, in milder words, and what she answers for stands."""

from content.models import ClaimOverride, FaqEntry
from tests.content.factories import FaqEntryFactory
from tests.journeys.practitioner import Practitioner

BLOCKED = "It cures a sore back."
MILDER = "Many people find it relaxing. Some say they sleep well afterwards."
WARNED = "People come with migraine."
REASON = "I quote what others write, and say that it is not so."


def test_a_claim_is_worded_milder_or_answered_for(practice, page, address, is_sound):
    entry = FaqEntryFactory(question="What do others say?", answer="So they say.")
    url = f"/admin/content/faqentry/{entry.pk}/change/"
    practitioner = Practitioner(page, address)
    practitioner.signs_in()
    answer = page.locator("#id_answer")
    beside = page.locator("details.claims")

    practitioner.opens(url)
    answer.fill(f"Typed just now. {BLOCKED}")
    practitioner.sends("Save", exact=True)
    is_sound(page)
    told, typed = beside.inner_text(), answer.input_value()
    published = FaqEntry.objects.get().answer
    page.get_by_label("Why it may stand").fill(REASON)
    page.get_by_label("I have read what is said against it").check()
    practitioner.sends("Save", exact=True)
    let_stand = FaqEntry.objects.get().answer
    [override] = ClaimOverride.objects.all()

    practitioner.opens(url)
    answer.fill(WARNED)
    practitioner.sends("Save", exact=True)
    warned = practitioner.told
    practitioner.follows("Look at it")
    page.get_by_text("Wording to look at").click()

    assert "Nobody can promise a cure" in told
    assert MILDER in told
    assert typed == f"Typed just now. {BLOCKED}"
    assert published == "So they say."
    assert let_stand == f"Typed just now. {BLOCKED}"
    assert (override.sentence, override.reason, override.by.username) == (BLOCKED, REASON, "marja")
    assert "would be better in milder words" in warned
    assert FaqEntry.objects.get().answer == WARNED
    assert "This is not medical care." in beside.inner_text()
    assert ClaimOverride.objects.count() == 1

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from content.models import FaqEntry, FaqGroup, Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq_groups.yaml").write_text(
        "- slug: clothes\n  name: Clothes\n- slug: time\n  name: Time\n"
    )
    (tmp_path / "pages" / "session.md").write_text(
        "---\ntitle: A session\nmenu_label: Session\nlead: It is calm.\ndescription: How it goes.\n"
        "layout: service\nposition: 20\nmenu: true\nfooter: false\n---\n\nYou rest.\n"
    )
    (tmp_path / "faq" / "dressed.md").write_text(
        '---\nquestion: "Do I stay dressed?"\ngroup: clothes\nposition: 10\n---\n\nYes.\n'
    )
    return tmp_path


def load(folder):
    out = StringIO()
    call_command("load_texts", folder=folder, stdout=out)
    return out.getvalue().splitlines()


def test_texts_become_published_pages_and_questions(folder):
    lines = load(folder)

    page, entry = Page.objects.get(), FaqEntry.objects.get()
    assert lines == ["made group clothes", "made group time", "made page session", "made question dressed"]
    assert (page.title, page.label, page.lead, page.body) == (
        "A session",
        "Session",
        "It is calm.",
        "You rest.",
    )
    assert (page.layout, page.position, page.in_menu, page.in_footer) == ("service", 20, True, False)
    assert page.meta_description == "How it goes."
    assert page.is_published
    assert (entry.question, entry.group.name, entry.answer) == ("Do I stay dressed?", "Clothes", "Yes.")


def test_loading_again_changes_nothing(folder):
    load(folder)
    before = list(Page.objects.values()) + list(FaqEntry.objects.values()) + list(FaqGroup.objects.values())

    lines = load(folder)

    assert lines[-1] == "kept question dressed, already there"
    assert before == [*Page.objects.values(), *FaqEntry.objects.values(), *FaqGroup.objects.values()]


def test_what_was_edited_survives_a_reload(folder):
    load(folder)
    Page.objects.update(body="My own words.", is_published=False)
    FaqGroup.objects.filter(slug="time").update(name="Hours")

    load(folder)

    page = Page.objects.get()
    assert (page.body, page.is_published) == ("My own words.", False)
    assert FaqGroup.objects.get(slug="time").name == "Hours"


def test_what_was_removed_in_admin_does_not_come_back(folder):
    load(folder)
    Page.objects.get().delete()

    lines = load(folder)

    assert "left out page session: it was removed or renamed in admin" in lines
    assert not Page.objects.exists()


def test_a_new_file_is_added_later(folder):
    load(folder)
    (folder / "pages" / "series.md").write_text("---\ntitle: A series\n---\nThree.\n")

    load(folder)

    assert Page.objects.get(slug="series").body == "Three."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\ntitle: A\ntitel: B\n---\n", "there is no setting “titel”"),
        ("---\ntitle: A: B\n---\n", "the head of the file cannot be read"),
        ("---\nlead: B\n---\n", "This field cannot be blank"),
        ("---\ntitle: A\nlayout: grand\n---\n", "'grand' is not a valid choice"),
        ("---\ntitle: A\n---\n{{telefone}}", "There is no {{telefone}}"),
        ("---\ntitle: A\n---\n<script>x</script>", "<script> cannot be used"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_nothing_is_loaded(folder, text, why):
    (folder / "pages" / "zz.md").write_text(text)

    with pytest.raises(CommandError, match=r"zz\.md") as caught:
        load(folder)

    assert why in str(caught.value)
    assert not Page.objects.exists()


def test_a_question_in_an_unknown_group_is_refused(folder):
    (folder / "faq" / "zz.md").write_text("---\nquestion: A?\ngroup: nowhere\n---\nYes.\n")

    with pytest.raises(CommandError, match=r"zz\.md"):
        load(folder)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        load(tmp_path / "nowhere")


def test_the_sites_own_texts_can_all_be_loaded():
    call_command("load_texts", verbosity=0)

    assert FaqEntry.objects.published().count() == 22
    assert Page.objects.published().filter(slug="home").exists()

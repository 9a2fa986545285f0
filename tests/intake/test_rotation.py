import base64
import hashlib
import os
import signal
import subprocess
import sys
from io import StringIO
from threading import Event
from urllib.parse import quote

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet
from django.test import override_settings

from intake import crypto, rotation
from intake.fields import Sealed, SealedJSONField
from intake.management.progress import Progress
from intake.models import Clearance, Draft, Screening
from tests import production
from tests.booking.test_contention import together
from tests.intake.factories import NOW, ClearanceFactory, DraftFactory, ScreeningFactory

pytestmark = pytest.mark.django_db

OLD = ("t1", hashlib.sha256(b"tests only").digest())
NEW = ("k2", hashlib.sha256(b"newer").digest())
DAMAGED = Sealed(b"\x01\x02t1" + bytes(40))


@pytest.fixture
def both_keys(settings):
    """What is there already is sealed with the old key; from here on the new one comes first."""

    def begin():
        settings.HEALTH_KEYS = (NEW, OLD)

    return begin


def key_ids(model, field):
    return {crypto.key_id_of(value) for value in QuerySet(model).values_list(field, flat=True) if value}


def rotate(*options) -> list[str]:
    out = StringIO()
    call_command("rotate_health_keys", *options, stdout=out, no_color=True)
    return out.getvalue().splitlines()


def drafts(count):
    Draft.objects.bulk_create(Draft(answers={"n": n}, created_at=NOW, expires_at=NOW) for n in range(count))


def test_after_rotation_the_old_key_can_go(both_keys):
    DraftFactory(answers={"a": 1})
    ScreeningFactory(findings=[{"b": 2}])
    ClearanceFactory(note="letter")
    ClearanceFactory(note=None)
    both_keys()

    said = rotate()

    assert said == [
        "key k2, the newest: 0 sealed",
        "key t1: 5 sealed",
        "20 %: 1 of 5, 4 remain",
        "40 %: 2 of 5, 3 remain",
        "60 %: 3 of 5, 2 remain",
        "80 %: 4 of 5, 1 remain",
        "100 %: 5 of 5, 0 remain",
        "5 sealed again.",
        "key k2, the newest: 5 sealed",
        "key t1: 0 sealed",
        "Everything is sealed with k2 now: others can go.",
    ]
    with override_settings(HEALTH_KEYS=(NEW,)):
        assert Draft.objects.get().answers == {"a": 1}
        assert Screening.objects.get().findings == [{"b": 2}]
        assert {one.note for one in Clearance.objects.all()} == {"letter", None}
    assert key_ids(Screening, "answers") == {"k2"}


def test_every_sealed_field_has_its_column():
    labels = {column.label for column in rotation.columns()}

    assert {"intake.draft.answers", "intake.screening.findings", "intake.healthform.answers"} <= labels


def test_a_dry_run_counts_and_changes_nothing(both_keys):
    drafts(3)
    both_keys()
    DraftFactory()

    said = rotate("--dry-run")

    assert said == ["key k2, the newest: 1 sealed", "key t1: 3 sealed"]
    assert key_ids(Draft, "answers") == {"k2", "t1"}


def test_rotation_that_was_stopped_goes_on_where_it_was(both_keys):
    DraftFactory()
    both_keys()
    DraftFactory()

    first, second = rotate(), rotate()

    assert "1 sealed again." in first
    assert "0 sealed again." in second
    assert key_ids(Draft, "answers") == {"k2"}


def test_a_batch_that_breaks_off_leaves_the_ones_before_it_done(both_keys, monkeypatch):
    drafts(120)
    both_keys()
    kept, seal_again = [], rotation.Column.seal_again

    def break_off(column, keys):
        if kept:
            raise KeyboardInterrupt
        kept.extend(keys)
        return seal_again(column, keys)

    monkeypatch.setattr(rotation.Column, "seal_again", break_off)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    monkeypatch.undo()

    column = next(one for one in rotation.columns() if one.label == "intake.draft.answers")
    with override_settings(HEALTH_KEYS=(NEW, OLD)):
        assert column.by_key() == {"k2": 50, "t1": 70}
        assert "70 sealed again." in rotate()


def test_what_does_not_open_is_left_and_the_rest_goes_on(both_keys, caplog):
    damaged, other = DraftFactory(), DraftFactory()
    QuerySet(Draft).filter(pk=damaged.pk).update(answers=DAMAGED)
    both_keys()

    with pytest.raises(CommandError, match="1 are still sealed with another key"):
        rotate()

    assert bytes(QuerySet(Draft).values_list("answers", flat=True).get(pk=damaged.pk)) == DAMAGED
    assert crypto.key_id_of(QuerySet(Draft).values_list("answers", flat=True).get(pk=other.pk)) == "k2"
    assert f"a sealed value does not open: intake.draft.answers of row {damaged.pk}" in caplog.messages
    assert "health keys rotated: 1 sealed again, 1 do not open" in caplog.messages


@pytest.mark.parametrize("options", [(), ("--dry-run",)], ids=["rotation", "dry run"])
def test_a_key_that_was_taken_out_too_early_is_named(options):
    draft = DraftFactory()

    with override_settings(HEALTH_KEYS=(NEW,)), pytest.raises(CommandError, match=r"a key with the id t1\."):
        rotate(*options)

    draft.refresh_from_db()
    assert draft.answers["cancer"] == "no"


def test_the_check_of_the_database_names_a_key_that_is_gone():
    DraftFactory()

    def said():
        return [error.msg for error in run_checks(databases=["default"]) if error.id == "intake.E001"]

    assert said() == []
    with override_settings(HEALTH_KEYS=(NEW,)):
        (sentence,) = said()
        assert sentence.startswith("1 sealed values cannot be opened: they need a key with the id t1.")
    with override_settings(HEALTH_KEYS=(NEW, OLD)):
        assert said() == []


def test_a_row_read_before_the_rotation_does_not_bring_the_old_key_back(both_keys):
    DraftFactory(answers={"a": 1})
    both_keys()
    unread, opened = Draft.objects.get(), Draft.objects.get()
    assert opened.answers == {"a": 1}
    rotate()

    unread.save()
    assert key_ids(Draft, "answers") == {"k2"}
    opened.save()

    assert key_ids(Draft, "answers") == {"k2"}
    assert unread.answers == Draft.objects.get().answers == {"a": 1}


def test_a_damaged_row_can_still_be_saved_for_its_other_fields(both_keys):
    draft = DraftFactory()
    QuerySet(Draft).update(answers=DAMAGED)
    both_keys()
    row = Draft.objects.get()

    row.expires_at = NOW
    row.save()

    assert Draft.objects.get().expires_at == NOW
    assert bytes(QuerySet(Draft).values_list("answers", flat=True).get(pk=draft.pk)) == DAMAGED


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_a_row_is_sealed_again_is_kept(both_keys, monkeypatch):
    draft = DraftFactory(answers={"a": "before"})
    both_keys()
    writer = Draft.objects.get()
    was_read, was_written = Event(), Event()
    seal_for = SealedJSONField.seal_for

    def seal_slowly(field, row, value):
        if value == {"a": "before"}:
            was_read.set()
            # The other one has to wait for the lock, so this runs out.
            was_written.wait(timeout=0.5)
        return seal_for(field, row, value)

    def write():
        was_read.wait(timeout=30)
        writer.answers = {"a": "after"}
        writer.save()
        was_written.set()

    monkeypatch.setattr(SealedJSONField, "seal_for", seal_slowly)
    assert together(rotate, write)[1] is None

    assert Draft.objects.get(pk=draft.pk).answers == {"a": "after"}
    assert key_ids(Draft, "answers") == {"k2"}


@pytest.mark.django_db(transaction=True)
def test_nobody_fails_to_read_or_to_write_during_a_rotation(both_keys):
    drafts(400)
    both_keys()
    before = list(Draft.objects.all())
    is_over, failed, wrong, rounds = Event(), [], [], [0, 0]
    wanted = set(range(400))

    def read():
        while not is_over.is_set():
            rows = list(Draft.objects.all())
            wrong.extend(wanted - {row.answers["n"] for row in rows})
            rounds[0] += 1

    def write():
        for row in before:
            row.answers = {"n": row.answers["n"], "again": True}
            row.save()
            rounds[1] += 1

    def until_over():
        try:
            return rotate()
        finally:
            is_over.set()

    results = together(until_over, read, write)

    failed = [result for result in results if isinstance(result, BaseException)]
    assert (failed, wrong) == ([], [])
    assert rounds[0] > 0
    assert rounds[1] == 400
    assert key_ids(Draft, "answers") == {"k2"}
    assert all(row.answers == {"n": row.answers["n"], "again": True} for row in Draft.objects.all())


@pytest.mark.django_db(transaction=True)
def test_a_rotation_that_is_killed_is_finished_by_the_next(both_keys):
    drafts(3000)
    connection.close()

    done_before = kill_at_a_tenth()

    both_keys()
    counted = rotation.by_key(rotation.columns())
    assert done_before >= 300
    assert counted["k2"] >= done_before
    assert counted["t1"] > 0
    assert {row.answers["n"] for row in Draft.objects.all()} == set(range(3000))
    assert f"{counted['t1']} sealed again." in rotate()
    assert rotation.by_key(rotation.columns()) == {"k2": 3000}


def kill_at_a_tenth() -> int:
    """Start the rotation as an operator does and kill it at the first tenth; return how many it had done."""
    keys = ",".join(f"{key_id}:{base64.b64encode(key).decode()}" for key_id, key in (NEW, OLD))
    own = {"DATABASE_URL": database_url(), "HEALTH_KEYS": keys, "PYTHONUNBUFFERED": "1"}
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    command = [sys.executable, "manage.py", "rotate_health_keys"]
    with subprocess.Popen(
        command,
        cwd=production.BASE_DIR,
        env=inherited | production.SETTINGS | own,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        line = next(line for line in process.stdout if line.startswith("10 %"))
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    return int(line.split()[2])


def database_url() -> str:
    """The tests' own database, as another process reaches it."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}@/{at['NAME']}?host={quote(at['OPTIONS']['host'])}"


class Terminal(StringIO):
    """A stream as a command's output wrapper sees it."""

    def __init__(self, is_terminal):
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self):
        return self.is_terminal

    def write(self, text, ending="\n"):
        return super().write(text + ending)


def test_on_a_terminal_one_line_grows():
    out = Terminal(True)
    progress = Progress(out, 3)

    for _n in range(3):
        progress.add(1)

    shown = out.getvalue().split("\r")
    assert shown[-1] == f"{'█' * 30} 3 of 3, 0 remain\n"
    assert shown[1] == f"{'█' * 10}{'░' * 20} 1 of 3, 2 remain"


def test_elsewhere_each_tenth_is_a_line_and_nothing_to_do_is_none():
    out, empty = Terminal(False), Terminal(False)
    progress = Progress(out, 1000)

    for _n in range(20):
        progress.add(50)
    Progress(empty, 0)

    assert out.getvalue().splitlines() == [
        f"{n * 10} %: {n * 100} of 1000, {1000 - n * 100} remain" for n in range(1, 11)
    ]
    assert empty.getvalue() == ""

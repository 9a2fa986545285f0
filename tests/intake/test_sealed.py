import hashlib
import uuid

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.db.models import QuerySet, Value
from django.test import override_settings

from intake import crypto
from intake.fields import Sealed
from intake.models import Draft, Words
from tests.intake.factories import DraftFactory

PLANTED = "marker-of-a-planted-answer"
OTHER_KEY = ("k2", bytes(range(32)))
FIRST_KEY = ("t1", hashlib.sha256(b"tests only").digest())


def raw(row, field="answers"):
    return bytes(type(row).objects.values_list(field, flat=True).get(pk=row.pk))


def write_raw(row, value):
    QuerySet(type(row)).filter(pk=row.pk).update(answers=Sealed(value))


def reread(row):
    return type(row).objects.get(pk=row.pk)


@pytest.mark.django_db
def test_stored_bytes_do_not_hold_the_answer():
    draft = DraftFactory(answers={"what": PLANTED})

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM intake_draft")
        stored = bytes(cursor.fetchone()[0])

    assert PLANTED.encode() not in stored
    assert b"what" not in stored
    assert reread(draft).answers == {"what": PLANTED}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [{}, [], "text", "", 0, 1.5, True, False, {"a": [1, None, {"b": "ü😀"}]}, "\x00", ["1", 1]],
    ids=repr,
)
def test_json_types_are_kept(value):
    draft = DraftFactory(answers=value)

    again = reread(draft).answers

    assert again == value
    assert type(again) is type(value)


@pytest.mark.django_db
def test_a_short_and_a_longer_answer_take_the_same_room():
    no = DraftFactory(answers={"pregnant": "no"})
    unsure = DraftFactory(answers={"pregnant": "unsure"})

    assert len(raw(no)) == len(raw(unsure))


@pytest.mark.django_db
def test_ciphertext_moved_from_another_row_does_not_open():
    mine, other = DraftFactory(), DraftFactory()
    write_raw(mine, raw(other))

    with pytest.raises(crypto.Unreadable):
        _ = reread(mine).answers


@pytest.mark.django_db
def test_any_flipped_byte_is_noticed():
    draft = DraftFactory()
    stored = raw(draft)

    for place in range(len(stored)):
        changed = bytearray(stored)
        changed[place] ^= 1
        with pytest.raises(crypto.Unreadable):
            Draft._meta.get_field("answers").open_for(draft, Sealed(changed))


@pytest.mark.parametrize(
    "stored", [b"", b"\x01", b"\x01\xff", b"\x01\x02t1", b"\x01\x02\xff\xff" + b"0" * 40]
)
def test_what_is_no_sealed_value_is_unreadable(stored):
    with pytest.raises(crypto.Unreadable):
        crypto.open_(stored, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("key", [("t1", bytes(range(32))), OTHER_KEY], ids=["same id", "other id"])
def test_a_wrong_key_opens_nothing(key):
    draft = DraftFactory()

    with override_settings(HEALTH_KEYS=(key,)), pytest.raises(crypto.Unreadable):
        _ = reread(draft).answers


@pytest.mark.django_db
def test_an_older_key_still_opens_and_the_newest_seals():
    draft = DraftFactory(answers={"a": 1})

    with override_settings(HEALTH_KEYS=(OTHER_KEY, FIRST_KEY)):
        again = reread(draft)
        assert again.answers == {"a": 1}
        again.save()

    assert crypto.key_id_of(raw(draft)) == "k2"


@pytest.mark.django_db
def test_saving_an_unread_row_leaves_its_bytes_alone():
    draft = DraftFactory()
    before = raw(draft)

    reread(draft).save()

    assert raw(draft) == before


@pytest.mark.django_db
def test_a_change_inside_the_value_is_saved():
    draft = reread(DraftFactory(answers={"a": 1}))

    draft.answers["b"] = 2
    draft.save()

    assert reread(draft).answers == {"a": 1, "b": 2}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "look_up", [{"answers": "x"}, {"answers__contains": "x"}, {"answers__in": ["x"]}, {"answers__a": "x"}]
)
def test_look_ups_are_refused(look_up):
    with pytest.raises(FieldError):
        Draft.objects.filter(**look_up).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["x", {"a": 1}, Value(b"x")], ids=["text", "json", "expression"])
def test_updates_without_the_row_are_refused(value):
    DraftFactory()

    with pytest.raises(FieldError):
        Draft.objects.update(answers=value)


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["x", b"x", {"a": 1}], ids=["text", "bytes", "json"])
def test_no_other_queryset_writes_it_in_clear_either(value):
    DraftFactory()

    with pytest.raises(FieldError):
        QuerySet(Draft).update(answers=value)


@pytest.mark.django_db
def test_bulk_update_is_refused():
    draft = reread(DraftFactory())
    draft.answers = {"a": 2}

    with pytest.raises(FieldError):
        Draft.objects.bulk_update([draft], ["answers"])


@pytest.mark.django_db
def test_bulk_create_seals_each_row_for_itself():
    Words.objects.bulk_create([Words(text=PLANTED), Words(text=PLANTED)])

    one, two = Words.objects.all()

    assert one.text == two.text == PLANTED
    assert raw(one, "text") != raw(two, "text")


@pytest.mark.django_db
def test_a_row_without_its_key_cannot_be_sealed():
    with pytest.raises(FieldError):
        Draft._meta.get_field("answers").seal_for(Draft(id=None), "x")


@pytest.mark.django_db
def test_neither_rows_nor_values_show_the_answer_when_printed():
    draft = DraftFactory(answers={"what": PLANTED})
    opened = reread(draft)
    _ = opened.answers

    shown = [repr(draft), repr(vars(draft)), repr(vars(opened)), repr(Draft.objects.values())]

    assert not [text for text in shown if PLANTED in text]


def test_nothing_is_sealed_twice_the_same_way():
    row = uuid.uuid4().bytes

    assert crypto.seal(b"same", row) != crypto.seal(b"same", row)

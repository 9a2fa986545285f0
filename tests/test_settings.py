import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from npm_site import conditions, secrets
from tests import production

GOOD_SECRET = production.SETTINGS["SECRET_KEY"]
GOOD_KEY = production.SETTINGS["HEALTH_KEYS"].partition(":")[2]


def value_of(expression, **options):
    """What a server's settings say."""
    code = f"import json; from npm_site.settings import *; print(json.dumps({expression}))"
    done = production.python("-c", code, **options)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_fresh_secrets_are_accepted_and_never_the_same():
    first, second = (dict(line.split("=", 1) for line in secrets.fresh().splitlines()) for _ in range(2))

    secrets.secret_key(first["SECRET_KEY"])
    both = secrets.health_keys(f"{second['HEALTH_KEYS']},{first['HEALTH_KEYS']}")

    assert first["SECRET_KEY"] != second["SECRET_KEY"]
    assert len({key for _, key in both}) == 2


@pytest.mark.parametrize(
    "value",
    ["", "short", "a" * 60, "django-insecure-" + GOOD_SECRET],
    ids=["missing", "short", "one letter", "a default"],
)
def test_a_weak_secret_key_is_refused_and_the_message_says_what_to_set(value):
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY .*50 random characters.*make secrets"):
        secrets.secret_key(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        GOOD_KEY,
        f":{GOOD_KEY}",
        "k1:bm90LWxvbmctZW5vdWdo",
        "k1:not base64",
        "k1:" + "A" * 43 + "=",
        f"k1:{GOOD_KEY},k1:{GOOD_KEY}",
        f"k1:{GOOD_KEY},k2:",
        f"{'k' * 21}:{GOOD_KEY}",
        " , ",
    ],
    ids=[
        "missing",
        "no id",
        "empty id",
        "too short",
        "not base64",
        "all zero",
        "an id twice",
        "second is empty",
        "long id",
        "only commas",
    ],
)
def test_unusable_health_keys_are_refused_and_the_message_says_what_to_set(value):
    with pytest.raises(ImproperlyConfigured, match=r"HEALTH_KEYS .*id:"):
        secrets.health_keys(value)


def test_health_keys_keep_their_order_newest_first():
    keys = secrets.health_keys(f"k9:{GOOD_KEY}, " + secrets.fresh("k1").split("HEALTH_KEYS=")[1])

    assert [key_id[:2] for key_id, _ in keys] == ["k9", "k1"]
    assert {len(key) for _, key in keys} == {32}


@pytest.mark.parametrize("name", ["SECRET_KEY", "HEALTH_KEYS"])
def test_a_missing_secret_stops_the_start(name):
    done = production.python("manage.py", "check", **{name: None})

    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


def test_production_settings_pass_the_deployment_check():
    done = production.python("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced).")


def test_production_is_safe_unless_told_otherwise():
    values = value_of("[DEBUG, ALLOWED_HOSTS, SECURE_SSL_REDIRECT, SESSION_COOKIE_NAME, CSRF_COOKIE_NAME]")

    assert values == [False, ["npm.example.com"], True, "__Host-sessionid", "__Host-csrftoken"]


def test_a_database_file_lies_beside_manage_py_wherever_the_process_starts(tmp_path):
    name = value_of("DATABASES['default']['NAME']", cwd=tmp_path)

    assert name == str(production.BASE_DIR / "db.sqlite3")


def test_an_absolute_database_file_stays_where_it_is():
    name = value_of("DATABASES['default']['NAME']", DATABASE_URL="sqlite:////srv/npm/diary.sqlite3")

    assert name == "/srv/npm/diary.sqlite3"


def test_writers_on_sqlite_wait_for_their_turn():
    options = value_of("DATABASES['default']['OPTIONS']")

    assert options == {"transaction_mode": "IMMEDIATE", "timeout": 20}


def test_a_postgresql_socket_is_reached_through_the_host_parameter():
    url = "postgres://diary@/diary?host=/run/postgresql"

    options = value_of("DATABASES['default']['OPTIONS']", DATABASE_URL=url)

    assert options == {"host": "/run/postgresql"}


def test_the_environment_wins_over_the_file(tmp_path):
    file = tmp_path / "some.env"
    file.write_text("SITE_URL=https://file.example.com\nTIME_ZONE=Europe/Dublin\n")

    values = value_of("[SITE_URL, TIME_ZONE]", ENV_FILE=str(file))

    assert values == ["https://npm.example.com", "Europe/Dublin"]


@pytest.mark.parametrize(("folder", "backend"), [(None, "smtp"), ("mail", "filebased")])
def test_mail_leaves_through_a_server_or_into_a_folder(tmp_path, folder, backend):
    code = (
        "import django; django.setup(); from django.core.mail import mailers;"
        "print(type(mailers['default']).__module__)"
    )
    folder = folder and str(tmp_path / folder)

    done = production.python("-c", code, MAIL_FOLDER=folder, DJANGO_SETTINGS_MODULE="npm_site.settings")

    assert done.stdout.strip() == f"django.core.mail.backends.{backend}", done.stderr


@pytest.mark.parametrize("value", conditions.HEALTH_CONDITIONS)
def test_the_ground_for_health_answers_is_one_of_two(value):
    assert conditions.health_condition(value) == value


@pytest.mark.parametrize("value", ["", "consent", "Explicit_Consent", "explicit_consent "])
def test_any_other_ground_stops_the_start_and_the_message_names_both(value):
    done = production.python("-c", "from npm_site import settings", HEALTH_CONDITION=value)

    assert done.returncode != 0
    assert "HEALTH_CONDITION is neither explicit_consent nor health_care" in done.stderr


def test_left_out_people_are_asked():
    assert value_of("HEALTH_CONDITION") == "explicit_consent"

"""The few settings that only tests need, each with its reason."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# The start refuses to run without secrets; these protect nothing but test data.
os.environ["SECRET_KEY"] = "tests-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2
os.environ["HEALTH_KEYS"] = "t1:NV+ofD0qclbUSgTf58UVgmtlpRePeGCE5QI1nGhjAJ4="
os.environ["DEBUG"] = "false"
os.environ["SITE_URL"] = "http://testserver"
os.environ["ENV_FILE"] = "tests/no.env"
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "sqlite:///tests.sqlite3")

from npm_site.settings import *  # noqa: F403  the environment above has to be there first

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

# Threads share a SQLite database only when it is a file. It has to survive nothing, so it never waits for
# the disk.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405  from the settings
    folder = tempfile.mkdtemp(prefix="npm-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    DATABASES["default"]["TEST"] = {"NAME": str(Path(folder) / "tests.sqlite3")}  # noqa: F405  as above
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF"  # noqa: F405  as above

# The manifest needs collectstatic; a test of it runs that itself.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A slow hash protects passwords, not tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}

# Most tests are about what she does once she is in; tests/test_signing_in.py asks for the second step.
SECOND_FACTOR_REQUIRED = False

# The list of what was erased lies beside a database, and theirs is gone in a moment.
TOMBSTONES = ""

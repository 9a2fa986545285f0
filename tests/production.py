"""Another process under settings as on a server, for what the tests' own settings cannot show."""

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.test import Client, override_settings

BASE_DIR = Path(__file__).resolve().parent.parent
SETTINGS = {
    "ENV_FILE": "tests/no.env",
    "SECRET_KEY": "made-up-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ",
    "HEALTH_KEYS": "p1:WTspCtuJ88gX7UFcmakNRflzD3r4NeSeQLmHETgCbPo=",
    "SITE_URL": "https://npm.example.com",
    "PYTHONWARNINGS": "error",
}

# What another process finds in the settings, so far as it shows in an answer.
NAMES = (
    r"SECURE_\w+|CSRF_\w+|SESSION_COOKIE_\w+|ALLOWED_HOSTS|STORAGES|WHITENOISE_\w+|X_FRAME_OPTIONS|SITE_URL"
)


@contextmanager
def server(folder: Path, **changes):
    """Yield a client of the site as a server runs it: over https, static files packed into `folder`."""
    code = "import json; from npm_site import settings; print(json.dumps(vars(settings), default=str))"
    values = json.loads(python("-c", code).stdout)
    values = {name: value for name, value in values.items() if re.fullmatch(NAMES, name)}
    with override_settings(**values, STATIC_ROOT=str(folder), **changes):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield Client(raise_request_exception=False, headers={"host": "npm.example.com"})


def python(*arguments, cwd=BASE_DIR, **changes):
    """Run Python on the project; a variable that is None is left out."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    variables = {**inherited, **SETTINGS, "PYTHONPATH": str(BASE_DIR), **changes}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={name: value for name, value in variables.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )

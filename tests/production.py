"""Another process under settings as on a server, for what the tests' own settings cannot show."""

import os
import subprocess
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SETTINGS = {
    "ENV_FILE": "tests/no.env",
    "SECRET_KEY": "made-up-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ",
    "HEALTH_KEYS": "p1:WTspCtuJ88gX7UFcmakNRflzD3r4NeSeQLmHETgCbPo=",
    "SITE_URL": "https://npm.example.com",
    "PYTHONWARNINGS": "error",
}


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

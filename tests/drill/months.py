"""What the tests try a hundred times, two thousand times on each engine."""

import os
import subprocess
import sys

from tests import postgres

EXAMPLES = "2000"
TEST = "tests/booking/test_model.py"
# A run of hours is not one that hangs.
COMMAND = [sys.executable, "-m", "pytest", "-q", "-o", "faulthandler_timeout=0", TEST]


def main() -> int:
    environment = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    environment.setdefault("EXAMPLES", EXAMPLES)
    sqlite = subprocess.call(COMMAND, env=environment)
    with postgres.server() as url:
        postgresql = subprocess.call(COMMAND, env=environment | {"TEST_DATABASE_URL": url})
    return sqlite or postgresql

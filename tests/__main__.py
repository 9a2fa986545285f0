"""`python -m tests`: everything on SQLite, then what reaches the database on PostgreSQL as well."""

import os
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from tests import postgres

MOST_WORKERS = 4


@dataclass(frozen=True)
class Result:
    passed: int
    failed: int

    def __add__(self, other):
        return Result(self.passed + other.passed, self.failed + other.failed)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed"


def main() -> int:
    # An end from outside goes through the context managers too, so no server is left behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="npm-run-") as folder:
        sqlite = _run("SQLite", Path(folder))
        try:
            with postgres.server() as url:
                postgresql = _run("PostgreSQL", Path(folder), "--database-bound", TEST_DATABASE_URL=url)
        except RuntimeError as error:
            _say(str(error))
            postgresql = Result(passed=0, failed=1)
    total = sqlite + postgresql
    _say(f"\nSQLite:     {sqlite}\nPostgreSQL: {postgresql}\n{total}")
    return 1 if total.failed or not sqlite.passed or not postgresql.passed else 0


def _run(engine: str, folder: Path, *options: str, **variables: str) -> Result:
    _say(f"\nTests on {engine}")
    report = folder / f"{engine}.xml"
    workers = str(min(os.cpu_count() or 1, MOST_WORKERS))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        workers,
        # The tests of a file share what is costly to make, such as pages that are looked at.
        "--dist=loadfile",
        f"--junitxml={report}",
        *options,
    ]
    environment = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    done = subprocess.run(command, env={**environment, "TMPDIR": str(folder), **variables}, check=False)
    return _read(report, done.returncode)


def _read(report: Path, exit_code: int) -> Result:
    """Count the report; a skipped test counts as failed, and so does a run that broke off."""
    if not report.exists():
        return Result(passed=0, failed=1)
    suite = ET.parse(report).getroot().find("testsuite")
    failed = sum(int(suite.get(what)) for what in ("failures", "errors", "skipped"))
    passed = max(int(suite.get("tests")) - failed, 0)
    return Result(passed, failed or int(exit_code != 0))


def _say(text: str):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

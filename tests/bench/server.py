"""The site in another process, with the web server and the settings of a real one."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
HOST = "npm.example.com"
# What the proxy in front of a real site says.
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https", "Origin": f"https://{HOST}"}
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    "ENV_FILE": "tests/no.env",
    "SECRET_KEY": "bench-only-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH",
    "HEALTH_KEYS": "b1:/l39LoSPYz+UwPd8+pmrIbe8DV/MWfmNYRKEBs44/AQ=",
    "SITE_URL": f"https://{HOST}",
    "BEHIND_PROXY": "true",
    "LOG_LEVEL": "WARNING",
}
SECONDS_TO_START = 60


def environment(folder: Path, database_url: str) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    own = {"DATABASE_URL": database_url, "STATIC_ROOT": str(folder / "static"), "PYTHONPATH": str(BASE_DIR)}
    return inherited | SETTINGS | own


def python(*arguments: str, env) -> str:
    """Run a module to its end and return what it printed; what went wrong stays on the terminal."""
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=BASE_DIR, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


@contextmanager
def running(env, *, log: Path, workers=1, port=None):
    """Start the server, yield its port, and stop it; what it says goes into `log`."""
    port = port or free_port()
    options = {"interface": "wsgi", "host": "127.0.0.1", "port": port, "log-level": "warning"} | {
        "workers": workers,
        "blocking-threads": 1,
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    command = [sys.executable, "-m", "granian", *arguments, "npm_site.wsgi:application"]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=BASE_DIR, env=env, stdout=output, stderr=output)
        try:
            _wait_until_it_answers(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=10)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def connect(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=60)


def _wait_until_it_answers(port, process):
    give_up_at = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < give_up_at:
        try:
            with closing(connect(port)) as connection:
                connection.request("GET", "/health/", headers=HEADERS)
                connection.getresponse().read()
                return
        except OSError:
            # Outside the tests, and outside what is measured: the server is another process.
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from booking import demo
from content.models import Practice
from intake.models import Client

FOLDER = settings.BASE_DIR / ".demo"


class Command(BaseCommand):
    help = "Start the site with its real texts and a made-up diary, in a folder of its own."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="make the demo but do not start it")

    def handle(self, *args, port, prepare_only, **options):
        refuse_what_is_not_a_demo()
        refuse_a_port_in_use(port)
        self.step("Making the database")
        call_command("migrate", verbosity=0)
        refuse_somebody_elses_data()
        self.step("Loading the texts of the pages")
        call_command("load_texts", verbosity=0)
        self.fill()
        self.step("Packing styles and drawings")
        call_command("collectstatic", verbosity=0, interactive=False)
        if not prepare_only:
            self.serve(port)

    def fill(self):
        if Practice.objects.filter(is_demo=True).exists():
            self.step("Keeping the demo diary of last time (remove the folder .demo for a new one)")
            return
        for line in demo.fill(timezone.now()):
            self.step(line)

    def step(self, line):
        self.stdout.write(f"  · {line}")
        self.stdout.flush()

    def serve(self, port):
        self.step("Starting the worker that sends mail, and the server")
        worker = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=settings.BASE_DIR)
        server = subprocess.Popen(web_server(port), cwd=settings.BASE_DIR)  # noqa: S603  our own command, no words of anybody else
        wait_for(port, server)
        self.stdout.write(self.style.SUCCESS(welcome(port)))
        self.stdout.flush()
        try:
            signal.signal(signal.SIGTERM, lambda *_args: sys.exit(0))
            server.wait()
        except KeyboardInterrupt:
            pass
        finally:
            for process in (server, worker):
                process.terminate()
                process.wait(timeout=10)


def web_server(port):
    options = [
        "--interface",
        "wsgi",
        "--workers",
        "2",
        "--blocking-threads",
        "1",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]
    return [sys.executable, "-m", "granian", *options, "npm_site.wsgi:application"]


def welcome(port):
    mail = os.path.relpath(settings.MAIL_FOLDER or FOLDER / "mail", settings.BASE_DIR)
    return (
        f"\nThe site:        http://127.0.0.1:{port}/\n"
        f"The diary:       http://127.0.0.1:{port}/admin/\n"
        f"Her login:       {demo.USERNAME} / {demo.PASSWORD}\n"
        f"Mail that left:  {mail}/\n"
        "Ctrl+C ends it.\n"
    )


def is_answering(port):
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def refuse_a_port_in_use(port):
    if is_answering(port):
        raise CommandError(
            f"Something already answers on port {port}. Try another: make demo PORT={port + 1}"
        )


def wait_for(port, server):
    """Return once the address works, so that whoever reads it can open it."""
    pause = threading.Event()
    while server.poll() is None and not is_answering(port):
        pause.wait(0.1)


def refuse_what_is_not_a_demo():
    """Stop before anything is written where real settings or a real database could be behind it."""
    database = settings.DATABASES["default"]
    is_own = database["ENGINE"].endswith("sqlite3") and Path(database["NAME"]).resolve().parent == FOLDER
    if not settings.IS_DEMO or settings.IS_HTTPS:
        raise CommandError("The demo does not run with the settings of a real site. Start it by `make demo`.")
    if not is_own:
        raise CommandError(f"The demo uses a database of its own in {FOLDER}. Unset DATABASE_URL.")


def refuse_somebody_elses_data():
    if Client.objects.exists() and not Practice.objects.filter(is_demo=True).exists():
        raise CommandError("This database holds clients that are not the demo's. Nothing was changed.")

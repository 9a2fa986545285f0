"""Calendar servers on this machine: one that answers as it is told, and a real one that speaks CalDAV."""

import http.client
import re
import socket
import subprocess
import sys
import threading
from base64 import b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USER, PASSWORD = "marja", "heron and birch"
# The name of a calendar of the real server that nobody may write to.
SHUT = "shut"
RIGHTS = f"""[shut]
user: .+
collection: {USER}/{SHUT}
permissions: r
[all]
user: .+
collection: .*
permissions: RrWw
"""


def ics(*entries) -> str:
    events = "".join(f"BEGIN:VEVENT\nSUMMARY:Dentist\n{entry}\nEND:VEVENT\n" for entry in entries)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//tests//EN\n{events}END:VCALENDAR\n".replace("\n", "\r\n")


class Feed:
    """What a server answers: a status, headers, a body. `hangs` keeps it from answering at all."""

    def __init__(self, port: int):
        self.status, self.headers, self.body, self.hangs = 200, {}, ics(), False
        self.asked, self.port, self.let_go = [], port, threading.Event()

    def url(self, path="/me.ics") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def feed():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.feed = Feed(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.feed
    finally:
        server.feed.let_go.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def _answer(self):
        feed = self.server.feed
        feed.asked.append((self.command, self.path, dict(self.headers)))
        if feed.hangs:
            feed.let_go.wait()
            return
        body = feed.body.encode() if isinstance(feed.body, str) else feed.body
        self.send_response(feed.status)
        for name, value in feed.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            # Whoever asked has read enough.
            self.close_connection = True

    do_GET = do_REPORT = do_PUT = do_DELETE = do_PROPFIND = _answer

    def log_message(self, *args):
        pass


class Radicale:
    """A real CalDAV server, and what a calendar program would say to it."""

    def __init__(self, port: int):
        self.port = port

    def url(self, calendar="family", name="") -> str:
        return f"http://127.0.0.1:{self.port}/{USER}/{calendar}/{name}"

    def make(self, calendar="family"):
        assert self.ask("MKCALENDAR", calendar)[0] == 201

    def put(self, name: str, *entries, calendar="family"):
        self.write(f"{name}.ics", ics(*entries), calendar)

    def write(self, name: str, text: str, calendar="family"):
        """What another program does that has never heard of conditions."""
        status, _body = self.ask("PUT", calendar, name, text)
        assert status in (201, 204)

    def delete(self, name: str, calendar="family"):
        assert self.ask("DELETE", calendar, name if name.endswith(".ics") else f"{name}.ics")[0] == 200

    def get(self, name: str, calendar="family") -> str:
        status, body = self.ask("GET", calendar, name)
        return body if status == 200 else ""

    def names(self, calendar="family") -> set[str]:
        status, body = self.ask("PROPFIND", calendar)
        assert status == 207
        return {name for name in re.findall(r"<href>[^<]*/([^</]*)</href>", body) if name}

    def ask(self, method, calendar="", name="", body="") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {"Authorization": f"Basic {b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}"}
            headers |= {"Content-Type": "text/calendar; charset=utf-8"} if body else {"Depth": "1"}
            path = f"/{USER}/{calendar}/{name}" if calendar else "/"
            connection.request(method, path, body.encode(), headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()


@contextmanager
def radicale(folder):
    """Start the server with an empty folder, in a process of its own, and stop it."""
    port = free_port()
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
    (folder / "rights").write_text(RIGHTS)
    shut = folder / "store" / "collection-root" / USER / SHUT
    shut.mkdir(parents=True)
    (shut / ".Radicale.props").write_text('{"tag": "VCALENDAR"}')
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder}/users\n"
        "htpasswd_encryption = plain\ndelay = 0\n"
        f"[rights]\ntype = from_file\nfile = {folder}/rights\n"
        f"[storage]\nfilesystem_folder = {folder}/store\n"
        "[logging]\nlevel = error\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", f"{folder}/config"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield Radicale(port)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port, process):
    """Ask until it listens; each try waits for the last one's answer, and a server that died ends it."""
    for _turn in range(600):
        assert process.poll() is None, "Radicale has ended."
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.05)
    raise AssertionError("Radicale does not listen.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

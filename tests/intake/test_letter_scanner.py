"""A scanner is asked by clamd's protocol; whatever is not a clear yes or no is no answer."""

import socketserver
import threading

import pytest

from intake.letters import scanner
from tests.intake.letter_files import EICAR

FILE = b"A letter. " * 20_000


class Clamd(socketserver.BaseRequestHandler):
    """A scanner that knows one virus."""

    says = None

    def handle(self):
        command = self._read(10)
        content = b""
        while size := int.from_bytes(self._read(4)):
            content += self._read(size)
        self.server.seen.append((command, content))
        answer = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
        self.request.sendall((answer if self.says is None else self.says) + b"\0")

    def _read(self, count):
        data = b""
        while len(data) < count:
            data += self.request.recv(count - len(data))
        return data


@pytest.fixture
def clamd(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        server.daemon_threads, server.seen = True, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.VIRUS_SCANNER = f"127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


def test_it_is_off_until_it_has_an_address(settings):
    assert not scanner.is_on()

    settings.VIRUS_SCANNER = "127.0.0.1:3310"

    assert scanner.is_on()


def test_u10_a_harmless_file_passes_and_the_whole_of_it_was_seen(clamd):
    assert scanner.is_harmless(FILE)
    assert clamd.seen == [(b"zINSTREAM\0", FILE)]


def test_u10_a_virus_is_found(clamd):
    assert not scanner.is_harmless(FILE + EICAR)


@pytest.mark.parametrize(
    "says", [b"", b"INSTREAM size limit exceeded. ERROR", b"OK", b"stream: OK FOUNDERING"]
)
def test_any_other_answer_is_none(clamd, monkeypatch, says):
    monkeypatch.setattr(Clamd, "says", says)

    with pytest.raises(scanner.NoAnswer):
        scanner.is_harmless(FILE)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "nonsense"])
def test_u10_a_scanner_that_is_down_gives_no_answer(settings, address):
    settings.VIRUS_SCANNER = address

    with pytest.raises(scanner.NoAnswer):
        scanner.is_harmless(FILE)


def test_it_may_listen_at_a_path(settings, tmp_path):
    settings.VIRUS_SCANNER = str(tmp_path / "clamd.sock")
    with socketserver.ThreadingUnixStreamServer(settings.VIRUS_SCANNER, Clamd) as server:
        server.daemon_threads, server.seen = True, []
        threading.Thread(target=server.serve_forever, daemon=True).start()

        is_harmless = scanner.is_harmless(FILE)

        server.shutdown()
    assert is_harmless

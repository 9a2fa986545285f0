"""Asks a virus scanner about a file, by the protocol of clamd. Off until it has an address.

The file goes to it in pieces and in memory; nothing is written down for it to read."""

import socket
from contextlib import closing

from django.conf import settings

PIECE = 64 * 1024
# Seconds for the whole answer: a visitor waits for it.
PATIENCE = 20
LONGEST_ANSWER = 4096


class NoAnswer(Exception):
    """The scanner did not say whether the file is harmless."""


def is_on() -> bool:
    return bool(settings.VIRUS_SCANNER)


def is_harmless(content: bytes) -> bool:
    """Return what the scanner says. Raise NoAnswer when it says nothing that can be relied on."""
    try:
        answer = _ask(settings.VIRUS_SCANNER, content)
    except (OSError, ValueError) as error:
        raise NoAnswer(type(error).__name__) from None
    if answer == b"stream: OK":
        return True
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
        return False
    raise NoAnswer("An answer that is neither.")


def _ask(address: str, content: bytes) -> bytes:
    with closing(_connected(address)) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            line.sendall(len(piece).to_bytes(4) + piece)
        line.sendall(bytes(4))
        answer = b""
        while len(answer) < LONGEST_ANSWER and b"\0" not in answer:
            received = line.recv(LONGEST_ANSWER)
            if not received:
                break
            answer += received
    return answer.partition(b"\0")[0].strip()


def _connected(address: str) -> socket.socket:
    """Return a line to `host:port`, or to the socket of a path."""
    if not address.startswith("/"):
        host, _colon, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=PATIENCE)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(PATIENCE)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line

"""A real mail server on this machine that does what a test tells it."""

import email
import email.policy
import socket
from contextlib import contextmanager
from enum import StrEnum
from types import SimpleNamespace

from aiosmtpd.controller import Controller

# Shorter than anybody would set it, so that a server that hangs does not hold up the tests.
PATIENCE_SECONDS = 1


class Mode(StrEnum):
    """What the server does with each mail. Where nothing listens at all: see `nobody_there`."""

    ACCEPT = "accept"
    BUSY = "421"
    LATER = "451"
    NOBODY = "550"
    # To each connection, or only once it has the mail: nothing is ever answered.
    MUTE = "mute"
    HANG = "hang"
    # The line goes dead, before or after the server said that it has the mail.
    DROP_AFTER_DATA = "drop after data"
    DROP_AFTER_250 = "drop after 250"


ANSWERS = {
    Mode.BUSY: "421 Too much to do, goodbye",
    Mode.LATER: "451 Come back later",
    Mode.NOBODY: "550 5.1.1 No such person joan@example.com",
}


def say_nothing(asked):
    pass


class Post:
    """What the server took in. `refuses` is what it answers to the text of a mail in place of a 250."""

    def __init__(self):
        self.taken = []
        self.mode = Mode.ACCEPT
        self.refuses = ""
        self.refused = 0
        self.connected = 0
        self.asked = 0
        # Called with how often a mail was begun, before the server says anything to it.
        self.on_mail = say_nothing

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connected += 1
        session.host_name = hostname
        if self.mode == Mode.MUTE:
            await _for_ever(server)
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.asked += 1
        self.on_mail(self.asked)
        if self.mode == Mode.BUSY:
            return ANSWERS[self.mode]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mode in (Mode.LATER, Mode.NOBODY):
            self.refused += 1
            return ANSWERS[self.mode]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.refuses:
            self.refused += 1
            return self.refuses
        if self.mode == Mode.HANG:
            await _for_ever(server)
        if self.mode != Mode.DROP_AFTER_DATA:
            self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if self.mode == Mode.DROP_AFTER_250:
            await server.push("250 Taken")
        if self.mode in (Mode.DROP_AFTER_DATA, Mode.DROP_AFTER_250):
            server.transport.abort()
        return "250 Taken"

    @property
    def ids(self):
        return sorted(mail["Message-ID"] for mail in self.taken)

    @property
    def in_order(self):
        return [mail["Message-ID"] for mail in self.taken]


async def _for_ever(server):
    # Nobody sets this: the client gives up first.
    await server.loop.create_future()


@contextmanager
def server(settings):
    """Start a server, have the site send by it, yield its Post, and stop it."""
    post = Post()
    controller = Controller(_hooks(post), hostname="127.0.0.1", port=_free_port())
    controller.start()
    post.port = controller.port
    settings.MAILERS = mailers(controller.port)
    try:
        yield post
    finally:
        controller.stop()


def _hooks(post):
    """What it is to be asked, and no more: each connection looks at all that its handler has."""
    return SimpleNamespace(**{name: getattr(post, name) for name in vars(Post) if name.startswith("handle_")})


@contextmanager
def nobody_there(settings):
    """Refuse each connection for a while."""
    before, settings.MAILERS = settings.MAILERS, mailers(_free_port())
    yield
    settings.MAILERS = before


def mailers(port, patience=PATIENCE_SECONDS):
    return {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": patience},
        }
    }


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

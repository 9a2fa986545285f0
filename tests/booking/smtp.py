"""A real mail server on this machine that does what a test tells it."""

import email
import email.policy
import socket
from contextlib import contextmanager

from aiosmtpd.controller import Controller

# Shorter than anybody would set it, so that a server that hangs does not hold up the tests.
PATIENCE_SECONDS = 0.5


class Post:
    """What the server took in. `refuses` is what it answers instead; None lets it never answer."""

    def __init__(self):
        self.taken = []
        self.refuses = ""
        self.refused = 0

    async def handle_DATA(self, server, session, envelope):
        if self.refuses:
            self.refused += 1
            return self.refuses
        if self.refuses is None:
            # Nobody sets this: the client gives up first.
            await server.loop.create_future()
        self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 Taken"

    @property
    def ids(self):
        return sorted(mail["Message-ID"] for mail in self.taken)


@contextmanager
def server(settings):
    """Start a server, have the site send by it, yield its Post, and stop it."""
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.MAILERS = mailers(controller.port)
    try:
        yield post
    finally:
        controller.stop()


def mailers(port):
    return {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": PATIENCE_SECONDS},
        }
    }


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

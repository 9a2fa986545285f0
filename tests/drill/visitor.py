"""`python -m tests.drill.visitor`: answer a booking's questions; print the cookie that opens its times."""

import sys

import django
from django.conf import settings
from django.test import Client


def main() -> str:
    from tests.booking import flow

    visitor = Client(headers={"host": "127.0.0.1"})
    flow.start(visitor)
    flow.agree(visitor)
    flow.answer(visitor)
    return f"{settings.SESSION_COOKIE_NAME}={visitor.cookies[settings.SESSION_COOKIE_NAME].value}"


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(main())

import getpass
import os

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from booking import practitioner


class Command(BaseCommand):
    help = (
        "Make the practitioner's account, or bring it up to date with a new password. Asks for what is not "
        "given; the password comes from NPM_PASSWORD or is typed twice."
    )

    def add_arguments(self, parser):
        parser.add_argument("--username")
        parser.add_argument("--email")

    def handle(self, *args, username, email, **options):
        username = ask("Name to sign in with: ") if username is None else username
        email = ask("Email: ") if email is None else email
        user = User(username=username, email=email)
        try:
            user.clean_fields(exclude=["password"])
            password = os.environ.get("NPM_PASSWORD") or typed_twice()
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError("\n".join(_lines(error))) from None
        practitioner.make_practitioner(username, password, email)
        self.stdout.write(self.style.SUCCESS(f"{username} can sign in at /admin/ now."))


def ask(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        raise CommandError("Nobody is here to answer. Give --username, --email and NPM_PASSWORD.") from None


def typed_twice() -> str:
    try:
        password = getpass.getpass("Password: ")
        again = getpass.getpass("Password once more: ")
    except EOFError:
        raise CommandError("Nobody is here to answer. Give --username, --email and NPM_PASSWORD.") from None
    if password != again:
        raise CommandError("The two passwords differ. Nothing was changed.")
    return password


def _lines(error):
    if not hasattr(error, "error_dict"):
        return error.messages
    return [f"{name}: {word}" for name, words in error.message_dict.items() for word in words]

"""Every page in each of its states, the desk's too, on four screens by light and by dark: every check."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from itertools import product
from typing import NamedTuple

import django
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from playwright.sync_api import sync_playwright

from tests.access import consistent

SCREENS = ((320, 640), (375, 667), (768, 1024), (1280, 800))
# What stays in sight of somebody who goes by keys is told by a low window.
LOW = 256


class Way(NamedTuple):
    """A way of looking: a screen and the colours that somebody prefers."""

    size: tuple[int, int]
    theme: str

    def __str__(self) -> str:
        return f"{self.size[0]} {self.theme}"


class Group(NamedTuple):
    """Pages that belong together, and what leaves out of their findings those that are no faults."""

    pages: list
    faults: Callable = dict


WAYS = tuple(Way(*way) for way in product(SCREENS, ("light", "dark")))


def main() -> int:
    """In a process of its own, which has the settings of the tests."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE_URL": "sqlite:///tests.sqlite3"}
    return subprocess.call([sys.executable, "-m", "tests.drill.access"], env=os.environ | settings)


def run() -> int:
    from tests.access import desk, looking, public
    from tests.journeys.conftest import FLAGS

    with a_database():
        groups = [Group(collected(public)), Group(collected(desk), desk.faults)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        page = browser.new_context(locale="en-GB", reduced_motion="reduce").new_page()
        return drill(looking.Looker(page), groups)


@contextmanager
def a_database():
    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    yield
    teardown_databases(made, verbosity=0)


def collected(pages) -> list:
    from tests.access import shown

    with shown.for_a_while():
        return pages.pages()


def drill(looker, groups, ways=WAYS) -> int:
    """Look at each page in each way, say what was found, and return 1 when something was."""
    say(f"{'Accessibility':16}{'pages':>8}{'checks':>8}{'found':>8}")
    named = [finding for way in ways for finding in gone_through(looker, groups, way)]
    named += [f"together, {finding}" for group in groups for finding in compared(looker, group.pages)]
    say(*named)
    return 1 if named else 0


def gone_through(looker, groups, way) -> list[str]:
    """Look at all of them in one way, say how many findings there are, and name each."""
    looks = {page: (look(looker, page, way), group) for group in groups for page in group.pages}
    named = [
        f"{way}, {page.name}: {check}: {problem}"
        for page, (found, group) in looks.items()
        for check, problems in group.faults(found).items()
        for problem in problems
    ]
    checks = sum(len(found) for found, _group in looks.values())
    say(f"{way!s:16}{len(looks):>8}{checks:>8}{len(named):>8}")
    return named


def look(looker, shown, way) -> dict[str, list]:
    looker.page.emulate_media(color_scheme=way.theme)
    looker.show(shown)
    found = looker.structure(way.size) | looker.layout(way.size) | {"axe": looker.axe()}
    found |= looker.enlarged() | looker.reflowed()
    looker.screen((way.size[0], LOW))
    return found | looker.by_keys() | looker.forced() | looker.surprises()


def compared(looker, pages) -> list[str]:
    found = consistent.problems({page.name: looker.facts[page.name] for page in pages})
    return [f"{check}: {problem}" for check, problems in found.items() for problem in problems]


def say(*lines: str):
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    sys.exit(run())

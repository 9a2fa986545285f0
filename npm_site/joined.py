"""The stylesheets that a kind of page always loads, joined into one file when static files are collected.

Under DEBUG, and wherever nothing was collected, pages load them one by one: what is joined is never edited.
"""

import re

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

FRAME = ("tokens", "base", "parts")
# What is no kind of its own loads the largest of these that it contains, and its other sheets beside it.
KINDS = {
    "content": (*FRAME, "content"),
    "charted": (*FRAME, "content", "chart"),
    "step": (*FRAME, "forms"),
    "time": (*FRAME, "slots"),
    "own": (*FRAME, "forms", "own"),
    "form": (*FRAME, "forms", "form"),
}
LINK = re.compile(r'\s*<link rel="stylesheet" href="([^"]+)">')


class JoinedStorage(CompressedManifestStaticFilesStorage):
    """Files with a hash in their name, compressed ahead, and one stylesheet for each kind of page."""

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths = paths | {self._join(kind): (self, joined_name(kind)) for kind in KINDS}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _join(self, kind):
        name, sheets = joined_name(kind), []
        for sheet in KINDS[kind]:
            with self.open(sheet_name(sheet)) as file:
                sheets.append(file.read())
        if self.exists(name):
            self.delete(name)
        return self.save(name, ContentFile(b"\n".join(sheets)))


def joined_name(kind: str) -> str:
    return f"css/all-{kind}.css"


def sheet_name(sheet: str) -> str:
    return f"css/{sheet}.css"


def join(links: str) -> str:
    """The links to stylesheets, with one in place of those that were joined. All else stays as it is."""
    linked = set(LINK.findall(links))
    fitting = [(len(sheets), kind) for kind, sheets in _collected() if sheets <= linked]
    if not fitting:
        return links
    kind = max(fitting)[1]
    joined = {_url(sheet_name(sheet)) for sheet in KINDS[kind]}
    rest = LINK.sub(lambda link: "" if link[1] in joined else link[0], links)
    return f'<link rel="stylesheet" href="{_url(joined_name(kind))}">{rest}'


def _collected():
    """Each kind that collectstatic made, with the addresses of what is in it."""
    made = {} if settings.DEBUG else getattr(staticfiles_storage, "hashed_files", {})
    for kind, sheets in KINDS.items():
        if joined_name(kind) in made:
            yield kind, {_url(sheet_name(sheet)) for sheet in sheets}


def _url(name):
    return staticfiles_storage.url(name)

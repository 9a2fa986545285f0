"""The starting texts as files: Markdown with a head of settings."""

from pathlib import Path

import frontmatter
import yaml
from django.core.exceptions import ValidationError

from content.faults import faults, plain_faults
from content.models import FaqEntry, FaqGroup, Guide, Page

FOLDER = Path(__file__).resolve().parent / "texts"
PAGE_FIELDS = {
    "title": "title",
    "menu_label": "menu_label",
    "lead": "lead",
    "description": "meta_description",
    "layout": "layout",
    "position": "position",
    "menu": "in_menu",
    "footer": "in_footer",
    "published": "is_published",
}
GUIDE_FIELDS = {
    "title": "title",
    "lead": "lead",
    "description": "meta_description",
    "position": "position",
    "published": "is_published",
}
FAQ_FIELDS = {
    "question": "question",
    "group": "group",
    "position": "position",
    "published": "is_published",
}


class Unusable(Exception):
    """A text file that cannot be loaded; says which and why."""


def load(folder: Path):
    """Make what is missing and yield a line for each text. What is there, or once was, stays as it is."""
    groups = {}
    for position, group in enumerate(_groups(folder / "faq_groups.yaml")):
        groups[group["slug"]], made = FaqGroup.objects.get_or_create(
            slug=group["slug"], defaults={"name": group["name"], "position": position}
        )
        yield _line(made, "group", group["slug"])
    for path in sorted((folder / "pages").glob("*.md")):
        yield _load(path, Page, "page", PAGE_FIELDS, "body", {})
    for path in sorted((folder / "faq").glob("*.md")):
        yield _load(path, FaqEntry, "question", FAQ_FIELDS, "answer", groups)
    for path in sorted((folder / "guides").glob("*.md")):
        yield _load(path, Guide, "guide", GUIDE_FIELDS, "body", {})


def _load(path, model, kind, names, text_field, groups):
    if model.objects.filter(slug=path.stem).exists():
        return _line(False, kind, path.stem)
    if model.history.filter(slug=path.stem).exists():
        return f"left out {kind} {path.stem}: it was removed or renamed in admin"
    row = model(slug=path.stem, **{"is_published": True, text_field: ""})
    head, body = _read(path)
    for key, value in head.items():
        if key not in names:
            raise Unusable(f"{path}: there is no setting “{key}”; there are {', '.join(names)}.")
        setattr(row, names[key], groups.get(value) if key == "group" else value)
    setattr(row, text_field, body)
    _check(row, path)
    row._change_reason = "from the text file"
    row.save()
    return _line(True, kind, path.stem)


def _read(path):
    try:
        post = frontmatter.loads(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Unusable(f"{path}: the head of the file cannot be read: {error}") from error
    return post.metadata, post.content


def _groups(path):
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []


def _check(row, path):
    try:
        row.full_clean()
    except ValidationError as error:
        raise Unusable(f"{path}: {error}") from error
    found = row_faults(row)
    if found:
        raise Unusable(f"{path}: {' '.join(found)}")


def row_faults(row):
    if isinstance(row, Page | Guide):
        return faults(row.body) + [
            fault for line in (row.title, row.lead, row.meta_description) for fault in plain_faults(line)
        ]
    return faults(row.answer) + plain_faults(row.question)


def _line(made, kind, slug):
    return f"made {kind} {slug}" if made else f"kept {kind} {slug}, already there"

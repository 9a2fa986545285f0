"""Reads the text files as they are on disk, with no database."""

import re
from functools import cache
from pathlib import Path

import frontmatter
import yaml

TEXTS = Path(__file__).resolve().parents[2] / "content" / "texts"


@cache
def pages():
    return {path.stem: frontmatter.load(path) for path in sorted((TEXTS / "pages").glob("*.md"))}


@cache
def answers():
    return {path.stem: frontmatter.load(path) for path in sorted((TEXTS / "faq").glob("*.md"))}


@cache
def guides():
    return {path.stem: frontmatter.load(path) for path in sorted((TEXTS / "guides").glob("*.md"))}


@cache
def faq_groups():
    return yaml.safe_load((TEXTS / "faq_groups.yaml").read_text(encoding="utf-8"))


@cache
def everything():
    """Every file as one string, front matter included, by its name."""
    paths = sorted([*TEXTS.rglob("*.md"), TEXTS / "faq_groups.yaml"])
    return {str(path.relative_to(TEXTS)): path.read_text(encoding="utf-8") for path in paths}


MARKDOWN_FILES = sorted(name for name in everything() if name.endswith(".md"))


# What booking says for these by its starting rules; tests/booking/test_rules_in_words.py holds it to that.
RULES = {
    "cancel_time": "48 hours",
    "move_time": "48 hours",
    "recovery_time": "2 to 3 months",
    "youngest_age": "5",
    "care_years": "5 years",
}


def filled(text):
    """The text with the rules as they are at the start."""
    for name, words in RULES.items():
        text = text.replace(f"{{{{{name}}}}}", words)
    return text


def plain(markdown):
    """The words alone, with the apostrophe that a keyboard has."""
    text = re.sub(r"<[^>]+>", "", markdown).replace("’", "'")
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return text.replace("**", "").replace("`", "")


def spoken(name):
    """What a reader reads of a file: its title, lead and the like, then its body."""
    post = frontmatter.loads(everything()[name])
    head = [post.metadata.get(key) for key in ("title", "lead", "description", "question")]
    return "\n\n".join([*filter(None, head), post.content])


def paragraphs(markdown):
    """Paragraphs and list items; headings, table rows and tokens on a line alone hold no sentences."""
    for block in re.split(r"\n\s*\n", plain(markdown)):
        for item in re.split(r"\n(?=- |\d+\. )", block.strip()):
            if item and not re.match(r"#|\||\{\{\w+\}\}$", item):
                yield re.sub(r"^(- |\d+\. )", "", item)


def sentences(markdown):
    for paragraph in paragraphs(markdown):
        yield from filter(None, re.split(r"(?<=[.?!…])[\"”]?\s+", paragraph))

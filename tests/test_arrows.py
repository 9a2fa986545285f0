"""Which part of the code may import which, read from the code itself."""

import ast
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent
APPS = ("content", "intake", "booking")
ALLOWED = {"content": {"content"}, "intake": {"intake"}, "booking": {"booking", "intake", "content"}}
PURE = [
    "booking/back_to_back.py",
    "booking/busy/caldav.py",
    "booking/busy/ranges.py",
    "booking/busy/sifting.py",
    "booking/busy/values.py",
    "booking/calendar.py",
    "booking/changes.py",
    "booking/course_picture.py",
    "booking/deadlines.py",
    "booking/diary.py",
    "booking/diary_values.py",
    "booking/door.py",
    "booking/emails/blocks.py",
    "booking/emails/pieces.py",
    "booking/emails/look.py",
    "booking/hours.py",
    "booking/intervals.py",
    "booking/numbers.py",
    "booking/pictures.py",
    "booking/planning.py",
    "booking/ratings_picture.py",
    "booking/rights/clock.py",
    "booking/rights/plan.py",
    "booking/shifting.py",
    "booking/slots.py",
    "booking/spacing.py",
    "booking/styleguide/colours.py",
    "booking/waiting.py",
    "booking/wording/catalogue.py",
    "booking/wording/checking.py",
    "booking/wording/filling.py",
    "booking/wording/health_words.py",
    "booking/written/dav.py",
    "booking/written/planning.py",
    "booking/written/reading.py",
    "booking/written/values.py",
    "booking/zones.py",
    "content/checks/__init__.py",
    "content/checks/links.py",
    "content/checks/looking.py",
    "content/checks/reading.py",
    "content/checks/tables.py",
    "content/checks/values.py",
    "content/claims/advertising.py",
    "content/claims/asking.py",
    "content/claims/better.py",
    "content/claims/blocking.py",
    "content/claims/changing.py",
    "content/claims/checking.py",
    "content/claims/doubting.py",
    "content/claims/easing.py",
    "content/claims/inside.py",
    "content/claims/lexicon.py",
    "content/claims/naming.py",
    "content/claims/promising.py",
    "content/claims/reading.py",
    "content/claims/reviewed.py",
    "content/claims/selling.py",
    "content/claims/sense.py",
    "content/claims/stories.py",
    "content/claims/values.py",
    "content/claims/wordings.py",
    "content/next_steps.py",
    "content/photographs.py",
    "content/structured.py",
    "intake/answers.py",
    "intake/duplicates.py",
    "intake/findings.py",
    "intake/history/answering.py",
    "intake/history/compared.py",
    "intake/history/laid_over.py",
    "intake/history/precautions.py",
    "intake/history/session.py",
    "intake/history/tasks.py",
    "intake/history/values.py",
    "intake/letters/content.py",
    "intake/months.py",
    "intake/names.py",
    "intake/screening.py",
]


def imports(path: Path) -> set[str]:
    """The modules that a file names, as `package.module` and, for `from x import y`, `x.y` too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(path, node)
            found |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return found


def _absolute(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = path.relative_to(BASE_DIR).parts[: -node.level]
    return ".".join([*package, *filter(None, [node.module])])


def roots(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


@pytest.mark.parametrize("app", APPS)
def test_an_app_imports_only_what_lies_below_it(app):
    against = {
        str(path.relative_to(BASE_DIR)): sorted(roots(path) & set(APPS) - ALLOWED[app])
        for path in (BASE_DIR / app).rglob("*.py")
    }

    assert {path: names for path, names in against.items() if names} == {}


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_knows_neither_django_nor_rows_nor_settings(name):
    names = imports(BASE_DIR / name)

    assert not [module for module in names if module.startswith("django") or "models" in module.split(".")]


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_imports_only_pure_ones_of_its_own(name):
    pure = {path.removesuffix(".py").replace("/", ".") for path in PURE}

    ours = {module for module in imports(BASE_DIR / name) if module.partition(".")[0] in APPS}

    assert not [module for module in ours if module not in pure and not _is_inside(module, pure)]


def _is_inside(module: str, pure: set[str]) -> bool:
    """`from app import module` names the app too, and `from app.module import x` an x."""
    return module in APPS or module.rpartition(".")[0] in pure


def test_relative_imports_are_seen_as_what_they_are():
    node = ast.parse("from ..models import Booking").body[0]

    assert _absolute(BASE_DIR / "booking/views/book.py", node) == "booking.models"


def test_only_one_module_knows_the_cipher():
    using = [
        str(path.relative_to(BASE_DIR))
        for app in APPS
        for path in (BASE_DIR / app).rglob("*.py")
        if "cryptography" in roots(path)
    ]

    assert using == ["intake/crypto.py"]

"""The style guide: every part of the site in every state, for whoever builds on it. Nobody else sees it."""

import re
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.contrib import admin
from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from booking.styleguide import colours, examples
from npm_site.signin import guard

STATIC = Path(settings.BASE_DIR) / "static"
SHEETS = {
    "ground": "Colour, type and drawings",
    "parts": "Parts of a page",
    "forms": "Fields",
    "times": "Choosing a time",
    "desk": "The desk",
}


def staff_only(view):
    """To anybody else there is no such page; and nobody keeps it."""

    @wraps(view)
    def shown(request, *args, **kwargs):
        user = request.user
        if not (user.is_active and user.is_staff and guard.is_open(request)):
            raise Http404
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return never_cache(require_safe(shown))


@staff_only
def sheet(request, name):
    if name not in SHEETS:
        raise Http404
    context = {"title": SHEETS[name], "sheets": _sheets(name)} | CONTEXTS[name](request)
    return render(request, f"booking/styleguide/{name}.html", context)


def _sheets(current):
    return [(_url(name), title, name == current) for name, title in SHEETS.items()]


def _url(name):
    return reverse("styleguide") if name == "ground" else reverse("styleguide_sheet", args=[name])


def _ground(request):
    css = (STATIC / "css" / "tokens.css").read_text()
    schemes = colours.schemes(css)
    names = schemes["light"]
    return {
        "swatches": [(name, schemes["light"][name], schemes["dark"][name]) for name in names],
        "pairs": [_measured(pair, schemes) for pair in colours.PAIRS],
        "types": colours.sizes(css, "size"),
        "spaces": colours.sizes(css, "space"),
        "rounds": colours.sizes(css, "round"),
        "drawings": [_drawing(file) for file in sorted((STATIC / "img").glob("*.svg"))],
        "places": {"neck", "lower_back"},
    }


def _measured(pair, schemes):
    both = [
        (found[pair.ink], found[pair.ground], colours.measured(pair, found)) for found in schemes.values()
    ]
    return {"pair": pair, "schemes": both}


def _drawing(file):
    """The drawing's name and its own size, which a picture has to say."""
    box = re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"', file.read_text())
    return {"name": file.name, "path": f"img/{file.name}", "width": box[1], "height": box[2]}


def _parts(request):
    return {
        "statuses": examples.STATUSES,
        "points": examples.points(),
        "facts": examples.facts(),
        "example_sections": examples.sections(),
        "pictures": examples.pictures(),
    }


def _forms(request):
    forms = {state: examples.form(state) for state in ("empty", "filled", "wrong")}
    return {"forms_by_state": forms.items(), "wrong": forms["wrong"]}


def _times(request):
    return examples.week() | {"is_earlier_asked": False}


def _desk(request):
    frame = admin.site.each_context(request)
    grid = examples.day()
    about = {
        "now": examples.at(0, 10, 30),
        "may_change": False,
        "strip": examples.strip(),
        "statuses": examples.STATUSES,
    }
    return frame | about | {"grid": grid, "shown": examples.shown(), "day": grid.days[0]}


CONTEXTS = {"ground": _ground, "parts": _parts, "forms": _forms, "times": _times, "desk": _desk}

URLS = [
    path("", sheet, {"name": "ground"}, name="styleguide"),
    path("<slug:name>/", sheet, name="styleguide_sheet"),
]

"""Looking at a page in a browser: each check, in the way of looking in which it can fail."""

import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT

from tests.access.shown import serve

SCRIPTS = Path(__file__).parent / "scripts"
FILES = ("structure", "layout", "keyboard")
CHECKS = ",\n".join((SCRIPTS / f"{part}.js").read_text().rstrip() for part in FILES)
TOOLS = (
    f"(() => {{ {(SCRIPTS / 'helpers.js').read_text()}\nwindow.accessChecks = Object.assign({CHECKS}) }})()"
)

PHONE, LOW, DESK, ZOOMED = (320, 640), (320, 256), (1280, 800), (640, 512)
WIDTHS = (PHONE, DESK)
# What each way of looking asks. A document says the same on every screen, so the first is asked once.
STRUCTURE = (
    *("pictures", "media", "words_in_pictures", "groups", "senses", "purposes", "colours", "shortcuts"),
    *("titled", "headings", "links", "language", "labels", "errors", "statuses", "authentication"),
    *("dragging", "timing", "focus_order", "still", "hovering", "orientation"),
)
LAYOUT = ("clipped", "sideways", "targets")
KEYS = ("skips", "rings", "obscured", "order", "trapped")
# Each part of a look, the checks it makes, in this order: the last one leaves a page in disorder.
CHECKED = {
    "structure": (*STRUCTURE, "sequence", "listeners"),
    "phone": (*LAYOUT, "spaced", "axe"),
    "desk": (*LAYOUT, "spaced", "axe"),
    "enlarged": ("enlarged",),
    "low": (*KEYS, "reflowed"),
    "forced": ("forced",),
    "surprises": ("surprises",),
}
PARTS = tuple(CHECKED)
PART_OF = {
    check: [part for part in PARTS if check in CHECKED[part]][:1] for part in PARTS for check in CHECKED[part]
}
EVERY = set(PART_OF)

AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Off unless named: one is new, the other an experiment.
    "rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}},
    "iframes": False,
}
# All else is the same document in other colours.
COLOURS = AXE | {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "rules": {},
}
# What 1.4.12 asks a page to bear.
SPACES = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    "p { margin-block-end: 2em !important }"
)
LARGE = "html { font-size: 200% !important }"
# Kinds of event by which a page could act on a touch, a single key or a movement of the device.
SUDDEN = ("pointerdown", "mousedown", "touchstart", "keypress", "devicemotion", "deviceorientation")
NOTE_LISTENERS = (
    "window.listened = []; const listen = EventTarget.prototype.addEventListener;"
    "EventTarget.prototype.addEventListener = function (kind, ...rest) {"
    " window.listened.push(kind); return listen.call(this, kind, ...rest) };"
)
MOST_TABS = 400


class Looker:
    """One page of the browser, that shows one document after the other."""

    def __init__(self, page):
        self.page, self.facts = page, {}
        self.ways = {
            "structure": self.structure,
            "phone": lambda: self._wide(PHONE),
            "desk": lambda: self._wide(DESK),
            "enlarged": self.enlarged,
            "low": self.low,
            "forced": self.forced,
            "surprises": self.surprises,
        }
        page.add_init_script(NOTE_LISTENERS)

    def ask(self, *names) -> dict[str, list]:
        """Ask these of the document that is shown; what is wrong, by the name of the check."""
        if self.page.evaluate("typeof window.accessChecks === 'undefined'"):
            self.page.evaluate(TOOLS)
        return self.page.evaluate(
            "names => Object.fromEntries(names.map(name => [name, window.accessChecks[name]() || []]))",
            list(names),
        )

    def look(self, shown, parts=PARTS) -> dict[str, list]:
        """All that is wrong with this page, by the name of the check; the page is left in disorder."""
        self.show(shown)
        found = defaultdict(list)
        for part in parts:
            for name, problems in self.ways[part]().items():
                found[name] += problems
        return {name: list(dict.fromkeys(problems)) for name, problems in found.items()}

    def show(self, shown):
        serve(self.page, shown)
        self.facts[shown.name] = self._facts(shown)

    def _facts(self, shown) -> dict:
        """What is compared with other pages, as it is on a desk."""
        self.screen(DESK)
        found = self.ask("facts")["facts"]
        path = shown.path.partition("?")[0]
        return found | {"path": path, "status": shown.status, "is_open": not shown.is_desk}

    def _wide(self, size) -> dict:
        found = self.layout(size) | {"axe": self.axe()}
        self.page.emulate_media(color_scheme="dark")
        found["axe"] += [f"dark: {one}" for one in self.axe(COLOURS)]
        self.page.emulate_media(color_scheme="light")
        return found

    def screen(self, size):
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def axe(self, options=AXE) -> list[str]:
        if self.page.evaluate("typeof axe === 'undefined'"):
            self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate(f"axe.run({json.dumps(options)}).then(found => found.violations)")
        return [f"{one['id']}: {'; '.join(node['html'][:160] for node in one['nodes'][:4])}" for one in found]

    def structure(self, size=PHONE) -> dict:
        self.screen(size)
        found = self.ask(*STRUCTURE, "sequence")
        listened = set(self.page.evaluate("window.listened")) & set(SUDDEN)
        return found | {"listeners": [f"it listens to {kind}" for kind in sorted(listened)]}

    def layout(self, size) -> dict:
        """What fits on a screen of this size, and still does with more space between letters and lines."""
        self.screen(size)
        found = self.ask(*LAYOUT)
        return found | {"spaced": self._with(SPACES)}

    def enlarged(self) -> dict:
        """Half as wide a window in which text is twice as large: no word is lost, nothing lies outside."""
        self.screen(ZOOMED)
        return {"enlarged": self._with(LARGE)}

    def low(self) -> dict:
        """A desk at 400 %, and that page gone through by keys."""
        return self.reflowed() | self.by_keys()

    def reflowed(self) -> dict:
        self.screen(LOW)
        found = self.ask("sideways", "clipped")
        return {"reflowed": found["sideways"] + found["clipped"]}

    def forced(self) -> dict:
        self.page.emulate_media(forced_colors="active")
        found = self.ask("forced")
        self.page.emulate_media(forced_colors="none")
        return found

    def surprises(self) -> dict:
        return self.ask("surprises")

    def _with(self, css) -> list[str]:
        """What is wrong under these styles of the reader, which are taken away again."""
        self.page.evaluate(
            "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
            " document.adoptedStyleSheets = [sheet] }",
            css,
        )
        found = self.ask("sideways", "clipped")
        self.page.evaluate("document.adoptedStyleSheets = []")
        return found["sideways"] + found["clipped"]

    def by_keys(self) -> dict:
        """Tab through all of it: where it begins, what is seen of each stop, and that it ends."""
        stops, has_ended = self._stops()
        places = [stop["place"] for stop in stops]
        # A field of several parts is one place, and one of its parts may show the ring instead.
        ringed = {stop["place"] for stop in stops if not stop["ring"]}
        return {
            "skips": self._skips(stops),
            "rings": [stop["ring"] for stop in stops if stop["place"] not in ringed],
            "obscured": [stop["obscured"] for stop in stops if stop["obscured"]],
            "order": self._jumps(stops) + self.page.evaluate(f"window.accessChecks.unreached({places})"),
            "trapped": [] if has_ended else [f"Tab never leaves {stops[-1]['name']}"],
        }

    def _stops(self) -> tuple[list, bool]:
        """What Tab comes to, one after the other, and whether it comes to an end."""
        self.ask("from_the_top")
        stops = []
        # A date has three parts and a button.
        for _tab in range(min(2 * self.page.evaluate("window.accessChecks.tabbed()") + 8, MOST_TABS)):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate("window.accessChecks.focused()")
            if stop is None or (len(stops) > 1 and stop["place"] == stops[0]["place"] != stops[-1]["place"]):
                return stops, True
            stops.append(stop)
        return stops, False

    def _skips(self, stops) -> list[str]:
        """The first stop leads past what every page begins with, right to what this one is about."""
        if not stops or not (stops[0]["href"] or "").startswith("#"):
            return ["the first stop skips nothing"]
        self.ask("from_the_top")
        for key in ("Tab", "Enter"):
            self.page.keyboard.press(key)
        is_there = self.page.evaluate(
            "address => document.activeElement.matches('main, main *, #content')"
            " || location.hash === address && !!document.querySelector(address)",
            stops[0]["href"],
        )
        return [] if is_there else ["the first stop leads nowhere"]

    def _jumps(self, stops) -> list[str]:
        return [
            f"from {before['name']} back to {stop['name']}"
            for before, stop in pairwise(stops)
            if stop["place"] < before["place"]
        ]

"""What only several pages together can show: the same things in the same places, under the same names."""

from collections import defaultdict

CHECKS = ("same_menu", "same_names", "same_help", "own_title", "two_ways")


def problems(facts: dict[str, dict]) -> dict[str, list[str]]:
    """Return what is wrong, by the name of the check; facts are those of each page, in their order.

    An answer that tells of a fault stands at any address, and may have no menu.
    """
    found = {name: one for name, one in facts.items() if one["status"] == 200}
    return {
        "same_menu": _in_one_order(facts, "nav") + _in_one_order(facts, "foot"),
        "same_names": _named_twice(facts),
        "same_help": _in_one_order(facts, "help"),
        "own_title": _shared_titles(found),
        "two_ways": [f"{name} has no menu" for name, one in found.items() if not (one["nav"] or one["foot"])],
    }


def _in_one_order(facts, part) -> list[str]:
    """Any two pages have what both of them have in the same order."""
    wrong, order = [], []
    for name, one in facts.items():
        here = list(dict.fromkeys(one[part]))
        common = [thing for thing in order if thing in here]
        if common != [thing for thing in here if thing in order]:
            wrong.append(f"{name}: {here} after {common}")
        order += [thing for thing in here if thing not in order]
    return wrong


def _named_twice(facts) -> list[str]:
    """A button that shows a sign alone has one name wherever it stands."""
    names = defaultdict(set)
    for one in facts.values():
        for sign, name in one["icons"]:
            names[sign].add(name)
    return [f"one sign is called {sorted(called)}" for called in names.values() if len(called) > 1]


def _shared_titles(facts) -> list[str]:
    """Two addresses have two titles; the states of one may share theirs."""
    paths = defaultdict(set)
    for one in facts.values():
        paths[one["title"].removeprefix("Error: ")].add(one["path"])
    return [f"“{title}” is the title of {sorted(found)}" for title, found in paths.items() if len(found) > 1]

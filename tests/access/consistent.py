"""What only several pages together can show: the same things in the same places, under the same names."""

from collections import defaultdict
from itertools import combinations

CHECKS = ("same_menu", "same_names", "same_help", "own_title", "two_ways")

# Kept in a browser's history, so they do not tell what somebody did there; and one answer at two addresses.
NEUTRAL = ("Your visit – ", "Your form – ", "You are on the list – ")


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
        "two_ways": [
            f"{name} has no menu" for name, one in found.items() if one["is_open"] and not _menus(one)
        ],
    }


def _in_one_order(facts, part) -> list[str]:
    """Any two pages have what both of them have in the same order."""
    lists = {tuple(dict.fromkeys(one[part])): name for name, one in facts.items()}
    return [
        f"{lists[first]}: {list(first)}, and {lists[second]}: {list(second)}"
        for first, second in combinations(lists, 2)
        if [one for one in first if one in second] != [one for one in second if one in first]
    ]


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
    return [
        f"“{title}” is the title of {sorted(found)}"
        for title, found in paths.items()
        if len(found) > 1 and not title.startswith(NEUTRAL)
    ]


def _menus(one) -> list:
    return one["nav"] + one["foot"]

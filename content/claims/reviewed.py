"""The site's own sentences that a rule finds and that stay, each with the reason. Pure."""

from functools import cache
from pathlib import Path

import yaml

from content.claims.values import Finding, Level

FILE = Path(__file__).resolve().parent / "reviewed.yaml"


@cache
def reviewed() -> dict[tuple[str, str], str]:
    """Return the reason of each rule and sentence."""
    groups = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        (rule, sentence): group["why"]
        for group in groups
        for sentence, rules in group["sentences"].items()
        for rule in rules.split()
    }


def is_reviewed(finding: Finding) -> bool:
    """Return whether it stays for a reason. What must not be published cannot be in the list."""
    return finding.level != Level.BLOCK and (finding.rule, finding.sentence) in reviewed()

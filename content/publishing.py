"""What the claims check finds in the fields of a row, and what is published all the same."""

import hashlib
from datetime import datetime

from django.db import transaction

from content.claims import Finding, Level, Place, check
from content.claims.reviewed import is_reviewed
from content.models import ClaimOverride

LONGEST_TITLE = 200
Findings = dict[str, list[Finding]]


def look(texts: dict[str, tuple[str, Place]]) -> Findings:
    """Return what is found in each field's text, without what has been looked at and answered before."""
    found = {name: check(text, place=place) for name, (text, place) in texts.items()}
    left = {name: [one for one in some if not is_reviewed(one)] for name, some in found.items()}
    return {name: some for name, some in left.items() if some}


def unanswered(findings: Findings, row) -> Findings:
    """Return what stops the row from being published: no reason was given for it in this very field."""
    stopping = {name: [one for one in some if one.level == Level.BLOCK] for name, some in findings.items()}
    if not any(stopping.values()):
        return {}
    given = set(_of(row).values_list("field", "rule", "sentence_sha256")) if _key(row) else set()
    left = {
        name: [one for one in some if (name, one.rule, _digest(one.sentence)) not in given]
        for name, some in stopping.items()
    }
    return {name: some for name, some in left.items() if some}


def mark(findings: Findings) -> str:
    """Return what stands for these findings in a form, so that a reason covers only what was shown."""
    said = sorted(f"{name}\n{one.rule}\n{one.sentence}" for name, some in findings.items() for one in some)
    return _digest("\n\n".join(said))


@transaction.atomic
def let_stand(row, findings: Findings, *, reason: str, by, now: datetime):
    """Note for what reason these sentences are published. Of two who do so at once the first is noted."""
    notes = [
        ClaimOverride(
            at=now,
            by=by,
            model=row._meta.label_lower,
            row=_key(row),
            title=str(row)[:LONGEST_TITLE],
            field=name,
            rule=one.rule,
            sentence=one.sentence,
            sentence_sha256=_digest(one.sentence),
            reason=reason,
        )
        for name, some in findings.items()
        for one in some
    ]
    ClaimOverride.objects.bulk_create(notes, ignore_conflicts=True)


def note_reason(form, row, *, by, now: datetime):
    """Note the reason that was given in a form for this row, where one was asked for."""
    if form.stopping:
        reason = form.cleaned_data["claims_reason"].strip()
        let_stand(row, form.stopping, reason=reason, by=by, now=now)


def _of(row):
    return ClaimOverride.objects.filter(model=row._meta.label_lower, row=_key(row))


def _key(row):
    # Some rows come and go under one name.
    return str(getattr(row, "claims_key", row.pk) or "")


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()

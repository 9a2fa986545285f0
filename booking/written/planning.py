"""What has to be done so that the calendar holds what it should. Pure."""

from collections.abc import Mapping, Sequence

from booking.written.values import MOST_STEPS, Change, Known, Noticed, Plan, Step, There, Wanted


def plan(
    wanted: Sequence[Wanted],
    known: Sequence[Known],
    there: Mapping[str, There],
    *,
    most: int = MOST_STEPS,
) -> Plan:
    """Return what is to be done, at most `most` steps: first what has to go, then what is soonest.

    `there` holds our own files alone, by name. Each step is bound to what was seen, so that nothing is
    overwritten that came in between."""
    by_name = {one.name: one for one in known}
    names = {one.name for one in wanted}
    steps = [Step("DELETE", name, found.etag) for name, found in sorted(there.items()) if name not in names]
    gone = tuple(one.name for one in known if one.name not in names and one.name not in there)
    noticed, agreed, is_all = {}, [], True
    for one in sorted(wanted, key=lambda one: (one.starts_at, one.name)):
        written, found = by_name.get(one.name), there.get(one.name)
        if found is None:
            steps.append(Step("PUT", one.name))
            if written:
                noticed[one.name] = Noticed(one.name, Change.DELETED)
        elif written is None:
            steps.append(Step("PUT", one.name, found.etag))
        elif found.etag == written.etag:
            if written.digest != one.digest:
                steps.append(Step("PUT", one.name, found.etag))
        elif not found.is_looked:
            is_all = False
        elif found.digest == one.digest:
            agreed.append((one.name, found.etag))
        else:
            steps.append(Step("PUT", one.name, found.etag))
            if not found.digest or found.digest not in (written.digest, written.trying):
                noticed[one.name] = _noticed(written, found)
    now = tuple(steps[:most])
    told = tuple(noticed[step.name] for step in now if step.method == "PUT" and step.name in noticed)
    return Plan(now, told, tuple(agreed), gone, is_all and len(steps) <= most)


def to_look_at(wanted: Sequence[Wanted], known: Sequence[Known]) -> dict[str, str]:
    """Return the etags that were seen last of what should stand there: any other has to be looked at."""
    names = {one.name for one in wanted}
    return {one.name: one.etag for one in known if one.name in names}


def _noticed(written: Known, found: There) -> Noticed:
    is_there = found.starts_at is not None
    if is_there and (found.starts_at, found.ends_at) != (written.starts_at, written.ends_at):
        return Noticed(written.name, Change.MOVED, found.starts_at)
    return Noticed(written.name, Change.CHANGED)

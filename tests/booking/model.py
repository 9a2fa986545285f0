"""The diary in small, written apart from the site's own rules and as plainly as can be: what is free, and
what becomes of a visit. The two are compared after each step."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
BUFFER, LENGTH = timedelta(minutes=15), timedelta(minutes=120)
OPENS, CLOSES = time(9), time(19)
NOTICE, NOTICE_WHEN_READ = timedelta(hours=24), timedelta(hours=48)
WINDOW, KEPT_BEFORE = timedelta(days=180), timedelta(hours=24)
RESERVED_FOR = timedelta(minutes=15)
MOST_AHEAD = 3
BANK_HOLIDAYS = {
    date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3), date(2027, 5, 31), date(2027, 8, 30),
    date(2027, 12, 27), date(2027, 12, 28), date(2028, 1, 3), date(2028, 4, 14), date(2028, 4, 17),
}  # fmt: skip
ENDED = {"declined", "cancelled", "lapsed"}


@dataclass
class Visit:
    person: int | None
    starts_at: datetime
    status: str
    until: datetime | None = None
    version: int = 1
    findings: set = field(default_factory=set)
    was_visit: bool = False
    # What was booked in one step has one name.
    group: object = None

    def status_at(self, now):
        """What it is by now: what has run out is over, whether a job has said so or not."""
        return "lapsed" if self.until is not None and self.until <= now else self.status

    def is_coming(self, now):
        return self.status_at(now) in {"held", "confirmed"} and self.starts_at > now


def at(day: date, minutes: int) -> datetime:
    """The moment of so many minutes after midnight by the clock on the wall."""
    return datetime.combine(day, time(minutes // 60, minutes % 60), LONDON).astimezone(UTC)


class Diary:
    def __init__(self, now):
        self.now, self.visits, self.closed = now, {}, set()
        self.said_yes, self.treated = set(), set()
        self.says, self.said_at = {}, {}
        # By person the fever of their newest form that tells of one, and what she has said yes to.
        self.fever, self.agreed = {}, {}

    def coming_of(self, person):
        coming = [one for one in self.visits.values() if one.person == person and one.is_coming(self.now)]
        return sorted(coming, key=lambda visit: visit.starts_at)

    def with_it(self, visit, status):
        """What was booked in one step with this visit, itself included, and has this status."""
        mates = [one for one in self.visits.values() if one is visit or one.group == visit.group is not None]
        return [one for one in mates if one.is_coming(self.now) and one.status == status]

    def has_enough(self, person):
        """Whether three visits lie ahead; what was booked in one step is one of them."""
        return len({visit.group or id(visit) for visit in self.coming_of(person)}) >= MOST_AHEAD

    def is_clear(self, starts_at, but=None):
        """Whether nobody has any of this time, the quarters of an hour around it included."""
        taking = (one for one in self.visits.values() if one is not but)
        return not any(
            one.status_at(self.now) not in ENDED
            and abs((one.starts_at - starts_at).total_seconds()) < (LENGTH + 2 * BUFFER).total_seconds()
            for one in taking
        )

    def is_open(self, starts_at):
        local = starts_at.astimezone(LONDON)
        closes = datetime.combine(local.date(), CLOSES, LONDON).astimezone(UTC)
        is_workday = local.date() not in self.closed | BANK_HOLIDAYS
        is_start = local.time() >= OPENS and local.minute % 30 == 0
        return is_workday and is_start and starts_at + LENGTH <= closes

    def is_free(self, starts_at, notice=NOTICE, but=None):
        is_bookable = self.now + notice <= starts_at <= self.now + WINDOW
        return is_bookable and self.is_open(starts_at) and self.is_clear(starts_at, but)

    def free_on(self, day):
        return {
            starts_at for minutes in range(9 * 60, 19 * 60, 30) if self.is_free(starts_at := at(day, minutes))
        }

    def found(self, person, says_yes):
        if says_yes:
            return {"see_doctor"} | self.to_talk_about(person)
        return ({"disagrees"} if person in self.said_yes else set()) | self.to_talk_about(person)

    def to_talk_about(self, person):
        return {self.fever[person]} - self.agreed.get(person, set()) if person in self.fever else set()

    def book(self, person, starts_at, says_yes) -> Visit | None:
        """Return the visit; one without a person where only the time stays kept, None where it is refused."""
        if not self.is_free(starts_at):
            return None
        found = self.found(person, says_yes)
        if (found and starts_at < self.now + NOTICE_WHEN_READ) or self.has_enough(person):
            return Visit(None, starts_at, "reserved", until=self.now + RESERVED_FOR)
        self.answer(person, says_yes)
        return self.taken_up(person, starts_at, found)

    def taken_up(self, person, starts_at, found, group=None):
        until = starts_at - KEPT_BEFORE if found else None
        return Visit(person, starts_at, "held" if found else "confirmed", until, findings=found, group=group)

    def book_series(self, person, starts, group):
        """All of them or none: return the visits, held together when one of them is."""
        found = self.found(person, self.says[person])
        notice = NOTICE_WHEN_READ if found else NOTICE
        assert all(self.is_free(start, notice) for start in starts)
        visits = [self.taken_up(person, start, found, group) for start in starts]
        for visit in visits:
            visit.until = visits[0].until
        return visits

    def answer(self, person, says_yes):
        """New answers: a yes holds what was sure, with what was booked together, and is added to the rest.

        Of what is said in one moment neither is the newer, so the stricter counts."""
        is_one_moment = self.said_at.get(person) == self.now
        self.says[person] = says_yes or (is_one_moment and self.says[person])
        self.said_at[person] = self.now
        if not says_yes:
            return
        self.said_yes.add(person)
        for visit in self.coming_of(person):
            if "see_doctor" not in visit.findings:
                self.disturb(visit, {"see_doctor"} | self.to_talk_about(person))

    def tell_of_a_fever(self, person):
        """A form that tells of a fever holds what is to come, unless she agreed to this very one."""
        self.fever[person] = f"fever on {self.now.astimezone(LONDON).date()}"
        for visit in self.coming_of(person) if self.to_talk_about(person) else []:
            if self.fever[person] not in visit.findings:
                others = {one for one in visit.findings if not one.startswith("fever")}
                self.disturb(visit, others | {self.fever[person]})

    def disturb(self, visit, findings):
        was_held = visit.status == "held"
        for one in [] if was_held else self.with_it(visit, "confirmed"):
            one.status, one.until, one.was_visit = "held", one.starts_at, True
            one.version += 1
        visit.findings, visit.version = findings, visit.version + was_held

    def decide(self, visit, status):
        """Her answer to one is her answer to all that is held together with it."""
        for one in self.with_it(visit, "held"):
            one.status, one.until = status, None
            if status == "confirmed":
                self.agreed.setdefault(one.person, set()).update(one.findings)

    def move(self, visit, starts_at, *, by_her) -> bool:
        is_other_day = starts_at.astimezone(LONDON).date() != visit.starts_at.astimezone(LONDON).date()
        # What she has said yes to once is no more than a note when the new day is judged.
        fevers = {one for one in visit.findings if one.startswith("fever")}
        agreed = fevers & self.agreed.get(visit.person, set())
        found = visit.findings - agreed if is_other_day else visit.findings
        is_held = visit.status == "held" or (is_other_day and bool(found))
        notice = NOTICE_WHEN_READ if is_held else NOTICE
        is_possible = (
            self.is_clear(starts_at, visit) and starts_at > self.now
            if by_her
            else self.is_free(starts_at, notice, visit)
        )
        if not is_possible or starts_at == visit.starts_at:
            return False
        visit.was_visit = visit.was_visit or visit.status == "confirmed"
        visit.starts_at, visit.version, visit.findings = starts_at, visit.version + 1, found
        if is_held:
            kept_until = starts_at - KEPT_BEFORE
            is_kept = visit.was_visit or kept_until <= self.now
            visit.status, visit.until = "held", starts_at if is_kept else kept_until
            self.end_as_one(visit)
        return True

    def end_as_one(self, visit):
        requests = [one for one in self.with_it(visit, "held") if not one.was_visit]
        for one in requests if not visit.was_visit else []:
            one.until = min(other.until for other in requests)

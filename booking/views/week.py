"""The week of free times, for every page on which somebody chooses one."""

from datetime import date, datetime, timedelta

from booking import availability, calendar

NEAREST = 3


def context(request, times, url: str, *, first_look=None, near=None) -> dict:
    """Return what `includes/week.html` and the texts around it show, for the page at `url`: the week asked
    for, or else the first that has something, `first_look()`, and the times nearest to `near`."""
    monday = a_monday(request.GET.get("week", ""), times)
    look = times.look(monday, calendar.DAYS) if monday else (first_look or times.first_look)()
    nearest = [] if monday else _nearest(look.choices, near)
    monday = monday or calendar.monday_of(nearest[0].starts_at.date() if nearest else times.first_day)
    return {
        "week": _week(look, monday, url),
        "week_page": url,
        "nearest": nearest,
        "note": _note(times, url),
        "is_earlier_asked": times.is_earlier_asked,
    }


def is_earlier_asked(request) -> bool:
    return request.GET.get("earlier") == "1"


def a_moment(text) -> datetime | None:
    """Return a moment with its offset, None when the text is not one."""
    try:
        moment = datetime.fromisoformat(text) if len(text) < 40 else None
        return moment.astimezone(availability.zone()) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def a_monday(text, times) -> date | None:
    """Return the Monday of the day asked for, within the days that can be booked."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return calendar.monday_of(min(max(day, times.judgement.today), times.last_day))


def _nearest(choices, near):
    firsts = calendar.first_of_each_part(choices)
    if near is not None:
        firsts.sort(key=lambda choice: abs(choice.starts_at - near))
    return sorted(firsts[:NEAREST], key=lambda choice: choice.starts_at)


def _week(look, monday, url):
    times, week = look.times, timedelta(days=calendar.DAYS)
    has_earlier = monday > calendar.monday_of(times.first_day)
    return {
        "starts_on": monday,
        "ends_on": monday + timedelta(days=calendar.DAYS - 1),
        "days": look.week(monday),
        "earlier_url": _week_url(monday - week, times, url) if has_earlier else None,
        "later_url": _week_url(monday + week, times, url) if monday + week <= times.last_day else None,
    }


def _week_url(monday, times, url):
    earlier = "&earlier=1" if times.is_earlier_asked else ""
    return f"{url}?week={monday.isoformat()}{earlier}#week"


def _note(times, url):
    """What the answers mean for the days: from when a visit can be considered, and booked straight."""
    judgement, safe = times.judgement, times.judgement.safe_dates
    straight = safe.straight_from
    is_straight = straight is not None and not judgement.outcome(straight)
    return {
        "considered_from": safe.considered_from,
        "straight_from": straight if is_straight else None,
        "straight_url": _week_url(calendar.monday_of(straight), times, url) if is_straight else None,
        "is_read_first": judgement.outcome(times.first_day) > 0,
    }

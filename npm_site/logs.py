"""The log says why something was refused, and nothing of what a visitor typed."""

import logging
import re
import traceback

FAULT = 500
# What stands in an address after the name of a page of the client's own and is long enough to be a key;
# and all of the address of a calendar feed.
TOKEN = re.compile(r"(/booking/[a-z-]+/)[^/\s]{20,}|(/calendar/)\S+")


class Frames(logging.Formatter):
    """Says of a fault where and of what kind it is. Its message may quote what was typed, or a row."""

    def formatException(self, exc_info):
        _kind, error, _frames = exc_info
        return "\n".join(_frames_of(error))


class Report:
    """Stands for Django's report of a fault, which would hold the form that was sent and variables."""

    def __init__(self, request, exc_type, exc_value, tb, is_email=False):
        self.error = exc_value

    def get_traceback_text(self):
        return "\n".join(_frames_of(self.error)) if isinstance(self.error, BaseException) else ""

    get_traceback_html = get_traceback_text


class Discreet(logging.Filter):
    """Leaves the traceback out of a refusal, which is no fault of the site, and its words too. Whatever the
    record is of, the token of a link in it is hidden: whoever reads the log could open a visit."""

    def filter(self, record):
        return _without_tokens(self._discreet(record))

    def _discreet(self, record):
        if getattr(record, "status_code", FAULT) >= FAULT:
            return record
        said = vars(record) | {"exc_info": None, "exc_text": None}
        if record.levelno > logging.WARNING:
            # Django's own words name the host that was asked for, or the address.
            reason = record.name.rpartition(".")[2]
            said |= {"msg": "refused: %s", "args": (reason,)}
            said |= {"levelno": logging.WARNING, "levelname": "WARNING"}
        return logging.makeLogRecord(said)


def _without_tokens(record):
    said = record.getMessage()
    hidden = TOKEN.sub(r"\1\2…", said)
    return record if hidden == said else logging.makeLogRecord(vars(record) | {"msg": hidden, "args": ()})


def _frames_of(error) -> list[str]:
    """The faults that led here, the first one first, and the lines of code of each."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    return [
        *(_frames_of(earlier) if earlier else ()),
        f"{type(error).__qualname__}, most recent call last:",
        lines,
    ]

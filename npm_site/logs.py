"""The log says why something was refused, and nothing of what a visitor typed."""

import logging
import re

FAULT = 500
# What stands in an address after the name of a page of the client's own and is long enough to be a key.
TOKEN = re.compile(r"(/booking/[a-z-]+/)[^/\s]{20,}")


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
    hidden = TOKEN.sub(r"\1…", said)
    return record if hidden == said else logging.makeLogRecord(vars(record) | {"msg": hidden, "args": ()})

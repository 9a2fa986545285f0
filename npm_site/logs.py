"""The log says why something was refused, and nothing of what a visitor typed."""

import logging

FAULT = 500


class Discreet(logging.Filter):
    """Leaves the traceback out of a refusal, which is no fault of the site, and its words too."""

    def filter(self, record):
        if getattr(record, "status_code", FAULT) >= FAULT:
            return record
        said = vars(record) | {"exc_info": None, "exc_text": None}
        if record.levelno > logging.WARNING:
            # Django's own words name the host that was asked for, or the address.
            reason = record.name.rpartition(".")[2]
            said |= {"msg": "refused: %s", "args": (reason,)}
            said |= {"levelno": logging.WARNING, "levelname": "WARNING"}
        return logging.makeLogRecord(said)

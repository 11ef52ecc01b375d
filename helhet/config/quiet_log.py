"""What the server writes to its own log: where in the code, never whom it was about."""

import logging
import re
from types import TracebackType

# A path names a person by its opaque id; a query string may hold a name somebody searched for.
_PATH_IDS = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)
_QUERY = re.compile(r"\?\S*")
_NUMBERS = re.compile(r"\b\d{11}\b")


class WithoutPersons(logging.Filter):
    """Strips identifiers, query strings and exception values from every record before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        for pattern, instead in ((_QUERY, ""), (_PATH_IDS, "<id>"), (_NUMBERS, "<nummer>")):
            text = pattern.sub(instead, text)
        record.msg, record.args = text, ()
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            record.msg = f"{text}: {kind.__name__} at {_place(trace)}"
            record.exc_info = record.exc_text = None
        return True


def _place(trace: TracebackType | None) -> str:
    """File and line where it broke; the exception's own text may quote a row, so it is left out."""
    if trace is None:
        return "unknown place"
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"

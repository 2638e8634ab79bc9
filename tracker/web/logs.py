"""The server's log: one JSON line an event, with no health data, no names, no addresses of children.

An exception's message is never logged, since a database's error quotes the values of the row. What remains is its
class and the places in the code, which are enough to find the fault, under a reference number that the person saw.
A library's message is not logged either: nobody can tell a fixed text from one with values in it. Its place is.
"""

import logging
import secrets
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path

import structlog

ROOT = Path(__file__).parents[2]


def set_up() -> None:
    """Send everything that this process logs to stderr as JSON lines, libraries included."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    # Streamlit gives each of its loggers a handler of its own, also later on. Every handler gets its records here.
    logging.setLogRecordFactory(_LibraryRecord)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", force=True)
    logging.captureWarnings(capture=True)
    # What nobody catches would be printed with its message.
    sys.excepthook = lambda _kind, error, _trace: _uncaught(error)
    threading.excepthook = lambda thrown: _uncaught(thrown.exc_value)
    sys.unraisablehook = lambda thrown: _uncaught(thrown.exc_value)


def report(error: BaseException, event: str) -> str:
    """Log an unexpected error; give the reference number by which a person can name it."""
    reference = secrets.token_hex(4)
    structlog.get_logger().error(event, reference=reference, **places(error))
    return reference


def places(error: BaseException) -> Mapping[str, object]:
    """Give an error's class and where in the code it came from, without its message or any value."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": [type(one).__qualname__ for one in _chain(error)],
        "at": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _uncaught(error: BaseException | None) -> None:
    # A thread that is asked to end does so by SystemExit.
    if error is not None and not isinstance(error, SystemExit):
        report(error, "nobody caught this")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-3:])


class _LibraryRecord(logging.LogRecord):
    """A library's record as a JSON line: whose it is and where in the code it was made, without its message."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.error: BaseException | None = self.exc_info[1] if self.exc_info else None
        # Or a handler would print the traceback, and the message with it.
        self.exc_info = None
        self.stack_info = None

    def getMessage(self) -> str:  # noqa: N802 - the standard library's name
        event: dict[str, object] = {
            "logger": self.name,
            "event": "library message",
            "level": self.levelname.lower(),
            "from": f"{_short(self.pathname)}:{self.lineno} {self.funcName}",
        }
        if self.error is not None:
            event |= places(self.error)
        stamped = structlog.processors.TimeStamper(fmt="iso", utc=True)(None, "", event)
        return str(structlog.processors.JSONRenderer()(None, "", stamped))

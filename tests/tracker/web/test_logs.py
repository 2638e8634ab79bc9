"""The log holds what finds a fault, and nothing about anybody."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from tracker.web import logs

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """Give a function that reads what was logged since, as events."""
    factory, handlers, level = logging.getLogRecordFactory(), logging.root.handlers[:], logging.root.level
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    logging.setLogRecordFactory(factory)
    logging.root.handlers, logging.root.level = handlers, level
    structlog.reset_defaults()


def set_up() -> None:
    """Set the log up in the test itself: pytest has another stderr in each phase."""
    logging.root.handlers = []  # or they would be closed, and they are pytest's
    logs.set_up()


def fail(message: str) -> None:
    raise ValueError(message)


def mishap() -> BaseException:
    try:
        try:
            fail("Mia: 7 of 10")
        except ValueError as error:
            raise RuntimeError("Mia hurts") from error
    except RuntimeError as error:
        return error
    raise AssertionError


def test_an_error_is_logged_by_its_places_and_never_by_its_message(lines: Lines) -> None:
    set_up()
    reference = logs.report(mishap(), "page failed")
    [event] = lines()
    assert event["reference"] == reference
    assert event["event"] == "page failed"
    assert event["level"] == "error"
    assert event["error"] == ["RuntimeError", "ValueError"]
    assert event["at"][0].startswith("tests/tracker/web/test_logs.py:")
    assert "Mia" not in json.dumps(event)


def test_a_library_s_record_keeps_its_fixed_text_only(lines: Lines) -> None:
    set_up()
    try:
        raise mishap()
    except RuntimeError:
        logging.getLogger("some.library").exception("could not store %s", "Mia: 7 of 10", stack_info=True)
    logging.getLogger("some.library").error(OSError("Mia"))
    logging.getLogger("some.library").info("nothing worth a line")
    stored, odd = lines()
    assert (stored["event"], stored["logger"]) == ("could not store %s", "some.library")
    assert stored["error"] == ["RuntimeError", "ValueError"]
    assert odd["event"] == "OSError"
    assert "Mia" not in json.dumps([stored, odd])


def test_a_handler_of_the_library_s_own_prints_the_same_line(lines: Lines) -> None:
    set_up()
    logger = logging.getLogger("streamlit.own")
    logger.propagate = False
    logger.addHandler(logging.StreamHandler(sys.stderr))
    try:
        raise mishap()
    except RuntimeError:
        logger.exception("Uncaught app execution")
    finally:
        logger.handlers.clear()
    [event] = lines()
    assert event["error"] == ["RuntimeError", "ValueError"]
    assert "Mia" not in json.dumps(event)

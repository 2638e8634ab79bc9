"""The log holds what finds a fault, and nothing about anybody."""

import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from tests.server import run_command
from tracker.web import logs

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """Give a function that reads what was logged since, as events."""
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    factory, handlers, level = logging.getLogRecordFactory(), logging.root.handlers[:], logging.root.level
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    logging.setLogRecordFactory(factory)
    logging.root.handlers, logging.root.level = handlers, level
    logging.captureWarnings(capture=False)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
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


def test_a_library_s_record_keeps_its_place_only(lines: Lines) -> None:
    set_up()
    child = "Mia"
    logger = logging.getLogger("some.library")
    try:
        raise mishap()
    except RuntimeError:
        logger.exception("could not store %s", "Mia: 7 of 10", stack_info=True)
    logger.error(f"could not store {child}")  # noqa: G004 - as libraries do
    logger.error(OSError("Mia"))
    logger.info("nothing worth a line")
    stored, formatted, odd = lines()
    assert stored["error"] == ["RuntimeError", "ValueError"]
    for event in (stored, formatted, odd):
        assert (event["event"], event["logger"]) == ("library message", "some.library")
        assert event["from"].startswith("tests/tracker/web/test_logs.py:")
        assert "Mia" not in json.dumps(event)


UNCAUGHT = """
import logging, threading, warnings
from tracker.web import logs
logs.set_up()
class Odd:
    def __del__(self):
        raise KeyError("Mia")
def fail():
    raise ValueError("Mia: 7 of 10")
warnings.warn("Mia hurts")
thread = threading.Thread(target=fail, name="Mia")
thread.start()
thread.join()
odd = Odd()
del odd
raise RuntimeError("Mia hurts")
"""


def test_what_nobody_catches_passes_in_our_format_only(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(UNCAUGHT)
    result = run_command([str(script)], {}, tmp_path)
    events = [json.loads(line) for line in result.stderr.splitlines()]
    assert [event.get("error") for event in events] == [None, ["ValueError"], ["KeyError"], ["RuntimeError"]]
    assert events[0]["logger"] == "py.warnings"
    assert "Mia" not in result.stderr
    assert result.returncode == 1


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

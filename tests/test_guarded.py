"""The guards themselves: what they let pass, and what they do not."""

import socket

import pytest

from tests.guarded import LeftTheMachine, fail_if_leaked, leaked_names


@pytest.mark.parametrize("host", ["192.0.2.1", "example.com", "2001:db8::1", b"example.com"])
def test_nothing_leaves_this_machine(host: str | bytes) -> None:
    with pytest.raises(LeftTheMachine), socket.create_connection((host, 9), timeout=1):  # type: ignore[arg-type]
        pass


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname(), timeout=5):
            pass
        with socket.create_connection(("localhost", server.getsockname()[1]), timeout=5):
            pass


def test_a_name_in_a_log_is_seen() -> None:
    assert leaked_names('{"event": "page failed", "child": "Mia"}') == ["Mia"]
    assert leaked_names("dana@example.org canary0123abcd") == ["canary0123abcd", "example.org"]
    assert leaked_names("Miami, and /tmp/amps-tracker/work/sign_in.py:12 in mia") == []


@pytest.mark.parametrize(("printed", "outcome"), [("Mia hurts", "failed"), ("fine", "passed")])
def test_a_test_that_prints_a_name_fails(printed: str, outcome: str) -> None:
    where = ("tests/test_it.py", 1, "test_it")
    report = pytest.TestReport("it", where, {}, "passed", None, "call", [("Captured stderr call", printed)])
    fail_if_leaked(report)
    assert report.outcome == outcome

"""What no test and no server under test may do: talk to another machine, or log a name.

python -m tests.guarded launcher.py        run a script under guard
python -m tests.guarded -m tracker.cli serve
"""

import ipaddress
import re
import runpy
import socket
import sys
from typing import Any

import pytest

# The cast's names: a log or an address in which one turns up has leaked it.
NAMES = re.compile(
    r"\b(Mia|Noor|Leo|Zoe|Dana|Ben|Pat|Casey|Lee|Ada|Sam|Iris)\b|canary[0-9a-f]{8}|example\.org"
)
connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


class LeftTheMachine(BaseException):
    """Not an Exception: nobody may swallow it."""


def stay_on_this_machine() -> None:
    """Refuse every connection and every question for a name that would leave the machine."""
    socket.socket.connect = _connect  # type: ignore[method-assign, assignment]
    socket.socket.connect_ex = _connect_ex  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = _look_up


def _connect(self: socket.socket, address: Any) -> None:
    if self.family in {socket.AF_INET, socket.AF_INET6}:
        _refuse_far(address[0])
    connect(self, address)


def _connect_ex(self: socket.socket, address: Any) -> int:
    if self.family in {socket.AF_INET, socket.AF_INET6}:
        _refuse_far(address[0])
    return connect_ex(self, address)


def _look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
    _refuse_far(host)
    return look_up(host, *args, **kwargs)


def _refuse_far(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return
    try:
        is_here = ipaddress.ip_address(name).is_loopback or ipaddress.ip_address(name).is_unspecified
    except ValueError:
        is_here = False
    if not is_here:
        raise LeftTheMachine(f"something wanted to reach {name}")


def leaked_names(text: str) -> list[str]:
    """Give the names that a text should not hold."""
    return sorted({found[0] for found in NAMES.finditer(text)})


def fail_if_leaked(report: pytest.TestReport) -> None:
    """Let a test that printed or logged a name of the cast be a failure."""
    leaked = leaked_names("".join(content for _title, content in report.sections))
    if leaked and report.passed:
        report.outcome = "failed"
        report.longrepr = f"printed or logged: {', '.join(leaked)}"


def main() -> None:
    """Run a script or a module under guard, as Python itself would."""
    stay_on_this_machine()
    sys.argv.pop(0)
    if sys.argv[0] == "-m":
        sys.argv.pop(0)
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()

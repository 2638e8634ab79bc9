"""Pages run through the entry script. Only the cookie's source is patched; session row and gate are real."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

import tracker.web
from tests.cast import Cast

ENTRY = Path(tracker.web.__file__).with_name("app.py")
Visit = Callable[[str], AppTest]


@pytest.fixture
def visit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Give a function that opens the product as one of the cast."""
    # AppTest leaves the entry script behind as `__main__`, which processes started later would run.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    who = {"name": ""}
    cookies = property(lambda _self: {"session": cast.tokens.get(who["name"], "")})
    monkeypatch.setattr(ContextProxy, "cookies", cookies)

    def open_as(name: str) -> AppTest:
        who["name"] = name
        return AppTest.from_file(str(ENTRY), default_timeout=20)

    return open_as


def chips(at: AppTest, key: str) -> ButtonGroup[Any]:
    """Give a row of chips by its key."""
    found = at.get_by_key(key)
    assert isinstance(found, ButtonGroup)
    return found

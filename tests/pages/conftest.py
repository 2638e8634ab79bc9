"""Pages run through the entry script. Only the cookie's source is patched; session row and gate are real."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

import tracker.web
from tests.cast import Cast
from tests.conftest import MakeDatabase, used_database
from tracker.access.shelf import SHELF

ENTRY = Path(tracker.web.__file__).with_name("app.py")
NO_COMPONENTS = BidiComponentManager()
Visit = Callable[[str], AppTest]


@pytest.fixture(autouse=True)
def empty_shelf() -> Iterator[None]:
    """Nothing that was typed in one test is there in the next, whose accounts have the same numbers."""
    yield
    for account in list(SHELF._drafts):
        SHELF.forget(account)


@pytest.fixture
def database(make_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A SQLite database. That the use cases behind the pages do the same on PostgreSQL, their own tests show."""
    yield from used_database(make_database("sqlite"), monkeypatch)


@pytest.fixture
def visit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Give a function that opens the product as one of the cast."""
    return visits(cast, monkeypatch)


def visits(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Give such a function, for as long as the patch holds."""
    # AppTest leaves the entry script behind as `__main__`, which processes started later would run.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    who = {"name": ""}
    cookies = property(lambda _self: {"session": cast.tokens.get(who["name"], "")})
    monkeypatch.setattr(ContextProxy, "cookies", cookies)

    def open_as(name: str) -> AppTest:
        who["name"] = name
        at = AppTest.from_file(str(ENTRY), default_timeout=20)
        # Each would look through all installed packages for components, a third of a second long, and we have none.
        at._bidi_component_manager = NO_COMPONENTS
        return at

    return open_as


def chips(at: AppTest, key: str) -> ButtonGroup[Any]:
    """Give a row of chips by its key."""
    found = at.get_by_key(key)
    assert isinstance(found, ButtonGroup)
    return found

"""All that a reader can see, by use case and on a screen, kept nowhere: for tests that compare it letter by letter."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from streamlit.util import calc_hash

from db.engine import engine_for
from tests.cast import Cast, make_cast
from tests.conftest import MakeDatabase, used_database
from tests.pages.conftest import visits
from tests.steps import NOON
from tracker.access.work import Work, reading
from tracker.errors import TrackerError


class DoneWith(Exception):
    """Ends a transaction without keeping the look."""


Read = Callable[[Work], object]


def all_seen(cast: Cast, who: str, reads: dict[str, Read]) -> dict[str, str]:
    """Give all that somebody can read, and what they are refused with; nothing of it is kept, not even the look."""
    found: dict[str, str] = {}
    for name, read in reads.items():
        try:
            look(cast, who, read)
        except DoneWith as done:
            found[name] = str(done)
        except TrackerError as refused:
            found[name] = repr(refused)
    return found


def look(cast: Cast, who: str, read: Read) -> None:
    with reading(cast.tokens[who]) as work:
        raise DoneWith(repr(read(work)))


@dataclass
class Screens:
    """The product in front of each of the cast, on SQLite."""

    cast: Cast
    engine: sa.Engine
    visit: Callable[[str], object]


@contextmanager
def screens_of(
    fill: Callable[[sa.Engine, Cast], None], make_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Screens]:
    """Open the product on a record that is filled in this way."""
    urls = used_database(make_database("sqlite"), monkeypatch)
    engine = engine_for(next(urls))
    cast = make_cast(engine, NOON)
    fill(engine, cast)
    yield Screens(cast, engine, visits(cast, monkeypatch))
    next(urls, None)


def drawn(screens: Screens, who: str, page: str) -> list[str]:
    """Give all that a page sends to a browser: words, hovers, keys of widgets, pictures, tables."""
    at = screens.visit(who)
    at._page_hash = calc_hash(page)  # type: ignore[attr-defined]
    if page not in {"caseload", "visit_day", "access_log"} or who in {"Mia", "Dana"}:
        at.query_params["child"] = str(screens.cast.mia)  # type: ignore[attr-defined]
    at.run()  # type: ignore[attr-defined]
    assert not at.exception  # type: ignore[attr-defined]
    nodes = [node for node in at._tree if hasattr(node, "proto")]  # type: ignore[attr-defined]
    return [f"{type(node).__name__} {getattr(node, 'key', '')} {node.proto}" for node in nodes]

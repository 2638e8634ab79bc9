"""What state the database is in, for those who start or watch the server."""

from enum import StrEnum
from functools import cache

from db import schema
from db.engine import engine_for, is_absent
from db.queries import demo as queries
from tracker import settings
from tracker.access.actor import VISITOR
from tracker.access.work import reading
from tracker.errors import IsADemo, NotADemo, NotMigrated, Unwritable


class State(StrEnum):
    """Whether the database can be worked with."""

    OK = "ok"
    NOT_MIGRATED = "not migrated"
    UNAVAILABLE = "unavailable"


def state() -> State:
    """Ask the database for its schema version."""
    url = settings.from_environment().database_url
    if is_absent(url):
        return State.NOT_MIGRATED
    try:
        current = schema.is_current(engine_for(url))
    except Exception:  # noqa: BLE001 - whatever keeps it from answering, the answer is the same
        return State.UNAVAILABLE
    return State.OK if current else State.NOT_MIGRATED


def require_current() -> None:
    """Refuse to go on with a database that cannot be used; raises `NotMigrated` or `Unwritable`."""
    match state():
        case State.NOT_MIGRATED:
            raise NotMigrated
        case State.UNAVAILABLE:
            raise Unwritable


def is_demo() -> bool:
    """Say whether the database bears the demo's mark. A database has it from its beginning, or never."""
    return _is_demo(settings.from_environment().database_url)


@cache
def _is_demo(_url: str) -> bool:
    with reading(VISITOR) as work:
        return queries.is_marked(work.connection)


def require_kind(*, demo: bool) -> None:
    """Refuse a demo's database where a record belongs, and the other way round; raises `IsADemo` or `NotADemo`."""
    if is_demo() != demo:
        raise NotADemo if demo else IsADemo

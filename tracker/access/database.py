"""What state the database is in, for those who start or watch the server."""

from enum import StrEnum

from db import schema
from db.engine import engine_for
from tracker import settings
from tracker.errors import NotMigrated, Unwritable


class State(StrEnum):
    """Whether the database can be worked with."""

    OK = "ok"
    NOT_MIGRATED = "not migrated"
    UNAVAILABLE = "unavailable"


def state() -> State:
    """Ask the database for its schema version."""
    try:
        current = schema.is_current(engine_for(settings.from_environment().database_url))
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

"""Where the demo lies: a data folder of its own beside the record's file, and in it a database for the day."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from db import schema
from db.demo_file import InUse, put_in_place, read_mark, require_unused
from db.engine import engine_for, sqlite_url
from tracker import clock, settings
from tracker.access.trouble import troubles_in_words
from tracker.demo.build import build
from tracker.demo.step import ZONE
from tracker.errors import DemoRunning, NotADemo, Unwritable

FOLDER, FILE = "demo", "tracker.db"
OWNER_ONLY = 0o700
POINTER = "TRACKER_DATABASE_URL"

Say = Callable[[str], object]
MAKING = "Making the demo clinic ..."
MAKING_ANEW = (
    "The demo is from another day or another version. Making it anew, without what was changed in it ..."
)


@contextmanager
def demo_opened(say: Say) -> Iterator[None]:
    """Point this process at the demo's database inside the block, and make that first where it is missing or old.

    Whatever database the environment names is neither opened nor asked for. Raises `NotADemo` for another database
    in the demo's place, `DemoRunning` where an old one is still open, and `Unwritable`.
    """
    folder = settings.from_environment({**os.environ, POINTER: ""}).data_dir.absolute() / FOLDER
    try:
        folder.mkdir(OWNER_ONLY, parents=True, exist_ok=True)
        _prepare(folder / FILE, say)
    except InUse as error:
        raise DemoRunning from error
    except OSError as error:
        raise Unwritable from error
    with _pointing_at(folder / FILE):
        yield


def _prepare(path: Path, say: Say) -> None:
    if not path.exists():
        say(MAKING)
    elif (mark := read_mark(path)) is None:
        raise NotADemo
    elif mark.version == schema.newest_revision() and _day(mark.made_at) == _day(clock.now()):
        return
    else:
        require_unused(path)
        say(MAKING_ANEW)
    with tempfile.TemporaryDirectory(prefix="making-", dir=path.parent) as folder:
        new = Path(folder) / FILE
        _make(new)
        put_in_place(new, path)


def _make(path: Path) -> None:
    now = clock.now()
    with _pointing_at(path), troubles_in_words():
        engine = engine_for(sqlite_url(path))
        try:
            schema.migrate(engine, now=now)
            build(now)
        finally:
            # Closed by its last connection, the file is whole by itself.
            engine.dispose()


@contextmanager
def _pointing_at(path: Path) -> Iterator[None]:
    before = os.environ.get(POINTER)
    os.environ[POINTER] = sqlite_url(path)
    try:
        yield
    finally:
        if before is None:
            del os.environ[POINTER]
        else:
            os.environ[POINTER] = before


def _day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()

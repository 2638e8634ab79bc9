"""A database that another program holds, that is full, or that cannot be written: a clear word, nothing by halves."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event

import pytest
import sqlalchemy as sa

from db import engine as db_engine
from db.engine import connect, make_engine
from tests.cast import Cast
from tests.db.described import rows_of
from tests.processes import FORKS
from tests.steps import TODAY, YESTERDAY, Plan, by
from tracker.access.work import Work, reading
from tracker.errors import Busy, Unwritable
from tracker.progress.day import day_of
from tracker.progress.shown import Day
from tracker.record.completions import DONE, Words, answer
from tracker.record.occurrence import Occurrence

pytestmark = pytest.mark.everywhere

LOCK = {
    "sqlite": "UPDATE clinic SET name = name",
    "postgresql": "SELECT id FROM prescription FOR UPDATE",
}
ONLY_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ONLY_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
AS_LONG_AS_ASKED = 3
FOR_EVER = 30


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines made from here on wait one second instead of five."""
    monkeypatch.setattr(db_engine, "BUSY_SECONDS", 1)


def hold(url: str, held: Event, release: Event, seconds: float) -> None:
    engine = make_engine(url)
    with connect(engine, write=True) as connection:
        connection.exec_driver_sql(LOCK[engine.dialect.name])
        held.set()
        release.wait(seconds)
    engine.dispose()


@contextmanager
def held_by_another_process(url: str, seconds: float) -> Iterator[None]:
    held, release = FORKS.Event(), FORKS.Event()
    process = FORKS.Process(target=hold, args=(url, held, release, seconds))
    process.start()
    assert held.wait(30)
    try:
        yield
    finally:
        release.set()
        process.join(30)


def tick(cast: Cast, plan: Plan, note: str = "", seen: int | None = None) -> int:
    where, words = Occurrence(plan.prescription, TODAY), Words(note)
    return by(cast, "Dana", answer, where, DONE, seen=seen, note=words).id


def seconds_until_busy(cast: Cast, plan: Plan) -> float:
    started = time.monotonic()
    with pytest.raises(Busy):
        tick(cast, plan)
    return time.monotonic() - started


def test_a_tick_waits_three_seconds_for_another_process_and_is_kept(
    engine: sa.Engine, cast: Cast, plan: Plan, database: str
) -> None:
    with held_by_another_process(database, AS_LONG_AS_ASKED):
        started = time.monotonic()
        tick(cast, plan)
        assert AS_LONG_AS_ASKED - 1 < time.monotonic() - started < 6
    assert len(rows_of(engine)["completion"]) == 1


@ONLY_SQLITE
def test_after_five_seconds_it_is_busy_and_nothing_is_stored(
    engine: sa.Engine, cast: Cast, plan: Plan, database: str
) -> None:
    """The one test that waits as long as a family would."""
    before = rows_of(engine)
    with held_by_another_process(database, FOR_EVER):
        assert 4.5 < seconds_until_busy(cast, plan) < 6
    assert rows_of(engine) == before
    tick(cast, plan)


def test_it_is_busy_once_its_patience_is_over(
    impatient: None, engine: sa.Engine, cast: Cast, plan: Plan, database: str
) -> None:
    before = rows_of(engine)
    with held_by_another_process(database, FOR_EVER):
        assert 0.9 < seconds_until_busy(cast, plan) < 4
        assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert rows_of(engine) == before
    tick(cast, plan)


def with_look(cast: Cast) -> Day:
    with reading(cast.tokens["Dana"]) as work:
        return day_of(work, cast.mia)


def test_who_only_looks_again_waits_for_nobody(
    engine: sa.Engine, cast: Cast, plan: Plan, database: str
) -> None:
    with_look(cast)
    with held_by_another_process(database, FOR_EVER):
        started = time.monotonic()
        assert with_look(cast).items
        assert time.monotonic() - started < 1


@ONLY_SQLITE
def test_a_first_look_that_cannot_be_logged_shows_nothing(
    impatient: None, engine: sa.Engine, cast: Cast, plan: Plan, database: str
) -> None:
    with held_by_another_process(database, FOR_EVER), pytest.raises(Busy):
        with_look(cast)
    assert rows_of(engine)["access_log"] == []
    assert with_look(cast).items


def set_most_pages(engine: sa.Engine, more: int) -> None:
    """Let the file grow by so many pages: the pool has one connection, which the product will use."""
    with connect(engine, write=False) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")


@ONLY_SQLITE
def test_on_a_full_disk_nothing_is_stored_by_halves(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    set_most_pages(engine, 2)
    last = None
    for number in range(200):
        before = rows_of(engine)
        try:
            last = tick(cast, plan, f"{number} " + "x" * 400, last)
        except Unwritable:
            break
    else:
        pytest.fail("the disk never was full")
    assert number > 1
    assert rows_of(engine) == before
    set_most_pages(engine, 100)
    assert tick(cast, plan, "There is room again", last)


@ONLY_SQLITE
def test_a_file_that_is_read_only_is_unwritable(
    engine: sa.Engine, cast: Cast, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = engine.url.database
    before = rows_of(engine)
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///file:{path}?mode=ro&uri=true")
    with pytest.raises(Unwritable):
        tick(cast, plan)
    with pytest.raises(Unwritable):
        with_look(cast)
    assert rows_of(engine) == before


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////there/is/no/such/folder/tracker.db",
        "postgresql://tracker@localhost:1/tracker",
        "postgresql:///tracker?host=/there/is/no/such/folder",
    ],
)
def test_a_database_that_does_not_answer_is_unwritable(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    with pytest.raises(Unwritable), reading("token"):  # type: ignore[arg-type]
        pass


@ONLY_POSTGRESQL
def test_a_server_that_ends_in_the_middle_loses_the_tick_and_no_later_one(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    def end_connection(work: Work, child: int) -> None:
        answer(work, child, Occurrence(plan.prescription, YESTERDAY), DONE, seen=None)
        mine = work.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        with engine.begin() as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({mine})")
        answer(work, child, Occurrence(plan.prescription, TODAY), DONE, seen=None)

    with pytest.raises(Unwritable):
        by(cast, "Dana", end_connection)
    assert rows_of(engine)["completion"] == []
    tick(cast, plan)
    assert len(rows_of(engine)["completion"]) == 1

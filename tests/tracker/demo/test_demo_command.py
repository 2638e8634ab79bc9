"""`amps-tracker demo`: a folder of its own, a new clinic each day, and no way to the record or from it."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from db.demo_file import read_mark
from db.engine import engine_for, make_engine, sqlite_url
from db.queries import demo as queries
from tests.server import ROOT, hidden, run_page, running_server
from tests.tracker.demo.conftest import NOW
from tracker import cli, clock, settings
from tracker.access.database import require_kind
from tracker.demo import place
from tracker.demo.build import build
from tracker.demo.people import CAST
from tracker.demo.stories import PIPPIN
from tracker.errors import NotADemo
from tracker.web import server
from tracker.web.gate import DEMO_SIGN_IN


@dataclass
class Home:
    """A data folder, and what the command served: which database, and whether as a demo."""

    folder: Path
    served: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def file(self) -> Path:
        return self.folder / "demo" / "tracker.db"

    @property
    def made_at(self) -> datetime:
        mark = read_mark(self.file)
        assert mark is not None
        return mark.made_at

    def demo(self) -> Result:
        return run("demo")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, list(arguments))


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Home]:
    """Nobody serves, and only one short story is told."""
    home = Home(tmp_path / "data")

    def serve(*, demo: bool) -> None:
        require_kind(demo=demo)
        home.served.append((settings.from_environment().database_url, demo))

    monkeypatch.setenv("TRACKER_DATA_DIR", str(home.folder))
    monkeypatch.delenv("TRACKER_DATABASE_URL", raising=False)
    monkeypatch.setattr(server, "serve", serve)
    monkeypatch.setattr(place, "build", partial(build, stories=[PIPPIN]))
    monkeypatch.setattr(clock, "now", lambda: clock._set_to.get() or NOW)
    yield home
    engine_for(sqlite_url(home.file)).dispose()
    engine_for.cache_clear()


def later(monkeypatch: pytest.MonkeyPatch, **more: float) -> datetime:
    moment = NOW + timedelta(**more)
    monkeypatch.setattr(clock, "now", lambda: clock._set_to.get() or moment)
    return moment


def test_the_first_time_it_is_made_and_served(home: Home) -> None:
    result = home.demo()
    assert result.exit_code == 0, result.output
    assert result.stdout == "Making the demo clinic ...\n"
    assert home.served == [(sqlite_url(home.file), True)]
    assert home.made_at == NOW
    assert [path.name for path in home.folder.iterdir()] == ["demo"]
    assert home.file.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("named", ["nonsense", "postgresql://user:secret@localhost:1/record", "sqlite"])
def test_the_database_that_the_environment_names_is_never_opened(
    home: Home, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = home.folder / "tracker.db"
    home.folder.mkdir()
    record.write_bytes(b"the record")
    monkeypatch.setenv("TRACKER_DATABASE_URL", sqlite_url(record) if named == "sqlite" else named)
    assert home.demo().exit_code == 0
    assert home.served == [(sqlite_url(home.file), True)]
    assert os.environ["TRACKER_DATABASE_URL"].endswith(record.name if named == "sqlite" else named)
    assert record.read_bytes() == b"the record"
    assert sorted(path.name for path in home.folder.iterdir()) == ["demo", "tracker.db"]


def test_on_the_same_day_it_is_opened_as_it_was_left(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.demo()
    engine_for(sqlite_url(home.file)).dispose()
    with closing(sqlite3.connect(home.file)) as connection, connection:
        connection.execute("UPDATE child SET chosen_name = 'Pip'")
    later(monkeypatch, hours=5)  # 23:30 where the clinic is
    result = home.demo()
    assert (result.exit_code, result.stdout) == (0, "")
    assert home.made_at == NOW
    with closing(sqlite3.connect(home.file)) as connection:
        assert connection.execute("SELECT chosen_name FROM child").fetchone() == ("Pip",)


def test_on_another_day_it_is_made_anew(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.demo()
    engine_for(sqlite_url(home.file)).dispose()
    moment = later(monkeypatch, hours=6)  # half past midnight
    result = home.demo()
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("The demo is from another day or another version. Making it anew")
    assert home.made_at == moment
    assert {path.name for path in home.file.parent.iterdir()} <= {
        "tracker.db",
        "tracker.db-wal",
        "tracker.db-shm",
    }


def test_of_another_schema_it_is_made_anew(home: Home) -> None:
    home.demo()
    engine_for(sqlite_url(home.file)).dispose()
    with closing(sqlite3.connect(home.file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'later'")
    result = home.demo()
    assert result.exit_code == 0, result.output
    assert "Making it anew" in result.stdout


def test_a_making_that_breaks_off_leaves_the_old_demo(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.demo()
    engine_for(sqlite_url(home.file)).dispose()
    later(monkeypatch, days=1)

    def break_off(_now: datetime) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(place, "build", break_off)
    assert home.demo().exit_code != 0
    assert home.made_at == NOW
    assert [path.name for path in home.file.parent.iterdir()] == ["tracker.db"]
    assert len(home.served) == 1


def test_while_it_runs_it_is_not_made_anew(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.demo()  # its engine keeps the file open, as a server does
    later(monkeypatch, days=1)
    result = home.demo()
    assert (result.exit_code, result.stdout) == (1, "")
    assert "still running. Stop it first" in result.stderr
    assert home.made_at == NOW


@pytest.mark.parametrize("kind", ["a record", "no database"])
def test_another_database_in_its_place_is_left_alone(home: Home, kind: str, sqlite_template: Path) -> None:
    home.file.parent.mkdir(parents=True)
    if kind == "a record":
        shutil.copy(sqlite_template, home.file)
    else:
        home.file.write_bytes(b"a letter" * 1000)
    before = home.file.read_bytes()
    result = home.demo()
    assert (result.exit_code, result.stdout) == (1, "")
    assert "that the demo did not make. It was left as it is." in result.stderr
    assert home.file.read_bytes() == before
    assert home.served == []


def test_a_folder_that_cannot_be_made_is_4(home: Home) -> None:
    home.folder.write_text("a file")
    assert home.demo().exit_code == 4


@pytest.fixture
def marked(database: str) -> str:
    """A database that bears the mark, of either kind, and that somebody takes for a record."""
    engine = make_engine(database)
    with engine.begin() as connection:
        queries.mark(connection, seed=1, made_at=NOW)
    engine.dispose()
    return database


@pytest.mark.parametrize(
    "command", [["serve"], ["create-account", "--role", "family", "--name", "Dana", "--sign-in-name", "dana"]]
)
def test_a_demo_is_no_record(
    marked: str, command: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path))
    result = run(*command, *(["--password-stdin"] if len(command) > 1 else []))
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        result.stderr == "This database holds the demo's invented people: open it with `amps-tracker demo`.\n"
    )


def test_a_record_is_no_demo(database: str) -> None:
    with pytest.raises(NotADemo):
        server.serve(demo=True)


LAUNCHER = """
import sys
from functools import partial
from tracker.demo import place
from tracker.demo.stories import PIPPIN
place.build = partial(place.build, stories=[PIPPIN])
from tracker.cli import main
sys.argv = ["amps-tracker", "demo"]
main()
"""


def test_a_started_demo_lets_everybody_in_and_says_on_every_page_what_it_is(tmp_path: Path) -> None:
    launcher, log = tmp_path / "launcher.py", tmp_path / "log"
    launcher.write_text(LAUNCHER)
    env = {"TRACKER_DATA_DIR": str(tmp_path / "data"), "TRACKER_DATABASE_URL": "nonsense"}
    with running_server(env, launcher, log=log) as base:
        for name in CAST:
            with httpx.Client(base_url=base) as client:
                form = client.get("/sign-in").text
                fields = {"form_token": hidden(form, "form_token"), "who": name, "next": "/"}
                assert client.post(DEMO_SIGN_IN, data=fields).status_code == 303
                assert client.get("/").status_code == 200
                if name == "Ben":
                    shown = str(run_page(base, f"session={client.cookies['session']}", "today"))
    assert "Stairs" in shown
    assert "Demo: invented people. Changes stay on this machine." in shown
    assert log.read_text().splitlines() == ["Making the demo clinic ...", base]
    assert not (ROOT / "demo").exists()

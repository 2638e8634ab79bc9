"""The demo, made once for all of its tests: on a Wednesday evening, three days after the clocks went forward."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from db.engine import engine_for, sqlite_url
from db.queries.base import AnyRow
from tracker import clock
from tracker.access.actor import SessionToken
from tracker.demo.build import SEED, build
from tracker.demo.people import sign_in_name
from tracker.demo.sign_in import sign_in_as
from tracker.demo.stories import STORIES
from tracker.demo.story import Story

NOW = datetime(2026, 3, 11, 22, 30, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")


@dataclass(frozen=True)
class Demo:
    """A demo that was made at a moment."""

    url: str
    now: datetime

    @property
    def engine(self) -> sa.Engine:
        return engine_for(self.url)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def rows(self, query: str, **values: object) -> list[AnyRow]:
        with self.engine.connect() as connection:
            return list(connection.execute(sa.text(query), values))

    def child(self, name: str) -> int:
        ((number,),) = self.rows("SELECT id FROM child WHERE chosen_name = :name", name=name)
        return int(number)

    def sign_in(self, name: str) -> SessionToken:
        return sign_in_as(sign_in_name(name)).token


Make = Callable[..., Demo]


@pytest.fixture(scope="session")
def make(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Give a function that makes a demo of some stories at a moment."""

    def make_demo(now: datetime, stories: Sequence[Story] = STORIES, seed: int = SEED) -> Demo:
        path = tmp_path_factory.mktemp("demo") / "tracker.db"
        shutil.copy(sqlite_template, path)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TRACKER_DATABASE_URL", sqlite_url(path))
            build(now, seed=seed, stories=stories)
        return Demo(sqlite_url(path), now)

    return make_demo


@pytest.fixture(scope="session")
def whole(make: Make) -> Demo:
    return make(NOW)


@pytest.fixture
def demo(whole: Demo, monkeypatch: pytest.MonkeyPatch) -> Iterator[Demo]:
    """The whole demo, as the database of the product at the moment at which it was made."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", whole.url)
    with clock.at(whole.now):
        yield whole

"""Steps that many tests share: a clock to set, a use case run by somebody, figures, and a plan in force."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from db.queries.base import AnyRow
from db.tables import METADATA
from db.vocabulary import Category, DoseKind
from tests.cast import ZONE, Cast
from tests.factories import in_library, make_episode, make_prescription
from tracker import clock
from tracker.access.actor import OPERATOR
from tracker.access.work import Work, reading, writing
from tracker.plans.dose import Dose
from tracker.plans.prescriptions import prescribe
from tracker.plans.schedule import Schedule
from tracker.plans.terms import Terms
from tracker.progress.adherence import weekly_adherence
from tracker.progress.spans import Week

P = ParamSpec("P")
R = TypeVar("R")

# A Monday at noon in New York; the clocks there go forward on the Sunday after.
NOON = datetime(2025, 3, 3, 17, tzinfo=UTC)
TODAY = NOON.date()
TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)
START = TODAY - timedelta(days=14)


def terms(total: float = 20, schedule: Schedule | None = None, instructions: str = "") -> Terms:
    return Terms(Dose(DoseKind.COUNT, total), schedule or Schedule(), instructions=instructions)


def prescribe_named(
    work: Work,
    child_id: int,
    episode_id: int,
    *,
    exercise: str,
    category: Category = Category.AEROBIC,
    terms: Terms,
    valid_from: date,
    valid_to: date | None = None,
    reason: str = "",
) -> int:
    """Prescribe an exercise by its name; the library has it, or has it from now on."""
    version = in_library(work.connection, work.actor.clinic_id, exercise, category)
    return prescribe(
        work,
        child_id,
        episode_id,
        exercise_version_id=version,
        terms=terms,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
    )


class Clock:
    """The time that the product believes it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.moment = NOON
        monkeypatch.setattr(clock, "now", lambda: self.moment)

    @property
    def today(self) -> date:
        return self.moment.astimezone(ZoneInfo(ZONE)).date()

    def forward(self, **more: float) -> None:
        self.moment += timedelta(**more)


@dataclass(frozen=True)
class Plan:
    """An episode of Mia's that began two weeks ago, and a daily exercise of it; the first one of the library."""

    episode: int
    prescription: int


def make_two_weeks_of_plan(engine: sa.Engine, cast: Cast, schedule: Schedule | None = None) -> Plan:
    with engine.begin() as connection:
        in_library(connection, cast.clinic, "Stairs")
        episode = make_episode(connection, cast.mia, START)
        return Plan(episode, make_prescription(connection, cast.mia, episode, START, schedule=schedule))


def by(
    cast: Cast,
    who: str,
    use_case: Callable[Concatenate[Work, int, P], R],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """Run a use case on Mia's record, signed in as somebody, in a transaction of its own."""
    with writing(cast.tokens[who]) as work:
        return use_case(work, cast.mia, *args, **kwargs)


def figures(child: int, *, as_of: date, episode: int = 1) -> list[Week]:
    with reading(OPERATOR) as work:
        return weekly_adherence(work, child, episode_number=episode, as_of=as_of, screen="")


def row(engine: sa.Engine, table: str, key: int) -> AnyRow:
    where = METADATA.tables[table]
    with engine.connect() as connection:
        return connection.execute(sa.select(where).where(where.c.id == key)).one()


def changes(engine: sa.Engine) -> list[tuple[str, str]]:
    """Give what the access log says was changed: (use case, row), in order."""
    log = METADATA.tables["access_log"]
    query = sa.select(log.c.what, log.c.subject).where(log.c.access == "change").order_by(log.c.id)
    with engine.connect() as connection:
        return [(r.what, r.subject) for r in connection.execute(query)]

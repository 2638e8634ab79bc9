"""The use case around the figures: which weeks, as of when, which episode, for whom."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.cast import Cast, make_child
from tests.oracle.case import Case, Entry, Prescription
from tests.oracle.case import Week as OracleWeek
from tests.oracle.mutations import MUTATIONS
from tests.oracle.strategies import random_case
from tests.oracle.walk import weeks as oracle_weeks
from tests.tracker.progress.load import load, storable
from tracker.access.actor import OPERATOR
from tracker.access.work import reading
from tracker.errors import InvalidInput, NotFound
from tracker.progress.adherence import as_json, weekly_adherence
from tracker.progress.spans import Week

START = date(2025, 1, 6)
EVERY_DAY = frozenset(range(7))


def case(start: date, weeks: int, done_every: int) -> Case:
    days = [start + timedelta(days=day) for day in range(0, weeks * 7, done_every)]
    prescription = Prescription(1, 1, start, None, EVERY_DAY, 1, None, 10.0, timed=False)
    entries = tuple(Entry(1, day, 1, "done", None) for day in days)
    return Case(start, start + timedelta(days=weeks * 7), (prescription,), entries, (), ())


@pytest.fixture
def two_episodes(engine: sa.Engine, cast: Cast) -> Cast:
    with engine.begin() as connection:
        load(connection, cast.mia, case(START, 4, 1), number=1)
        load(connection, cast.mia, case(START + timedelta(days=70), 3, 7), number=2)
    return cast


def weeks(cast: Cast, **how: object) -> list[Week]:
    with reading(cast.tokens["Pat"]) as work:
        return weekly_adherence(work, cast.mia, **how)  # type: ignore[arg-type]


def test_the_latest_episode_is_the_default(two_episodes: Cast) -> None:
    found = weeks(two_episodes)
    assert [week.first for week in found] == [START + timedelta(days=70 + 7 * n) for n in range(3)]
    assert [week.tally.strict for week in found] == [1 / 7] * 3


def test_an_earlier_episode_stays_readable(two_episodes: Cast) -> None:
    assert [week.tally.strict for week in weeks(two_episodes, episode_number=1)] == [1.0] * 4
    with pytest.raises(NotFound):
        weeks(two_episodes, episode_number=3)


@pytest.mark.parametrize(
    ("from_day", "to_day", "wanted"),
    [
        (START + timedelta(days=8), START + timedelta(days=9), [2]),
        (START + timedelta(days=6), START + timedelta(days=7), [1, 2]),
        (None, START - timedelta(days=1), []),
        (START + timedelta(days=27), None, [4]),
        (START + timedelta(days=28), None, []),
        (date.min, date.max, [1, 2, 3, 4]),
    ],
)
def test_dates_cover_the_weeks_they_touch_whole(
    two_episodes: Cast, from_day: date | None, to_day: date | None, wanted: list[int]
) -> None:
    found = weeks(two_episodes, episode_number=1, from_day=from_day, to_day=to_day)
    assert [week.week for week in found] == wanted
    assert all(week.tally.due == 7 for week in found)


def test_dates_in_the_wrong_order_are_refused(two_episodes: Cast) -> None:
    with pytest.raises(InvalidInput, match="to"):
        weeks(two_episodes, from_day=START, to_day=START - timedelta(days=1))


def test_as_of_moves_the_clock_only(two_episodes: Cast) -> None:
    found = weeks(two_episodes, episode_number=1, as_of=START + timedelta(days=9))
    assert [as_json(week)["settled"] for week in found] == [7, 3, 0, 0]
    assert [as_json(week)["strict"] for week in found] == [1.0, 1.0, None, None]


def test_a_child_without_an_episode_has_no_weeks(cast: Cast) -> None:
    assert weeks(cast) == []


@pytest.mark.parametrize("who", ["Sam", "Ada", "Iris"])
def test_a_stranger_learns_nothing(two_episodes: Cast, who: str) -> None:
    with reading(two_episodes.tokens[who]) as work, pytest.raises(NotFound):
        weekly_adherence(work, two_episodes.mia)


def said_by_product(week: Week) -> tuple[object, ...]:
    t = week.tally
    return (t.due, t.settled, t.excused, t.without_entry, t.full, round(t.credit, 6), t.strict is None)


def said_by_oracle(w: OracleWeek) -> tuple[object, ...]:
    return (w.due, w.settled, w.excused, w.without_entry, w.full, round(w.credit, 6), w.strict is None)


@pytest.mark.everywhere
def test_the_comparison_with_the_oracle_sees_each_mutated_rule(engine: sa.Engine, cast: Cast) -> None:
    unseen = set(MUTATIONS)
    children = []
    with engine.begin() as connection:
        for seed in range(400):
            given, today = random_case(seed)
            children.append((make_child(connection, cast.clinic, f"Child {seed}"), storable(given), today))
            load(connection, *children[-1][:2])
    with reading(OPERATOR) as work:
        for child, given, today in children:
            said = [said_by_product(week) for week in weekly_adherence(work, child, as_of=today)]
            unseen -= {
                name
                for name in unseen
                if [said_by_oracle(week) for week in oracle_weeks(given, today, MUTATIONS[name])] != said
            }
    assert len(MUTATIONS) >= 10
    # Rules about slots that the tables refuse, and about how a ratio is written, cannot show here.
    assert len(unseen) <= 4, unseen

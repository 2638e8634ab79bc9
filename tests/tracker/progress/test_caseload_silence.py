"""How long nothing was entered, read from the record: entries that answer nothing hide no day before them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import DayMark, PlanPause
from db.vocabulary import Mark
from tests.cast import Cast
from tests.factories import make_episode, make_history, make_prescription
from tests.steps import NOON, START, TODAY, Clock, Plan, by
from tests.tracker.progress.caseloads import enter, row
from tracker.plans.schedule import on_weekdays, per_week
from tracker.progress.reasons import NoEntries
from tracker.record.days import mark_day

ONE_DAY = timedelta(days=1)


def test_a_long_silence_is_counted_to_its_first_day(
    engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan
) -> None:
    """Through an illness, and after more entries on it than there are days: extra ones do not answer a day of it."""
    with engine.begin() as connection:
        swim = make_prescription(connection, cast.mia, plan.episode, START, schedule=per_week(7))
    enter(engine, cast.mia, plan.prescription, START)
    for ago in range(4, 10):
        by(cast, "Pat", mark_day, TODAY - ago * ONE_DAY, Mark.ILL, seen=None, late_reason="Told by phone")
        enter(engine, cast.mia, swim, TODAY - ago * ONE_DAY)
    reason = row(cast).reasons[0]
    assert reason == NoEntries(days=13 - 6, since=START + ONE_DAY, last=TODAY - ONE_DAY)
    assert row(cast).last_entry == TODAY - 4 * ONE_DAY


FRIDAY, SUNDAY = TODAY - 3 * ONE_DAY, TODAY - ONE_DAY


def _extra_while_ill(connection: sa.Connection, mia: int, episode: int, daily: int) -> None:
    mark = {"child_id": mia, "day": FRIDAY, "mark": Mark.ILL, "late_reason": "", "recorded_at": NOON}
    connection.execute(sa.insert(table_of(DayMark)), [mark])
    make_history(connection, mia, {"": daily}, FRIDAY, 1)
    connection.execute(sa.text("UPDATE completion SET slot = 2 WHERE performed_on = :day"), {"day": FRIDAY})


def _in_a_pause(connection: sa.Connection, mia: int, episode: int, daily: int) -> None:
    pause = {"child_id": mia, "episode_id": episode, "from_day": FRIDAY, "to_day": FRIDAY}
    connection.execute(sa.insert(table_of(PlanPause)), [{**pause, "reason": "", "created_at": NOON}])
    make_history(connection, mia, {"": daily}, FRIDAY, 1)


def _on_a_day_off(connection: sa.Connection, mia: int, episode: int, daily: int) -> None:
    make_history(connection, mia, {"": daily}, SUNDAY, 1)


def _before_it_was_prescribed(connection: sa.Connection, mia: int, episode: int, daily: int) -> None:
    later = make_prescription(connection, mia, episode, TODAY)
    make_history(connection, mia, {"": later}, SUNDAY, 1)


def _of_an_earlier_episode(connection: sa.Connection, mia: int, episode: int, daily: int) -> None:
    before = make_episode(connection, mia, START - 20 * ONE_DAY, START, number=2)
    old = make_prescription(connection, mia, before, START - 20 * ONE_DAY)
    make_history(connection, mia, {"": old}, SUNDAY, 1)


@pytest.mark.parametrize(
    "enter_extra",
    [_extra_while_ill, _in_a_pause, _on_a_day_off, _before_it_was_prescribed, _of_an_earlier_episode],
)
def test_an_entry_that_answers_nothing_hides_no_day_before_it(
    engine: sa.Engine, cast: Cast, clock: Clock, enter_extra: Callable[[sa.Connection, int, int, int], None]
) -> None:
    """Due from Monday to Friday, and answered for a week."""
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START)
        schedule = on_weekdays(range(5))
        daily = make_prescription(connection, cast.mia, episode, START, schedule=schedule)
        make_history(connection, cast.mia, {"": daily}, START, 5)
        enter_extra(connection, cast.mia, episode, daily)
    skipped = enter_extra in {_extra_while_ill, _in_a_pause}
    last = FRIDAY - ONE_DAY if skipped else FRIDAY
    assert row(cast).reasons[0] == NoEntries(5 - skipped, START + 7 * ONE_DAY, last)


def test_a_plan_never_answered_is_silent_from_its_first_revision_on(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    """Although there is an entry, later than that revision, which answers nothing."""
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START)
        change = TODAY - 7 * ONE_DAY
        make_prescription(connection, cast.mia, episode, START, valid_to=change)
        daily = make_prescription(connection, cast.mia, episode, change)
        _in_a_pause(connection, cast.mia, episode, daily)
    assert row(cast).reasons[0] == NoEntries(13, START, SUNDAY)

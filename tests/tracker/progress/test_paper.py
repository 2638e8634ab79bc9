"""A treatment week as paper holds it: which days ask for what, who can fill them in, and what is answered."""

from datetime import date, timedelta

import sqlalchemy as sa

from db.queries.base import insert_row, table_of
from db.tables import Episode, PlanPause, Prescription
from db.vocabulary import DoseKind, Mark, PartOfDay
from tests.cast import Cast
from tests.factories import make_episode, make_prescription
from tests.steps import NOON, START, TODAY, TOMORROW, YESTERDAY, Clock, Plan, by, terms
from tracker.plans.dose import Dose
from tracker.plans.prescriptions import revise
from tracker.plans.schedule import on_weekdays, per_week
from tracker.progress.paper import PaperExercise, PaperWeek, paper_week
from tracker.record.completions import DONE, answer
from tracker.record.days import mark_day
from tracker.record.occurrence import Occurrence

WEDNESDAY = TODAY + timedelta(days=2)


def see(cast: Cast, who: str = "Dana", day: date | None = None) -> PaperWeek:
    return by(cast, who, paper_week, day)


def named(week: PaperWeek, name: str) -> list[PaperExercise]:
    return [each for each in week.exercises if each.exercise.name == name]


def test_a_week_has_seven_days_from_the_day_on_which_the_episode_began(cast: Cast, plan: Plan) -> None:
    week = see(cast)
    assert (week.week, week.weeks, week.start) == (3, range(1, 4), START)
    assert [day.day for day in week.days] == [TODAY + timedelta(days=n) for n in range(7)]
    last = see(cast, day=YESTERDAY)
    assert (last.week, last.days[-1].day) == (2, YESTERDAY)


def test_what_is_out_of_reach_stands_for_the_nearest_week(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    assert see(cast, day=date.min).week == 1
    far = see(cast, day=date.max).week
    assert far is not None
    assert 50 < far < 60
    episode = table_of(Episode)
    with engine.begin() as connection:
        ended = {"ends_on": TODAY, "end_reason": "other"}
        connection.execute(sa.update(episode).values(**ended))
    assert see(cast, day=TODAY + timedelta(days=30)).week == 2


def test_without_a_plan_there_is_no_week(cast: Cast) -> None:
    assert (see(cast).week, see(cast).days) == (None, ())


def test_a_plan_that_begins_later_shows_its_first_week(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, WEDNESDAY)
        make_prescription(connection, cast.mia, episode, WEDNESDAY)
    week = see(cast)
    assert (week.week, week.days[0].day) == (1, WEDNESDAY)
    assert not any(day.is_open for day in week.days)


def test_boxes_stand_where_something_is_due(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with engine.begin() as connection:
        for name, schedule in (
            ("Twice", on_weekdays([0, 2], times_per_day=2)),
            ("Swim", per_week(3)),
        ):
            make_prescription(connection, cast.mia, plan.episode, START, name=name, schedule=schedule)
    week = see(cast)
    days = [day.day for day in week.days]
    (twice,), (swim,) = named(week, "Twice"), named(week, "Swim")
    assert [twice.slots_on(day) for day in days] == [2, 0, 2, 0, 0, 0, 0]
    assert (twice.due, list(twice.slots)) == (None, [1, 2])
    assert [swim.slots_on(day) for day in days] == [1] * 7
    assert swim.due == 3


def test_a_weekly_count_is_due_in_proportion_to_its_days(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with engine.begin() as connection:
        make_prescription(connection, cast.mia, plan.episode, WEDNESDAY, name="Swim", schedule=per_week(3))
    (swim,) = named(see(cast), "Swim")
    # 3 * 5 / 7 is 2.14.
    assert (swim.due, swim.first, swim.last) == (2, WEDNESDAY, TODAY + timedelta(days=6))


def test_a_revised_dose_has_days_of_its_own_beside_the_old_one(cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", revise, plan.prescription, terms=terms(14), valid_from=WEDNESDAY, reason="Easy now")
    old, new = named(see(cast), "Stairs")
    assert (old.exercise.dose.total, old.first, old.last) == (10, TODAY, TOMORROW)
    assert (new.exercise.dose.total, new.first) == (14, WEDNESDAY)
    assert [old.slots_on(WEDNESDAY), new.slots_on(WEDNESDAY)] == [0, 1]


def test_exercises_come_by_part_of_day_and_a_line_stays_together(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    with engine.begin() as connection:
        for name, part in (("Late", PartOfDay.EVENING), ("Early", PartOfDay.MORNING)):
            make_prescription(connection, cast.mia, plan.episode, START, name=name, part=part)
    by(cast, "Pat", revise, plan.prescription, terms=terms(14), valid_from=WEDNESDAY, reason="Easy now")
    names = [each.exercise.name for each in see(cast).exercises]
    assert names == ["Early", "Late", "Stairs", "Stairs"]


def test_paused_and_marked_days_need_nothing(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with engine.begin() as connection:
        pause = PlanPause(
            child_id=cast.mia,
            episode_id=plan.episode,
            from_day=WEDNESDAY,
            to_day=WEDNESDAY + timedelta(days=1),
            created_at=NOON,
        )
        insert_row(connection, pause)
    by(cast, "Dana", mark_day, TODAY, Mark.ILL, seen=None)
    needed = [day.is_needed for day in see(cast).days]
    assert needed == [False, True, False, False, True, True, True]


def test_after_the_episode_s_end_nothing_is_in_it(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(table_of(Episode)).values(ends_on=WEDNESDAY, end_reason="other"))
    week = see(cast)
    assert [day.in_episode for day in week.days] == [True, True] + [False] * 5
    (stairs,) = week.exercises
    assert stairs.last == TOMORROW


def test_a_family_fills_in_its_own_days_and_a_clinician_all_of_them(
    cast: Cast, plan: Plan, clock: Clock
) -> None:
    clock.forward(days=5)
    # Saturday: two days back is Thursday.
    for who, closed in (("Dana", 3), ("Pat", 0)):
        week = see(cast, who)
        assert [day.is_open for day in week.days] == [False] * closed + [True] * (6 - closed) + [False]
        assert [day.is_late for day in week.days] == [True] * 3 + [False] * 4
        assert week.may_enter_late is (who == "Pat")


def test_who_may_only_see_can_fill_in_nothing(cast: Cast, plan: Plan) -> None:
    week = see(cast, "Casey")
    assert (week.can_record, any(day.is_open for day in week.days)) == (False, False)


def test_what_is_answered_stands_in_it(cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", answer, Occurrence(plan.prescription, TODAY), DONE, seen=None)
    week = see(cast)
    (stairs,) = week.exercises
    entry = week.entry(stairs.exercise, TODAY, 1)
    assert entry is not None
    assert (entry.state, entry.reporter) == ("done", "clinician")
    assert week.entry(stairs.exercise, TOMORROW, 1) is None


def test_withdrawn_and_corrected_ones_are_not_on_paper(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with engine.begin() as connection:
        for name in ("Withdrawn", "Corrected"):
            dose = Dose(DoseKind.OPEN)
            number = make_prescription(connection, cast.mia, plan.episode, START, name=name, dose=dose)
            column = {"Withdrawn": "withdrawn_at", "Corrected": "entered_in_error_at"}[name]
            row = table_of(Prescription)
            connection.execute(sa.update(row).where(row.c.id == number).values({column: NOON}))
    assert [each.exercise.name for each in see(cast).exercises] == ["Stairs"]

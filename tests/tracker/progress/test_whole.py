"""Everything beside home exercise that Progress shows of an episode: who sees it, what is cut, and what it costs."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import EpisodePhase, WatchDate
from db.types import AccessibleChildId
from db.vocabulary import (
    Barrier,
    CompletionState,
    Discipline,
    Instrument,
    Phase,
    Reporter,
    SeriesVisibility,
    VisitOutcome,
)
from tests.cast import Cast
from tests.factories import make_episode, make_history, make_plan, make_prescription
from tests.measuring import insert_scores, turn_pain_on
from tests.steps import NOON, START, TODAY, Clock, by
from tests.tracker.progress.test_days_statements import lived, statements
from tests.tracker.visits.planned import COUNSELING, MON, live_visits, planned_by, series_plan
from tracker.access.actor import OPERATOR
from tracker.access.work import Work, reading
from tracker.errors import NotFound
from tracker.measures.pain import ALL_SHOWN, NONE_SHOWN
from tracker.progress.progress import Progress, progress_of
from tracker.progress.reading import Finding, function_reading
from tracker.progress.sights import Sights, sights_of, within
from tracker.progress.then_and_now import Turn
from tracker.progress.window import between, of_days, staying_well, whole
from tracker.record.completions import Answer, answer
from tracker.record.occurrence import Occurrence
from tracker.visits.marking import mark_visit

FDI, PAIN = Instrument.FDI, Instrument.PAIN
CHILD, PARENT, _CLINICIAN = Reporter
A_WEEK = timedelta(days=7)


def see(cast: Cast, who: str = "Pat", **more: object) -> Progress:
    with reading(cast.tokens[who]) as work:
        return progress_of(work, cast.mia, **more)  # type: ignore[arg-type]


@pytest.fixture
def plan(engine: sa.Engine, cast: Cast, clock: Clock) -> dict[str, int]:
    with engine.begin() as connection:
        plan = make_plan(connection, cast.mia, START)
        make_history(connection, cast.mia, plan, START, 14)
    return plan


@pytest.fixture
def scores(engine: sa.Engine, cast: Cast, plan: dict[str, int]) -> None:
    with engine.begin() as connection:
        insert_scores(connection, cast.mia, FDI, CHILD, {START: 27, TODAY: 14})
        insert_scores(connection, cast.mia, FDI, PARENT, {START: 30, TODAY: 31})
        insert_scores(connection, cast.mia, PAIN, CHILD, {START: 6, TODAY: 6})
        insert_scores(connection, cast.mia, Instrument.PROMIS_PAIN_INTERFERENCE, CHILD, {START: 60})


def instruments(progress: Progress) -> set[Instrument]:
    return {one.instrument for one in progress.series} | {one.instrument for one in progress.readings}


def test_function_is_read_for_everybody_and_pain_for_who_may_know(
    engine: sa.Engine, cast: Cast, scores: None
) -> None:
    for who in ("Dana", "Mia", "Ben"):
        assert instruments(see(cast, who)) == {FDI}
    for who in ("Pat", "Casey", "Lee"):
        assert instruments(see(cast, who)) == {FDI, PAIN, Instrument.PROMIS_PAIN_INTERFERENCE}
    with engine.begin() as connection:
        turn_pain_on(connection, cast.mia)
    assert PAIN in instruments(see(cast, "Dana"))
    reading_of_function = function_reading(see(cast, "Dana").readings)
    assert reading_of_function is not None
    assert (reading_of_function.finding, reading_of_function.reporter) == (Finding.BETTER, CHILD)


@pytest.mark.parametrize("who", ["Pat", "Dana"])
def test_the_sights_of_a_room_narrow_and_never_widen(cast: Cast, scores: None, who: str) -> None:
    with reading(cast.tokens["Pat"]) as work:
        everything = sights_of(work, AccessibleChildId(cast.mia))
    hidden = Sights(everything.visits, NONE_SHOWN)
    assert instruments(see(cast, who, sights=hidden)) == {FDI}
    wanted = see(cast, who, sights=Sights(everything.visits, ALL_SHOWN))
    assert (PAIN in instruments(wanted)) is (who == "Pat")


def test_counseling_of_the_room_is_what_all_in_it_know(
    engine: sa.Engine, cast: Cast, plan: dict[str, int]
) -> None:
    keep = partial(planned_by, cast, "Casey", series_plan(COUNSELING, {MON}, first=START, weeks=2))
    for_all, only = keep(), keep(SeriesVisibility.COUNSELOR_ONLY)
    for series in (for_all, only):
        first, *_rest = live_visits(engine, series)
        by(cast, "Casey", mark_visit, first.id, VisitOutcome.ATTENDED, seen=None)
    with reading(cast.tokens["Dana"]) as work:
        family = sights_of(work, AccessibleChildId(cast.mia))

    def attended(progress: Progress) -> int:
        return progress.visits.by[Discipline.COUNSELING].attended

    assert attended(see(cast, "Casey")) == 2
    assert attended(see(cast, "Casey", sights=family)) == 1
    assert len(see(cast, "Casey", sights=family).marks.life.visits) == 1
    assert attended(see(cast, "Dana")) == 1


def test_both_sights_together_know_no_more_than_either(cast: Cast, plan: dict[str, int]) -> None:
    found = {}
    for who in ("Mia", "Dana", "Pat", "Casey"):
        with reading(cast.tokens[who]) as work:
            found[who] = sights_of(work, AccessibleChildId(cast.mia))
    for one in found.values():
        assert within(one, one) == one
        for other in found.values():
            both = within(one, other)
            for each in (one, other):
                assert set(both.pain.left_out) >= set(each.pain.left_out)
                assert set(both.visits.visibilities) <= set(each.visits.visibilities)
                assert both.visits.account_id in {None, each.visits.account_id}
                assert each.visits.as_child or not both.visits.as_child


def test_days_and_watch_dates_are_the_staffs(engine: sa.Engine, cast: Cast, plan: dict[str, int]) -> None:
    row = WatchDate(child_id=cast.mia, from_day=TODAY, to_day=TODAY, about="exams", created_at=NOON)
    with engine.begin() as connection:
        insert_row(connection, row)
    for who, sees in (("Pat", True), ("Lee", True), ("Dana", False), ("Mia", False)):
        progress = see(cast, who)
        assert (bool(progress.days), bool(progress.marks.watch)) == (sees, sees), who
    with reading(cast.tokens["Pat"]) as work:
        sights = sights_of(work, AccessibleChildId(cast.mia))
    in_the_room = see(cast, "Pat", sights=sights)
    assert (in_the_room.days, in_the_room.marks.watch) == ((), ())


def test_reasons_are_counted_by_exercise_and_week(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        plan = make_plan(connection, cast.mia, START)
    tired, chose = (
        Answer(CompletionState.NOT_DONE, barrier=each) for each in (Barrier.TIRED, Barrier.CHOSE_NOT_TO)
    )
    given = [("Stairs", TODAY, tired), ("Walk", TODAY, chose), ("Stairs", TODAY - timedelta(days=1), tired)]
    for name, day, said in given:
        by(cast, "Dana", answer, Occurrence(plan[name], day, 1), said, seen=None)
    progress = see(cast)
    names = {exercise.line_id: exercise.name for exercise in progress.exercises}
    found = sorted((names[one.line_id], one.week, one.barrier, one.times) for one in progress.reasons)
    assert found == [
        ("Stairs", 2, Barrier.TIRED, 1),
        ("Stairs", 3, Barrier.TIRED, 1),
        ("Walk", 3, Barrier.CHOSE_NOT_TO, 1),
    ]


def test_school_is_read_week_by_week(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    child = lived(engine, cast, 4)
    with reading(cast.tokens["Pat"]) as work, pytest.raises(NotFound):
        progress_of(work, child)
    with reading(OPERATOR) as work:
        progress = progress_of(work, child)
    assert [week.week for week in progress.school] == [1, 2, 3, 4, 5]
    assert progress.school_change.turn is Turn.SAME
    assert len(progress.visits.weeks) == 5


def test_another_course_is_read_beside(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    begun, ended = START - 20 * A_WEEK, START - 10 * A_WEEK
    with engine.begin() as connection:
        old = make_episode(connection, cast.mia, begun, ended)
        swim = make_prescription(connection, cast.mia, old, begun, name="Swim")
        make_history(connection, cast.mia, {"Swim": swim}, begun, 7)
        insert_scores(connection, cast.mia, FDI, CHILD, {begun: 40, begun + A_WEEK: 30, START: 20})
        new = make_episode(connection, cast.mia, START, number=2)
        make_prescription(connection, cast.mia, new, START)
    alone = see(cast)
    assert alone.behind is None
    assert [score.value for one in alone.series for score in one.scores] == [20]
    behind = see(cast, beside=1).behind
    assert behind is not None
    assert len(behind.weeks) == 10
    assert behind.weeks[0].tally.credit == 7
    assert [score.value for one in behind.series for score in one.scores] == [40, 30]
    assert see(cast, beside=2).behind is None, "a course is not compared with itself"
    with pytest.raises(NotFound):
        see(cast, beside=9)
    shown = whole(see(cast, beside=1))
    assert shown.weeks_on_axis == range(1, 11), "all weeks of the longer one"


def test_any_span_of_weeks_leaves_the_readings_as_they_are(cast: Cast, scores: None) -> None:
    every = see(cast)
    cut = between(every, 2, 2)
    assert [week.week for week in cut.weeks] == [2]
    assert {week.week for exercise in cut.exercises for week in exercise.weeks} == {2}
    assert all(exercise.tally == exercise.weeks[0].tally for exercise in cut.exercises)
    assert cut.series == ()
    assert cut.readings == every.readings
    assert [day.day for day in cut.days] == [START + timedelta(days=n) for n in range(7, 14)]
    assert cut.weeks_on_axis == range(2, 3)
    assert of_days(every, START + timedelta(days=9), START + timedelta(days=12)) == cut
    assert of_days(every, date(2001, 1, 1), TODAY) == whole(every)


def maintained(engine: sa.Engine, cast: Cast, since: date) -> None:
    episode = 1
    with engine.begin() as connection:
        for phase, day in ((Phase.HOME, START), (Phase.MAINTENANCE, since)):
            row = EpisodePhase(
                child_id=cast.mia, episode_id=episode, phase=phase, starts_on=day, created_at=NOON
            )
            insert_row(connection, row)


def test_staying_well_has_half_a_year_on_its_axis_and_the_weeks_before_behind(
    engine: sa.Engine, cast: Cast, scores: None
) -> None:
    assert see(cast).marks.life.maintenance_since is None
    maintained(engine, cast, TODAY - timedelta(days=3))
    progress = see(cast)
    assert progress.marks.life.maintenance_since == TODAY - timedelta(days=3)
    well = staying_well(progress)
    assert well.weeks_on_axis == range(2, 28)
    assert [week.week for week in well.weeks] == [2, 3]
    assert well.behind is not None
    assert [week.week for week in well.behind.weeks] == [1]
    assert well.behind.moved == 1, "week 1 of then stands at the first week of now"
    assert [score.value for one in well.behind.series for score in one.scores if one.instrument is FDI] == [
        27,
        30,
    ]


def test_maintenance_from_the_first_day_has_nothing_behind(
    engine: sa.Engine, cast: Cast, plan: dict[str, int]
) -> None:
    maintained(engine, cast, START + timedelta(days=1))
    well = staying_well(see(cast))
    assert (well.weeks_on_axis, well.behind) == (range(1, 27), None)


@pytest.mark.parametrize("beside", [None, 1])
def test_the_number_of_statements_grows_with_nothing(
    engine: sa.Engine, cast: Cast, clock: Clock, beside: int | None
) -> None:
    """With scores, exercises, weeks, visits and reasons: what is read of two weeks and two, is read of all."""
    counts = []
    for weeks, exercises in ((2, 0), (26, 12)):
        child = lived(engine, cast, weeks)
        start = TODAY - timedelta(weeks=weeks)
        with engine.begin() as connection:
            episode = connection.execute(
                sa.text("SELECT id FROM episode WHERE child_id = :child"), {"child": child}
            ).scalar_one()
            for n in range(exercises):
                make_prescription(connection, child, episode, start, name=f"More {n}")
            days = {start + timedelta(days=7 * n): 20.0 for n in range(weeks)}
            insert_scores(connection, child, FDI, CHILD, days)

        def read(work: Work, child_id: int) -> object:
            return progress_of(work, child_id, beside=beside)

        for _ in range(2):
            count = statements(engine, read, child)
        counts.append(count)
    assert counts[0] == counts[1]
    assert counts[0] <= 40


def test_a_look_is_logged_for_the_page_that_asked(
    cast: Cast, plan: dict[str, int], engine: sa.Engine
) -> None:
    see(cast, "Lee", screen="appointment")
    with engine.connect() as connection:
        said = connection.execute(sa.text("SELECT what FROM access_log")).scalars().all()
    assert list(said) == ["appointment"]
    assert replace(see(cast, "Lee")).child_name == "Mia"

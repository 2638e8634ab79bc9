"""What the Plan page shows: the episodes, and of the opened one every exercise as it is, was and will be."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import Category, DoseKind, EpisodeEnd, PartOfDay, Setting
from tests.cast import Cast, make_child
from tests.factories import make_episode, make_plan, make_prescription
from tests.steps import START, TODAY, TOMORROW, YESTERDAY, Clock, by, figures, prescribe_named, terms
from tests.steps import Plan as Made
from tracker.access.work import reading
from tracker.errors import Conflict, NotFound
from tracker.plans.dose import Dose
from tracker.plans.episodes import end_episode, pause, resume, start_episode
from tracker.plans.plan import plan_of
from tracker.plans.prescriptions import enter_in_error, revise, stop, withdraw
from tracker.plans.schedule import Schedule, on_weekdays, per_week
from tracker.plans.shown import EpisodeShown, LineShown, Plan, Signed, first_day_offered
from tracker.plans.terms import Terms
from tracker.record.completions import DONE, answer
from tracker.record.occurrence import Occurrence

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def read(cast: Cast, who: str = "Pat", episode: int | None = None) -> Plan:
    with reading(cast.tokens[who]) as work:
        return plan_of(work, cast.mia, episode)


def only(cast: Cast) -> LineShown:
    (line,) = read(cast).lines
    return line


def revised(cast: Cast, prescription: int, on: date, total: float = 20, reason: str = "Stronger") -> int:
    return by(cast, "Pat", revise, prescription, terms=terms(total), valid_from=on, reason=reason)


def added(cast: Cast, made: Made, name: str, on: date = TODAY, schedule: Schedule | None = None) -> int:
    return by(
        cast,
        "Pat",
        prescribe_named,
        made.episode,
        exercise=name,
        category=Category.AEROBIC,
        terms=terms(schedule=schedule),
        valid_from=on,
    )


def tick(cast: Cast, prescription: int) -> int:
    return by(cast, "Dana", answer, Occurrence(prescription, TODAY), DONE, seen=None).id


def test_a_child_without_an_episode_has_an_empty_plan(cast: Cast, clock: Clock) -> None:
    plan = read(cast)
    assert (plan.child_name, plan.today, plan.episode, plan.lines) == ("Mia", TODAY, None, ())
    assert plan.next_start == TODAY


def test_an_exercise_says_what_it_is_now(engine: sa.Engine, cast: Cast, plan: Made) -> None:
    line = only(cast)
    assert (line.exercise, line.category, line.end) == ("Stairs", Category.FUNCTIONAL, None)
    assert line.now is not None
    assert line.now.terms == Terms(Dose(DoseKind.COUNT, 10), Schedule())
    assert (line.now.first, line.now.end) == (START, None)
    assert (line.to_come, line.earlier, line.corrected) == ((), (), ())


def test_a_revision_shows_before_and_after_with_who_when_and_why(cast: Cast, plan: Made) -> None:
    new = revised(cast, plan.prescription, TOMORROW)
    line = only(cast)
    assert line.now is not None
    assert (line.now.prescription_id, line.now.end) == (plan.prescription, TOMORROW)
    (coming,) = line.to_come
    assert (coming.prescription_id, coming.first, coming.terms.dose.total) == (new, TOMORROW, 20)
    assert coming.made == Signed("Pat", TODAY, "Stronger")
    assert line.last == coming


def test_what_is_over_is_kept_latest_first(cast: Cast, plan: Made, clock: Clock) -> None:
    second = revised(cast, plan.prescription, TODAY)
    clock.forward(days=3)
    third = revised(cast, second, clock.today)
    line = only(cast)
    assert [r.prescription_id for r in line.earlier] == [second, plan.prescription]
    assert line.now is not None
    assert line.now.prescription_id == third
    assert line.earlier[1].end == TODAY


def test_a_stop_tells_its_day_who_and_why(cast: Cast, plan: Made, clock: Clock) -> None:
    by(cast, "Pat", stop, plan.prescription, on=TOMORROW, reason="Easy by now")
    line = only(cast)
    assert (line.end, line.stopped) == (TOMORROW, Signed("Pat", TODAY, "Easy by now"))
    assert read(cast).stopped == ()
    clock.forward(days=1)
    shown = read(cast)
    assert [line.exercise for line in shown.stopped] == ["Stairs"]
    assert shown.by_part_of_day == {}


def test_an_end_that_was_set_stays_with_the_revision(cast: Cast, plan: Made) -> None:
    by(cast, "Pat", stop, plan.prescription, on=TODAY + WEEK, reason="Review")
    revised(cast, plan.prescription, TOMORROW)
    line = only(cast)
    assert (line.end, line.stopped) == (TODAY + WEEK, Signed("Pat", TODAY, "Review"))


def test_the_end_of_the_episode_is_not_a_stop_of_the_exercise(cast: Cast, plan: Made) -> None:
    by(cast, "Pat", end_episode, plan.episode, end=TODAY + WEEK, reason=EpisodeEnd.GOALS_REACHED)
    line = only(cast)
    assert (line.end, line.stopped) == (TODAY + WEEK, None)


def test_what_comes_after_the_end_of_the_episode_is_not_to_come(cast: Cast, plan: Made) -> None:
    revised(cast, plan.prescription, TODAY + WEEK)
    by(cast, "Pat", end_episode, plan.episode, end=TODAY + 3 * DAY, reason=EpisodeEnd.OTHER)
    assert only(cast).to_come == ()


def test_one_entered_in_error_stands_apart_with_its_reason(cast: Cast, plan: Made) -> None:
    by(cast, "Pat", enter_in_error, plan.prescription, reason="Meant for another child")
    shown = read(cast)
    assert shown.by_part_of_day == {}
    (line,) = shown.corrected
    assert line.corrected[0].corrected == Signed("Pat", TODAY, "Meant for another child")
    assert line.last is None


def test_what_is_withdrawn_is_neither_now_nor_to_come(cast: Cast, plan: Made) -> None:
    by(cast, "Pat", withdraw, revised(cast, plan.prescription, TOMORROW))
    line = only(cast)
    assert line.to_come == ()
    assert line.last == line.now
    assert [r.withdrawn.by for r in line.revisions if r.withdrawn] == ["Pat"]


def test_exercises_stand_by_part_of_the_day(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        make_plan(connection, cast.mia, START)
    parts = {part: [line.exercise for line in lines] for part, lines in read(cast).by_part_of_day.items()}
    assert list(parts) == [PartOfDay.AFTERNOON, PartOfDay.EVENING]
    assert parts[PartOfDay.AFTERNOON] == ["Walk"]
    assert len(parts[PartOfDay.EVENING]) == 5


def test_one_to_come_stands_where_it_will_be(cast: Cast, plan: Made) -> None:
    added(cast, plan, "Walk", TODAY + WEEK)
    lines = read(cast).by_part_of_day[PartOfDay.ANY]
    assert [(line.exercise, line.now is None) for line in lines] == [("Stairs", False), ("Walk", True)]


@pytest.mark.parametrize(
    ("who", "may"), [("Pat", True), ("Dana", False), ("Mia", False), ("Casey", False), ("Lee", False)]
)
def test_the_page_offers_changes_to_whoever_may_prescribe(
    cast: Cast, plan: Made, who: str, may: bool
) -> None:
    assert read(cast, who).may_prescribe is may


def test_a_look_is_logged_as_the_plan(engine: sa.Engine, cast: Cast, plan: Made) -> None:
    read(cast, "Dana")
    log = METADATA.tables["access_log"]
    with engine.connect() as connection:
        rows = connection.execute(sa.select(log.c.account_id, log.c.child_id, log.c.access, log.c.what)).all()
    assert [tuple(row) for row in rows] == [(cast.accounts["Dana"], cast.mia, "look", "plan")]


class TestEpisodes:
    def test_the_running_one_is_opened_and_others_by_number(self, cast: Cast, plan: Made) -> None:
        by(cast, "Pat", end_episode, plan.episode, end=TODAY, reason=EpisodeEnd.DISTANCE, note="Moved")
        second = by(cast, "Pat", start_episode, start=TODAY, setting=Setting.OUTPATIENT, expected_weeks=8)
        assert self.opened(read(cast)).id == second
        first = read(cast, episode=plan.episode)
        assert (self.opened(first).end_reason, self.opened(first).end_note) == (EpisodeEnd.DISTANCE, "Moved")
        assert [line.exercise for line in first.lines] == ["Stairs"]
        assert [episode.id for episode in first.episodes] == [plan.episode, second]
        assert (self.opened(read(cast)).setting, self.opened(read(cast)).expected_weeks) == (
            Setting.OUTPATIENT,
            8,
        )

    def test_the_next_one_is_opened_when_none_is_running(self, cast: Cast, plan: Made) -> None:
        by(cast, "Pat", end_episode, plan.episode, end=TODAY, reason=EpisodeEnd.OTHER)
        assert self.opened(read(cast)).id == plan.episode
        planned = by(cast, "Pat", start_episode, start=TODAY + WEEK, setting=Setting.HOME)
        opened = self.opened(read(cast))
        assert (opened.id, opened.is_planned, opened.week) == (planned, True, None)

    def test_weeks_are_counted_inside_it_only(self, cast: Cast, plan: Made, clock: Clock) -> None:
        assert self.opened(read(cast)).week == 3
        by(cast, "Pat", end_episode, plan.episode, end=TOMORROW, reason=EpisodeEnd.OTHER)
        clock.forward(days=1)
        opened = self.opened(read(cast))
        assert (opened.is_over, opened.week) == (True, None)

    def test_a_further_one_may_start_once_the_last_has_an_end(self, cast: Cast, plan: Made) -> None:
        assert read(cast).next_start is None
        by(cast, "Pat", end_episode, plan.episode, end=TODAY + WEEK, reason=EpisodeEnd.OTHER)
        assert read(cast).next_start == TODAY + WEEK
        by(cast, "Pat", start_episode, start=TODAY + WEEK, setting=Setting.HOME)
        assert read(cast).next_start is None

    @pytest.mark.usefixtures("plan")
    @pytest.mark.parametrize("number", [0, -1, 999, 2**40])
    def test_an_episode_of_nobody_is_not_found(self, cast: Cast, number: int) -> None:
        with pytest.raises(NotFound):
            read(cast, episode=number)

    @pytest.mark.usefixtures("plan")
    def test_another_childs_episode_is_not_found(self, engine: sa.Engine, cast: Cast) -> None:
        with engine.begin() as connection:
            theirs = make_episode(connection, make_child(connection, cast.clinic, "Noa"), START)
        with pytest.raises(NotFound):
            read(cast, episode=theirs)

    @staticmethod
    def opened(plan: Plan) -> EpisodeShown:
        assert plan.episode is not None
        return plan.episode


def test_pauses_tell_days_reason_and_who(cast: Cast, plan: Made) -> None:
    camp = by(cast, "Pat", pause, plan.episode, from_day=TODAY, to_day=TOMORROW, reason="Camp")
    trip = by(
        cast, "Pat", pause, plan.episode, from_day=TODAY + WEEK, to_day=TODAY + WEEK, reason="School trip"
    )
    shown = read(cast)
    assert [(p.id, p.from_day, p.to_day, p.reason, p.by) for p in shown.pauses] == [
        (camp, TODAY, TOMORROW, "Camp", "Pat"),
        (trip, TODAY + WEEK, TODAY + WEEK, "School trip", "Pat"),
    ]
    assert shown.pause == shown.pauses[0]
    by(cast, "Pat", resume, plan.episode, camp, on=TODAY)
    assert read(cast).pause is None


def test_what_is_said_of_the_earliest_day_is_what_revise_accepts(cast: Cast, plan: Made) -> None:
    assert only(cast).earliest == TODAY
    tick(cast, plan.prescription)
    assert only(cast).earliest == TOMORROW
    with pytest.raises(Conflict):
        revised(cast, plan.prescription, TODAY)
    later = revised(cast, plan.prescription, TODAY + WEEK)
    assert only(cast).earliest == TODAY + WEEK
    revised(cast, later, TODAY + WEEK)


Step = Callable[[Cast, Made], object]
STEPS: dict[str, Step] = {
    "as it was": lambda _cast, _made: None,
    "ticked today": lambda cast, made: tick(cast, made.prescription),
    "revised from today": lambda cast, made: revised(cast, made.prescription, TODAY),
    "revised from today and ticked": lambda cast, made: tick(cast, revised(cast, made.prescription, TODAY)),
    "revised from tomorrow": lambda cast, made: revised(cast, made.prescription, TOMORROW),
    "ticked and revised from tomorrow": lambda cast, made: (
        tick(cast, made.prescription),
        revised(cast, made.prescription, TOMORROW),
    ),
    "entered in error": lambda cast, made: by(cast, "Pat", enter_in_error, made.prescription, reason="Twice"),
}


@pytest.mark.parametrize("name", STEPS)
def test_what_may_be_withdrawn_is_what_withdraw_accepts(cast: Cast, plan: Made, name: str) -> None:
    STEPS[name](cast, plan)
    line = only(cast)
    last = line.last.prescription_id if line.last else plan.prescription
    if line.may_withdraw:
        by(cast, "Pat", withdraw, last)
    else:
        with pytest.raises(Conflict):
            by(cast, "Pat", withdraw, last)


@pytest.mark.parametrize("exercises", [1, 12])
def test_as_many_statements_for_twelve_exercises_as_for_one(
    engine: sa.Engine, cast: Cast, clock: Clock, exercises: int
) -> None:
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START)
        for number in range(exercises):
            made = make_prescription(connection, cast.mia, episode, START, name=f"{number}")
    revised(cast, made, TODAY)
    by(cast, "Pat", stop, made - exercises + 1 if exercises > 1 else made + 1, on=TOMORROW, reason="Enough")
    read(cast)
    told: list[str] = []
    with reading(cast.tokens["Pat"]) as work:
        sa.event.listen(work.connection, "before_cursor_execute", lambda *args: told.append(args[2]))
        assert len(plan_of(work, cast.mia).lines) == exercises
    assert len(told) == 16


def test_a_revision_moves_no_figure_of_the_past(cast: Cast, plan: Made) -> None:
    tick(cast, plan.prescription)
    before = figures(cast.mia, as_of=YESTERDAY)
    today = figures(cast.mia, as_of=TODAY)
    revised(cast, plan.prescription, TOMORROW, 40)
    assert figures(cast.mia, as_of=YESTERDAY) == before
    assert figures(cast.mia, as_of=TODAY)[:2] == today[:2]
    assert figures(cast.mia, as_of=TODAY)[2].tally.settled == today[2].tally.settled


MONDAY = TODAY  # the episode began on a Monday as well


@pytest.mark.parametrize(
    ("earliest", "weekly", "end", "offered"),
    [
        (TODAY, False, None, TODAY),
        (TOMORROW, False, None, TOMORROW),
        (MONDAY, True, None, MONDAY),
        (TOMORROW, True, None, MONDAY + WEEK),
        (MONDAY + 6 * DAY, True, None, MONDAY + WEEK),
        (TOMORROW, True, MONDAY + WEEK, TOMORROW),
        (TOMORROW, True, MONDAY + 8 * DAY, MONDAY + WEEK),
        (START - WEEK, True, None, START),
        (START - WEEK, False, None, START),
    ],
)
def test_a_weekly_count_is_offered_to_begin_with_a_treatment_week(
    earliest: date, weekly: bool, end: date | None, offered: date
) -> None:
    episode = EpisodeShown(1, START, end, Setting.HOME, None, None, "", TODAY)
    assert first_day_offered(episode, earliest, weekly=weekly) == offered


def test_schedules_and_parts_are_read_back_as_they_were_prescribed(cast: Cast, plan: Made) -> None:
    schedules = [on_weekdays([0, 2, 4], 2), per_week(3), Schedule(times_per_day=12)]
    for number, schedule in enumerate(schedules):
        added(cast, plan, f"{number}", schedule=schedule)
    shown = [line.now.terms.schedule for line in read(cast).lines[1:] if line.now]
    assert shown == schedules

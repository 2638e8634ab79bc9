"""What the Progress page shows: which weeks, the weeks of each exercise, and the marks beside them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from db.engine import connect
from db.queries.base import table_of
from db.tables import AccessLog, Clinic
from db.vocabulary import DoseKind
from tests.cast import ZONE, Cast, make_child
from tests.factories import make_episode, make_plan, make_prescription
from tests.oracle.case import Case, Entry, Mark, Pause, Prescription
from tests.oracle.strategies import random_case
from tests.oracle.walk import weeks as oracle_weeks
from tests.steps import by
from tests.tracker.progress.load import load, storable
from tests.tracker.progress.test_adherence_oracle import expected
from tracker import clock
from tracker.access.actor import OPERATOR
from tracker.access.work import reading
from tracker.errors import NotFound
from tracker.plans.dose import Dose
from tracker.plans.prescriptions import enter_in_error, revise, stop, withdraw
from tracker.plans.schedule import Schedule, per_week
from tracker.plans.terms import Terms
from tracker.progress.adherence import as_json
from tracker.progress.marks import Days
from tracker.progress.progress import Progress, Standing, progress_of

pytestmark = pytest.mark.everywhere

START = date(2026, 2, 2)
TODAY = date(2026, 3, 11)  # Wednesday of week 6
TOMORROW = TODAY + timedelta(days=1)
EVERY_DAY = frozenset(range(7))
SEEDS = 150
MOST_STATEMENTS = 40


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, TODAY)


def see(cast: Cast, who: str = "Pat", episode: int | None = None) -> Progress:
    with reading(cast.tokens[who]) as work:
        return progress_of(work, cast.mia, episode_number=episode)


def daily(number: int, line: int, first: date = START, end: date | None = None) -> Prescription:
    return Prescription(number, line, first, end, EVERY_DAY, 1, None, 10.0, timed=False)


def loaded(engine: sa.Engine, cast: Cast, *prescriptions: Prescription, **more: object) -> None:
    case = Case(START, None, prescriptions, (), (), ())
    with engine.begin() as connection:
        load(connection, cast.mia, replace(case, **more))  # type: ignore[arg-type]


def test_weeks_and_exercises_are_the_oracles(
    engine: sa.Engine, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = {}
    with engine.begin() as connection:
        for seed in range(SEEDS):
            case, today = random_case(seed)
            case = storable(case)
            drawn[make_child(connection, cast.clinic, f"Child {seed}")] = (case, today)
    with engine.begin() as connection:
        for child, (case, _) in drawn.items():
            load(connection, child, case)
    compared = 0
    for child, (case, today) in drawn.items():
        on(monkeypatch, today)
        with reading(OPERATOR) as work:
            progress = progress_of(work, child)
        begun = [expected(week) for week in oracle_weeks(case, today) if week.first <= today]
        assert [as_json(week) for week in progress.weeks] == [pytest.approx(week, abs=1e-8) for week in begun]
        for exercise in progress.exercises:
            line = int(exercise.name.removeprefix("Exercise "))
            alone = replace(case, prescriptions=tuple(p for p in case.prescriptions if p.line == line))
            wanted = [week for week in oracle_weeks(alone, today) if week.first <= today]
            assert [as_json(week) for week in exercise.weeks] == [
                pytest.approx(expected(week), abs=1e-8) for week in wanted
            ]
            assert exercise.tally.credit == pytest.approx(sum(week.credit for week in wanted))
            assert exercise.tally.settled == sum(week.settled for week in wanted)
            compared += 1
    assert compared > SEEDS


def test_it_takes_as_many_statements_for_half_a_year_as_for_a_month(engine: sa.Engine, cast: Cast) -> None:
    half_a_year_ago = TODAY - timedelta(days=181)
    children = []
    with engine.begin() as connection:
        for start, lines in ((START, 1), (half_a_year_ago, 8)):
            children.append(make_child(connection, cast.clinic, f"Child {lines}"))
            plan = tuple(daily(line, line, start) for line in range(1, lines + 1))
            entries = tuple(
                Entry(p.id, start + timedelta(days=n), 1, "done", None)
                for p in plan
                for n in range((TODAY - start).days)
            )
            load(connection, children[-1], Case(start, None, plan, entries, (), ()))
    said: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    counts = []
    sa.event.listen(engine, "before_cursor_execute", hear)
    for child in children:
        for _ in range(2):  # the second look finds what the first one kept
            said.clear()
            with reading(OPERATOR) as work:
                assert progress_of(work, child).weeks
            counts.append(len(said))
    sa.event.remove(engine, "before_cursor_execute", hear)
    assert counts[:2] == counts[2:]
    assert max(counts) <= MOST_STATEMENTS


def test_weeks_to_come_are_not_shown(engine: sa.Engine, cast: Cast) -> None:
    loaded(engine, cast, daily(1, 1), end=START + timedelta(days=70))
    progress = see(cast)
    assert [week.week for week in progress.weeks] == [1, 2, 3, 4, 5, 6]
    assert progress.running is not None
    assert progress.latest_over is not None
    assert (progress.latest_over.week, progress.running.week) == (5, 6)


def test_a_week_is_over_when_its_last_day_is(
    engine: sa.Engine, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(engine, cast, daily(1, 1))
    sunday = START + timedelta(days=41)
    on(monkeypatch, sunday)
    assert see(cast).running == see(cast).weeks[-1]
    on(monkeypatch, sunday + timedelta(days=1))
    over = see(cast).latest_over
    assert over is not None
    assert (over.week, over.last) == (6, sunday)


@pytest.mark.parametrize(
    ("prescriptions", "start", "standing"),
    [
        ((), None, Standing.NO_EPISODE),
        ((daily(1, 1),), TODAY + timedelta(days=1), Standing.NOT_BEGUN),
        ((), START, Standing.NO_EXERCISE),
        ((daily(1, 1, TODAY + timedelta(days=3)),), START, Standing.NO_EXERCISE),
        ((replace(daily(1, 1), entered_in_error=True),), START, Standing.NO_EXERCISE),
        (
            (replace(daily(1, 1, START, TOMORROW), entered_in_error=True), daily(2, 1, TOMORROW)),
            START,
            Standing.NO_EXERCISE,
        ),
        ((daily(1, 1, TODAY),), TODAY, Standing.NOTHING_YET),
        ((daily(1, 1),), START, Standing.WEEKS),
    ],
)
def test_what_there_is_to_see(
    engine: sa.Engine,
    cast: Cast,
    prescriptions: tuple[Prescription, ...],
    start: date | None,
    standing: Standing,
) -> None:
    if start is not None:
        with engine.begin() as connection:
            load(connection, cast.mia, Case(start, None, prescriptions, (), (), ()))
    assert see(cast).standing is standing


def test_nothing_due_is_no_figure(engine: sa.Engine, cast: Cast) -> None:
    loaded(engine, cast, daily(1, 1), pauses=(Pause(START, TODAY + timedelta(days=9)),))
    progress = see(cast)
    assert progress.standing is Standing.NOTHING_DUE
    assert {week.tally.strict for week in progress.weeks} == {None}


def test_revisions_starts_and_stops_are_marked_but_not_the_first_week(engine: sa.Engine, cast: Cast) -> None:
    week_2, week_3, week_4 = (START + timedelta(days=7 * n) for n in (1, 2, 3))
    loaded(
        engine,
        cast,
        daily(1, 1, START, week_2),
        replace(daily(2, 1, week_2), total=20.0),
        replace(daily(3, 1, week_3), withdrawn=True),
        daily(4, 2, START + timedelta(days=3), week_3),
        daily(5, 3, week_4),
        daily(6, 4, START, TODAY + timedelta(days=2)),
        daily(7, 4, TODAY + timedelta(days=2)),
    )
    said = [
        (
            change.day,
            change.exercise,
            change.before and change.before.terms.dose.total,
            change.after and change.after.terms.dose.total,
        )
        for change in see(cast).marks.changes
    ]
    assert said == [
        (week_2, "Exercise 1", 10.0, 20.0),
        (week_3, "Exercise 2", 10.0, None),
        (week_4, "Exercise 3", None, 10.0),
    ]


def test_a_break_in_a_line_is_a_stop_and_a_start(engine: sa.Engine, cast: Cast) -> None:
    stopped, again = START + timedelta(days=8), START + timedelta(days=15)
    loaded(engine, cast, daily(1, 1, START, stopped), daily(2, 1, again))
    changes = see(cast).marks.changes
    assert [(change.day, change.before is None, change.after is None) for change in changes] == [
        (stopped, False, True),
        (again, True, False),
    ]


def test_what_was_entered_in_error_leaves_the_figures_and_a_mark_on_its_days(
    engine: sa.Engine, cast: Cast
) -> None:
    loaded(
        engine,
        cast,
        daily(1, 1),
        replace(daily(2, 2, START + timedelta(days=7), START + timedelta(days=10)), entered_in_error=True),
        replace(daily(3, 3, START + timedelta(days=14)), entered_in_error=True),
    )
    progress = see(cast)
    assert [exercise.name for exercise in progress.exercises] == ["Exercise 1"]
    assert [(mark.exercise, mark.days) for mark in progress.marks.corrected] == [
        ("Exercise 2", Days(START + timedelta(days=7), START + timedelta(days=9))),
        ("Exercise 3", Days(START + timedelta(days=14), TODAY)),
    ]
    assert progress.marks.changes == ()


def test_pauses_and_marked_days_are_cut_to_the_weeks_shown(engine: sa.Engine, cast: Cast) -> None:
    last = START + timedelta(days=41)
    pauses = (
        Pause(START - timedelta(days=3), START + timedelta(days=1)),
        Pause(TODAY, last + timedelta(days=9)),
    )
    days = (START - timedelta(days=1), START, TODAY, last, last + timedelta(days=1))
    marks = tuple(Mark(day, "ill" if day != TODAY else "away") for day in days)
    loaded(engine, cast, daily(1, 1), pauses=pauses, marks=marks)
    found = see(cast).marks
    assert found.pauses == (Days(START, START + timedelta(days=1)), Days(TODAY, last))
    assert (found.ill, found.away) == ((START, last), (TODAY,))


def test_marks_end_with_the_episode(engine: sa.Engine, cast: Cast) -> None:
    end = START + timedelta(days=9)
    marks = tuple(Mark(START + timedelta(days=n), "ill") for n in (8, 9, 10))
    loaded(engine, cast, daily(1, 1, START, end), daily(2, 2), end=end, marks=marks)
    found = see(cast).marks
    assert found.ill == (START + timedelta(days=8),)
    assert found.changes == ()


def test_the_marks_of_one_exercise(engine: sa.Engine, cast: Cast) -> None:
    second = START + timedelta(days=7)
    pause = (Pause(second, second),)
    prescriptions = (
        daily(1, 1, START, second),
        daily(2, 1, second),
        daily(3, 2, START, second),
        daily(4, 2, second),
    )
    loaded(engine, cast, *prescriptions, pauses=pause)
    progress = see(cast)
    first, other = progress.exercises
    alone = progress.marks.of_line(first.line_id)
    assert len(progress.marks.changes) == 2
    assert [change.exercise for change in alone.changes] == [first.name]
    assert alone.pauses == progress.marks.pauses
    assert first.name != other.name


def test_exercises_come_in_the_order_of_today(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        make_plan(connection, cast.mia, START)
    assert [exercise.name for exercise in see(cast).exercises] == [
        "Walk",  # in the afternoon
        "Stairs",
        "Wall sit",
        "Towel rub",
        "Stretches",
        "Belly breathing",
    ]


def test_each_episode_stays_readable(engine: sa.Engine, cast: Cast) -> None:
    old = Case(date(2025, 6, 2), date(2025, 6, 16), (daily(1, 1, date(2025, 6, 2)),), (), (), ())
    with engine.begin() as connection:
        load(connection, cast.mia, old, number=1)
        load(connection, cast.mia, Case(START, None, (daily(1, 1),), (), (), ()), number=2)
    latest = see(cast)
    assert latest.episode is not None
    assert (latest.episode.number, len(latest.weeks)) == (2, 6)
    first = see(cast, episode=1)
    assert [week.first for week in first.weeks] == [date(2025, 6, 2), date(2025, 6, 9)]
    assert first.running is None
    assert [span.number for span in first.episodes] == [1, 2]
    with pytest.raises(NotFound):
        see(cast, episode=3)


def test_the_clinics_line_and_who_could_add_what_is_missing(engine: sa.Engine, cast: Cast) -> None:
    clinic = table_of(Clinic)
    with engine.begin() as connection:
        connection.execute(
            sa.update(clinic).where(clinic.c.id == cast.clinic).values(adherence_line_percent=75)
        )
    assert (see(cast).line_percent, see(cast).child_name) == (75, "Mia")
    assert {who: see(cast, who).can_prescribe for who in ("Pat", "Dana", "Casey", "Lee")} == {
        "Pat": True,
        "Dana": False,
        "Casey": False,
        "Lee": False,
    }


def test_a_look_is_logged(engine: sa.Engine, cast: Cast) -> None:
    see(cast, "Dana")
    log = table_of(AccessLog)
    with connect(engine, write=False) as connection:
        rows = list(connection.execute(sa.select(log.c.access, log.c.what, log.c.child_id, log.c.account_id)))
    assert [tuple(row) for row in rows] == [("look", "progress", cast.mia, cast.accounts["Dana"])]


@pytest.mark.parametrize("who", ["Sam", "Ada", "Iris"])
def test_a_stranger_learns_nothing(engine: sa.Engine, cast: Cast, who: str) -> None:
    loaded(engine, cast, daily(1, 1))
    with pytest.raises(NotFound):
        see(cast, who)


def test_plan_changes_by_a_therapist_show_as_marks(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START)
        stairs = make_prescription(connection, cast.mia, episode, START, name="Stairs")
        swim = make_prescription(connection, cast.mia, episode, START, name="Swim", schedule=per_week(2))
        sit = make_prescription(connection, cast.mia, episode, START, name="Wall sit")
    more = Terms(Dose(DoseKind.COUNT, 12), Schedule())
    new = by(cast, "Pat", revise, stairs, terms=more, valid_from=TODAY, reason="stronger")
    by(cast, "Pat", stop, swim, on=TODAY, reason="the pool is closed")
    by(cast, "Pat", enter_in_error, sit, reason="another child's")
    marks = see(cast, "Dana").marks
    assert [(change.exercise, change.after is None) for change in marks.changes] == [
        ("Stairs", False),
        ("Swim", True),
    ]
    assert [mark.exercise for mark in marks.corrected] == ["Wall sit"]
    by(cast, "Pat", withdraw, new)
    assert [change.exercise for change in see(cast, "Dana").marks.changes] == ["Swim"]


def kept(done: dict[int, int], *, of: int = 7) -> tuple[Entry, ...]:
    """So many days done of each week, and the rest of `of` days not done."""
    return tuple(
        Entry(1, START + timedelta(days=7 * (week - 1) + n), 1, "done" if n < count else "not_done", None)
        for week, count in done.items()
        for n in range(of)
    )


@pytest.mark.parametrize(
    ("entries", "wanted"),
    [
        (kept({4: 3, 5: 5}), (4, 5)),
        (kept({4: 3, 5: 6}), None),
        (kept({4: 6, 5: 3}), None),
        (kept({4: 3}) + kept({5: 2}, of=4), None),  # 57 % is logged, and 70 % is what it takes
    ],
)
def test_two_weeks_under_the_line_are_told_to_the_clinics_staff_alone(
    engine: sa.Engine, cast: Cast, entries: tuple[Entry, ...], wanted: tuple[int, int] | None
) -> None:
    loaded(engine, cast, daily(1, 1), entries=entries)
    for who in ("Pat", "Casey"):
        found = see(cast, who).under_the_line
        assert (found and tuple(week.week for week in found.weeks)) == wanted
    for who in ("Dana", "Mia"):
        assert see(cast, who).under_the_line is None


def test_nothing_is_under_the_line_once_the_course_has_ended(engine: sa.Engine, cast: Cast) -> None:
    case = Case(START, TODAY, (daily(1, 1),), kept({4: 3, 5: 3}), (), ())
    with engine.begin() as connection:
        load(connection, cast.mia, case)
    assert see(cast).under_the_line is None

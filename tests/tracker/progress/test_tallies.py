"""What is kept of past weeks never says anything else than a new count, whatever happens to the record."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from threading import Thread

import pytest
import sqlalchemy as sa

from db.queries import plans
from db.queries.base import table_of
from db.tables import WeekTally
from db.types import AccessibleChildId
from tests.cast import Cast, make_child, make_clinic
from tests.oracle.strategies import random_case
from tests.steps import NOON, START, TODAY, Clock, Plan, by
from tests.tracker.plans.story import Story
from tests.tracker.plans.test_history import DAILY, PLAN_STEPS, WEEKLY
from tests.tracker.progress.load import load, storable
from tracker.access.actor import OPERATOR
from tracker.access.policy import Action
from tracker.access.work import Work, reading, writing
from tracker.plans import prescriptions
from tracker.progress.adherence import weekly_adherence
from tracker.progress.spans import Week, episode_spans
from tracker.progress.tallies import Key, Stretch, lay_out, tallies_of, weeks_of_caseload
from tracker.progress.weeks import Tally
from tracker.record.completions import DONE, answer
from tracker.record.occurrence import Occurrence

pytestmark = pytest.mark.everywhere

tallies = table_of(WeekTally)
KINDS = ["next_day", "next_day", "next_day", "enter", "enter", "mark", *PLAN_STEPS]


def counted(work: Work, child_id: int) -> dict[Key, Tally]:
    """Count every week anew."""
    child = AccessibleChildId(child_id)
    (span,) = episode_spans(work, child)
    today = work.today_of(child)
    found = lay_out(work.connection, [Stretch(child, span, span.weeks(today), today)])[child]
    return {key: tally for key, _, tally in found.tallies()}


def read(work: Work, child_id: int) -> dict[Key, Tally]:
    child = AccessibleChildId(child_id)
    (span,) = episode_spans(work, child)
    today = work.today_of(child)
    return tallies_of(work, child, span, span.weeks(today), today)


def how_many(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(tallies)).scalar_one())


@pytest.mark.parametrize("seed", range(6))
def test_kept_tallies_follow_every_change(engine: sa.Engine, cast: Cast, clock: Clock, seed: int) -> None:
    choose = random.Random(seed)
    story = Story(engine, cast, clock, [*WEEKLY, *DAILY] if seed % 2 else DAILY)
    most = 0
    for _ in range(40):
        story.step(choose.choice(KINDS), choose.randrange(40), choose.randrange(4))
        with reading(OPERATOR) as work:
            assert read(work, story.child) == counted(work, story.child)
        with writing(OPERATOR) as work:
            assert read(work, story.child) == counted(work, story.child)
        most = max(most, how_many(engine))
    assert most >= 4, "nothing was ever kept"


def test_reading_alone_keeps_nothing(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with reading(OPERATOR) as work:
        assert len(read(work, cast.mia)) == 3
    assert how_many(engine) == 0


def test_whoever_is_first_to_look_keeps_what_is_over(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with reading(cast.tokens["Dana"]) as work:
        weekly_adherence(work, cast.mia)
    assert how_many(engine) == 2


def test_what_is_kept_is_read_instead_of_counted(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with writing(OPERATOR) as work:
        read(work, cast.mia)
    with engine.begin() as connection:
        connection.execute(sa.update(tallies).values(credit=5.5))
    with reading(OPERATOR) as work:
        assert [tally.credit for tally in read(work, cast.mia).values()] == [5.5, 5.5, 0]


def test_the_running_week_is_never_kept(engine: sa.Engine, cast: Cast, plan: Plan, clock: Clock) -> None:
    clock.forward(days=6)
    with writing(OPERATOR) as work:
        read(work, cast.mia)
    assert how_many(engine) == 2
    clock.forward(days=1)
    with writing(OPERATOR) as work:
        read(work, cast.mia)
    assert how_many(engine) == 3


def test_as_of_an_earlier_day_what_is_kept_of_later_weeks_is_left_out(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    with writing(OPERATOR) as work:
        read(work, cast.mia)
    with reading(OPERATOR) as work:
        (first, second) = weekly_adherence(work, cast.mia, as_of=START + timedelta(days=10), screen="")
    assert (first.tally.settled, second.tally.settled) == (7, 3)


def test_an_error_taken_out_leaves_no_kept_tally(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with writing(OPERATOR) as work:
        read(work, cast.mia)
    with writing(cast.tokens["Pat"]) as work:
        prescriptions.enter_in_error(work, cast.mia, plan.prescription, reason="Wrong child")
    assert how_many(engine) == 0
    with reading(OPERATOR) as work:
        assert read(work, cast.mia) == {}


def caseload(work: Work, children: list[int], most_weeks: int) -> dict[int, list[Week]]:
    found = [AccessibleChildId(child) for child in children]
    spans = {child: episode_spans(work, child)[-1] for child in found}
    return dict(weeks_of_caseload(work, spans, work.todays(found), most_weeks).items())


@pytest.mark.parametrize("open_work", [reading, writing])
def test_a_caseload_reads_what_each_child_reads(
    engine: sa.Engine, clock: Clock, open_work: Callable[..., AbstractContextManager[Work]]
) -> None:
    """Children in two zones, between which it is another day half of the time."""
    clock.moment = NOON.replace(year=2024, month=4, day=10)
    children = []
    with engine.begin() as connection:
        clinic = make_clinic(connection, "Riverside")
        for seed in range(40):
            zone = ("Pacific/Auckland", "America/Los_Angeles")[seed % 2]
            case, _ = random_case(seed)
            children.append(make_child(connection, clinic, f"Child {seed}", zone))
            load(connection, children[-1], storable(case))
    for _ in range(3):
        with open_work(OPERATOR) as work:
            found = caseload(work, children, 5)
        with reading(OPERATOR) as work:
            for child in children:
                assert found[child] == weekly_adherence(work, child, screen="")[-5:]


def test_a_caseload_of_many_takes_as_many_statements_as_one_of_few(
    engine: sa.Engine, clock: Clock, cast: Cast
) -> None:
    with engine.begin() as connection:
        children = [make_child(connection, cast.clinic, f"Child {number}") for number in range(12)]
        for number, child in enumerate(children):
            load(connection, child, storable(random_case(number)[0]))
    few, many = (statements_for(group) for group in (children[:2], children))
    assert few == many <= 6


def statements_for(children: list[int]) -> int:
    with reading(OPERATOR) as work:
        found = [AccessibleChildId(child) for child in children]
        spans = {child: episode_spans(work, child)[-1] for child in found}
        statements: list[str] = []
        sa.event.listen(work.connection, "before_cursor_execute", lambda *told: statements.append(told[2]))
        weeks_of_caseload(work, spans, dict.fromkeys(found, TODAY), 12)
    return len(statements)


def test_who_ticks_and_who_keeps_tallies_do_not_wait_for_each_other(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    """On PostgreSQL the tick holds the prescription, the tallies point at it, and the tick then forgets them."""
    kept = Thread(target=lambda: by(cast, "Dana", read))
    with writing(cast.tokens["Dana"]) as work:
        child = work.child(cast.mia, Action.RECORD)
        plans.prescription_of(work.connection, child, plan.prescription, lock=True)
        kept.start()
        # SQLite has but one writer: there the second one waits for the first.
        kept.join(3 if engine.dialect.name == "postgresql" else 0)
        assert kept.is_alive() == (engine.dialect.name == "sqlite")
        answer(work, cast.mia, Occurrence(plan.prescription, TODAY - timedelta(days=1)), DONE, seen=None)
    kept.join(10)
    with reading(OPERATOR) as work:
        assert read(work, cast.mia) == counted(work, cast.mia)

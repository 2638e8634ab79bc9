"""A clinician's caseload: each child's figures and reasons, in how many statements."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import Clinic, Completion
from db.vocabulary import Mark
from tests.cast import Cast, make_child
from tests.factories import make_episode, make_prescription
from tests.oracle.case import Case
from tests.oracle.strategies import random_case
from tests.steps import START, TODAY, Clock, Plan, by
from tests.tracker.progress.caseloads import MOMENTS, caseload, enter, follow, row, said
from tests.tracker.progress.load import load, storable
from tests.tracker.progress.naive_reasons import naive_plan_ends, naive_reasons
from tracker.access.actor import OPERATOR
from tracker.access.work import reading
from tracker.progress.adherence import weekly_adherence
from tracker.progress.caseload import MOST_WEEKS, Stage
from tracker.progress.reasons import IllDays
from tracker.record.completions import DONE, answer, clear
from tracker.record.days import mark_day
from tracker.record.occurrence import Occurrence

ONE_DAY = timedelta(days=1)


@pytest.fixture
def many(engine: sa.Engine, cast: Cast) -> dict[int, Case]:
    """Children of random plans, between whose zones it is another day half of the time."""
    found = {}
    for seed in range(40):
        case = storable(random_case(seed)[0])
        zone = ("Pacific/Auckland", "America/Los_Angeles")[seed % 2]
        child = follow(engine, cast, f"Child {seed:02}", zone)
        with engine.begin() as connection:
            load(connection, child, case)
        found[child] = case
    return found


def test_every_child_has_the_figures_of_its_own_page(cast: Cast, clock: Clock, many: dict[int, Case]) -> None:
    for clock.moment in MOMENTS:
        # The first look keeps what is over, and the second reads what is kept.
        for found in (caseload(cast), caseload(cast)):
            rows = {row.child_id: row for row in found.rows}
            assert set(rows) == {cast.mia, *many}
            with reading(OPERATOR) as work:
                for child in many:
                    weeks = weekly_adherence(work, child, screen="")
                    assert list(rows[child].weeks) == weeks[-MOST_WEEKS:]
                    over = [week for week in weeks if week.last < rows[child].today]
                    assert rows[child].latest == (over[-1] if over else None)


def test_every_child_has_the_reasons_of_a_naive_walk(
    engine: sa.Engine, cast: Cast, clock: Clock, many: dict[int, Case]
) -> None:
    seen = set()
    for number, clock.moment in enumerate(MOMENTS):
        with engine.begin() as connection:
            settings = {"days_without_entries": 1 + number, "ill_days": 1 + number}
            connection.execute(sa.update(table_of(Clinic)).values(**settings))
        for found in caseload(cast).rows:
            if found.child_id not in many:
                continue
            wanted = []
            if found.stage is Stage.RUNNING:
                case = many[found.child_id]
                wanted = naive_reasons(case, found.today, 80, 70, 1 + number, 1 + number)
                wanted += naive_plan_ends(case, found.today)
            assert [said(reason) for reason in found.reasons] == wanted, found.name
            seen |= {kind for kind, *_ in wanted}
    assert len(seen) >= 4
    assert "plan_ends" in seen


def test_the_reasons_are_those_of_the_clinics_settings(
    engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan
) -> None:
    enter(engine, cast.mia, plan.prescription, START, 11)
    last = TODAY - ONE_DAY
    assert [said(reason) for reason in row(cast).reasons] == [
        ("no_entries", 3, TODAY - 3 * ONE_DAY, last),
        ("few_entries", 2),  # 4 of 7
    ]
    with engine.begin() as connection:
        settings = {"days_without_entries": 4, "least_coverage_percent": 50, "adherence_line_percent": 100}
        connection.execute(sa.update(table_of(Clinic)).values(**settings))
    assert row(cast).reasons == ()


def test_ill_days_are_counted_back_a_fortnight_and_a_mark_taken_back_is_none(
    engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan
) -> None:
    enter(engine, cast.mia, plan.prescription, START, 14)
    days = [TODAY - ago * ONE_DAY for ago in (1, 2, 8, 13)]
    for ill in days:
        late = {} if ill >= TODAY - 2 * ONE_DAY else {"late_reason": "Told by phone"}
        by(cast, "Pat", mark_day, ill, Mark.ILL, seen=None, **late)
    assert row(cast).reasons == (IllDays(4, days[-1]),)
    with engine.connect() as connection:
        (seen,) = connection.execute(
            sa.text("SELECT id FROM day_mark WHERE day = :day"), {"day": days[0]}
        ).scalars()
    by(cast, "Pat", mark_day, days[0], None, seen=seen)
    assert row(cast).reasons == ()


def test_an_entry_taken_back_is_none(engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan) -> None:
    enter(engine, cast.mia, plan.prescription, START, 12)
    recorded = by(cast, "Dana", answer, Occurrence(plan.prescription, TODAY - ONE_DAY), DONE, seen=None)
    assert row(cast).last_entry == TODAY - ONE_DAY
    by(cast, "Dana", clear, recorded.id)
    assert row(cast).last_entry == START + 11 * ONE_DAY


def test_last_entry_is_the_day_it_is_for_and_may_be_today(cast: Cast, clock: Clock, plan: Plan) -> None:
    assert row(cast).last_entry is None
    by(cast, "Dana", answer, Occurrence(plan.prescription, TODAY - 2 * ONE_DAY), DONE, seen=None)
    assert row(cast).last_entry == TODAY - 2 * ONE_DAY
    by(cast, "Dana", answer, Occurrence(plan.prescription, TODAY), DONE, seen=None)
    assert row(cast).last_entry == TODAY


def statements(engine: sa.Engine, cast: Cast) -> list[str]:
    told: list[str] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        told.append(statement)

    caseload(cast)
    sa.event.remove(engine, "before_cursor_execute", note)
    return told


def test_a_caseload_of_forty_takes_as_many_statements_as_one_of_four(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    clock.moment = MOMENTS[1]
    counts = []
    for seeds in (range(4), range(4, 40)):
        for seed in seeds:
            child = follow(engine, cast, f"Child {seed}")
            with engine.begin() as connection:
                load(connection, child, storable(random_case(seed)[0]))
        # The first look is logged, and keeps the weeks that are over.
        first, again = statements(engine, cast), statements(engine, cast)
        counts.append((len(first), len(again)))
        assert len(caseload(cast).rows) == 1 + seeds.stop
    assert counts[0] == counts[1]
    assert counts[0][1] <= 25


def test_nothing_is_read_of_children_whom_nobody_asked_for(
    engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan
) -> None:
    """So that a statement without its list of children could not pass."""
    with engine.begin() as connection:
        other = make_child(connection, cast.clinic, "Zoe")
        episode = make_episode(connection, other, START)
        daily = make_prescription(connection, other, episode, START)
    before = caseload(cast)
    enter(engine, other, daily, START, 14)
    assert caseload(cast) == before
    with engine.connect() as connection:
        completion = table_of(Completion)
        assert connection.execute(sa.select(sa.func.count()).select_from(completion)).scalar_one() == 14

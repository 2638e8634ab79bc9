"""The product's weekly figures against the naive oracle, on both databases."""

from datetime import date

import pytest
import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import WeekTally
from tests.cast import make_child, make_clinic
from tests.oracle.by_hand_domain import DOMAIN
from tests.oracle.by_hand_rest import REST
from tests.oracle.by_hand_weekly import WEEKLY
from tests.oracle.case import Case, Week
from tests.oracle.strategies import random_case
from tests.oracle.walk import weeks as oracle_weeks
from tests.tracker.progress.load import load, storable
from tracker.access.actor import OPERATOR
from tracker.access.work import Work, reading, writing
from tracker.progress.adherence import as_json, weekly_adherence

SEEDS = 2000
# The same statements on the other database: it takes four times as long for a plan.
SEEDS_ON_POSTGRESQL = 400
PARTS = 4
BY_HAND = {**DOMAIN, **WEEKLY, **REST}


def expected(week: Week) -> dict[str, object]:
    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 9)

    return {
        "week": week.week,
        "from": week.first.isoformat(),
        "to": week.last.isoformat(),
        "due": week.due,
        "settled": week.settled,
        "excused": week.excused,
        "without_entry": week.without_entry,
        "credit": round(week.credit, 9),
        "full": week.full,
        "strict": rounded(week.strict),
        "observed": rounded(week.observed),
        "coverage": rounded(week.coverage),
        "full_completion": rounded(week.full_completion),
    }


def check(work: Work, child: int, case: Case, today: date, name: object) -> None:
    rows = [as_json(week) for week in weekly_adherence(work, child, as_of=today, screen="")]
    wanted = [expected(week) for week in oracle_weeks(case, today)]
    assert len(rows) == len(wanted), name
    for row, want in zip(rows, wanted, strict=True):
        assert row == pytest.approx(want, abs=1e-8), name


@pytest.mark.parametrize("name", BY_HAND)
def test_cases_worked_by_hand(name: str, engine: sa.Engine) -> None:
    worked = BY_HAND[name]
    case = storable(worked.case)
    with engine.begin() as connection:
        child = make_child(connection, make_clinic(connection, "Riverside"), "Mia")
        load(connection, child, case)
    with reading(OPERATOR) as work:
        check(work, child, case, worked.today, name)
    with writing(OPERATOR) as work:
        check(work, child, case, worked.today, f"{name}, kept")
    with reading(OPERATOR) as work:
        check(work, child, case, worked.today, f"{name}, read from what is kept")


@pytest.mark.everywhere
@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.sweep) for part in range(1, PARTS))]
)
def test_thousands_of_random_plans_agree(part: int, engine: sa.Engine) -> None:
    children = {}
    with engine.begin() as connection:
        clinic = make_clinic(connection, "Riverside")
        seeds = SEEDS if engine.dialect.name == "sqlite" else SEEDS_ON_POSTGRESQL
        for seed in range(part, seeds, PARTS):
            case, today = random_case(seed)
            case = storable(case)
            children[seed] = (make_child(connection, clinic, f"Child {seed}"), case, today)
            load(connection, children[seed][0], case)
    for open_work, how in ((reading, "counted"), (writing, "kept"), (reading, "read from what is kept")):
        with open_work(OPERATOR) as work:
            for seed, (child, case, today) in children.items():
                check(work, child, case, today, (seed, how))
    with engine.connect() as connection:
        assert (
            connection.execute(sa.select(sa.func.count()).select_from(table_of(WeekTally))).scalar_one()
            > seeds / 2
        )

"""Two clinics, made up anew each time, in one database: nothing of one ever reaches the other.

Their people, children and exercises bear the same names or others, as it happens; each text also holds its clinic's
own word. Everybody reads everything that they can; then the other clinic does, which warms whatever is kept; then
everybody reads again and gets just the same.
"""

from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.engine import engine_for
from db.queries.base import insert_row
from db.tables import Clinic, ClosedDay, Note
from db.vocabulary import Level, Readers, RelationshipKind, Role
from tests.cast import ZONE, link, make_account, make_child, make_session
from tests.conftest import MakeDatabase, drop_database
from tests.factories import make_history, make_plan
from tests.steps import NOON, START, TODAY, Clock
from tracker.access.actor import SessionToken
from tracker.access.work import writing
from tracker.office import children as office_children
from tracker.office.clinic_settings import changes, settings_of
from tracker.office.closed_days import closed_days
from tracker.office.people import people
from tracker.plans.plan import plan_of
from tracker.progress.adherence import weekly_adherence
from tracker.progress.caseload import caseload_of
from tracker.progress.day import day_of
from tracker.progress.header import header_of
from tracker.progress.progress import progress_of

pytestmark = pytest.mark.everywhere

NAMES = st.sampled_from(["Mia", "Leo", "Zoe"])
KINDS = {Role.FAMILY: RelationshipKind.GUARDIAN, Role.CLINICIAN: RelationshipKind.PHYSICAL_THERAPIST}


@dataclass(frozen=True)
class Shape:
    """How a clinic is: its children's names, how many live in its one household, how many days were logged."""

    children: tuple[str, ...]
    follows: tuple[bool, ...]
    days: int


SHAPES = st.builds(
    Shape,
    children=st.lists(NAMES, min_size=1, max_size=3).map(tuple),
    follows=st.lists(st.booleans(), min_size=3, max_size=3).map(tuple),
    days=st.integers(1, 14),
)


@dataclass
class Made:
    """One clinic in the database; `word` is in each of its texts and nowhere else."""

    word: str
    clinic: int
    tokens: dict[Role, SessionToken] = field(default_factory=dict)
    children: list[int] = field(default_factory=list)


def make(connection: sa.Connection, shape: Shape, word: str) -> Made:
    clinic = insert_row(connection, Clinic(name=f"Riverside {word}", time_zone=ZONE, created_at=NOON))
    made = Made(word, clinic)
    accounts = {
        role: make_account(connection, clinic, f"Dana {word}", role, host=f"{role.value}.example.org")
        for role in Role
    }
    made.tokens = {role: make_session(connection, account, NOON) for role, account in accounts.items()}
    insert_row(connection, ClosedDay(clinic_id=clinic, day=TODAY, name=f"Snow {word}", created_at=NOON))
    for name, is_followed in zip(shape.children, shape.follows, strict=False):
        child = make_child(connection, clinic, f"{name} {word}")
        made.children.append(child)
        plan = make_plan(connection, child, START)
        make_history(connection, child, plan, START, shape.days)
        connection.exec_driver_sql(
            f"UPDATE line SET exercise = exercise || ' {word}' WHERE child_id = {child}"
        )
        for role, kind in KINDS.items():
            if is_followed:
                level = Level.PRESCRIBE if role is Role.CLINICIAN else Level.RECORD
                link(connection, clinic, accounts[role], child, kind, level, f"Home {word}")
        insert_row(connection, _note(child, plan["Walk"], accounts[Role.FAMILY], word))
    return made


def _note(child: int, prescription: int, writer: int, word: str) -> Note:
    return Note(
        child_id=child,
        prescription_id=prescription,
        performed_on=TODAY,
        slot=1,
        text=f"windy {word}",
        readers=Readers.TEAM_AND_HOUSEHOLD,
        household=f"Home {word}",
        written_at=NOON,
        written_by_id=writer,
    )


def read_everything(made: Made) -> str:
    """Give all that the people of a clinic can read, as one text."""
    found: list[object] = []
    for role in (Role.FAMILY, Role.CLINICIAN):
        with writing(made.tokens[role]) as work:
            followed = work.followed()
            found += followed
            for child, _name in followed:
                found += [day_of(work, child), plan_of(work, child), progress_of(work, child)]
                found += [header_of(work, child), weekly_adherence(work, child)]
        with writing(made.tokens[role]) as work:
            found.append(caseload_of(work))
    with writing(made.tokens[Role.ADMINISTRATOR]) as work:
        found += [people(work), office_children.children_of_clinic(work), settings_of(work), changes(work)]
        found += [closed_days(work)]
        found += [office_children.child_of_clinic(work, child) for child in made.children]
    return "\n".join(map(repr, found))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_of_one_clinic_reaches_the_other(
    kind: str, make_database: MakeDatabase, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    @settings(
        max_examples=20 if kind == "sqlite" else 5,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
        database=None,
    )
    @given(SHAPES, SHAPES)
    def check(ours: Shape, theirs: Shape) -> None:
        url = make_database(kind)
        monkeypatch.setenv("TRACKER_DATABASE_URL", url)
        with engine_for(url).begin() as connection:
            heron, otter = make(connection, ours, "heron"), make(connection, theirs, "otter")
        try:
            cold = read_everything(heron)
            warmed = read_everything(otter)
            assert read_everything(heron) == cold
        finally:
            engine_for(url).dispose()
            engine_for.cache_clear()
            drop_database(url)
        assert "otter" not in cold
        assert "heron" not in warmed
        assert "heron" in cold
        assert "otter" in warmed

    check()

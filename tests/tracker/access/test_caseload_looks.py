"""A look at a caseload is one row that names its children: again after 15 minutes, or when they are others."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import Level, RelationshipKind, Role
from tests.at_once import together
from tests.cast import Cast, link, make_account, make_child, make_session
from tests.db.described import rows_of
from tests.steps import Clock
from tracker.access.actor import OPERATOR, Credential
from tracker.access.policy import Action
from tracker.access.work import Work, reading, writing
from tracker.errors import NotPermitted

KIND = RelationshipKind.PHYSICAL_THERAPIST
LOG = METADATA.tables["access_log"]
RELATIONSHIP = METADATA.tables["relationship"]


@pytest.fixture
def zoe(engine: sa.Engine, cast: Cast) -> int:
    return follow(engine, cast, "Zoe")


def follow(engine: sa.Engine, cast: Cast, name: str, who: str = "Pat") -> int:
    """Add a child whom somebody follows."""
    with engine.begin() as connection:
        child = make_child(connection, cast.clinic, name)
        link(connection, cast.clinic, cast.accounts[who], child, KIND, Level.PRESCRIBE)
    return child


def part(engine: sa.Engine, child: int, clock: Clock) -> None:
    with engine.begin() as connection:
        of_child = sa.update(RELATIONSHIP).where(RELATIONSHIP.c.child_id == child)
        connection.execute(of_child.values(revoked_at=clock.moment))


def look(credential: Credential, screen: str = "caseload") -> dict[int, str]:
    with reading(credential) as work:
        return {int(child): name for child, name in work.caseload(screen=screen).items()}


def subjects(engine: sa.Engine) -> list[str]:
    query = sa.select(LOG.c.subject).where(LOG.c.access == "look").order_by(LOG.c.id)
    with engine.connect() as connection:
        return list(connection.execute(query).scalars())


def test_one_row_names_the_children_and_who_looked(
    engine: sa.Engine, cast: Cast, clock: Clock, zoe: int
) -> None:
    assert look(cast.tokens["Pat"]) == {cast.mia: "Mia", zoe: "Zoe"}
    with reading(cast.tokens["Pat"]) as work:
        session = work.actor.session_id
    with engine.connect() as connection:
        logged = connection.execute(sa.select(LOG)).one()
    assert (logged.at, logged.clinic_id) == (clock.moment, cast.clinic)
    assert (logged.account_id, logged.session_id) == (cast.accounts["Pat"], session)
    assert (logged.child_id, logged.access, logged.what) == (None, "look", "caseload")
    assert logged.subject == f"children {cast.mia} {zoe}"


def test_children_are_named_in_the_order_of_their_numbers(
    engine: sa.Engine, cast: Cast, clock: Clock, zoe: int
) -> None:
    """So that a child who takes another name makes no new set of children."""
    assert list(look(cast.tokens["Pat"]).values()) == ["Mia", "Zoe"]
    children = METADATA.tables["child"]
    with engine.begin() as connection:
        connection.execute(sa.update(children).where(children.c.id == zoe).values(chosen_name="Ana"))
    assert list(look(cast.tokens["Pat"]).values()) == ["Ana", "Mia"]
    assert subjects(engine) == [f"children {cast.mia} {zoe}"]


def test_the_same_children_are_a_new_look_after_fifteen_minutes(
    engine: sa.Engine, cast: Cast, clock: Clock, zoe: int
) -> None:
    both = f"children {cast.mia} {zoe}"
    for _ in range(3):
        look(cast.tokens["Pat"])
        clock.forward(minutes=4, seconds=59)
    look(cast.tokens["Pat"])
    assert subjects(engine) == [both]
    clock.forward(seconds=3)  # 15 minutes to the second
    look(cast.tokens["Pat"])
    assert subjects(engine) == [both, both]


def test_other_children_are_a_new_look_at_once(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    look(cast.tokens["Pat"])
    zoe = follow(engine, cast, "Zoe")
    look(cast.tokens["Pat"])
    part(engine, zoe, clock)
    # The first set again: it is in the log of these 15 minutes already.
    assert look(cast.tokens["Pat"]) == {cast.mia: "Mia"}
    assert subjects(engine) == [f"children {cast.mia}", f"children {cast.mia} {zoe}"]


def test_each_screen_session_and_account_is_a_look_of_its_own(
    engine: sa.Engine, cast: Cast, clock: Clock, zoe: int
) -> None:
    with engine.begin() as connection:
        elsewhere = make_session(connection, cast.accounts["Pat"], clock.moment)
    for _ in range(2):
        look(cast.tokens["Pat"])
        look(elsewhere)
        look(cast.tokens["Pat"], "people")
        look(cast.tokens["Lee"])
    assert subjects(engine) == [f"children {cast.mia} {zoe}"] * 3 + [f"children {cast.mia}"]


def test_a_look_at_a_child_and_one_at_a_caseload_do_not_stand_for_each_other(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    def look_at_mia() -> None:
        with reading(cast.tokens["Pat"]) as work:
            work.child(cast.mia, Action.SEE, screen="caseload")

    for _ in range(2):
        look(cast.tokens["Pat"])
        look_at_mia()
    assert subjects(engine) == [f"children {cast.mia}", ""]


@pytest.mark.parametrize("who", ["Sam", "Ada"])
def test_a_caseload_of_nobody_is_not_logged(engine: sa.Engine, cast: Cast, who: str) -> None:
    assert look(cast.tokens[who]) == {}
    assert rows_of(engine)["access_log"] == []


def test_nobody_in_particular_has_no_caseload(engine: sa.Engine, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        look(OPERATOR)
    assert rows_of(engine)["access_log"] == []


def test_a_child_of_another_clinic_is_never_in_it(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """Not even when a link leads there: the database refuses that one, so the walls are taken down first."""
    noor = cast.children["Noor"]
    iris = look(cast.tokens["Iris"])
    assert iris == {noor: "Noor"}
    smuggle(engine, cast.accounts["Pat"], noor)
    assert look(cast.tokens["Pat"]) == {cast.mia: "Mia"}
    assert subjects(engine) == [f"children {noor}", f"children {cast.mia}"]


def smuggle(engine: sa.Engine, account: int, child: int) -> None:
    row = (
        "INSERT INTO relationship (clinic_id, account_id, child_id, kind, level, household, starts_on, created_at)"
        f" SELECT clinic_id, {account}, {child}, kind, 'prescribe', '', starts_on, created_at FROM relationship"
        f" WHERE account_id = {account}"
    )
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute(row)
            raw.execute("PRAGMA foreign_keys = ON")
            return
        for wall in ("account_id_clinic_id", "child_id_clinic_id"):
            connection.exec_driver_sql(f"ALTER TABLE relationship DROP CONSTRAINT fk_relationship_{wall}")
        connection.exec_driver_sql(row)
        connection.commit()


def test_links_that_are_over_or_to_come_are_not_in_it(
    engine: sa.Engine, cast: Cast, clock: Clock, zoe: int
) -> None:
    before = look(cast.tokens["Pat"])
    part(engine, zoe, clock)
    with engine.begin() as connection:
        later = make_child(connection, cast.clinic, "Later")
        tomorrow = clock.today.replace(day=clock.today.day + 1)
        link(connection, cast.clinic, cast.accounts["Pat"], later, KIND, Level.SEE, starts_on=tomorrow)
        over = make_child(connection, cast.clinic, "Over")
        link(connection, cast.clinic, cast.accounts["Pat"], over, KIND, Level.SEE, ends_on=clock.today)
    assert before == {cast.mia: "Mia", zoe: "Zoe"}
    assert look(cast.tokens["Pat"]) == {cast.mia: "Mia"}


def test_a_link_that_ends_before_the_look_is_logged_shows_nothing(
    engine: sa.Engine, cast: Cast, clock: Clock, zoe: int
) -> None:
    """A reader becomes a writer to log its look, and what it knew as a reader may be over by then."""
    become_writer = Work._become_writer

    def while_the_link_ends(work: Work) -> None:
        part(engine, zoe, clock)
        become_writer(work)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Work, "_become_writer", while_the_link_ends)
        assert look(cast.tokens["Pat"]) == {cast.mia: "Mia"}
    assert subjects(engine) == [f"children {cast.mia}"]


def test_what_is_read_and_its_row_are_one_transaction(engine: sa.Engine, cast: Cast) -> None:
    def look_and_fail(work: Work) -> None:
        work.caseload(screen="caseload")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), reading(cast.tokens["Pat"]) as work:
        look_and_fail(work)
    assert subjects(engine) == []


@pytest.mark.parametrize("open_work", [reading, writing])
def test_two_at_once_make_one_row(
    engine: sa.Engine, cast: Cast, clock: Clock, zoe: int, open_work: Callable[[Credential], object]
) -> None:
    rounds = 5
    with engine.begin() as connection:
        tokens = [make_session(connection, cast.accounts["Pat"], clock.moment) for _ in range(rounds)]

    def act(_who: str, number: int) -> None:
        with open_work(tokens[number]) as work:  # type: ignore[attr-defined]
            work.caseload(screen="caseload")

    got = together(rounds, act, ("one tab", "another"))
    assert set(map(tuple, got.values())) == {(None,) * rounds}
    assert subjects(engine) == [f"children {cast.mia} {zoe}"] * rounds


def test_a_long_caseload_is_one_row_as_well(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        busy = make_account(connection, cast.clinic, "Busy", Role.CLINICIAN)
        token = make_session(connection, busy, clock.moment)
        children = [make_child(connection, cast.clinic, str(number)) for number in range(60)]
        for child in children:
            link(connection, cast.clinic, busy, child, KIND, Level.SEE)
    assert len(look(token)) == 60
    assert subjects(engine) == [" ".join(("children", *map(str, children)))]

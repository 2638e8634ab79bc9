"""Two who act on the same people in the same moment: the second one waits, and then sees what the first one did."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa

from db.queries import children, people
from db.queries import erasure as sql
from db.tables import METADATA
from db.vocabulary import Level, RelationshipKind, Role
from tests.cast import Cast, make_child
from tests.steps import Clock, Plan, row
from tests.tracker.office.office import add_administrator, give_passwords, office
from tracker.access.work import Work, reading, writing
from tracker.errors import Conflict, NotPermitted
from tracker.office.children import NewChild, add_child
from tracker.office.closing import close_record
from tracker.office.erasure import ask_to_erase, erase_record
from tracker.office.leaving import close_sign_in
from tracker.office.links import link
from tracker.office.people import locked_person
from tracker.office.roles import change_role

PT, GUARDIAN = RelationshipKind.PHYSICAL_THERAPIST, RelationshipKind.GUARDIAN
LEO = NewChild("Leo", date(2012, 1, 1))
MEANWHILE = 1.0  # seconds in which the other one comes as far as it can


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast with passwords, and a second administrator."""
    add_administrator(engine, cast, "Eve", cast.clinic)
    give_passwords(engine)
    return cast


@pytest.fixture
def asked(cast: Cast, plan: Plan) -> None:
    """Mia's record, closed, that Ada has asked to erase."""
    office(cast, "Ada", close_record, cast.mia)
    office(cast, "Ada", ask_to_erase, cast.mia, "Mia")


class Meanwhile:
    """Something that another one does while a transaction is open."""

    def __init__(self, what: Callable[[], object]) -> None:
        self.got: object = None
        self._what = what
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        """Let it come as far as it can; it waits for us."""
        self._thread.start()
        self._thread.join(MEANWHILE)
        assert self._thread.is_alive(), "it did not wait"

    def end(self) -> object:
        self._thread.join()
        return self.got

    def _run(self) -> None:
        try:
            self.got = self._what()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.got = error


def demote(cast: Cast) -> object:
    return office(cast, "Ada", change_role, cast.accounts["Pat"], Role.ADMINISTRATOR)


def close(cast: Cast) -> object:
    return office(cast, "Ada", close_sign_in, cast.accounts["Pat"])


def add_leo(work: Work) -> int:
    return add_child(work, LEO, therapist=PT)


def live_links(engine: sa.Engine, account: int) -> int:
    table = METADATA.tables["relationship"]
    query = sa.select(sa.func.count()).where(table.c.account_id == account, table.c.revoked_at.is_(None))
    with engine.connect() as connection:
        return int(connection.execute(query).scalar_one())


@pytest.mark.parametrize("use_case", [demote, close])
def test_a_child_added_while_the_therapist_loses_the_role_leaves_no_link(
    engine: sa.Engine, cast: Cast, clock: Clock, use_case: Callable[[Cast], object]
) -> None:
    other = Meanwhile(lambda: use_case(cast))
    with writing(cast.tokens["Pat"]) as work:
        add_leo(work)
        other.start()
    assert not isinstance(other.end(), Exception)
    assert live_links(engine, cast.accounts["Pat"]) == 0


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("use_case", [demote, close])
def test_whoever_loses_the_role_in_the_same_moment_adds_no_child(
    engine: sa.Engine, cast: Cast, use_case: Callable[[Cast], object]
) -> None:
    def add() -> int:
        with writing(cast.tokens["Pat"]) as work:
            return add_leo(work)

    other = Meanwhile(add)
    with writing(cast.tokens["Ada"]) as work:
        if use_case is demote:
            change_role(work, cast.accounts["Pat"], Role.ADMINISTRATOR)
        else:
            close_sign_in(work, cast.accounts["Pat"])
        other.start()
    assert isinstance(other.end(), NotPermitted)
    assert live_links(engine, cast.accounts["Pat"]) == 0


@pytest.mark.parametrize("what", ["administrator", "family", "closed"])
def test_a_link_that_should_have_ended_with_the_role_opens_nothing(
    engine: sa.Engine, cast: Cast, clock: Clock, what: str
) -> None:
    account = METADATA.tables["account"]
    values = {"disabled_at": clock.moment} if what == "closed" else {"role": Role(what)}
    with reading(cast.tokens["Pat"]) as work:
        assert work.followed() == [(cast.mia, "Mia")]
        asker = work._asker  # a closed sign-in has no other way in
    with engine.begin() as connection:
        connection.execute(sa.update(account).where(account.c.name == "Pat").values(**values))
    with reading(cast.tokens["Eve"]) as work:
        assert children.followed(work.connection, asker, only_open=False) == []
        assert children.relationships(work.connection, asker, cast.mia) == []


def test_a_family_linked_to_another_child_in_the_same_moment_keeps_its_name(
    engine: sa.Engine, cast: Cast, asked: None
) -> None:
    with engine.begin() as connection:
        leo = make_child(connection, cast.clinic, "Leo")
    other = Meanwhile(lambda: erase_record(cast.tokens["Eve"], cast.mia))
    dana = cast.accounts["Dana"]
    with writing(cast.tokens["Ada"]) as work:
        link(work, leo, dana, GUARDIAN, Level.RECORD, "Dana's home")
        other.start()
    assert other.end() is True
    assert (row(engine, "account", dana).name, row(engine, "account", dana).disabled_at) == ("Dana", None)
    with reading(cast.tokens["Dana"]) as work:
        assert work.followed() == [(leo, "Leo")]


def test_who_erases_and_who_links_wait_in_one_order(engine: sa.Engine, cast: Cast, asked: None) -> None:
    other = Meanwhile(lambda: erase_record(cast.tokens["Eve"], cast.mia))
    ben = cast.accounts["Ben"]
    with writing(cast.tokens["Ada"]) as work:
        locked_person(work, ben)
        other.start()
        # As every change of links goes on: it would wait in a circle for whoever held the child already.
        people.lock_children(work.connection, cast.clinic, [cast.mia])
    assert other.end() is True


def test_whoever_was_closed_in_the_same_moment_erases_nothing(
    engine: sa.Engine, cast: Cast, asked: None
) -> None:
    other = Meanwhile(lambda: erase_record(cast.tokens["Eve"], cast.mia))
    with writing(cast.tokens["Ada"]) as work:
        close_sign_in(work, cast.accounts["Eve"])
        other.start()
    assert type(other.end()).__name__ in {"NotPermitted", "SignedOut"}
    assert row(engine, "child", cast.mia).chosen_name == "Mia"


def test_a_family_that_was_not_held_is_looked_at_again(
    cast: Cast, asked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "family", lambda *_: [])
    with pytest.raises(Conflict, match="changed"):
        erase_record(cast.tokens["Eve"], cast.mia)

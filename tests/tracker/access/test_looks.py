"""Who has opened this record: one row a look, per session, child and screen in 15 minutes."""

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import Level, RelationshipKind
from tests.cast import Cast, link, make_child, make_session
from tests.db.described import rows_of
from tests.steps import Clock, by
from tracker.access.actor import OPERATOR, Credential
from tracker.access.policy import Action
from tracker.access.work import Work, reading
from tracker.errors import NotFound, NotPermitted

LOG = METADATA.tables["access_log"]


def look(credential: Credential, child: int, screen: str = "today", action: Action = Action.SEE) -> None:
    with reading(credential) as work:
        work.child(child, action, screen=screen)


def looks(engine: sa.Engine) -> list[tuple[int | None, int, str]]:
    query = sa.select(LOG.c.account_id, LOG.c.child_id, LOG.c.what).where(LOG.c.access == "look")
    with engine.connect() as connection:
        return [(r.account_id, r.child_id, r.what) for r in connection.execute(query.order_by(LOG.c.id))]


def test_a_look_is_logged_once_in_fifteen_minutes(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    dana = (cast.accounts["Dana"], cast.mia, "today")
    for _ in range(3):
        look(cast.tokens["Dana"], cast.mia)
        clock.forward(minutes=4, seconds=59)
    look(cast.tokens["Dana"], cast.mia)
    assert looks(engine) == [dana]
    clock.forward(seconds=3)  # 15 minutes to the second
    look(cast.tokens["Dana"], cast.mia)
    assert looks(engine) == [dana, dana]


def test_each_screen_child_session_and_account_is_a_look_of_its_own(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    dana = cast.accounts["Dana"]
    with engine.begin() as connection:
        zoe = make_child(connection, cast.clinic, "Zoe")
        link(connection, cast.clinic, dana, zoe, RelationshipKind.GUARDIAN, Level.RECORD)
        elsewhere = make_session(connection, dana, clock.moment)
    for _ in range(2):
        look(cast.tokens["Dana"], cast.mia)
        look(cast.tokens["Dana"], cast.mia, "progress")
        look(cast.tokens["Dana"], zoe)
        look(elsewhere, cast.mia)
        look(cast.tokens["Pat"], cast.mia)
    assert looks(engine) == [
        (dana, cast.mia, "today"),
        (dana, cast.mia, "progress"),
        (dana, zoe, "today"),
        (dana, cast.mia, "today"),
        (cast.accounts["Pat"], cast.mia, "today"),
    ]


def test_an_operator_leaves_a_row_each_time(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    for _ in range(2):
        look(OPERATOR, cast.mia)
    assert looks(engine) == [(None, cast.mia, "today")] * 2


def test_without_a_screen_nothing_is_logged(engine: sa.Engine, cast: Cast) -> None:
    look(cast.tokens["Dana"], cast.mia, screen="")
    assert rows_of(engine)["access_log"] == []


def test_a_change_within_fifteen_minutes_is_no_look(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    by(cast, "Dana", lambda work, child: work.log(work.child(child, Action.RECORD), "today", "x 1"))
    look(cast.tokens["Dana"], cast.mia)
    assert len(looks(engine)) == 1


def test_who_is_refused_has_not_looked(engine: sa.Engine, cast: Cast) -> None:
    with pytest.raises(NotFound):
        look(cast.tokens["Sam"], cast.mia)
    with pytest.raises(NotPermitted):
        look(cast.tokens["Casey"], cast.mia, action=Action.RECORD)
    assert rows_of(engine)["access_log"] == []


def test_what_is_read_and_its_log_row_are_one_transaction(engine: sa.Engine, cast: Cast) -> None:
    """A read that could not be logged must not have happened, and a read that broke off is not logged."""

    def read_and_fail(work: Work) -> None:
        work.child(cast.mia, Action.SEE, screen="today")
        transaction = work.connection.get_transaction()
        work.connection.execute(sa.select(LOG))
        assert work.connection.get_transaction() is transaction
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), reading(cast.tokens["Dana"]) as work:
        read_and_fail(work)
    assert looks(engine) == []


def test_a_link_that_ends_before_the_look_is_logged_shows_nothing(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    """A reader becomes a writer to log its look, and what it knew as a reader may be over by then."""

    def look_while_the_link_ends(work: Work) -> None:
        assert work.links(cast.mia)
        relationship = sa.update(METADATA.tables["relationship"])
        with engine.begin() as connection:
            connection.execute(relationship.values(revoked_at=clock.moment))
        work.child(cast.mia, Action.SEE, screen="today")

    with pytest.raises(NotFound), reading(cast.tokens["Dana"]) as work:
        look_while_the_link_ends(work)
    assert looks(engine) == []


def test_a_read_that_cannot_be_logged_shows_nothing(engine: sa.Engine, cast: Cast) -> None:
    @sa.event.listens_for(engine, "before_cursor_execute")
    def refuse(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("INSERT INTO access_log"):
            raise ZeroDivisionError

    shown = []
    with pytest.raises(ZeroDivisionError), reading(cast.tokens["Dana"]) as work:
        shown.append(work.child(cast.mia, Action.SEE, screen="today"))
    sa.event.remove(engine, "before_cursor_execute", refuse)
    assert shown == []


def test_within_the_fifteen_minutes_reading_writes_nothing(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    look(cast.tokens["Dana"], cast.mia)
    statements: list[str] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement.split(" ", 1)[0])

    look(cast.tokens["Dana"], cast.mia)
    sa.event.remove(engine, "before_cursor_execute", note)
    assert set(statements) <= {"SELECT", "BEGIN"}
    assert "SELECT" in statements

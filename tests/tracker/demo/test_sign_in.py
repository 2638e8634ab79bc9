"""Sign-in without a password: in a database that bears the demo's mark, and nowhere else."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from db.queries import demo
from tests.cast import Cast
from tests.db.described import rows_of
from tracker.access.sign_in import is_signed_in
from tracker.access.work import reading
from tracker.demo.sign_in import sign_in_as
from tracker.errors import NotFound

NOW = datetime(2026, 3, 11, tzinfo=UTC)


@pytest.fixture
def marked(engine: sa.Engine, cast: Cast) -> sa.Engine:
    with engine.begin() as connection:
        demo.mark(connection, seed=1, made_at=NOW)
    return engine


def test_in_an_unmarked_database_nobody_is_let_in(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for name in ("dana@example.org", "ada@example.org", "nobody@example.org", ""):
        with pytest.raises(NotFound):
            sign_in_as(name)
    assert rows_of(engine) == before


def test_in_a_demo_everybody_is(marked: sa.Engine) -> None:
    for name in ("Dana", "Ada"):
        new = sign_in_as(f"{name.lower()}@example.org")
        assert is_signed_in(new.token)
        with reading(new.token) as work:
            assert work.actor.name == name


def test_not_even_in_a_demo_somebody_who_is_not_there(marked: sa.Engine) -> None:
    with marked.begin() as connection:
        connection.execute(
            sa.text("UPDATE account SET disabled_at = created_at WHERE sign_in_name = 'ben@example.org'")
        )
    for name in ("nobody@example.org", "ben@example.org", ""):
        with pytest.raises(NotFound):
            sign_in_as(name)

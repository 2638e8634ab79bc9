"""What the tests of a clinic's office share: a second administrator, one of another clinic, and words that are odd."""

from collections.abc import Callable
from datetime import date
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import Role
from tests.cast import Cast, make_account, make_session
from tests.steps import NOON
from tracker.access.work import Work, writing

P = ParamSpec("P")
R = TypeVar("R")

# What people type, or paste, and what must stand there again as they typed it.
ODD_BUT_FINE = [
    "Ŝelma-Zoë O’Brien",
    "نور الهدى",
    "שירה",
    "李小龍",
    "👩‍👩‍👧 Kim",
    "<script>alert(1)</script>",
    "Robert'); DROP TABLE child;--",
    "{name} %s",
    "x" * 80,
]
NOT_A_NAME = [
    ("", "empty"),
    (" \t ", "empty"),
    ("\u200d", "empty"),
    ("x" * 81, "too_long"),
    ("Mi\x00a", "characters"),
    ("Mi\na", "characters"),
    ("\u202eaiM", "characters"),
]


def add_administrator(engine: sa.Engine, cast: Cast, name: str, clinic: int) -> None:
    """Let an administrator join the cast."""
    with engine.begin() as connection:
        cast.accounts[name] = make_account(connection, clinic, name, Role.ADMINISTRATOR)
        cast.tokens[name] = make_session(connection, cast.accounts[name], NOON)


def office(
    cast: Cast, who: str, use_case: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """Run a use case of the office, signed in as somebody, in a transaction of its own."""
    with writing(cast.tokens[who]) as work:
        return use_case(work, *args, **kwargs)


def give_passwords(engine: sa.Engine) -> None:
    """Let everybody who is there have chosen a password."""
    with engine.begin() as connection:
        connection.execute(sa.update(METADATA.tables["account"]).values(password_hash="$argon2id$..."))


def links_in(engine: sa.Engine, child: int, today: date) -> set[tuple[str, str, str]]:
    """Read from the tables who is linked to a child on a day: (name, kind, level), a cover with a star."""
    link, account = METADATA.tables["relationship"], METADATA.tables["account"]
    query = (
        sa.select(account.c.name, link.c.kind, link.c.level, link.c.covers_id)
        .join(account, account.c.id == link.c.account_id)
        .where(
            link.c.child_id == child,
            link.c.revoked_at.is_(None),
            link.c.starts_on <= today,
            sa.or_(link.c.ends_on.is_(None), link.c.ends_on > today),
        )
    )
    with engine.connect() as connection:
        return {
            (row.name + "*" * (row.covers_id is not None), row.kind.value, row.level.value)
            for row in connection.execute(query)
        }


def told(engine: sa.Engine, account: int) -> list[tuple[str, int | None]]:
    """Read what an account's owner was told, and by whose doing."""
    notice = METADATA.tables["account_notice"]
    query = sa.select(notice.c.what, notice.c.by_id).where(notice.c.account_id == account)
    with engine.connect() as connection:
        return [(row.what.value, row.by_id) for row in connection.execute(query.order_by(notice.c.id))]

"""What the tests of a clinic's office share: a second administrator, one of another clinic, and words that are odd."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

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

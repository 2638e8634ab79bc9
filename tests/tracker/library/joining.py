"""A clinician of a clinic that has just been made."""

import sqlalchemy as sa

from db.vocabulary import Role
from tests.cast import Cast, make_account, make_session
from tests.steps import NOON


def clinician_of(engine: sa.Engine, cast: Cast, name: str, clinic: int) -> None:
    """Let a clinician join the cast."""
    with engine.begin() as connection:
        cast.accounts[name] = make_account(connection, clinic, name, Role.CLINICIAN)
        cast.tokens[name] = make_session(connection, cast.accounts[name], NOON)

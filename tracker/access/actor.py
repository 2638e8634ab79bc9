"""Who acts. An actor is resolved anew in every unit of work and kept nowhere."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from db.queries import accounts
from db.queries.base import Connection
from db.vocabulary import Role
from tracker.errors import SignedOut

SessionToken = NewType("SessionToken", str)
STAFF_IDLE = timedelta(minutes=15)  # clinic computers are shared, and left open


@dataclass(frozen=True)
class Operator:
    """Whoever runs the command line: beside the database file already, so every child is within reach."""


@dataclass(frozen=True)
class Visitor:
    """Whoever stands at the sign-in page: nobody yet, so no child is within reach."""


@dataclass(frozen=True)
class Actor:
    """A signed-in account in its session, with what its clinic has set."""

    session_id: int
    account_id: int
    clinic_id: int
    role: Role
    name: str
    back_fill_days: int
    clinic_time_zone: str
    majority_age: int | None
    guardian_consent_below_age: int | None
    assent_from_age: int | None
    last_seen_at: datetime


Credential = SessionToken | Operator | Visitor
OPERATOR = Operator()
VISITOR = Visitor()


def hash_of(token: str) -> str:
    """Give the form in which a token is kept. It has 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def resolve(connection: Connection, token: SessionToken, now: datetime) -> Actor:
    """Give the actor behind a session token; raises `SignedOut`."""
    row = accounts.live_session(connection, hash_of(token), now, now - STAFF_IDLE) if token else None
    if row is None:
        raise SignedOut
    return Actor(*row)

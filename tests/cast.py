"""The known cast: Mia (child), Dana and Ben (two households), Pat (physical therapist), Casey (counselor),
Lee (care team), Ada (administrator), Sam (stranger); and Noor, a child of another clinic, with her mother Iris.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import Account, Child, ChildTimeZone, Clinic, Relationship, SignInSession
from db.vocabulary import AmpsType, Level, RelationshipKind, Role
from tracker.access.actor import SessionToken, hash_of

LONG_AGO = date(2020, 1, 1)
JOINED = datetime(2020, 1, 1, tzinfo=UTC)
ZONE = "America/New_York"


@dataclass
class Cast:
    """Ids by name, and a live session token for each account."""

    clinic: int
    other_clinic: int
    children: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, SessionToken] = field(default_factory=dict)

    @property
    def mia(self) -> int:
        return self.children["Mia"]


PEOPLE = {
    "Mia": (Role.FAMILY, RelationshipKind.CHILD, Level.RECORD, ""),
    "Dana": (Role.FAMILY, RelationshipKind.GUARDIAN, Level.RECORD, "Dana's home"),
    "Ben": (Role.FAMILY, RelationshipKind.GUARDIAN, Level.RECORD, "Ben's home"),
    "Pat": (Role.CLINICIAN, RelationshipKind.PHYSICAL_THERAPIST, Level.PRESCRIBE, ""),
    "Casey": (Role.CLINICIAN, RelationshipKind.COUNSELOR, Level.SEE, ""),
    "Lee": (Role.CLINICIAN, RelationshipKind.CARE_TEAM, Level.PROPOSE, ""),
    "Ada": (Role.ADMINISTRATOR, None, None, ""),
    "Sam": (Role.FAMILY, None, None, ""),
}


def make_cast(engine: sa.Engine, now: datetime | None = None, host: str = "example.org") -> Cast:
    now = now or datetime.now(UTC)
    with engine.begin() as connection:
        cast = Cast(make_clinic(connection, "Riverside"), make_clinic(connection, "Hillside"))
        cast.children["Mia"] = make_child(connection, cast.clinic, "Mia")
        cast.children["Noor"] = make_child(connection, cast.other_clinic, "Noor")
        for name, (role, kind, level, household) in PEOPLE.items():
            account = make_account(connection, cast.clinic, name, role, host=host)
            cast.accounts[name] = account
            cast.tokens[name] = make_session(connection, account, now)
            if kind and level:
                link(connection, cast.clinic, account, cast.mia, kind, level, household)
        iris = make_account(connection, cast.other_clinic, "Iris", Role.FAMILY, host=host)
        cast.accounts["Iris"] = iris
        cast.tokens["Iris"] = make_session(connection, iris, now)
        link(
            connection,
            cast.other_clinic,
            iris,
            cast.children["Noor"],
            RelationshipKind.GUARDIAN,
            Level.RECORD,
        )
    return cast


def make_clinic(connection: sa.Connection, name: str) -> int:
    return insert_row(connection, Clinic(name=name, time_zone=ZONE, created_at=datetime.now(UTC)))


def make_child(connection: sa.Connection, clinic: int, name: str, zone: str = ZONE) -> int:
    child = Child(
        clinic_id=clinic, chosen_name=name, amps_type=AmpsType.DIFFUSE, created_at=datetime.now(UTC)
    )
    child_id = insert_row(connection, child)
    connection.execute(
        sa.insert(ChildTimeZone).values(child_id=child_id, valid_from=LONG_AGO, time_zone=zone)
    )
    return child_id


def make_account(
    connection: sa.Connection,
    clinic: int,
    name: str,
    role: Role,
    password_hash: str = "!",
    host: str = "example.org",
) -> int:
    return insert_row(
        connection,
        Account(
            clinic_id=clinic,
            role=role,
            name=name,
            sign_in_name=f"{name.lower()}@{host}",
            password_hash=password_hash,
            created_at=JOINED,
        ),
    )


def make_session(
    connection: sa.Connection, account: int, now: datetime, last_seen: datetime | None = None
) -> SessionToken:
    """Sign an account in; unless told otherwise, somebody uses it all the time."""
    token = SessionToken(secrets.token_urlsafe(32))
    insert_row(
        connection,
        SignInSession(
            account_id=account,
            token_hash=hash_of(token),
            created_at=now,
            last_seen_at=last_seen or now + timedelta(days=30),
            expires_at=now + timedelta(days=30),
        ),
    )
    return token


def link(
    connection: sa.Connection,
    clinic: int,
    account: int,
    child: int,
    kind: RelationshipKind,
    level: Level,
    household: str = "",
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
) -> int:
    return insert_row(
        connection,
        Relationship(
            clinic_id=clinic,
            account_id=account,
            child_id=child,
            kind=kind,
            level=level,
            household=household,
            starts_on=starts_on,
            ends_on=ends_on,
            created_at=datetime.now(UTC),
        ),
    )

"""Everybody who could stand before a record, and every kind of record: what the matrix is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial

import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import METADATA, Relationship
from db.vocabulary import Level, RelationshipKind, Role
from tests.cast import LONG_AGO, Cast, link, make_account, make_child, make_session
from tests.factories import in_library, make_episode, make_prescription
from tests.steps import START
from tracker.access.actor import VISITOR, Credential
from tracker.access.work import writing
from tracker.office.closing import close_record
from tracker.office.erasure import ask_to_erase, erase_record

Kind = RelationshipKind
FAR = date(2100, 1, 1)

# Who has which link to the records "own" and "closed". Nobody here has any to "same clinic".
LINKED: dict[str, tuple[str, Kind, Level]] = {
    "child": ("Mia", Kind.CHILD, Level.RECORD),
    "guardian": ("Dana", Kind.GUARDIAN, Level.RECORD),
    "guardian of the other household": ("Ben", Kind.GUARDIAN, Level.SEE),
    "therapist": ("Pat", Kind.PHYSICAL_THERAPIST, Level.PRESCRIBE),
    "covering therapist": ("Uma", Kind.PHYSICAL_THERAPIST, Level.PRESCRIBE),
    "counselor": ("Casey", Kind.COUNSELOR, Level.SEE),
    "care team": ("Lee", Kind.CARE_TEAM, Level.PROPOSE),
}
UNLINKED = {
    "nobody": "Sam",
    "administrator": "Ada",
    "former member": "Finn",
    "colleague whose cover is over": "Vera",
    "other clinic": "Iris",
    "administrator of the other clinic": "Otto",
}
ACTORS = (*LINKED, *UNLINKED, "closed sign-in", "no clinic")
RECORDS = ("own", "same clinic", "other clinic", "closed", "erased")
SIGNED_OUT = {"closed sign-in", "no clinic"}


@dataclass
class Record:
    """A child with an episode and a daily exercise in it."""

    child: int
    episode: int
    prescription: int


@dataclass
class World:
    """The cast, and more, before five records."""

    cast: Cast
    records: dict[str, Record] = field(default_factory=dict)

    def credential(self, actor: str) -> Credential:
        if actor == "no clinic":
            return VISITOR
        name = LINKED[actor][0] if actor in LINKED else UNLINKED.get(actor, "Gone")
        return self.cast.tokens[name]


def build(
    engine: sa.Engine, cast: Cast, now: datetime, fill: Callable[[Record], object] = lambda _: None
) -> World:
    """Fill a database that holds the cast; `fill` does more to each record, before an office erases one of them."""
    world = World(cast)
    with engine.begin() as connection:
        _more_people(connection, cast, now)
        in_library(connection, cast.clinic, "Stairs")
        for name, child in {
            "own": cast.mia,
            "same clinic": make_child(connection, cast.clinic, "Zoe"),
            "other clinic": cast.children["Noor"],
            "closed": make_child(connection, cast.clinic, "Cleo"),
            "erased": make_child(connection, cast.clinic, "Enno"),
        }.items():
            episode = make_episode(connection, child, START)
            record = Record(child, episode, make_prescription(connection, child, episode, START))
            world.records[name] = record
            if name in {"own", "closed", "erased"}:
                _link_all(connection, cast, child)
        child_table = METADATA.tables["child"]
        # Ben of the other household only sees, also where the cast lets him record.
        connection.exec_driver_sql(
            f"UPDATE relationship SET level = 'see' WHERE account_id = {cast.accounts['Ben']}"
        )
        connection.execute(
            sa.update(child_table)
            .where(child_table.c.id == world.records["closed"].child)
            .values(closed_at=now)
        )
    for record in world.records.values():
        fill(record)
    _erase(engine, cast, world.records["erased"].child)
    return world


def _erase(engine: sa.Engine, cast: Cast, child: int) -> None:
    table = METADATA.tables["child"]
    with engine.connect() as connection:
        name = connection.execute(sa.select(table.c.chosen_name).where(table.c.id == child)).scalar_one()
    for step in (close_record, partial(ask_to_erase, name=name)):
        with writing(cast.tokens["Ada"]) as work:
            step(work, child)
    assert erase_record(cast.tokens["Bea"], child)


def _more_people(connection: sa.Connection, cast: Cast, now: datetime) -> None:
    more = dict.fromkeys(("Uma", "Vera", "Finn", "Gone"), Role.CLINICIAN) | {"Bea": Role.ADMINISTRATOR}
    for name, role in more.items():
        cast.accounts[name] = make_account(connection, cast.clinic, name, role)
    cast.accounts["Otto"] = make_account(connection, cast.other_clinic, "Otto", Role.ADMINISTRATOR)
    for name in (*more, "Otto"):
        cast.tokens[name] = make_session(connection, cast.accounts[name], now)
    account = METADATA.tables["account"]
    managers = account.c.id.in_([cast.accounts["Ada"], cast.accounts["Bea"]])  # who erase one of the records
    connection.execute(sa.update(account).where(managers).values(password_hash="$argon2id$..."))
    gone = account.c.id == cast.accounts["Gone"]
    connection.execute(sa.update(account).where(gone).values(disabled_at=now))


def _link_all(connection: sa.Connection, cast: Cast, child: int) -> None:
    for name, kind, level in LINKED.values():
        if name != "Uma" and child != cast.mia:
            link(connection, cast.clinic, cast.accounts[name], child, kind, level)
    therapist, prescribe = Kind.PHYSICAL_THERAPIST, Level.PRESCRIBE
    _cover(connection, cast, "Uma", child, FAR)
    _cover(connection, cast, "Vera", child, START)
    link(connection, cast.clinic, cast.accounts["Gone"], child, therapist, prescribe)
    was = link(connection, cast.clinic, cast.accounts["Finn"], child, therapist, prescribe)
    table = METADATA.tables["relationship"]
    now = datetime.now(UTC)
    connection.execute(sa.update(table).where(table.c.id == was).values(revoked_at=now))


def _cover(connection: sa.Connection, cast: Cast, who: str, child: int, until: date) -> None:
    insert_row(
        connection,
        Relationship(
            clinic_id=cast.clinic,
            account_id=cast.accounts[who],
            child_id=child,
            kind=Kind.PHYSICAL_THERAPIST,
            level=Level.PRESCRIBE,
            starts_on=LONG_AGO,
            ends_on=until,
            covers_id=cast.accounts["Pat"],
            created_at=datetime.now(UTC),
        ),
    )

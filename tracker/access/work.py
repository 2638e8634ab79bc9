"""The unit of work: one actor, one transaction, one look at the clock, and the one door to a child's record.

    with writing(credential) as work:
        child = work.child(child_id, Action.RECORD)
        ...
        work.log(child, "answer", f"completion {new_id}")

Leaving normally commits; leaving with an exception rolls everything back, the log row included.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from db.engine import connect, engine_for
from db.queries import audit, children
from db.types import AccessibleChildId
from db.vocabulary import Access, Level, RelationshipKind
from tracker import clock, settings
from tracker.access import looks
from tracker.access.actor import Actor, Credential, Operator, Visitor, resolve
from tracker.access.policy import FAMILY, ROLES_MAY, Action, ClinicAction, permits
from tracker.access.trouble import troubles_in_words
from tracker.errors import NotFound, NotPermitted, RecordClosed, SignedOut

A_MOMENT = 0.3
MONTHS = 12


class Link(NamedTuple):
    """How the actor stands to a child, now."""

    kind: RelationshipKind
    level: Level
    household: str
    closed: bool

    def permits(self, action: Action) -> bool:
        """Say whether this link permits an action."""
        return permits(self.kind, self.level, action, closed=self.closed)


class Work:
    """One open transaction of one actor. Made by `reading` and `writing` only."""

    def __init__(self, credential: Credential, *, write: bool, wait: float | None) -> None:
        self._credential = credential
        self._operated = isinstance(credential, Operator)
        self._wait = wait
        self.now: datetime = clock.now()
        self._begin(write=write)

    def _begin(self, *, write: bool) -> None:
        self._write = write
        self._links: dict[int, list[Link]] = {}
        self._zones: dict[int, list[tuple[date, str]]] = {}
        engine = engine_for(settings.from_environment().database_url)
        self.connection: sa.Connection = connect(engine, write=write, wait=self._wait)
        try:
            self._actor = self._resolve()
        except BaseException:
            self.connection.close()
            raise

    def _resolve(self) -> Actor | None:
        if isinstance(self._credential, (Operator, Visitor)):
            return None
        return resolve(self.connection, self._credential, self.now)

    @property
    def actor(self) -> Actor:
        """Give the signed-in actor; an operator at the command line is none, and neither is a visitor."""
        if self._actor is None:
            raise NotPermitted if self._operated else SignedOut
        return self._actor

    def require_operator(self) -> None:
        """Refuse everybody but the command line; raises `NotPermitted`."""
        if not self._operated:
            raise NotPermitted

    def require(self, action: ClinicAction) -> Actor:
        """Give the actor if its role may do this in its clinic; raises `NotPermitted`."""
        if self.actor.role not in ROLES_MAY[action]:
            raise NotPermitted
        return self.actor

    @property
    def account_id(self) -> int | None:
        """Give the account that signs what is written; None for an operator."""
        return None if self._actor is None else self._actor.account_id

    @property
    def session_id(self) -> int | None:
        """Give the sign-in session in which this is done; None for an operator and a visitor."""
        return None if self._actor is None else self._actor.session_id

    def child(self, child_id: int, action: Action, *, screen: str = "") -> AccessibleChildId:
        """Open a child's record for an action, and log the look when a screen is named.

        Raises `NotFound` if there is no such child or the actor may not know of it, `NotPermitted` if the
        actor may see the child but not do this, `RecordClosed` if only that stands against it.
        """
        if self._operated:
            if children.clinic_of(self.connection, child_id) is None:
                raise NotFound
        else:
            self._check(child_id, action)
        child = AccessibleChildId(child_id)
        if screen:
            self._log_look(child, screen)
        return child

    def links(self, child_id: int) -> list[Link]:
        """Give the actor's own links to a child. Read once in a transaction."""
        if child_id not in self._links:
            rows = children.relationships(self.connection, self._asker, child_id)
            self._links[child_id] = [
                Link(RelationshipKind(row.kind), Level(row.level), row.household, row.closed_at is not None)
                for row in rows
            ]
        return self._links[child_id]

    def may(self, child: AccessibleChildId, action: Action) -> bool:
        """Say whether the actor may do this as well, so that a screen offers only what will work."""
        return self._operated or any(link.permits(action) for link in self.links(child))

    def is_on_care_team(self, child: AccessibleChildId) -> bool:
        """Say whether the actor reads what is written for the care team alone."""
        return self._operated or any(link.kind not in FAMILY for link in self.links(child))

    def is_closed(self, child: AccessibleChildId) -> bool:
        """Say whether the child's record is closed, so that a screen can say so."""
        return any(link.closed for link in self.links(child))

    def followed(self) -> list[tuple[int, str]]:
        """Give (id, chosen name) of the children whom the actor may see, by name."""
        return children.followed(self.connection, self._asker, only_open=False)

    def caseload(self, *, screen: str) -> dict[AccessibleChildId, str]:
        """Open the records of all followed children for a look, and log it as one row that names them.

        Gives chosen names by child, without those whose record is closed.
        """
        found = self._read_caseload()
        if found and looks.is_new_look_at_all(self, self.actor, found, screen):
            self._become_writer()
            audit.one_look_at_a_time(self.connection, self.actor.session_id, 0)
            # Read again: links may have ended while we waited for the lock.
            found = self._read_caseload()
            if found and looks.is_new_look_at_all(self, self.actor, found, screen):
                looks.write(self, Access.LOOK, screen, looks.named(found), clinic_id=self.actor.clinic_id)
        return found

    def _read_caseload(self) -> dict[AccessibleChildId, str]:
        rows = children.followed(self.connection, self._asker, only_open=True)
        return {AccessibleChildId(child_id): name for child_id, name in rows}

    @property
    def _asker(self) -> children.Asker:
        actor = self.actor
        # From the first day of the month after that in which the child came of age.
        months = None if actor.majority_age is None else actor.majority_age * MONTHS + 1
        return children.Asker(actor.account_id, actor.clinic_id, months, self.today_of_clinic)

    @property
    def writes(self) -> bool:
        """Whether this transaction holds the right to write, so that writing a little more costs nobody a wait."""
        return self._write

    @property
    def today_of_clinic(self) -> date:
        """Give the calendar day where the actor's clinic is."""
        return self.now.astimezone(ZoneInfo(self.actor.clinic_time_zone)).date()

    def today_of(self, child: AccessibleChildId) -> date:
        """Give the calendar day where the child lives."""
        return self.day_of(child, self.now)

    def todays(self, found: Iterable[AccessibleChildId]) -> dict[AccessibleChildId, date]:
        """Give the calendar day where each of these children lives, in one statement for all."""
        unknown = [child for child in found if child not in self._zones]
        if unknown:
            self._zones.update(children.zones_of(self.connection, unknown))
        return {child: self.today_of(child) for child in found}

    def day_of(self, child: AccessibleChildId, moment: datetime) -> date:
        """Give the calendar day that it was where the child lived at a moment."""
        if child not in self._zones:
            self._zones[child] = children.zones(self.connection, child)
        return clock.local_today(self._zones[child], moment)

    def log(self, child: AccessibleChildId, what: str, subject: str) -> None:
        """Log a change in the transaction that makes it."""
        looks.write(self, Access.CHANGE, what, subject, clinic_id=self._clinic_of(child), child_id=child)

    def log_for_clinic(
        self,
        clinic_id: int,
        what: str,
        subject: str,
        *,
        child_id: int | None = None,
        account_id: int | None = None,
    ) -> None:
        """Log a change that opens no child's record, such as a new account; `child_id` is whom it concerns.

        `account_id` is who made it, where that is a visitor who acts on an account of their own.
        """
        ids = {"clinic_id": clinic_id, "child_id": child_id, "account_id": account_id}
        looks.write(self, Access.CHANGE, what, subject, **ids)

    def finish(self) -> None:
        """Commit, unless nothing can have been written."""
        if not self._write:
            return
        try:
            self.connection.commit()
        except BaseException:
            # A COMMIT that fails may leave its transaction open: the pool would hand it, and its lock, to the next.
            self.connection.invalidate()
            raise

    def close(self) -> None:
        """Roll back what was not committed and give the connection back."""
        self.connection.close()

    def _clinic_of(self, child: int) -> int | None:
        return children.clinic_of(self.connection, child) if self._actor is None else self._actor.clinic_id

    def _check(self, child_id: int, action: Action) -> None:
        links = self.links(child_id)
        if not any(link.permits(Action.SEE) for link in links):
            raise NotFound
        if any(link.permits(action) for link in links):
            return
        was_permitted = any(permits(link.kind, link.level, action) for link in links)
        raise RecordClosed if was_permitted else NotPermitted

    def _log_look(self, child: AccessibleChildId, screen: str) -> None:
        if self._actor is None:
            self._become_writer()
        else:
            if not looks.is_new_look(self, self._actor, child, screen):
                return
            self._become_writer()
            self._check(child, Action.SEE)
            # Two fragments of one page may both come this far; the second finds the first one's row.
            audit.one_look_at_a_time(self.connection, self._actor.session_id, child)
            if not looks.is_new_look(self, self._actor, child, screen):
                return
        looks.write(self, Access.LOOK, screen, "", clinic_id=self._clinic_of(child), child_id=child)

    def _become_writer(self) -> None:
        """Start over as a writer: SQLite would not let a reader's transaction write safely."""
        if not self._write:
            self.connection.close()
            self._begin(write=True)


@contextmanager
def reading(credential: Credential, *, hurried: bool = False) -> Iterator[Work]:
    """Open a unit of work that reads. Only a look for the access log may turn it into a writer.

    `hurried` is for a screen drawn after a use case has already waited in vain: it waits but a moment more.
    """
    yield from _work(credential, write=False, wait=A_MOMENT if hurried else None)


@contextmanager
def writing(credential: Credential) -> Iterator[Work]:
    """Open a unit of work that writes; on SQLite it holds the write lock from its first moment."""
    yield from _work(credential, write=True, wait=None)


def _work(credential: Credential, *, write: bool, wait: float | None) -> Iterator[Work]:
    with troubles_in_words():
        work = Work(credential, write=write, wait=wait)
        try:
            yield work
            work.finish()
        finally:
            work.close()

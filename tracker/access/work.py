"""The unit of work: one actor, one transaction, one look at the clock, and the one door to a child's record.

    with writing(credential) as work:
        child = work.child(child_id, Action.RECORD)
        ...
        work.log(child, "answer", f"completion {new_id}")

Leaving normally commits; leaving with an exception rolls everything back, the log row included.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from db.engine import Trouble, connect, engine_for, trouble
from db.queries import audit, children
from db.queries.base import insert_row
from db.tables import AccessLog
from db.types import AccessibleChildId
from db.vocabulary import Access, Level, RelationshipKind
from tracker import clock, settings
from tracker.access.actor import Actor, Credential, Operator, Visitor, resolve
from tracker.access.policy import ROLES_MAY, Action, ClinicAction, permits
from tracker.errors import Busy, NotFound, NotPermitted, SignedOut, Unwritable

Link = tuple[RelationshipKind, Level, str]
ONE_LOOK = timedelta(minutes=15)
A_MOMENT = 0.3


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

    def child(self, child_id: int, action: Action, *, screen: str = "") -> AccessibleChildId:
        """Open a child's record for an action, and log the look when a screen is named.

        Raises `NotFound` if there is no such child or the actor may not know of it, `NotPermitted` if the
        actor may see the child but not do this.
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
        """Give the actor's own links to a child: kind, level, household. Read once in a transaction."""
        if child_id not in self._links:
            self._links[child_id] = self._read_links(child_id)
        return self._links[child_id]

    def _read_links(self, child_id: int) -> list[Link]:
        rows = children.relationships(
            self.connection,
            account_id=self.actor.account_id,
            clinic_id=self.actor.clinic_id,
            child_id=child_id,
            today=self.today_of_clinic,
        )
        return [(RelationshipKind(kind), Level(level), str(household)) for kind, level, household in rows]

    def may(self, child: AccessibleChildId, action: Action) -> bool:
        """Say whether the actor may do this as well, so that a screen offers only what will work."""
        if self._operated:
            return True
        return any(permits(kind, level, action) for kind, level, _ in self.links(child))

    def followed(self) -> list[tuple[int, str]]:
        """Give (id, chosen name) of the children whom the actor may see, by name."""
        return children.followed(
            self.connection,
            account_id=self.actor.account_id,
            clinic_id=self.actor.clinic_id,
            today=self.today_of_clinic,
        )

    def caseload(self, *, screen: str) -> dict[AccessibleChildId, str]:
        """Open the records of all followed children for a look, and log it as one row that names them.

        Gives chosen names by child.
        """
        found = {AccessibleChildId(child_id): name for child_id, name in self.followed()}
        if found and not self._looked_at_caseload(found, screen):
            self._become_writer()
            audit.one_look_at_a_time(self.connection, self.actor.session_id, 0)
            # Read again: links may have ended while we waited for the lock.
            found = {AccessibleChildId(child_id): name for child_id, name in self.followed()}
            if found and not self._looked_at_caseload(found, screen):
                self._insert_log(None, Access.LOOK, screen, _named(found), self.actor.clinic_id)
        return found

    def _looked_at_caseload(self, found: Iterable[AccessibleChildId], screen: str) -> bool:
        return audit.looked_at_caseload_since(
            self.connection, self.actor.session_id, screen, _named(found), self.now - ONE_LOOK
        )

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
        self._insert_log(child, Access.CHANGE, what, subject)

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
        self._insert_log(child_id, Access.CHANGE, what, subject, clinic_id, account_id)

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
        if not any(permits(kind, level, Action.SEE) for kind, level, _ in links):
            raise NotFound
        if not any(permits(kind, level, action) for kind, level, _ in links):
            raise NotPermitted

    def _log_look(self, child: AccessibleChildId, screen: str) -> None:
        if self._actor is None:
            self._become_writer()
        else:
            since = self.now - ONE_LOOK
            if audit.looked_since(self.connection, self._actor.session_id, child, screen, since):
                return
            self._become_writer()
            self._check(child, Action.SEE)
            # Two fragments of one page may both come this far; the second finds the first one's row.
            audit.one_look_at_a_time(self.connection, self._actor.session_id, child)
            if audit.looked_since(self.connection, self._actor.session_id, child, screen, since):
                return
        self._insert_log(child, Access.LOOK, screen, "")

    def _become_writer(self) -> None:
        """Start over as a writer: SQLite would not let a reader's transaction write safely."""
        if not self._write:
            self.connection.close()
            self._begin(write=True)

    def _insert_log(
        self,
        child: int | None,
        access: Access,
        what: str,
        subject: str,
        clinic_id: int | None = None,
        account_id: int | None = None,
    ) -> None:
        if clinic_id is None and child is not None:
            clinic_id = self._clinic_of(child)
        insert_row(
            self.connection,
            AccessLog(
                at=self.now,
                clinic_id=clinic_id,
                account_id=account_id or self.account_id,
                session_id=None if self._actor is None else self._actor.session_id,
                child_id=child,
                access=access,
                what=what,
                subject=subject,
            ),
        )


def _named(found: Iterable[AccessibleChildId]) -> str:
    return " ".join(("children", *map(str, sorted(found))))


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


@contextmanager
def troubles_in_words() -> Iterator[None]:
    """Turn a database that is locked, cannot be written or does not answer into `Busy` or `Unwritable`."""
    try:
        yield
    except PoolExhausted as error:
        raise Busy from error
    except OperationalError as error:
        match trouble(error):
            case Trouble.LOCKED:
                raise Busy from error
            case Trouble.UNWRITABLE:
                raise Unwritable from error
            case None:
                raise

"""One transaction of one actor, at one moment: who acts, when it is, and how it begins and ends."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from db.engine import connect, engine_for
from db.queries import children
from db.types import AccessibleChildId
from tracker import clock, settings
from tracker.access.actor import Actor, Credential, Operator, Visitor, resolve
from tracker.errors import NotPermitted, SignedOut


class Transaction:
    """An open transaction. It reads the clock once, and resolves its actor by itself."""

    def __init__(self, credential: Credential, *, write: bool, wait: float | None) -> None:
        self._credential = credential
        self._operated = isinstance(credential, Operator)
        self._wait = wait
        self.now: datetime = clock.now()
        self._begin(write=write)

    def _begin(self, *, write: bool) -> None:
        self._write = write
        self._forget()
        engine = engine_for(settings.from_environment().database_url)
        self.connection: sa.Connection = connect(engine, write=write, wait=self._wait)
        try:
            self._actor = self._resolve()
        except BaseException:
            self.connection.close()
            raise

    def _forget(self) -> None:
        """Forget what was read: what is read next is read in another moment."""
        self._zones: dict[int, list[tuple[date, str]]] = {}

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

    @property
    def account_id(self) -> int | None:
        """Give the account that signs what is written; None for an operator."""
        return None if self._actor is None else self._actor.account_id

    @property
    def session_id(self) -> int | None:
        """Give the sign-in session in which this is done; None for an operator and a visitor."""
        return None if self._actor is None else self._actor.session_id

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
        return self.clocks_of(child, moment).date()

    def clocks_of(self, child: AccessibleChildId, moment: datetime) -> datetime:
        """Give what the clocks showed at a moment where the child lived."""
        if child not in self._zones:
            self._zones[child] = children.zones(self.connection, child)
        return clock.local_time(self._zones[child], moment)

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

    def _become_writer(self) -> None:
        """Start over as a writer: SQLite would not let a reader's transaction write safely."""
        if not self._write:
            self.connection.close()
            self._begin(write=True)

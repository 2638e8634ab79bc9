"""The unit of work: one actor, one transaction, one look at the clock, and the one door to a child's record.

    with writing(credential) as work:
        child = work.child(child_id, Action.RECORD)
        ...
        work.log(child, "answer", f"completion {new_id}")

Leaving normally commits; leaving with an exception rolls everything back, the log row included.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from db.queries import audit, children
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import Access, Level, RelationshipKind
from tracker.access import consents, looks
from tracker.access.actor import Actor, Credential
from tracker.access.policy import FAMILY, ROLES_MAY, Action, ClinicAction, permits
from tracker.access.transaction import Transaction
from tracker.access.trouble import troubles_in_words
from tracker.errors import NotFound, NotPermitted, RecordClosed

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


def _link(row: AnyRow) -> Link:
    return Link(RelationshipKind(row.kind), Level(row.level), row.household, row.closed_at is not None)


class Work(Transaction):
    """One open transaction of one actor, and what it may open. Made by `reading` and `writing` only."""

    def _forget(self) -> None:
        super()._forget()
        self._links: dict[int, list[Link]] = {}
        self._consents: dict[int, consents.Standing] = {}

    def require(self, action: ClinicAction) -> Actor:
        """Give the actor if its role may do this in its clinic; raises `NotPermitted`."""
        if self.actor.role not in ROLES_MAY[action]:
            raise NotPermitted
        return self.actor

    def look_at_clinic(self, action: ClinicAction, *, screen: str) -> Actor:
        """Give the actor if its role may do this in its clinic, and log the look; raises `NotPermitted`."""
        actor = self.require(action)
        if looks.is_new_look_at_all(self, actor, (), screen):
            self._become_writer()
            actor = self.require(action)
            audit.one_look_at_a_time(self.connection, actor.session_id, 0)
            if looks.is_new_look_at_all(self, actor, (), screen):
                looks.write(self, Access.LOOK, screen, looks.named(()), clinic_id=actor.clinic_id)
        return actor

    def child(self, child_id: int, action: Action, *, screen: str = "") -> AccessibleChildId:
        """Open a child's record for an action, and log the look when a screen is named.

        Raises `NotFound` if there is no such child or the actor may not know of it, `NotPermitted` if the
        actor may see the child but not do this, `RecordClosed` if only that stands against it, and to a family that
        records `ConsentMissing` or `AssentMissing` (see `tracker.access.consents`).
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
            self._links[child_id] = [_link(row) for row in rows]
        return self._links[child_id]

    def read_links(self, found: Iterable[AccessibleChildId]) -> None:
        """Read the actor's own links to many children in one statement, before each is asked for."""
        unknown = [child for child in found if child not in self._links]
        self._links.update({child: [] for child in unknown})
        for row in children.relationships_of(self.connection, self._asker, unknown) if unknown else ():
            self._links[row.child_id].append(_link(row))

    def may(self, child: AccessibleChildId, action: Action) -> bool:
        """Say whether the actor may do this as well, so that a screen offers only what will work."""
        if self._operated:
            return True
        permitting = [link for link in self.links(child) if link.permits(action)]
        return bool(permitting) and self._hindrance(child, action, permitting) is None

    def consents(self, child_id: int) -> consents.Standing:
        """Give what guardians and the child agreed to. Read once in a transaction, of a child that was checked."""
        if child_id not in self._consents:
            self._consents[child_id] = consents.standing(self, child_id)
        return self._consents[child_id]

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

    def clinic_of(self, child: AccessibleChildId) -> int:
        """Give the clinic of a child, which is the actor's own."""
        clinic_id = self._clinic_of(child)
        assert clinic_id is not None, "a child that was checked is in a clinic"
        return clinic_id

    def _clinic_of(self, child: int) -> int | None:
        return children.clinic_of(self.connection, child) if self._actor is None else self._actor.clinic_id

    def _check(self, child_id: int, action: Action) -> None:
        links = self.links(child_id)
        if not any(link.permits(Action.SEE) for link in links):
            raise NotFound
        permitting = [link for link in links if link.permits(action)]
        if permitting:
            hindrance = self._hindrance(child_id, action, permitting)
            if hindrance is not None:
                raise hindrance
            return
        was_permitted = any(permits(link.kind, link.level, action) for link in links)
        raise RecordClosed if was_permitted else NotPermitted

    def _hindrance(self, child_id: int, action: Action, permitting: list[Link]) -> NotPermitted | None:
        return consents.hindrance(self, child_id, permitting) if action is Action.RECORD else None

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

    def log_office_look(self, child_id: int, screen: str) -> None:
        """Log a look at what the office knows of a child, which opens no record of it.

        The caller has found the child in the actor's clinic, and asks again what it has read before.
        """
        child = AccessibleChildId(child_id)
        if not looks.is_new_look(self, self.actor, child, screen):
            return
        self._become_writer()
        audit.one_look_at_a_time(self.connection, self.actor.session_id, child)
        if looks.is_new_look(self, self.actor, child, screen):
            looks.write(self, Access.LOOK, screen, "", clinic_id=self.actor.clinic_id, child_id=child)


@contextmanager
def reading(credential: Credential, *, hurried: bool = False) -> Iterator[Work]:
    """Open a unit of work that reads. Only a look for the access log may turn it into a writer.

    `hurried` is for a screen drawn after a use case has already waited in vain: it waits but a moment more.
    """
    yield from _work(credential, write=False, wait=A_MOMENT if hurried else None)


@contextmanager
def writing(credential: Credential, *, hurried: bool = False) -> Iterator[Work]:
    """Open a unit of work that writes; on SQLite it holds the write lock from its first moment.

    `hurried` is for what may just as well be left out: it waits but a moment for that lock.
    """
    yield from _work(credential, write=True, wait=A_MOMENT if hurried else None)


def _work(credential: Credential, *, write: bool, wait: float | None) -> Iterator[Work]:
    with troubles_in_words():
        work = Work(credential, write=write, wait=wait)
        try:
            yield work
            work.finish()
        finally:
            work.close()

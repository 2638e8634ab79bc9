"""Coming of age: guardians' links end by themselves that day, and the young adult says who may open the record on.

The links themselves end in the question for links that are in force (`db.queries.children`), so that no job has to run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from db.queries import audit, children, closing, relationships
from db.queries import consents as rows
from db.queries.base import AnyRow, insert_row
from db.tables import Relationship
from db.types import AccessibleChildId
from db.vocabulary import Level, RelationshipKind
from tracker.access.ages import first_day_of_age
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound

TOLD_BEFORE = timedelta(days=31)
LEVELS_TO_RENEW = (Level.SEE, Level.RECORD)


@dataclass(frozen=True)
class FormerGuardian:
    """Somebody who was a guardian until the child came of age; `level` is what they may do again, None for nothing."""

    account_id: int
    name: str
    household: str
    level: Level | None


@dataclass(frozen=True)
class Renewal:
    """What a young adult decides: since when they are of age, about whom, and whether they have decided before.

    `levels` are what they can give: of a closed record no more than a look, also once it is opened again.
    """

    of_age_since: date
    guardians: tuple[FormerGuardian, ...]
    decided: bool
    levels: tuple[Level, ...] = LEVELS_TO_RENEW


def majority_day(work: Work, birth_month: date | None) -> date | None:
    """Give the day on which a child of the actor's clinic is of age; None where age or month are not set."""
    age = work.actor.majority_age
    return None if age is None or birth_month is None else first_day_of_age(birth_month, age)


def soon_of_age(work: Work, birth_month: date | None) -> date | None:
    """Give that day if it is to come within a month."""
    day = majority_day(work, birth_month)
    today = work.today_of_clinic
    return day if day is not None and today < day <= today + TOLD_BEFORE else None


def coming_of_age(work: Work, child: AccessibleChildId) -> date | None:
    """Give the day on which a child whose record is open comes of age, if that is within a month."""
    if work.actor.majority_age is None:
        return None
    return soon_of_age(work, rows.birth_month(work.connection, child))


def renewal(work: Work, child_id: int) -> Renewal | None:
    """Give what the child decides through its own sign-in once it is of age; None for anybody else and before."""
    child = work.child(child_id, Action.SEE)
    return _renewal(work, child)


def is_to_renew(work: Work, child: AccessibleChildId) -> bool:
    """Say whether the actor came of age and has former guardians about whom nothing was decided yet."""
    found = _renewal(work, child)
    return found is not None and bool(found.guardians) and not found.decided


def renew(work: Work, child_id: int, choices: Mapping[int, Level | None]) -> None:
    """Let former guardians, by their accounts, see or record from today on, or nothing at all (None).

    Whoever is not named stays as they are. Raises `Conflict` before the child is of age, `NotFound` for somebody who
    was no guardian, and `InvalidInput` for another level. In a closed record somebody new is let see it, and no more.
    """
    child = work.child(child_id, Action.RENEW_LINKS)
    children.lock(work.connection, child)
    found = _renewal(work, child)
    if found is None:
        raise Conflict("not_of_age")
    former = {guardian.account_id: guardian for guardian in found.guardians}
    if not choices.keys() <= former.keys():
        raise NotFound
    if any(level is not None and level not in LEVELS_TO_RENEW for level in choices.values()):
        raise InvalidInput("level", "not_this_level")
    links = rows.guardian_links(work.connection, child)
    for account_id, wanted in choices.items():
        stands = wanted is None or wanted in found.levels or wanted is former[account_id].level
        level = wanted if stands else Level.SEE
        if former[account_id].level is not level:
            _end(work, child, [row for row in links if row.account_id == account_id], found.of_age_since)
            if level is not None:
                _link(work, child, former[account_id], level)
    work.log(child, "renew_links", f"child {child}")


def _renewal(work: Work, child: AccessibleChildId) -> Renewal | None:
    if work.actor.majority_age is None or not work.may(child, Action.RENEW_LINKS):
        return None
    since = majority_day(work, rows.birth_month(work.connection, child))
    if since is None or work.today_of_clinic < since:
        return None
    decisions = audit.changes(work.connection, child, "renew_links")
    closed = closing.closed_at(work.connection, child) is not None
    levels = (Level.SEE,) if closed else LEVELS_TO_RENEW
    return Renewal(since, _guardians(work, child, since), decided=bool(decisions), levels=levels)


def _guardians(work: Work, child: AccessibleChildId, since: date) -> tuple[FormerGuardian, ...]:
    """Give who was a guardian when the child came of age, or is one again."""
    today = work.today_of_clinic
    found: dict[int, FormerGuardian] = {}
    for row in rows.guardian_links(work.connection, child):
        renewed = _is_renewed(row, since, today)
        if renewed or _was_in_force(row, since):
            before = found.get(row.account_id)
            level = Level(row.level) if renewed else None if before is None else before.level
            found[row.account_id] = FormerGuardian(row.account_id, row.name, row.household, level)
    return tuple(found.values())


def _was_in_force(row: AnyRow, since: date) -> bool:
    return row.starts_on < since and (row.ends_on is None or row.ends_on >= since)


def _is_renewed(row: AnyRow, since: date, today: date) -> bool:
    return since <= row.starts_on <= today and (row.ends_on is None or row.ends_on > today)


def _end(work: Work, child: AccessibleChildId, links: list[AnyRow], since: date) -> None:
    for row in links:
        if _is_renewed(row, since, work.today_of_clinic):
            relationships.end_link(work.connection, row.id, work.now)
            work.log(child, "end_link", f"relationship {row.id}")


def _link(work: Work, child: AccessibleChildId, guardian: FormerGuardian, level: Level) -> None:
    row = Relationship(
        clinic_id=work.actor.clinic_id,
        account_id=guardian.account_id,
        child_id=child,
        kind=RelationshipKind.GUARDIAN,
        level=level,
        household=guardian.household,
        starts_on=work.today_of_clinic,
        created_at=work.now,
    )
    work.log(child, "link", f"relationship {insert_row(work.connection, row)}")

"""Which links there can be: who fits a kind, which levels it has, and from which age on a child signs in."""

from collections.abc import Collection, Mapping
from datetime import date

from db.queries import settings
from db.vocabulary import Level, RelationshipKind, Role
from tracker.access.ages import first_day_of_age
from tracker.access.policy import LEVELS
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput
from tracker.office.people import PersonState, locked_person

ROLE_OF: Mapping[RelationshipKind, Role] = {
    RelationshipKind.GUARDIAN: Role.FAMILY,
    RelationshipKind.CHILD: Role.FAMILY,
    RelationshipKind.PHYSICAL_THERAPIST: Role.CLINICIAN,
    RelationshipKind.OCCUPATIONAL_THERAPIST: Role.CLINICIAN,
    RelationshipKind.COUNSELOR: Role.CLINICIAN,
    RelationshipKind.CARE_TEAM: Role.CLINICIAN,
}

# The levels that make a difference for a kind; the last is the usual one.
LEVELS_OF: Mapping[RelationshipKind, tuple[Level, ...]] = {
    RelationshipKind.GUARDIAN: (Level.SEE, Level.RECORD),
    RelationshipKind.CHILD: (Level.SEE, Level.RECORD),
    RelationshipKind.PHYSICAL_THERAPIST: LEVELS,
    RelationshipKind.OCCUPATIONAL_THERAPIST: LEVELS,
    RelationshipKind.COUNSELOR: (Level.SEE,),
    RelationshipKind.CARE_TEAM: (Level.SEE, Level.RECORD, Level.PROPOSE),
}


def check_account(work: Work, account_id: int, kind: RelationshipKind) -> None:
    """Refuse an account that is closed, or whose role does not fit; it stays as it is until the transaction ends."""
    person = locked_person(work, account_id)
    if person.state is PersonState.CLOSED:
        raise Conflict("closed")
    if person.role is ROLE_OF[kind]:
        return
    if ROLE_OF[kind] is Role.FAMILY:
        raise InvalidInput("kind", "for_families")
    raise InvalidInput("kind", "for_clinicians")


def check_one_person(
    kind: RelationshipKind, had: Collection[RelationshipKind], *, child_has_account: bool
) -> None:
    """Refuse to make one account both a child's own and its guardian's, ever, and to give a child two of its own.

    `had` are the kinds that the account is or was linked as. What a child writes is its own: a guardian must not come
    to read, or to sign, as the child.
    """
    if kind is RelationshipKind.CHILD and RelationshipKind.GUARDIAN in had:
        raise Conflict("is_guardian")
    if kind is RelationshipKind.GUARDIAN and RelationshipKind.CHILD in had:
        raise Conflict("is_the_child")
    if kind is RelationshipKind.CHILD and child_has_account:
        raise Conflict("has_own_sign_in")


def check_level(kind: RelationshipKind, level: Level) -> None:
    """Refuse a level that a kind of link does not have."""
    if level not in LEVELS_OF[kind]:
        raise InvalidInput("level", "not_this_level")


def check_age(work: Work, birth_month: date | None, kind: RelationshipKind) -> None:
    """Refuse an own sign-in for a child who has not reached the clinic's age for it yet."""
    if kind is not RelationshipKind.CHILD or birth_month is None:
        return
    age = settings.settings_of(work.connection, work.actor.clinic_id).own_account_from_age
    if age is None:
        return
    first_day = first_day_of_age(birth_month, age)
    if work.today_of_clinic < first_day:
        raise InvalidInput("kind", "own_sign_in_from", age=age, day=first_day, today=work.today_of_clinic)

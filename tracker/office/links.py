"""Who stands how to which child: links that an administrator makes and ends. A link itself says nothing clinical."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from db.queries import people as rows
from db.queries.base import AnyRow, insert_row
from db.tables import Relationship
from db.vocabulary import Level, RelationshipKind, Role
from tracker.access.accounts import checked_name
from tracker.access.policy import LEVELS, ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.office.people import NewInvitation, PersonState, invite, person_of

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


@dataclass(frozen=True)
class LinkEntry:
    """A link in force or to come, with the name of the person at its other end."""

    id: int
    account_id: int
    name: str
    kind: RelationshipKind
    level: Level
    household: str
    starts_on: date


@dataclass(frozen=True)
class NewRelationship:
    """How somebody is to stand to a child. A household belongs to a guardian: those who share it share notes."""

    kind: RelationshipKind
    level: Level
    household: str = ""


def link_entry(row: AnyRow) -> LinkEntry:
    """Give a row of the links of a clinic as what leaves a use case."""
    return LinkEntry(row.id, row.account_id, row.name, row.kind, row.level, row.household, row.starts_on)


def link(
    work: Work, child_id: int, account_id: int, kind: RelationshipKind, level: Level, household: str = ""
) -> int:
    """Link an account to a child from today on, and give the link's id.

    Raises `InvalidInput` for a kind that the account's role does not fit, a level that the kind does not have, and
    a household; `Conflict` when this person is linked in this way already.
    """
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    if rows.child_of(work.connection, actor.clinic_id, child_id, lock=True) is None:
        raise NotFound
    _check_account(work, account_id, kind)
    if level not in LEVELS_OF[kind]:
        raise InvalidInput("level", "not_this_level")
    household = _household(work, child_id, kind, household)
    today = work.today_of_clinic
    for row in rows.live_links_of(work.connection, actor.clinic_id, child_id, today):
        if (row.account_id, row.kind) == (account_id, kind):
            raise Conflict("linked")
    link_id = insert_row(
        work.connection,
        Relationship(
            clinic_id=actor.clinic_id,
            account_id=account_id,
            child_id=child_id,
            kind=kind,
            level=level,
            household=household,
            starts_on=today,
            created_at=work.now,
        ),
    )
    work.log_for_clinic(actor.clinic_id, "link", f"relationship {link_id}", child_id=child_id)
    return link_id


def invite_and_link(
    work: Work, child_id: int, name: str, sign_in_name: str, new: NewRelationship
) -> NewInvitation:
    """Invite somebody new and link them to a child, both or neither. Raises as `invite` and `link` do."""
    invitation = invite(work, ROLE_OF[new.kind], name, sign_in_name)
    link(work, child_id, invitation.account_id, new.kind, new.level, new.household)
    return invitation


def end_link(work: Work, link_id: int) -> None:
    """End a link at once. What was recorded through it stays; nothing happens if it had ended."""
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    found = rows.link_of(work.connection, actor.clinic_id, link_id)
    if found is None:
        raise NotFound
    if found.revoked_at is not None:
        return
    rows.change_link(work.connection, link_id, {"revoked_at": work.now})
    work.log_for_clinic(actor.clinic_id, "end_link", f"relationship {link_id}", child_id=found.child_id)


def _check_account(work: Work, account_id: int, kind: RelationshipKind) -> None:
    person = person_of(work, account_id)
    if person.state is PersonState.CLOSED:
        raise Conflict("closed")
    if person.role is ROLE_OF[kind]:
        return
    if ROLE_OF[kind] is Role.FAMILY:
        raise InvalidInput("kind", "for_families")
    raise InvalidInput("kind", "for_clinicians")


def _household(work: Work, child_id: int, kind: RelationshipKind, household: str) -> str:
    if kind is not RelationshipKind.GUARDIAN:
        if household:
            raise InvalidInput("household", "only_guardian")
        return ""
    household = checked_name(household, "household")
    known = rows.households(work.connection, work.actor.clinic_id, child_id)
    # Another spelling must not make two homes of one: those who live there would no longer share their notes.
    return next((name for name in known if name.casefold() == household.casefold()), household)

"""Who stands how to which child: links that an administrator makes and ends. A link itself says nothing clinical."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from db.queries import people as rows
from db.queries import relationships
from db.queries.base import AnyRow, insert_row
from db.tables import Relationship
from db.vocabulary import Level, RelationshipKind
from tracker.access.accounts import checked_name
from tracker.access.ages import first_day_of_age
from tracker.access.policy import FAMILY, ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound, RecordClosed
from tracker.office.link_rules import ROLE_OF, check_account, check_age, check_level, check_one_person
from tracker.office.people import NewWayIn, invite

LONGEST = timedelta(days=5 * 365)


@dataclass(frozen=True)
class LinkEntry:
    """A link in force or to come, with the names at both its ends.

    `last_day` is None for a link without an end. `covers` names the colleague for whom it covers. `over_since` is the
    day on which a guardian's link ended by itself, since the child came of age.
    """

    id: int
    child_id: int
    child: str
    account_id: int
    name: str
    kind: RelationshipKind
    level: Level
    household: str
    starts_on: date
    last_day: date | None
    covers_id: int | None
    covers: str
    over_since: date | None


@dataclass(frozen=True)
class NewRelationship:
    """How somebody is to stand to a child. Those who share a household share notes.

    A guardian has one, a child may have one of its guardians', and staff have none. Without a `last_day` it stands
    until somebody ends it.
    """

    kind: RelationshipKind
    level: Level
    household: str = ""
    last_day: date | None = None


@dataclass(frozen=True)
class Span:
    """The days on which a link is in force: from today on if no first day is given, without an end if none is."""

    starts_on: date | None = None
    ends_on: date | None = None


def link_entry(work: Work, row: AnyRow) -> LinkEntry:
    """Give a row of the links of a clinic as what leaves a use case."""
    return LinkEntry(
        id=row.id,
        child_id=row.child_id,
        child=row.child,
        account_id=row.account_id,
        name=row.name,
        kind=row.kind,
        level=row.level,
        household=row.household,
        starts_on=row.starts_on,
        last_day=None if row.ends_on is None else row.ends_on - timedelta(days=1),
        covers_id=row.covers_id,
        covers=row.covers or "",
        over_since=_over_since(work, row),
    )


def links_with(work: Work, account_id: int) -> list[LinkEntry]:
    """Give the links that somebody has, and those of colleagues who cover for them, by the name of the child."""
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    found = relationships.live_links_with(work.connection, actor.clinic_id, account_id, work.today_of_clinic)
    return [link_entry(work, row) for row in found]


def link(
    work: Work,
    child_id: int,
    account_id: int,
    kind: RelationshipKind,
    level: Level,
    household: str = "",
    *,
    last_day: date | None = None,
) -> int:
    """Link an account to a child from today on, up to a last day if one is given, and give the link's id.

    Raises `InvalidInput` for a kind that the account's role or the child's age does not fit, a level that the kind does
    not have, a household, and a last day that is over or years away; `Conflict` when this person is linked in this way
    already, and where one account would be both the child and its guardian, or one child have two; `RecordClosed`.
    """
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    check_account(work, account_id, kind)
    child = rows.child_of(work.connection, actor.clinic_id, child_id, lock=True)
    if child is None:
        raise NotFound
    if child.closed_at is not None:
        raise RecordClosed
    check_level(kind, level)
    ends_on = _day_after(work, last_day)
    check_age(work, child.birth_month, kind)
    household = _household(work, child_id, kind, household)
    live = [row for row in _live_links_of(work, child_id) if not _over_since(work, row)]
    if any((row.account_id, row.kind, row.covers_id) == (account_id, kind, None) for row in live):
        raise Conflict("linked")
    check_one_person(
        kind,
        relationships.kinds_had(work.connection, actor.clinic_id, child_id, account_id),
        child_has_account=any(row.kind is RelationshipKind.CHILD for row in live),
    )
    new = NewRelationship(kind, level, household)
    return insert_link(work, child_id, account_id, new, Span(None, ends_on))


def insert_link(
    work: Work,
    child_id: int,
    account_id: int,
    new: NewRelationship,
    span: Span = Span(),
    *,
    covers_id: int | None = None,
) -> int:
    """Make a link in the caller's transaction, log it, and give its id. The caller has asked who may."""
    link_id = insert_row(
        work.connection,
        Relationship(
            clinic_id=work.actor.clinic_id,
            account_id=account_id,
            child_id=child_id,
            kind=new.kind,
            level=new.level,
            household=new.household,
            starts_on=span.starts_on or work.today_of_clinic,
            ends_on=span.ends_on,
            covers_id=covers_id,
            created_at=work.now,
        ),
    )
    work.log_for_clinic(work.actor.clinic_id, "link", f"relationship {link_id}", child_id=child_id)
    return link_id


def invite_and_link(
    work: Work, child_id: int, name: str, sign_in_name: str, new: NewRelationship
) -> NewWayIn:
    """Invite somebody new and link them to a child, both or neither. Raises as `invite` and `link` do."""
    invitation = invite(work, ROLE_OF[new.kind], name, sign_in_name)
    link(work, child_id, invitation.account_id, new.kind, new.level, new.household, last_day=new.last_day)
    return invitation


def end_link(work: Work, link_id: int) -> None:
    """End a link at once, and those that cover for it. What was recorded stays; nothing happens if it had ended."""
    found = _locked(work, link_id)
    if found.revoked_at is None:
        end_links(work, [found])


def end_links(work: Work, found: Iterable[AnyRow]) -> None:
    """End links at once in the caller's transaction, each with those that cover for it, and log it child by child.

    The caller has asked who may, and has locked the accounts and the children.
    """
    for row in found:
        for one in (row, *_covers_of(work, row)):
            relationships.end_link(work.connection, one.id, work.now)
            work.log_for_clinic(
                work.actor.clinic_id, "end_link", f"relationship {one.id}", child_id=one.child_id
            )


def change_level(work: Work, link_id: int, level: Level) -> int:
    """Let a link reach further, or less far, from today on; give the id of the one that now stands in its place.

    Kind, household and last day stay; who covers for this person may do what this person may. Raises `InvalidInput`
    for a level that the kind does not have, `Conflict` for a link that has ended or that covers for somebody,
    `RecordClosed` where the record is closed.
    """
    found = _locked(work, link_id)
    check_level(found.kind, level)
    if found.covers_id is not None:
        raise Conflict("cover_level")
    if not _is_live(work, found):
        raise Conflict("link_ended")
    if found.closed_at is not None:
        raise RecordClosed
    if level is found.level:
        return link_id
    followers = _covers_of(work, found)
    end_links(work, [found])
    for row in followers:
        _link_again(work, row, level)
    return _link_again(work, found, level)


def _link_again(work: Work, row: AnyRow, level: Level) -> int:
    new = NewRelationship(row.kind, level, row.household)
    span = Span(max(work.today_of_clinic, row.starts_on), row.ends_on)
    return insert_link(work, row.child_id, row.account_id, new, span, covers_id=row.covers_id)


def _locked(work: Work, link_id: int) -> AnyRow:
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    found = relationships.link_of(work.connection, actor.clinic_id, link_id)
    if found is not None:
        rows.lock_accounts(work.connection, actor.clinic_id, [found.account_id])
        rows.lock_children(work.connection, actor.clinic_id, [found.child_id])
        found = relationships.link_of(work.connection, actor.clinic_id, link_id)
    if found is None:
        raise NotFound
    return found


def _is_live(work: Work, row: AnyRow) -> bool:
    has_ended = row.ends_on is not None and row.ends_on <= work.today_of_clinic
    return row.revoked_at is None and not has_ended and _over_since(work, row) is None


def _over_since(work: Work, row: AnyRow) -> date | None:
    """Give the day on which a link ended by itself; the rule is that of `db.queries.children`."""
    age = work.actor.majority_age
    if row.kind is not RelationshipKind.GUARDIAN or row.birth_month is None or age is None:
        return None
    of_age = first_day_of_age(row.birth_month, age)
    return of_age if row.starts_on < of_age <= work.today_of_clinic else None


def _live_links_of(work: Work, child_id: int) -> list[AnyRow]:
    return relationships.live_links_of(work.connection, work.actor.clinic_id, child_id, work.today_of_clinic)


def _covers_of(work: Work, row: AnyRow) -> list[AnyRow]:
    """Give the links of those who cover for the person of a link, in this link: nobody covers for a cover."""
    if row.covers_id is not None:
        return []
    return [
        other
        for other in _live_links_of(work, row.child_id)
        if (other.covers_id, other.kind) == (row.account_id, row.kind)
    ]


def _day_after(work: Work, last_day: date | None) -> date | None:
    """Give the first day on which a link is over."""
    if last_day is None:
        return None
    today = work.today_of_clinic
    if not today <= last_day <= today + LONGEST:
        raise InvalidInput("last_day", "range", low=today, high=today + LONGEST)
    return last_day + timedelta(days=1)


def _household(work: Work, child_id: int, kind: RelationshipKind, household: str) -> str:
    if kind is not RelationshipKind.GUARDIAN and not household:
        return ""
    if kind not in FAMILY:
        raise InvalidInput("household", "only_family")
    household = checked_name(household, "household")
    known = relationships.households(work.connection, work.actor.clinic_id, child_id)
    # Another spelling must not make two homes of one: those who live there would no longer share their notes.
    same = next((name for name in known if name.casefold() == household.casefold()), None)
    if same is None and kind is RelationshipKind.CHILD:
        raise InvalidInput("household", "choose")
    return same or household

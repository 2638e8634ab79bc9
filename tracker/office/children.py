"""Children as the office knows them: added, put right and listed. What is clinical is for clinicians alone."""

from dataclasses import dataclass
from datetime import date, timedelta

from db.queries import people as rows
from db.queries import relationships
from db.queries.base import AnyRow, insert_row
from db.tables import Child, ChildTimeZone
from db.vocabulary import Level, RelationshipKind, Role
from tracker import clock
from tracker.access.accounts import checked_name
from tracker.access.policy import Action, ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted, RecordClosed
from tracker.office.links import LinkEntry, NewRelationship, insert_link, link_entry
from tracker.office.people import hold_own_account
from tracker.plans.about import About, write_about
from tracker.time_zones import checked_time_zone

OLDEST_YEARS = 25
# Days are filled in and episodes begun in the past, so a child's first zone reaches back before all of them.
EVER = date(1970, 1, 1)
KINDS_IN_ORDER = tuple(RelationshipKind)
THERAPISTS = (RelationshipKind.PHYSICAL_THERAPIST, RelationshipKind.OCCUPATIONAL_THERAPIST)


@dataclass(frozen=True)
class NewChild:
    """What the office knows of a child. The birth month is the first day of it; an empty zone is the clinic's."""

    name: str
    birth_month: date | None
    school: str = ""
    school_class: str = ""
    time_zone: str = ""


@dataclass(frozen=True)
class ChildEntry:
    """A child in the office's list, with the links in force or to come."""

    id: int
    name: str
    birth_month: date | None
    school: str
    school_class: str
    is_closed: bool
    links: tuple[LinkEntry, ...]

    @property
    def households(self) -> tuple[str, ...]:
        """Give the households that its guardians live in, each once."""
        lived_in = (link.household for link in self.links if link.household and not link.over_since)
        return tuple(dict.fromkeys(lived_in))


def birth_months(work: Work) -> tuple[date, date]:
    """Give the earliest and the latest month in which a child may be born."""
    work.require(ClinicAction.ADD_CHILD)
    latest = work.today_of_clinic.replace(day=1)
    return latest.replace(year=latest.year - OLDEST_YEARS), latest


def add_child(
    work: Work, new: NewChild, *, therapist: RelationshipKind | None = None, about: About | None = None
) -> int:
    """Add a child to the actor's clinic and give its id.

    A clinician says as which kind of therapist they are linked at once, and may say what is clinical; from an
    administrator neither is taken (`NotPermitted`). Raises `InvalidInput` for the facts, and `NotPermitted` for whom
    another role was given, or whose sign-in was closed, in the same moment.
    """
    actor = work.require(ClinicAction.ADD_CHILD)
    if actor.role is not Role.CLINICIAN and (therapist is not None or about is not None):
        raise NotPermitted
    if actor.role is Role.CLINICIAN and therapist not in THERAPISTS:
        raise InvalidInput("therapist", "empty")
    hold_own_account(work)
    child_id = insert_child(work, actor.clinic_id, _checked(work, new))
    if therapist is not None:
        insert_link(work, child_id, actor.account_id, NewRelationship(therapist, Level.PRESCRIBE))
    if about is not None:
        write_about(work, work.child(child_id, Action.PRESCRIBE), about)
    return child_id


def insert_child(work: Work, clinic_id: int, new: NewChild) -> int:
    """Add a child in the caller's transaction, and log it; give its id. Raises `InvalidInput` for the name.

    The caller has asked who may, and has checked the rest.
    """
    child = Child(
        clinic_id=clinic_id,
        chosen_name=checked_name(new.name, "chosen_name"),
        birth_month=new.birth_month,
        school=new.school,
        school_class=new.school_class,
        created_at=work.now,
    )
    child_id = insert_row(work.connection, child)
    insert_row(work.connection, ChildTimeZone(child_id=child_id, valid_from=EVER, time_zone=new.time_zone))
    work.log_for_clinic(clinic_id, "add_child", f"child {child_id}", child_id=child_id)
    return child_id


def change_child(work: Work, child_id: int, new: NewChild, *, seen: NewChild) -> date | None:
    """Put a child's facts right; give the first day of a new time zone, None if the zone stays.

    Earlier days stay in their zone. Raises `NotFound`, `RecordClosed`, `InvalidInput`, and `Conflict` when
    somebody else has changed what was `seen` to anything but this.
    """
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    row = rows.child_of(work.connection, actor.clinic_id, child_id, lock=True)
    if row is None:
        raise NotFound
    if row.closed_at is not None:
        raise RecordClosed
    new = _checked(work, new)
    zones = rows.zones(work.connection, actor.clinic_id, child_id)
    now = _facts(row, zones[-1][1])
    if new == now:
        return None
    if seen != now:
        raise Conflict("changed")
    values = {
        "chosen_name": new.name,
        "birth_month": new.birth_month,
        "school": new.school,
        "school_class": new.school_class,
    }
    rows.change_child(work.connection, child_id, values)
    work.log_for_clinic(actor.clinic_id, "change_child", f"child {child_id}", child_id=child_id)
    return None if new.time_zone == now.time_zone else _move(work, child_id, zones, new.time_zone)


def children_of_clinic(work: Work) -> list[ChildEntry]:
    """Give all children of the administrator's clinic by name."""
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    links: dict[int, list[LinkEntry]] = {}
    for row in relationships.live_links(work.connection, actor.clinic_id, work.today_of_clinic):
        links.setdefault(row.child_id, []).append(link_entry(work, row))
    found = rows.children(work.connection, actor.clinic_id)
    return [_entry(row, links.get(row.id, [])) for row in found]


def child_of_clinic(work: Work, child_id: int) -> tuple[ChildEntry, NewChild]:
    """Give one of them, and its facts as a form shows them; raises `NotFound`."""
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    row = rows.child_of(work.connection, actor.clinic_id, child_id)
    if row is None:
        raise NotFound
    links = relationships.live_links_of(work.connection, actor.clinic_id, child_id, work.today_of_clinic)
    zones = rows.zones(work.connection, actor.clinic_id, child_id)
    return _entry(row, [link_entry(work, found) for found in links]), _facts(row, zones[-1][1])


def look_at_child(work: Work, child_id: int, *, screen: str) -> tuple[ChildEntry, NewChild]:
    """Give the same, and log the look; raises `NotFound`."""
    child_of_clinic(work, child_id)
    work.log_office_look(child_id, screen)
    return child_of_clinic(work, child_id)


def _checked(work: Work, new: NewChild) -> NewChild:
    return NewChild(
        checked_name(new.name, "chosen_name"),
        _birth_month(work, new.birth_month),
        _line("school", new.school),
        _line("school_class", new.school_class),
        checked_time_zone(new.time_zone or work.actor.clinic_time_zone),
    )


def _birth_month(work: Work, day: date | None) -> date:
    if day is None:
        raise InvalidInput("birth_month", "empty")
    month, (earliest, latest) = day.replace(day=1), birth_months(work)
    if month > latest:
        raise InvalidInput("birth_month", "month_to_come")
    if month < earliest:
        raise InvalidInput("birth_month", "years_ago", years=OLDEST_YEARS)
    return month


def _line(field: str, text: str) -> str:
    """Check a name that may be missing, such as a school's."""
    return checked_name(text, field) if text.strip() else ""


def _move(work: Work, child_id: int, zones: list[tuple[date, str]], time_zone: str) -> date:
    """Let a zone begin today where the child lives, or on the first later day on which none begins yet."""
    first = max(clock.local_today(zones, work.now), zones[-1][0] + timedelta(days=1))
    insert_row(work.connection, ChildTimeZone(child_id=child_id, valid_from=first, time_zone=time_zone))
    return first


def _entry(row: AnyRow, links: list[LinkEntry]) -> ChildEntry:
    links = sorted(links, key=lambda link: KINDS_IN_ORDER.index(link.kind))
    return ChildEntry(
        id=row.id,
        name=row.chosen_name,
        birth_month=row.birth_month,
        school=row.school,
        school_class=row.school_class,
        is_closed=row.closed_at is not None,
        links=tuple(links),
    )


def _facts(row: AnyRow, time_zone: str) -> NewChild:
    return NewChild(row.chosen_name, row.birth_month, row.school, row.school_class, time_zone)

"""Use cases that take files in: into a record that is there, or into a new one. All of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from db.queries import children, files, files_days, plans, school
from db.queries.base import Refused, insert_row
from db.tables import ChildTimeZone
from db.types import AccessibleChildId
from db.vocabulary import RelationshipKind, Role
from tracker.access.policy import Action, ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, NotFound, NotPermitted
from tracker.exchange.files.examining import Examined, OnProgress
from tracker.exchange.files.ground import DaysThere, Ground
from tracker.exchange.files.stored_days import store_days
from tracker.exchange.files.stored_entries import store_entries
from tracker.exchange.files.stored_plan import store_plan
from tracker.office.children import NewChild, add_child, insert_child
from tracker.school.calendar import Timetable
from tracker.visits.sight import sight_of


@dataclass(frozen=True)
class Imported:
    """What an import has made: the child's number, and the numbers of its new episodes."""

    child_id: int
    episodes: Sequence[int]


def ground_of(work: Work, child_id: int) -> Ground:
    """Give what an import into a child's record stands on."""
    child = work.child(child_id, Action.IMPORT)
    zones = children.zones(work.connection, child)
    return Ground(
        work.now,
        zones[-1][1],
        tuple(zones),
        tuple((row.starts_on, row.ends_on) for row in plans.episodes(work.connection, child)),
        files.marked_days(work.connection, child),
        _days_there(work, child),
        files.zone_of_clinic(work.connection, work.clinic_of(child)) or "",
    )


def _days_there(work: Work, child: AccessibleChildId) -> DaysThere:
    connection = work.connection
    return DaysThere(
        files_days.visits_there(connection, child, sight_of(work, child)),
        files_days.milestones_there(connection, child),
        files_days.school_days_there(connection, child),
        files_days.accommodations_there(connection, child),
        tuple(Timetable(*row) for row in school.timetables(connection, child)),
        files_days.has_calendar(connection, child),
        files_days.has_plan(connection, child),
    )


def ground_of_new(work: Work, clinic_id: int | None = None) -> Ground:
    """Give what an import as a new child stands on; the operator says in which clinic. Raises `NotFound`."""
    if clinic_id is None:
        clinic_id = work.require(ClinicAction.ADD_CHILD).clinic_id
    else:
        work.require_operator()
    zone = files.zone_of_clinic(work.connection, clinic_id)
    if zone is None:
        raise NotFound
    return Ground(work.now, zone)


def import_files(
    work: Work, child_id: int, examined: Examined, on_progress: OnProgress | None = None
) -> Imported:
    """Store what was examined as new episodes of a child.

    Raises `Conflict` where the record has changed since in a way that matters, and `FilesRefused` where the files have.
    """
    child = work.child(child_id, Action.IMPORT)
    children.lock(work.connection, child)
    if replace(ground_of(work, child_id), now=examined.ground.now) != examined.ground:
        raise Conflict("changed")
    return _store(work, child, examined, on_progress)


def import_as_new(
    work: Work,
    new: NewChild,
    therapist: RelationshipKind,
    examined: Examined,
    on_progress: OnProgress | None = None,
) -> Imported:
    """Add a child to the actor's clinic, linked to the actor as its therapist, and store what was examined.

    Raises `NotPermitted` for anybody but clinicians, `InvalidInput` for the facts, and as `import_files` does.
    """
    if work.require(ClinicAction.ADD_CHILD).role is not Role.CLINICIAN:
        raise NotPermitted
    child_id = add_child(work, replace(new, time_zone=_first_zone(examined)), therapist=therapist)
    return _store_as_new(work, child_id, work.child(child_id, Action.IMPORT), examined, on_progress)


def import_for_clinic(
    work: Work, clinic_id: int, name: str, examined: Examined, on_progress: OnProgress | None = None
) -> Imported:
    """Let the operator add a child to a clinic, linked to nobody yet, and store what was examined."""
    work.require_operator()
    child_id = insert_child(work, clinic_id, NewChild(name, None, time_zone=_first_zone(examined)))
    return _store_as_new(work, child_id, work.child(child_id, Action.IMPORT), examined, on_progress)


def _first_zone(examined: Examined) -> str:
    return examined.record.zones[0][1]


def _store_as_new(
    work: Work, child_id: int, child: AccessibleChildId, examined: Examined, on_progress: OnProgress | None
) -> Imported:
    for first, zone in examined.record.zones[1:]:
        insert_row(work.connection, ChildTimeZone(child_id=child_id, valid_from=first, time_zone=zone))
    about = examined.record.about
    if about is not None:
        columns = {name: value for name, value in vars(about).items() if name != "body_areas"}
        children.change_about(work.connection, child, columns, about.body_areas)
    return _store(work, child, examined, on_progress)


def _store(
    work: Work, child: AccessibleChildId, examined: Examined, on_progress: OnProgress | None
) -> Imported:
    try:
        stored = store_plan(work, child, examined.record)
        store_entries(work, child, examined, stored, on_progress)
        store_days(work, child, examined.record.days)
    except Refused as error:
        # The files fit together, so it is the record that has become another one.
        raise Conflict("changed") from error
    work.log(child, "import", f"child {child}")
    return Imported(child, stored.episodes)

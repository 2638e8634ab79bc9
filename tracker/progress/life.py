"""Read what happened beside a plan of exercises: phases, steps, school and visits, however long it has lasted."""

from collections.abc import Iterable
from datetime import date, timedelta

from db.queries import episodes, school, visits
from db.queries.base import AnyRow
from db.queries.visits import Sight
from db.types import AccessibleChildId
from db.vocabulary import Discipline, Phase, VisitOutcome
from tracker.access.work import Work
from tracker.milestones.timeline import read_milestones
from tracker.progress.marks import Days, Life, PhaseBegun, SchoolStep, StepMark, VisitMark
from tracker.progress.spans import EpisodeSpan
from tracker.visits.attendance import wide

ONE_DAY = timedelta(days=1)
DID_NOT_TAKE_PLACE = {
    VisitOutcome.NO_SHOW,
    VisitOutcome.CANCELLED_BY_FAMILY,
    VisitOutcome.CANCELLED_BY_CLINIC,
}


def life_of(
    work: Work, child: AccessibleChildId, span: EpisodeSpan, today: date, last: date, sight: Sight
) -> Life:
    """Read it from the episode's start to `last`, or today; of visits only those that `sight` shows."""
    shown = Days(span.start, min(last, today) if span.end is None else min(last, today, span.end - ONE_DAY))
    phases = episodes.phases(work.connection, child, span.id)
    return Life(
        tuple(_phases(phases, shown)),
        tuple(_steps(work, child, shown)),
        tuple(_school(work, child, shown)),
        tuple(_visits(work, child, shown, sight)),
        _maintenance_since(phases, shown),
    )


def _phases(rows: Iterable[AnyRow], shown: Days) -> list[PhaseBegun]:
    return [
        PhaseBegun(row.starts_on, Phase(row.phase))
        for row in rows
        if shown.first < row.starts_on <= shown.last
    ]


def _maintenance_since(rows: Iterable[AnyRow], shown: Days) -> date | None:
    begun = [row for row in rows if row.starts_on <= shown.last]
    return begun[-1].starts_on if begun and begun[-1].phase == Phase.MAINTENANCE else None


def _steps(work: Work, child: AccessibleChildId, shown: Days) -> list[StepMark]:
    found = [
        (event.day, event.id, StepMark(event.day, milestone.name, event.kind))
        for milestone in read_milestones(work, child)
        for event in milestone.events
        if shown.first <= event.day <= shown.last
    ]
    return [mark for _, _, mark in sorted(found, key=lambda one: one[:2])]


def _school(work: Work, child: AccessibleChildId, shown: Days) -> list[SchoolStep]:
    rows = school.steps(work.connection, child)
    return [
        SchoolStep(row.starts_on, row.name, row.periods)
        for row in rows
        if shown.first < row.starts_on <= shown.last
    ]


def _visits(work: Work, child: AccessibleChildId, shown: Days, sight: Sight) -> list[VisitMark]:
    rows = visits.facts(work.connection, child, sight, *wide(shown.first, shown.last))
    marked = [
        row for row in rows if row.outcome == VisitOutcome.ATTENDED or row.outcome in DID_NOT_TAKE_PLACE
    ]
    found = [
        VisitMark(
            work.day_of(child, row.starts_at),
            Discipline(row.discipline),
            attended=row.outcome == VisitOutcome.ATTENDED,
        )
        for row in marked
    ]
    return [mark for mark in found if shown.first <= mark.day <= shown.last]

"""A clinician's caseload: the children whom they follow, one row each, read together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from db.queries import adherence
from db.queries import caseload as sql
from db.queries.base import AnyRow
from db.queries.settings import settings_of
from db.types import AccessibleChildId
from db.vocabulary import Mark
from tracker.access.work import Work
from tracker.milestones.caseload import overdue_milestones
from tracker.plans.schedule import week_of
from tracker.progress.reasons import (
    ILL_WINDOW,
    Entered,
    Kind,
    Lately,
    NoPlan,
    Proposals,
    Reason,
    Thresholds,
    latest_completed,
    reasons,
)
from tracker.progress.spans import EpisodeSpan, Week, span_on
from tracker.progress.tallies import by_child, revision_of, weeks_of_caseload
from tracker.visits.caseload import NextVisit, missed_visits, next_visits

MOST_WEEKS = 12

R = TypeVar("R")


class Stage(StrEnum):
    """Where a child stands in time."""

    RUNNING = "running"
    TO_COME = "to_come"
    ENDED = "ended"
    NO_PLAN = "no_plan"


@dataclass(frozen=True)
class Row:
    """One child. `week` is the running treatment week; `day` the first day of an episode to come, the last of an ended.

    `weeks` are the latest of the episode that runs or has ended, in order; `latest` is the last completed one.
    `last_entry` is the latest day that has an entry. Of visits it says what the actor may know.
    """

    child_id: int
    name: str
    today: date
    stage: Stage
    week: int | None
    day: date | None
    weeks: tuple[Week, ...]
    latest: Week | None
    last_entry: date | None
    next_visit: NextVisit | None
    reasons: tuple[Reason, ...]

    def has(self, kind: Kind) -> bool:
        """Whether there is a reason of this kind to look."""
        return any(reason.kind is kind for reason in self.reasons)


@dataclass(frozen=True)
class Caseload:
    """The followed children: those with a reason to look first, then by name; and what the clinic has set."""

    rows: tuple[Row, ...]
    clinic: Thresholds


def caseload_of(work: Work) -> Caseload:
    """Read the caseload of the actor, in as many statements for many children as for few.

    The look is logged as one row that names all of them.
    """
    names = work.caseload(screen="caseload")
    clinic = _thresholds(settings_of(work.connection, work.actor.clinic_id))
    if not names:
        return Caseload((), clinic)
    todays = work.todays(names)
    spans: dict[AccessibleChildId, list[EpisodeSpan]] = {}
    for child, *span in sql.episodes(work.connection, list(names)):
        spans.setdefault(child, []).append(EpisodeSpan(*span))
    places = {child: _Place.on(todays[child], spans.get(child, ())) for child in names}
    shown = {child: place.span for child, place in places.items() if place.span}
    running = {child: span for child, span in shown.items() if places[child].stage is Stage.RUNNING}
    weeks = weeks_of_caseload(work, shown, todays, MOST_WEEKS)
    lately = _lately(work, running, todays)
    last_entries = sql.last_entries(work.connection, list(names))
    proposed = _proposed(work, running)
    missed = missed_visits(work, todays)
    overdue = overdue_milestones(work, todays)
    to_come = next_visits(work, names)
    rows = [
        Row(
            child_id=child,
            name=name,
            today=todays[child],
            stage=places[child].stage,
            week=places[child].week,
            day=places[child].day,
            weeks=tuple(weeks.get(child, ())),
            latest=latest_completed(weeks.get(child, ()), todays[child]),
            last_entry=last_entries.get(child),
            next_visit=to_come.get(child),
            reasons=(
                *(reasons(weeks[child], lately[child], todays[child], clinic) if child in running else ()),
                *missed.get(child, ()),
                *overdue.get(child, ()),
                *proposed.get(child, ()),
                *((NoPlan(),) if places[child].stage is Stage.NO_PLAN else ()),
            ),
        )
        for child, name in names.items()
    ]
    rows.sort(key=lambda row: (not row.reasons, row.name.casefold(), row.child_id))
    return Caseload(tuple(rows), clinic)


@dataclass(frozen=True)
class _Place:
    """Where a child stands on a day, and the latest episode that has started."""

    stage: Stage
    week: int | None
    day: date | None
    span: EpisodeSpan | None

    @classmethod
    def on(cls, today: date, spans: Sequence[EpisodeSpan]) -> "_Place":
        span = span_on(spans, today)
        if span and (span.end is None or today < span.end):
            return cls(Stage.RUNNING, week_of(span.start, today), None, span)
        to_come = next((later.start for later in spans if later.start > today), None)
        if to_come:
            return cls(Stage.TO_COME, None, to_come, span)
        if span and span.end:
            return cls(Stage.ENDED, None, span.end - timedelta(days=1), span)
        return cls(Stage.NO_PLAN, None, None, None)


def _thresholds(row: AnyRow) -> Thresholds:
    return Thresholds(
        line_percent=row.adherence_line_percent,
        least_coverage_percent=row.least_coverage_percent,
        days_without_entries=row.days_without_entries,
        ill_days=row.ill_days,
    )


def _proposed(
    work: Work, running: Mapping[AccessibleChildId, EpisodeSpan]
) -> dict[AccessibleChildId, tuple[Proposals]]:
    found = sql.open_proposals(work.connection, [span.id for span in running.values()])
    return {child: (Proposals(count, work.day_of(child, since)),) for child, count, since in found}


def _lately(
    work: Work, running: Mapping[AccessibleChildId, EpisodeSpan], todays: Mapping[AccessibleChildId, date]
) -> dict[AccessibleChildId, Lately]:
    """Read what was asked and entered since each child last answered something."""
    if not running:
        return {}
    connection, episodes = work.connection, {child: span.id for child, span in running.items()}
    # Children who live where it is another day already: the earliest day lies in everybody's past.
    earliest = min(todays[child] for child in running)
    entries = by_child(sql.latest_entries(connection, episodes, earliest))
    first = min(
        entries[child][0].first if child in entries else span.start for child, span in running.items()
    )
    ill_since = earliest - timedelta(days=ILL_WINDOW - 1)
    marks = by_child(sql.marks(connection, list(running), min(first, ill_since)))
    pauses = by_child(adherence.pauses(connection, episodes, first))
    prescriptions = by_child(adherence.prescriptions(connection, episodes, first))
    return {
        child: Lately(
            revisions=[revision_of(row, span) for row in prescriptions.get(child, ())],
            pauses=[(row.from_day, row.to_day) for row in pauses.get(child, ())],
            marks={row.day: Mark(row.mark) for row in marks.get(child, ())},
            entries=[Entered(*row[2:]) for row in entries.get(child, ())],
        )
        for child, span in running.items()
    }

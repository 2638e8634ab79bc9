"""A clinician's caseload: the children whom they follow, one row each, read together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from db.queries import adherence
from db.queries import caseload as sql
from db.queries.settings import settings_of
from db.types import AccessibleChildId
from db.vocabulary import Mark
from tracker.access.work import Work
from tracker.concerns.caseload import NOTHING_WAITS, waiting_concerns
from tracker.milestones.caseload import overdue_milestones
from tracker.plans.schedule import week_of
from tracker.progress.function import function_of_caseload
from tracker.progress.plan_ends import plan_ends
from tracker.progress.reading import Reading
from tracker.progress.reasons import (
    ILL_WINDOW,
    Entered,
    Kind,
    Lately,
    NewConcern,
    NoPlan,
    PlanEnds,
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
    `last_entry` is the latest day that has an entry. Of visits it says what the actor may know. `open_concerns` are the
    family's questions and worries that nobody has answered. `function` compares the latest score of function in that
    episode with its first; None without any.
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
    open_concerns: int = 0
    function: Reading | None = None

    def has(self, kind: Kind) -> bool:
        """Whether there is a reason of this kind to look."""
        return any(reason.kind is kind for reason in self.reasons)

    @property
    def unread_since(self) -> date | None:
        """Give since when a question of the family waits to be read; None where none does."""
        return next((each.since for each in self.reasons if isinstance(each, NewConcern)), None)


@dataclass(frozen=True)
class Caseload:
    """The followed children, and what the clinic has set.

    Those come first of whom a question waits to be read, the longest unread before the others; then those with another
    reason to look; and each of these groups by name.
    """

    rows: tuple[Row, ...]
    clinic: Thresholds


def caseload_of(work: Work) -> Caseload:
    """Read the caseload of the actor, in as many statements for many children as for few.

    The look is logged as one row that names all of them.
    """
    names = work.caseload(screen="caseload")
    clinic = Thresholds.of(settings_of(work.connection, work.actor.clinic_id))
    if not names:
        return Caseload((), clinic)
    todays = work.todays(names)
    places = _places(work, todays)
    shown = {child: place.span for child, place in places.items() if place.span}
    weeks = weeks_of_caseload(work, shown, todays, MOST_WEEKS)
    last_entries = sql.last_entries(work.connection, list(names))
    to_come = next_visits(work, names)
    waiting = waiting_concerns(work, names)
    to_look = _reasons(work, places, weeks, todays, clinic)
    functions = function_of_caseload(work, shown)
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
            reasons=(*waiting.get(child, NOTHING_WAITS).reasons, *to_look[child]),
            open_concerns=waiting.get(child, NOTHING_WAITS).open,
            function=functions.get(child),
        )
        for child, name in names.items()
    ]
    rows.sort(key=_place_in_list)
    return Caseload(tuple(rows), clinic)


def _place_in_list(row: Row) -> tuple[bool, date, str, int]:
    return not row.reasons, row.unread_since or date.max, row.name.casefold(), row.child_id


def _places(work: Work, todays: Mapping[AccessibleChildId, date]) -> dict[AccessibleChildId, "_Place"]:
    spans: dict[AccessibleChildId, list[EpisodeSpan]] = {}
    for child, *span in sql.episodes(work.connection, list(todays)):
        spans.setdefault(child, []).append(EpisodeSpan(*span))
    return {child: _Place.on(today, spans.get(child, ())) for child, today in todays.items()}


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


def _reasons(
    work: Work,
    places: Mapping[AccessibleChildId, _Place],
    weeks: Mapping[AccessibleChildId, Sequence[Week]],
    todays: Mapping[AccessibleChildId, date],
    clinic: Thresholds,
) -> dict[AccessibleChildId, tuple[Reason, ...]]:
    """Give by child every reason to look besides what its family asks, in the order in which they are said."""
    running = {
        child: place.span for child, place in places.items() if place.span and place.stage is Stage.RUNNING
    }
    lately = _lately(work, running, todays)
    found: tuple[Mapping[AccessibleChildId, Sequence[Reason]], ...] = (
        {child: reasons(weeks[child], lately[child], todays[child], clinic) for child in running},
        missed_visits(work, todays),
        overdue_milestones(work, todays),
        _ending(running, lately, todays),
        _proposed(work, running),
        {child: (NoPlan(),) for child, place in places.items() if place.stage is Stage.NO_PLAN},
    )
    return {child: tuple(each for kind in found for each in kind.get(child, ())) for child in places}


def _ending(
    running: Mapping[AccessibleChildId, EpisodeSpan],
    lately: Mapping[AccessibleChildId, Lately],
    todays: Mapping[AccessibleChildId, date],
) -> dict[AccessibleChildId, tuple[PlanEnds]]:
    found = {
        child: plan_ends(lately[child].revisions, span.end, todays[child]) for child, span in running.items()
    }
    return {child: (ends,) for child, ends in found.items() if ends}


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

"""Write visits, milestones and school as files: of counseling only what the actor may know of."""

from collections.abc import Callable, Iterator, Mapping
from datetime import time
from zoneinfo import ZoneInfo

from db.queries import files_days
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from tracker.access.work import Work
from tracker.exchange.files.doses import DAYS
from tracker.exchange.files.kind import Kind
from tracker.exchange.files.school_in import CLOSURE, TIMETABLE
from tracker.exchange.files.tables_of_days import KINDS_OF_DAYS, MILESTONE_TARGETS, SCHOOL_CALENDAR
from tracker.exchange.files.values import as_moment
from tracker.exchange.files.visit_cells import PLANNED
from tracker.exchange.reader import Row
from tracker.visits.planning import WEEKDAYS, weekdays_of
from tracker.visits.sight import sight_of


class DaysOut:
    """The days of one record on their way into files, with the numbers that stand there for those of the database."""

    def __init__(self, work: Work, child: AccessibleChildId) -> None:
        self._work = work
        self._child = child
        self._sight = sight_of(work, child)
        self._series = self._numbered("visit_series")
        self._visits = self._numbered("visits")
        self._steps: dict[int, Row] = {
            row.id: {"milestone": row.name, "step": number}
            for number, row in enumerate(self._all("milestones"), 1)
        }
        # Of each milestone the latest target stands beside it, and those before have a file of their own.
        self._latest = {row.milestone_id: row for row in self._all("milestone_targets")}
        self._taken_back: dict[object, list[int]] = {}

    def rows(self, kind: Kind) -> Iterator[Row]:
        """Give the rows of a file."""
        assert kind in KINDS_OF_DAYS
        if kind is SCHOOL_CALENDAR:
            yield from map(self._timetable, self._all("school_timetables"))
            yield from map(self._closure, self._all("school_closures"))
            return
        rows = self._all(kind.name)
        if kind is MILESTONE_TARGETS:
            rows = (row for row in rows if row.id != self._latest[row.milestone_id].id)
        yield from map(self._makers[kind.name], rows)

    @property
    def _makers(self) -> Mapping[str, Callable[[AnyRow], Row]]:
        return {
            "visit_series": self._a_series,
            "visits": self._visit,
            "visit_marks": self._mark,
            "milestones": self._milestone,
            "milestone_targets": self._target,
            "milestone_events": self._event,
            "school": self._day,
            "school_plan": self._step,
            "accommodations": self._accommodation,
        }

    def _all(self, what: str) -> Iterator[AnyRow]:
        return files_days.rows(self._work.connection, self._child, self._sight, what)

    def _numbered(self, what: str) -> dict[int, int]:
        return {row.id: number for number, row in enumerate(self._all(what), 1)}

    def _a_series(self, row: AnyRow) -> Row:
        return {
            "discipline": row.discipline,
            "first_day": row.first_day,
            "time": _time(row.begins_at),
            "per_week": row.per_week,
            "weeks": row.weeks,
            "minutes": row.minutes,
            "weekdays": tuple(WEEKDAYS[day] for day in sorted(weekdays_of(row.rule))),
            "modality": row.modality,
            "series": self._series[row.id],
            "visibility": row.visibility,
            "time_zone": row.time_zone,
            "created_at": as_moment(row.created_at),
            "ends_on": row.ends_on,
            "ended_at": as_moment(row.ended_at),
        }

    def _visit(self, row: AnyRow) -> Row:
        there = row.starts_at.astimezone(ZoneInfo(row.time_zone))
        return {
            "day": there.date(),
            "time": _time(there.time()),
            "discipline": row.discipline,
            "minutes": row.minutes,
            "state": row.outcome or PLANNED,
            "reason": row.reason,
            "modality": row.modality,
            "series": self._series[row.series_id],
            "visit": self._visits[row.id],
            "in_place_of": row.moved_from_id and self._visits[row.moved_from_id],
            "repeated_hour": "yes" if there.fold else "",
            "recorded_at": as_moment(row.recorded_at),
            **_written(row),
        }

    def _mark(self, row: AnyRow) -> Row:
        return {
            "visit": self._visits[row.visit_id],
            "state": row.outcome,
            "reason": row.reason,
            "recorded_at": as_moment(row.recorded_at),
            "withdrawn_at": as_moment(row.withdrawn_at),
        }

    def _milestone(self, row: AnyRow) -> Row:
        target = self._latest.get(row.id)
        return {
            "area": row.area,
            **self._steps[row.id],
            "periods": row.periods,
            "target": target and target.target_on,
            "agreed_with": target.agreed_with if target else "",
            "position": row.position,
            "set_at": as_moment(target.set_at if target else None),
            **_written(row),
        }

    def _target(self, row: AnyRow) -> Row:
        said: Row = {"target": row.target_on, "agreed_with": row.agreed_with}
        return {**self._steps[row.milestone_id], **said, "set_at": as_moment(row.set_at)}

    def _event(self, row: AnyRow) -> Row:
        return {
            **self._steps[row.milestone_id],
            "event": row.kind,
            "day": row.on_day,
            "reason": row.reason,
            "recorded_at": as_moment(row.recorded_at),
            "withdrawn_at": as_moment(row.withdrawn_at),
        }

    def _day(self, row: AnyRow) -> Row:
        before = self._taken_back.setdefault(row.day, [])
        replaced = None if row.replaces_id is None else before.index(row.replaces_id) + 1
        if row.withdrawn_at is not None:
            before.append(row.id)
        return {
            "day": row.day,
            "periods": row.periods,
            "all_planned": "yes" if row.all_planned else "",
            "reason": row.reason,
            "recorded_at": as_moment(row.recorded_at),
            "reporter": row.reporter,
            "late_reason": row.late_reason,
            "withdrawn_at": as_moment(row.withdrawn_at),
            "replaces": replaced,
        }

    def _step(self, row: AnyRow) -> Row:
        said: Row = {"from": row.starts_on, "agreed_with": row.agreed_with, "reason": row.reason}
        return {**self._steps[row.milestone_id], **said, **_written(row)}

    def _timetable(self, row: AnyRow) -> Row:
        days = tuple(name for number, name in enumerate(DAYS) if row.weekdays >> number & 1)
        said: Row = {"kind": TIMETABLE, "from": row.valid_from, "to": None, "weekdays": days, "name": ""}
        return {**said, "periods": row.periods, **_written(row)}

    def _closure(self, row: AnyRow) -> Row:
        days: Row = {"kind": CLOSURE, "from": row.first_day, "to": row.last_day, "weekdays": ""}
        return {**days, "periods": row.periods, "name": row.name, **_written(row)}

    def _accommodation(self, row: AnyRow) -> Row:
        return {
            "accommodation": row.text,
            "agreed_with": row.agreed_with,
            "from": row.starts_on,
            "review_on": row.review_on,
            "not_needed_from": row.faded_on,
            **_written(row),
        }


def _written(row: AnyRow) -> Row:
    return {"created_at": as_moment(row.created_at), "withdrawn_at": as_moment(row.withdrawn_at)}


def _time(found: time) -> str:
    return found.isoformat("seconds" if found.second else "minutes")

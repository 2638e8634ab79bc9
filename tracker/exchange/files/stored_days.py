"""Store visits, milestones and school that were read from files. By whom, no file says."""

from typing import Any

from db.queries.base import insert_row
from db.tables import (
    Accommodation,
    Milestone,
    MilestoneEvent,
    MilestoneTarget,
    SchoolClosure,
    SchoolDay,
    SchoolPlan,
    SchoolTimetable,
    Visit,
    VisitRecord,
    VisitSeries,
)
from db.types import AccessibleChildId
from db.vocabulary import Discipline
from tracker.access.work import Work
from tracker.exchange.files.planned_days import (
    PlannedDays,
    PlannedMilestone,
    PlannedSeries,
    PlannedVisit,
    Written,
)


def store_days(work: Work, child: AccessibleChildId, days: PlannedDays) -> None:
    """Store all of it; raises `db.queries.base.Refused`."""
    storing = _Storing(work, child)
    for series in days.series:
        storing.series(series)
    storing.all_visits(days)
    for milestone in days.milestones:
        storing.milestone(milestone)
    storing.school(days)


class _Storing:
    """Days on their way into a record, with the ids of what the files number."""

    def __init__(self, work: Work, child: AccessibleChildId) -> None:
        self._work = work
        self._child = child
        self._series: dict[int, int] = {}
        self._visits: dict[int, int] = {}
        self._milestones: dict[int, int] = {}

    def series(self, new: PlannedSeries) -> None:
        is_counseling = new.discipline is Discipline.COUNSELING
        self._series[new.number] = self._insert(
            VisitSeries(
                child_id=self._child,
                discipline=new.discipline,
                visibility=new.visibility,
                # Whether counseling is there for the child, only its counselor says, and says anew.
                shown_to_child=not is_counseling,
                per_week=new.per_week,
                weeks=new.weeks,
                first_day=new.first_day,
                begins_at=new.begins_at,
                minutes=new.minutes,
                modality=new.modality,
                time_zone=new.time_zone,
                rule=new.rule,
                created_at=new.created_at,
                ends_on=new.ends_on,
                ended_at=new.ended_at,
            )
        )

    def all_visits(self, days: PlannedDays) -> None:
        """Store the visits, each behind the one in whose place it stands, which may be a later one."""
        by_number = {visit.number: visit for visit in days.visits}
        for visit in days.visits:
            chain, each = [], visit
            while each.number not in self._visits:
                chain.append(each)
                if each.in_place_of is None:
                    break
                each = by_number[each.in_place_of]
            for found in reversed(chain):
                self.visit(found)

    def visit(self, new: PlannedVisit) -> None:
        visit_id = self._visits[new.number] = self._insert(
            Visit(
                child_id=self._child,
                series_id=self._series[new.series],
                starts_at=new.starts_at,
                minutes=new.minutes,
                modality=new.modality,
                moved_from_id=None if new.in_place_of is None else self._visits[new.in_place_of],
                **_written(new.written),
            )
        )
        for mark in new.marks:
            row = VisitRecord(
                child_id=self._child,
                visit_id=visit_id,
                outcome=mark.outcome,
                reason=mark.reason,
                recorded_at=mark.recorded_at,
                withdrawn_at=mark.withdrawn_at,
            )
            self._insert(row)

    def milestone(self, new: PlannedMilestone) -> None:
        milestone_id = self._milestones[new.number] = self._insert(
            Milestone(
                child_id=self._child,
                area=new.area,
                position=new.position,
                name=new.name,
                periods=new.periods,
                **_written(new.written),
            )
        )
        of = {"child_id": self._child, "milestone_id": milestone_id}
        for target in new.targets:
            self._insert(
                MilestoneTarget(
                    target_on=target.day, agreed_with=target.agreed_with, set_at=target.set_at, **of
                )
            )
        for event in new.events:
            self._insert(
                MilestoneEvent(
                    kind=event.kind,
                    on_day=event.day,
                    reason=event.reason,
                    recorded_at=event.recorded_at,
                    withdrawn_at=event.withdrawn_at,
                    **of,
                )
            )

    def school(self, days: PlannedDays) -> None:
        for table in days.timetables:
            said: dict[str, Any] = {
                "valid_from": table.first,
                "weekdays": table.weekdays,
                "periods": table.periods,
            }
            self._insert(SchoolTimetable(child_id=self._child, **said, **_written(table.written)))
        for closure in days.closures:
            said = {"first_day": closure.first, "last_day": closure.last, "periods": closure.periods}
            row = SchoolClosure(child_id=self._child, name=closure.name, **said, **_written(closure.written))
            self._insert(row)
        for step in days.steps:
            said = {"starts_on": step.first, "agreed_with": step.agreed_with, "reason": step.reason}
            milestone_id = self._milestones[step.milestone.number]
            self._insert(
                SchoolPlan(child_id=self._child, milestone_id=milestone_id, **said, **_written(step.written))
            )
        self._entries(days)
        for each in days.accommodations:
            self._insert(
                Accommodation(
                    child_id=self._child,
                    text=each.text,
                    agreed_with=each.agreed_with,
                    starts_on=each.first,
                    review_on=each.review_on,
                    faded_on=each.not_needed_from,
                    **_written(each.written),
                )
            )

    def _entries(self, days: PlannedDays) -> None:
        taken_back: dict[object, list[int]] = {}
        for entry in days.entries:
            before = taken_back.setdefault(entry.day, [])
            row_id = self._insert(
                SchoolDay(
                    child_id=self._child,
                    day=entry.day,
                    periods=entry.periods,
                    all_planned=entry.all_planned,
                    reason=entry.reason,
                    reporter=entry.reporter,
                    late_reason=entry.late_reason,
                    replaces_id=None if entry.replaces is None else before[entry.replaces - 1],
                    recorded_at=entry.recorded_at,
                    withdrawn_at=entry.withdrawn_at,
                )
            )
            if entry.withdrawn_at is not None:
                before.append(row_id)

    def _insert(self, row: Any) -> int:
        return insert_row(self._work.connection, row)


def _written(written: Written) -> dict[str, Any]:
    return {"created_at": written.at, "withdrawn_at": written.withdrawn_at}

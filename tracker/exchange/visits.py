"""Rows of a copy that say what was planned of visits, and what became of them, as far as the reader may know of them.

They are numbered among themselves: a number of the database would say that there is something in between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from db.queries import export_days
from db.queries.base import AnyRow
from tracker.exchange.plan import WEEKDAYS
from tracker.exchange.reader import Reader, Row
from tracker.progress.spans import episode_spans
from tracker.visits.attendance import attendance_of
from tracker.visits.planning import weekdays_of
from tracker.visits.sight import sight_of


@dataclass(frozen=True)
class Visits:
    """The series and visits that the reader may know of, and their numbers in the copy by those of the database."""

    reader: Reader
    series: Sequence[AnyRow]
    visits: Sequence[AnyRow]
    marks: Sequence[AnyRow]
    numbers: Mapping[int, int]
    series_cells: Mapping[int, Row]

    @classmethod
    def of(cls, reader: Reader) -> "Visits":
        """Read them."""
        work, child = reader.work, reader.child
        sight = sight_of(work, child)
        series, visits, marks = (
            export_days.visit_rows(work.connection, child, sight, what)
            for what in ("visit_series", "visits", "visit_marks")
        )
        cells: dict[int, Row] = {
            row.id: {"series_no": number, "discipline": row.discipline}
            for number, row in enumerate(series, 1)
        }
        numbers = {row.id: number for number, row in enumerate(visits, 1)}
        return cls(reader, series, visits, marks, numbers, cells)

    def series_rows(self) -> list[Row]:
        """Give what is prescribed."""
        return [self._series(row) for row in self.series]

    def rows(self) -> list[Row]:
        """Give the visits with what stands of each."""
        standing = {row.visit_id: row for row in self.marks if row.withdrawn_at is None}
        return [self._visit(row, standing.get(row.id)) for row in self.visits]

    def mark_rows(self) -> list[Row]:
        """Give all that was said of them."""
        return [
            {
                "visit_no": self.numbers[row.visit_id],
                "state": row.outcome,
                "reason": row.reason,
                **self.reader.done("marked", row.recorded_at, row.recorded_by_id, row),
                **self.reader.withdrawn(row),
            }
            for row in self.marks
        ]

    def figures(self) -> list[Row]:
        """Give the attendance of each week that has come, each discipline by itself."""
        first = self._first_day()
        if first is None:
            return []
        found = attendance_of(self.reader.work, self.reader.child, first=first)
        return [
            {
                "week": each.week.number,
                "first_day": each.week.first,
                "last_day": each.week.last,
                "discipline": discipline,
                "attended": tally.attended,
                "counted": tally.counted,
                "no_show": tally.no_show,
                "cancelled_by_family": tally.cancelled_by_family,
                "cancelled_by_clinic": tally.cancelled_by_clinic,
                "moved": tally.moved,
                "to_mark": tally.to_mark,
                "hours": tally.hours,
            }
            for each in found.weeks
            for discipline, tally in each.by.items()
        ]

    def _first_day(self) -> date | None:
        """Give where weeks begin to be counted: with the first episode, or the first visit if that was before."""
        if not self.visits:
            return None
        work, child = self.reader.work, self.reader.child
        first = work.day_of(child, self.visits[0].starts_at)
        return min([first, *(span.start for span in episode_spans(work, child))])

    def _series(self, row: AnyRow) -> Row:
        ended = row.ended_at
        return {
            **self.series_cells[row.id],
            "kept_by": row.keeper or "",
            "per_week": row.per_week,
            "weeks": row.weeks,
            "weekdays": tuple(WEEKDAYS[number] for number in sorted(weekdays_of(row.rule))),
            "first_day": row.first_day,
            "begins_at": f"{row.begins_at:%H:%M}",
            "time_zone": row.time_zone,
            "minutes": row.minutes,
            "modality": row.modality,
            **self.reader.done("written", row.created_at, row.created_by_id, row),
            "without_from": row.ends_on,
            "ended_on": self.reader.day(ended),
            "ended_at_utc": self.reader.time(ended, row.ended_by_id, row.withdrawn_by_role),
            "ended_by": row.withdrawn_by or "",
        }

    def _visit(self, row: AnyRow, mark: AnyRow | None) -> Row:
        there: datetime = self.reader.work.clocks_of(self.reader.child, row.starts_at)
        return {
            "visit_no": self.numbers[row.id],
            **self.series_cells[row.series_id],
            "day": there.date(),
            "begins_at": f"{there:%H:%M}",
            "begins_at_utc": f"{row.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "minutes": row.minutes,
            "modality": row.modality,
            "state": "planned" if mark is None else mark.outcome,
            "reason": None if mark is None else mark.reason,
            "in_place_of": None if row.moved_from_id is None else self.numbers[row.moved_from_id],
            **self.reader.written(row.created_at, row.created_by_id, row),
        }

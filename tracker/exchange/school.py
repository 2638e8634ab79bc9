"""Rows of a copy that say what steps there were, what was planned of school, and how much of it was attended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from db.queries import export_days
from db.queries.base import AnyRow
from tracker.exchange.plan import days_of_week
from tracker.exchange.reader import Reader, Row
from tracker.progress.spans import episode_spans
from tracker.school.attendance import weeks_of
from tracker.school.read import read_calendar
from tracker.visits.weeks import weeks_between


@dataclass(frozen=True)
class Steps:
    """The milestones of a child, and the columns that name each by its number in the database."""

    rows: Sequence[AnyRow]
    cells: Mapping[int, Row]
    periods: Mapping[int, int | None]

    @classmethod
    def of(cls, rows: Sequence[AnyRow]) -> "Steps":
        """Give each its number, in the order in which they come."""
        cells: dict[int, Row] = {
            row.id: {"milestone_no": number, "milestone": row.name} for number, row in enumerate(rows, 1)
        }
        return cls(rows, cells, {row.id: row.periods for row in rows})


def builders(reader: Reader) -> Mapping[str, Callable[[], Sequence[Row]]]:
    """Give, by the names of the tables, what makes the rows of each."""
    steps = Steps.of(_rows(reader, "milestones"))
    pages = {row.id: number for number, row in enumerate(_rows(reader, "school_pages"), 1)}
    makers: Mapping[str, Callable[[AnyRow], Row]] = {
        "milestones": lambda row: _milestone(reader, steps, row),
        "milestone_targets": lambda row: _target(reader, steps, row),
        "milestone_events": lambda row: _event(reader, steps, row),
        "school_timetables": lambda row: _timetable(reader, row),
        "school_closures": lambda row: _closure(reader, row),
        "school_plan": lambda row: _planned(reader, steps, row),
        "school_days": lambda row: _day(reader, row),
        "accommodations": lambda row: _accommodation(reader, row),
        "school_pages": lambda row: _page(reader, pages, row),
    }

    def all_of(name: str) -> Callable[[], Sequence[Row]]:
        return lambda: [makers[name](row) for row in _rows(reader, name)]

    return {
        **{name: all_of(name) for name in makers},
        "school_page_ticks": lambda: _own_ticks(reader, pages),
        "weekly_school": lambda: _figures(reader),
    }


def _rows(reader: Reader, what: str) -> Sequence[AnyRow]:
    return export_days.rows(reader.work.connection, reader.child, what)


def _milestone(reader: Reader, steps: Steps, row: AnyRow) -> Row:
    return {
        **steps.cells[row.id],
        "area": row.area,
        "place": row.position,
        "periods": row.periods,
        **reader.written(row.created_at, row.created_by_id, row),
    }


def _target(reader: Reader, steps: Steps, row: AnyRow) -> Row:
    return {
        **steps.cells[row.milestone_id],
        "target": row.target_on,
        "agreed_with": row.agreed_with,
        **reader.done("set", row.set_at, row.set_by_id, row),
    }


def _event(reader: Reader, steps: Steps, row: AnyRow) -> Row:
    return {
        **steps.cells[row.milestone_id],
        "event": row.kind,
        "day": row.on_day,
        "reason": row.reason,
        **reader.entered(row, row.on_day),
        **reader.withdrawn(row),
    }


def _timetable(reader: Reader, row: AnyRow) -> Row:
    return {
        "first_day": row.valid_from,
        "weekdays": days_of_week(row.weekdays),
        "periods": row.periods,
        **reader.written(row.created_at, row.created_by_id, row),
    }


def _closure(reader: Reader, row: AnyRow) -> Row:
    return {
        "first_day": row.first_day,
        "last_day": row.last_day,
        "periods": row.periods,
        "name": row.name,
        **reader.written(row.created_at, row.created_by_id, row),
    }


def _planned(reader: Reader, steps: Steps, row: AnyRow) -> Row:
    return {
        "first_day": row.starts_on,
        **steps.cells[row.milestone_id],
        "periods": steps.periods[row.milestone_id],
        "agreed_with": row.agreed_with,
        "reason": row.reason,
        **reader.written(row.created_at, row.created_by_id, row),
    }


def _day(reader: Reader, row: AnyRow) -> Row:
    return {
        "day": row.day,
        "periods": row.periods,
        "all_planned": "yes" if row.all_planned else "",
        "reason": row.reason,
        "reporter": row.reporter,
        **reader.entered(row, row.day),
        **reader.withdrawn(row),
    }


def _accommodation(reader: Reader, row: AnyRow) -> Row:
    return {
        "text": row.text,
        "agreed_with": row.agreed_with,
        "first_day": row.starts_on,
        "review_on": row.review_on,
        "not_needed_from": row.faded_on,
        **reader.written(row.created_at, row.created_by_id, row),
    }


def _page(reader: Reader, pages: Mapping[int, int], row: AnyRow) -> Row:
    return {
        "page_no": pages[row.id],
        "contact": row.contact,
        "break_place": row.break_place,
        "before_home": row.before_home,
        "when_to_call": row.when_to_call,
        "valid_until": row.valid_until,
        **reader.done("written", row.written_at, row.written_by_id, row),
    }


def _own_ticks(reader: Reader, pages: Mapping[int, int]) -> list[Row]:
    """Give what the reader answered: that somebody else said no is told to nobody."""
    return [
        {
            "page_no": pages[row.page_id],
            "line": row.line,
            "side": row.side,
            "agrees": "yes" if row.agrees else "no",
            **reader.done("said", row.ticked_at, row.ticked_by_id, row),
        }
        for row in _rows(reader, "school_page_ticks")
        if row.ticked_by_id == reader.work.account_id
    ]


def _figures(reader: Reader) -> list[Row]:
    """Give the school weeks that have come, from the first that something is planned or entered of."""
    work, child = reader.work, reader.child
    entries = [row for row in _rows(reader, "school_days") if row.withdrawn_at is None]
    planned = [row.starts_on for row in _rows(reader, "school_plan") if row.withdrawn_at is None]
    today = work.today_of(child)
    begun = [day for day in [*planned, *(row.day for row in entries)] if day <= today]
    if not begun:
        return []
    spans = episode_spans(work, child)
    weeks = [(week.number, week.first, week.last) for week in weeks_between(spans, min(begun), today)]
    calendar = read_calendar(work, child, weeks[0][1], weeks[-1][2])
    return [
        {
            "week": week.week,
            "first_day": week.first,
            "last_day": week.last,
            "attended": week.attended,
            "planned": week.planned,
            "attended_as_planned": week.as_planned,
            "full_timetable": week.full,
            "days_logged": week.logged,
            "days_not_logged": week.not_logged,
            "attended_of_planned": week.of_planned,
            "attended_of_full": week.of_full,
        }
        for week in weeks_of(calendar, weeks, today)
    ]

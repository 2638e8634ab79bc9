"""Rows of a copy that say what was planned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from db.queries.base import AnyRow
from tracker.exchange.reader import Reader, Row, Value
from tracker.plans.terms import parts_of

ONE_DAY = timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Place:
    """Where a prescription stands in the copy: its exercise's number and name, and which revision of it this is."""

    exercise_no: int
    exercise: str
    revision: int


@dataclass(frozen=True)
class Numbers:
    """The numbers that stand in a copy for those of the database: episodes by id, prescriptions by id."""

    episodes: Mapping[int, int]
    standing: Sequence[int]
    prescriptions: Sequence[AnyRow]
    places: Mapping[int, Place]

    @classmethod
    def of(cls, episodes: Sequence[AnyRow], prescriptions: Sequence[AnyRow]) -> "Numbers":
        """Give each its number, in the order in which they come."""
        places = {}
        for number, (_, revisions) in enumerate(groupby(prescriptions, key=lambda row: int(row.line_id)), 1):
            for revision, row in enumerate(revisions, 1):
                places[row.id] = Place(number, row.exercise, revision)
        standing = [row.number for row in episodes if row.withdrawn_at is None]
        return cls({row.id: row.number for row in episodes}, standing, prescriptions, places)

    def exercise(self, prescription_id: int) -> Row:
        """Give the columns that name the exercise of a prescription."""
        place = self.places[prescription_id]
        return {"exercise_no": place.exercise_no, "exercise": place.exercise}


def episode(reader: Reader, row: AnyRow) -> Row:
    """Give a course of treatment. Its note is written for the care team."""
    return {
        "episode": row.number,
        "first_day": row.starts_on,
        "last_day": last_day(row.ends_on),
        "setting": row.setting,
        "expected_weeks": row.expected_weeks,
        "end_reason": row.end_reason,
        **reader.written(row.created_at, row.created_by_id, row),
    }


def pause(reader: Reader, numbers: Numbers, row: AnyRow) -> Row:
    """Give a pause of the plan."""
    return {
        "episode": numbers.episodes[row.episode_id],
        "first_day": row.from_day,
        "last_day": row.to_day,
        "reason": row.reason,
        **reader.written(row.created_at, row.created_by_id, row),
    }


def phase(reader: Reader, numbers: Numbers, row: AnyRow) -> Row:
    """Give the beginning of a phase."""
    return {
        "episode": numbers.episodes[row.episode_id],
        "phase": row.phase,
        "first_day": row.starts_on,
        **reader.written(row.created_at, row.created_by_id, row),
    }


def criteria(reader: Reader, numbers: Numbers, rows: Sequence[AnyRow]) -> list[Row]:
    """Give the criteria, numbered in their order."""
    return [
        {
            "criterion_no": number,
            "episode": numbers.episodes[row.episode_id],
            "kind": row.kind,
            "text": row.text,
            **reader.written(row.created_at, row.created_by_id, row),
        }
        for number, row in enumerate(rows, 1)
    ]


def findings(reader: Reader, criteria: Sequence[AnyRow], rows: Sequence[AnyRow]) -> list[Row]:
    """Give what was found of each criterion, in order."""
    numbers = {row.id: number for number, row in enumerate(criteria, 1)}
    return [
        {
            "criterion_no": numbers[row.criterion_id],
            "found": "met" if row.is_met else "open",
            **reader.done("found", row.found_at, row.found_by_id, row),
        }
        for row in rows
    ]


def prescription(reader: Reader, numbers: Numbers, row: AnyRow) -> Row:
    """Give one revision. Why it was entered in error is written for the care team."""
    return {
        **numbers.exercise(row.id),
        "revision": numbers.places[row.id].revision,
        "episode": numbers.episodes[row.episode_id],
        "category": row.category,
        "first_day": row.valid_from,
        "last_day": last_day(row.valid_to),
        "weekdays": days_of_week(row.weekdays),
        "times_per_day": None if row.weekdays is None else row.times_per_day,
        "times_per_week": row.times_per_week,
        "parts_of_day": parts_of(row),
        "dose_kind": row.dose_kind,
        "total": row.total,
        "sets": row.sets,
        "reps": row.reps,
        "hold_seconds": row.hold_seconds,
        "texture": row.texture,
        "task_unit": row.task_unit,
        "task_better": row.task_better,
        "best_shown": "yes" if row.best_shown else "",
        "ceiling_closed": "yes" if row.ceiling_closed else "",
        "about": row.about or "",
        "steps": row.steps or "",
        "instructions": row.instructions,
        "reason": row.reason,
        "stop_reason": row.stop_reason,
        **reader.written(row.created_at, row.created_by_id, row),
        "corrected_on": reader.day(row.entered_in_error_at),
    }


def week(figures: Mapping[str, object], first: date, last: date) -> Row:
    """Give a treatment week's figures under names that a family reads."""
    named = {
        "week": "week",
        "due": "due",
        "counted": "settled",
        "not_needed": "excused",
        "not_logged": "without_entry",
        "done": "credit",
        "done_in_full": "full",
        "done_of_counted": "strict",
        "done_of_logged": "observed",
        "logged_of_counted": "coverage",
        "in_full_of_counted": "full_completion",
    }
    values: Row = {name: _number(figures[key]) for name, key in named.items()}
    return {**values, "first_day": first, "last_day": last}


def _number(value: object) -> Value:
    assert value is None or isinstance(value, int | float)
    return value


def days_of_week(bits: int | None) -> tuple[str, ...]:
    """Give the names of the weekdays of which the bits are set; bit 0 is Monday."""
    return tuple(name for number, name in enumerate(WEEKDAYS) if (bits or 0) >> number & 1)


def last_day(end: date | None) -> date | None:
    """Give the last day of what ends before `end`."""
    return None if end is None else end - ONE_DAY

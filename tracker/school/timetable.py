"""Use cases of a school's calendar: its full timetable from a day on, and the days on which it is closed or half."""

from datetime import date

from db.queries import children, plans
from db.queries import school as rows
from db.queries.base import insert_row
from db.tables import SchoolClosure, SchoolTimetable
from db.tables.base import NAME
from db.tables.milestones import MOST_PERIODS
from db.tables.school import A_WEEK
from db.types import AccessibleChildId
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.plans.episodes import FURTHEST
from tracker.text import checked_text


def set_timetable(
    work: Work, child_id: int, *, first: date, weekdays: int, periods: int, seen: int | None
) -> int:
    """Set the full timetable from a day on, and give its id: so many periods on each of `weekdays` (bit 0 is Monday).

    `seen` is the latest timetable that the screen knew of, None where there was none. A child's first one may begin up
    to a year ago, any other today or later, and today only while nothing is entered for today. Raises `InvalidInput`,
    and `Conflict` for what was entered, planned or changed meanwhile.
    """
    child = work.child(child_id, Action.PLAN_MILESTONES)
    children.lock(work.connection, child)
    if not 1 <= weekdays <= A_WEEK:
        raise InvalidInput("weekdays", "weekday")
    if not 1 <= periods <= MOST_PERIODS:
        raise InvalidInput("full_day", "range", low=1, high=MOST_PERIODS)
    standing = rows.timetables(work.connection, child)
    if (standing[-1].id if standing else None) != seen:
        raise Conflict("changed")
    if standing and standing[-1].valid_from >= first:
        raise Conflict("timetable_later")
    check_first(work, child, first, is_very_first=not standing)
    row = SchoolTimetable(
        child_id=child,
        valid_from=first,
        weekdays=weekdays,
        periods=periods,
        created_at=work.now,
        created_by_id=work.account_id,
    )
    timetable_id = insert_row(work.connection, row)
    work.log(child, "set_timetable", f"school_timetable {timetable_id}")
    return timetable_id


def withdraw_timetable(work: Work, child_id: int, timetable_id: int) -> None:
    """Take back a timetable that has not begun, or that was entered wrongly just now (see `check_withdrawal`)."""
    child = work.child(child_id, Action.PLAN_MILESTONES)
    children.lock(work.connection, child)
    standing = rows.timetables(work.connection, child)
    found = next((row for row in standing if row.id == timetable_id), None)
    if found is None:
        raise NotFound
    check_withdrawal(work, child, found.valid_from, is_only=len(standing) == 1)
    rows.withdraw_timetable(work.connection, timetable_id, plans.withdrawn(work.now, work.account_id))
    work.log(child, "withdraw_timetable", f"school_timetable {timetable_id}")


def add_closure(
    work: Work, child_id: int, *, first: date, last: date, periods: int = 0, name: str = ""
) -> int:
    """Add days on which the school is closed, both included, or half days with their `periods`; give their id.

    They lie within a year of today. They may be over, since a day is often known to have been closed only afterwards:
    but not where more is entered than there would have been, which raises `Conflict`. Raises `InvalidInput`.
    """
    child = work.child(child_id, Action.PLAN_MILESTONES)
    children.lock(work.connection, child)
    today = work.today_of(child)
    if not today - FURTHEST <= first <= today + FURTHEST:
        raise InvalidInput("closure_first", "range", low=today - FURTHEST, high=today + FURTHEST)
    if not first <= last <= first + FURTHEST:
        raise InvalidInput("closure_last", "range", low=first, high=first + FURTHEST)
    if not 0 <= periods <= MOST_PERIODS:
        raise InvalidInput("closure_periods", "range", low=0, high=MOST_PERIODS)
    if any(entry.periods > periods for entry in rows.entries(work.connection, child, first, last)):
        raise Conflict("closure_entered")
    row = SchoolClosure(
        child_id=child,
        first_day=first,
        last_day=last,
        periods=periods,
        name=checked_text("closure_name", name, limit=NAME),
        created_at=work.now,
        created_by_id=work.account_id,
    )
    closure_id = insert_row(work.connection, row)
    work.log(child, "add_closure", f"school_closure {closure_id}")
    return closure_id


def withdraw_closure(work: Work, child_id: int, closure_id: int) -> None:
    """Take a closure back: these days are school days again. One that is gone already is `NotFound`."""
    child = work.child(child_id, Action.PLAN_MILESTONES)
    children.lock(work.connection, child)
    if rows.closure_of(work.connection, child, closure_id) is None:
        raise NotFound
    rows.withdraw_closure(work.connection, closure_id, plans.withdrawn(work.now, work.account_id))
    work.log(child, "withdraw_closure", f"school_closure {closure_id}")


def check_first(work: Work, child: AccessibleChildId, first: date, *, is_very_first: bool) -> None:
    """Refuse a first day of what is planned of school that would move what is over, or was entered today.

    Nothing is planned before the very first one, so it may have begun up to a year ago.
    """
    today = work.today_of(child)
    earliest = today - FURTHEST if is_very_first else today
    if first < earliest and not is_very_first:
        raise InvalidInput("valid_from", "before_today", today=today)
    if not earliest <= first <= today + FURTHEST:
        raise InvalidInput("valid_from", "range", low=earliest, high=today + FURTHEST)
    if first == today and rows.entries(work.connection, child, today, today):
        raise Conflict("school_entered")


def check_withdrawal(work: Work, child: AccessibleChildId, first: date, *, is_only: bool) -> None:
    """Refuse to take back what begins on a day that is over, or since which something was entered: `Conflict`.

    The only one may be taken back on any day, as long as nothing was entered since: then no figure knows of it.
    """
    today = work.today_of(child)
    over = first < today and not is_only
    if over or rows.entries(work.connection, child, first, max(first, today)):
        raise Conflict("school_begun")

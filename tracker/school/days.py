"""Record how much of a day a child was at school.

As with an exercise, a tap carries what is wanted and the entry seen: somebody else's entry is never overwritten by a
stale screen, and asking twice for the same is one entry. A changed entry is withdrawn and replaced.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from db.queries import children, plans
from db.queries import school as rows
from db.queries.base import AnyRow, insert_row
from db.tables import SchoolDay
from db.types import AccessibleChildId
from db.vocabulary import SchoolReason
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.record.completions import Recorded, reporter_of
from tracker.record.days import check_open
from tracker.school.read import read_calendar


@dataclass(frozen=True)
class Attended:
    """What is said of a day: so many `periods`, None for all that are planned; a `reason` only of less than planned."""

    periods: int | None = None
    reason: SchoolReason | None = None


ALL_PLANNED = Attended()


def enter_school_day(
    work: Work, child_id: int, day: date, wanted: Attended, *, seen: int | None, late_reason: str = ""
) -> Recorded:
    """Record a day in place of the entry `seen` (None: the day looked open).

    The days that can be filled in are those of the exercises; beyond them only who may record late can, with a reason
    (see `tracker.record.days.check_open`). Raises `InvalidInput` for a day, a number of periods or a reason out of its
    limits, and `Conflict` on a day without school, or where another entry than the one seen stands there and says
    something else.
    """
    child = work.child(child_id, Action.RECORD)
    late_reason = check_open(work, child, day, late_reason)
    # Locked before the look, so that what is there now is still all that is there when we write.
    children.lock(work.connection, child)
    periods, planned = _checked(work, child, day, wanted)
    live = next(iter(rows.entries(work.connection, child, day, day)), None)
    if live is not None:
        if (live.periods, live.reason) == (periods, wanted.reason):
            return Recorded(int(live.id), is_new=False)
        if live.id != seen:
            raise Conflict("answered")
        rows.withdraw_entry(work.connection, live.id, plans.withdrawn(work.now, work.account_id))
    replaces_id = None if live is None else int(live.id)
    all_planned = 0 < planned == periods
    said: dict[str, Any] = {"periods": periods, "reason": wanted.reason, "all_planned": all_planned}
    return _insert(work, child, day, **said, late_reason=late_reason, replaces_id=replaces_id)


def undo_school_day(work: Work, child_id: int, entry_id: int, *, late_reason: str = "") -> None:
    """Take back an entry; what it had replaced stands again. One that is gone already stays gone."""
    child = work.child(child_id, Action.RECORD)
    entry = _take_back(work, child, entry_id, late_reason)
    if entry is None or entry.replaces_id is None:
        return
    before = rows.entry_of(work.connection, child, entry.replaces_id)
    assert before is not None, "an entry replaces one of the same child"
    said = {name: getattr(before, name) for name in ("periods", "reason", "all_planned", "late_reason")}
    _insert(work, child, before.day, **said, replaces_id=None)


def clear_school_day(work: Work, child_id: int, entry_id: int, *, late_reason: str = "") -> None:
    """Withdraw an entry, so that its day is open again. One that is gone already stays gone."""
    child = work.child(child_id, Action.RECORD)
    _take_back(work, child, entry_id, late_reason)


def _checked(work: Work, child: AccessibleChildId, day: date, wanted: Attended) -> tuple[int, int]:
    """Give the periods that were said, and those that are planned."""
    calendar = read_calendar(work, child, day, day)
    full, planned = calendar.full(day), calendar.planned(day)
    if not full:
        raise Conflict("no_school")
    if wanted.periods is None and not planned:
        raise InvalidInput("school_periods", "empty")
    periods = planned if wanted.periods is None else wanted.periods
    if not 0 <= periods <= full:
        raise InvalidInput("school_periods", "range", low=0, high=full)
    if wanted.reason is not None and periods >= planned:
        raise InvalidInput("school_reason", "only_less")
    return periods, planned


def _take_back(work: Work, child: AccessibleChildId, entry_id: int, late_reason: str) -> AnyRow | None:
    """Withdraw an entry and give it; None when it had been withdrawn before."""
    children.lock(work.connection, child)
    entry = rows.entry_of(work.connection, child, entry_id)
    if entry is None:
        raise NotFound
    check_open(work, child, entry.day, late_reason)
    if entry.withdrawn_at is not None:
        return None
    rows.withdraw_entry(work.connection, entry_id, plans.withdrawn(work.now, work.account_id))
    work.log(child, "clear_school_day", f"school_day {entry_id}")
    return entry


def _insert(
    work: Work,
    child: AccessibleChildId,
    day: date,
    *,
    periods: int,
    reason: SchoolReason | None,
    all_planned: bool,
    late_reason: str,
    replaces_id: int | None,
) -> Recorded:
    row = SchoolDay(
        child_id=child,
        day=day,
        periods=periods,
        all_planned=all_planned,
        reason=reason,
        reporter=reporter_of(work, child),
        late_reason=late_reason,
        replaces_id=replaces_id,
        recorded_at=work.now,
        recorded_by_id=work.account_id,
    )
    entry_id = insert_row(work.connection, row)
    work.log(child, "enter_school_day", f"school_day {entry_id}")
    return Recorded(entry_id, is_new=True)

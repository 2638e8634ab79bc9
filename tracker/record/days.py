"""Which days are open, and what a family says of a whole day."""

from datetime import date, timedelta

from db.queries import plans, record
from db.queries.base import insert_unless_there
from db.tables import DayMark
from db.types import AccessibleChildId
from db.vocabulary import Mark
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput
from tracker.text import checked_text


def earliest_open(today: date, back_fill_days: int) -> date:
    """Give the earliest day that a family can still fill in."""
    return today - timedelta(days=back_fill_days)


def check_open(work: Work, child: AccessibleChildId, day: date, late_reason: str = "") -> str:
    """Check that a day can be written to, and give the reason to keep with the entry.

    Days to come are closed to everybody. Beyond the clinic's back-fill days a clinician may still enter, with a
    reason; for anybody else, and for open days, no reason is kept.
    """
    if not is_late(work, child, day):
        return ""
    return checked_text("late_reason", late_reason, required=True)


def is_late(work: Work, child: AccessibleChildId, day: date) -> bool:
    """Say whether a day lies beyond the back-fill days; raises `InvalidInput` where the actor cannot write to it."""
    today = work.today_of(child)
    if day > today:
        raise InvalidInput("day", "future", day=day, today=today)
    earliest = earliest_open(today, work.actor.back_fill_days)
    if day >= earliest:
        return False
    if not work.may(child, Action.RECORD_LATE):
        raise InvalidInput("day", "past_limit", day=day, earliest=earliest)
    return True


def mark_day(
    work: Work, child_id: int, day: date, wanted: Mark | None, *, seen: int | None, late_reason: str = ""
) -> None:
    """Mark a day ill or away in place of the mark `seen`, or take the mark away with None.

    Raises `Conflict` when somebody else has marked the day otherwise meanwhile.
    """
    child = work.child(child_id, Action.RECORD)
    late_reason = check_open(work, child, day, late_reason)
    live = next(iter(record.live_marks(work.connection, child, day, day)), None)
    if (None if live is None else live.mark) == wanted:
        return
    if live is not None:
        if live.id != seen:
            raise Conflict("changed")
        if not record.withdraw_mark(work.connection, live.id, plans.withdrawn(work.now, work.account_id)):
            raise Conflict("changed")
        work.log(child, "unmark_day", f"day_mark {live.id}")
    if wanted is not None:
        _insert(work, child, day, wanted, late_reason)


def _insert(work: Work, child: AccessibleChildId, day: date, wanted: Mark, late_reason: str) -> None:
    row = DayMark(
        child_id=child,
        day=day,
        mark=wanted,
        late_reason=late_reason,
        recorded_at=work.now,
        recorded_by_id=work.account_id,
    )
    new_id = insert_unless_there(work.connection, row)
    if new_id is None:
        standing = record.live_marks(work.connection, child, day, day)
        if not standing or standing[0].mark != wanted:
            raise Conflict("changed")
        return
    work.log(child, "mark_day", f"day_mark {new_id}")

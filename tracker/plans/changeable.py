"""What of a plan may still be changed, and from which day: today or later, and only the end of a line."""

from dataclasses import dataclass
from datetime import date, timedelta

from db.queries import plans
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.plans.episodes import FURTHEST


@dataclass(frozen=True)
class Seen:
    """How the last revision of a line looked to whoever changes it: `end` is the first day without it."""

    end: date | None


def check_new(
    work: Work, child: AccessibleChildId, episode_id: int, valid_from: date, valid_to: date | None
) -> None:
    """Refuse a first day of a new line that is over, too far away or not in its episode, and an end before it."""
    today = work.today_of(child)
    episode = next((e for e in plans.episodes(work.connection, child) if e.id == episode_id), None)
    if episode is None:
        raise NotFound
    _check_first_day(valid_from, today, episode.ends_on)
    if valid_to is not None and valid_to <= valid_from:
        raise InvalidInput("end", "before", earliest=valid_from + timedelta(days=1))


def check_revision(
    work: Work,
    child: AccessibleChildId,
    prescription_id: int,
    valid_from: date,
    seen: Seen | None,
    *,
    lock: bool = False,
) -> AnyRow:
    """Refuse a revision that cannot start on a day, and give the row that it would replace."""
    today = work.today_of(child)
    if valid_from < today:
        raise InvalidInput("valid_from", "before_today", today=today)
    old = last_of_line(work, child, prescription_id, seen, lock=lock)
    if plans.has_live_entries(work.connection, child, old.line_id, from_day=valid_from):
        raise Conflict("entries")
    if valid_from < old.valid_from:
        raise InvalidInput("valid_from", "before", earliest=old.valid_from)
    _check_first_day(valid_from, today, old.ends_on)
    if old.valid_to is not None and old.valid_to <= valid_from:
        raise InvalidInput("valid_from", "range", low=today, high=old.valid_to - timedelta(days=1))
    return old


def check_renewal(
    work: Work,
    child: AccessibleChildId,
    prescription_id: int,
    first: date,
    end: date | None,
    seen: Seen | None = None,
) -> AnyRow:
    """Refuse to go on with an exercise that has no end, or on a day before it, and give its last revision."""
    old = last_of_line(work, child, prescription_id, seen, lock=True)
    if old.valid_to is None:
        raise Conflict("no_end")
    if first < old.valid_to:
        raise InvalidInput("valid_from", "before", earliest=max(old.valid_to, work.today_of(child)))
    _check_first_day(first, work.today_of(child), old.ends_on)
    if end is not None and end <= first:
        raise InvalidInput("end", "before", earliest=first + timedelta(days=1))
    return old


def _check_first_day(valid_from: date, today: date, episode_end: date | None) -> None:
    if valid_from < today:
        raise InvalidInput("valid_from", "before_today", today=today)
    if episode_end is not None and episode_end <= today:
        raise Conflict("plan_changed")
    last = today + FURTHEST if episode_end is None else episode_end - timedelta(days=1)
    if valid_from > last:
        raise InvalidInput("valid_from", "range", low=today, high=last)


def changeable(
    work: Work, child: AccessibleChildId, prescription_id: int, seen: Seen | None = None, *, lock: bool
) -> AnyRow:
    """Give a prescription that nobody has withdrawn, corrected or, since it was `seen`, ended otherwise."""
    row = plans.prescription_of(work.connection, child, prescription_id, lock=lock)
    if row is None:
        raise NotFound
    if row.withdrawn_at is not None or row.entered_in_error_at is not None:
        raise Conflict("plan_changed")
    if seen is not None and seen.end != row.valid_to:
        raise Conflict("plan_changed")
    return row


def last_of_line(
    work: Work, child: AccessibleChildId, prescription_id: int, seen: Seen | None, *, lock: bool
) -> AnyRow:
    """Give the last revision of a line; raises `Conflict` if that is another one."""
    row = changeable(work, child, prescription_id, seen, lock=lock)
    if plans.revisions_of_line(work.connection, child, row.line_id)[-1].id != prescription_id:
        if seen is None:
            raise Conflict("revised_later")
        # Who saw it as the last one is told what happened since.
        raise Conflict("plan_changed")
    return row

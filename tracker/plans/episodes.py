"""Use cases that open, pause and end an episode. A past figure never moves: all takes effect today or later."""

from datetime import date, timedelta

from db.queries import children, drafts, plans
from db.queries.base import Refused, insert_row
from db.tables import Episode, PlanPause
from db.types import AccessibleChildId
from db.vocabulary import EpisodeEnd, Setting
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.text import checked_text

FURTHEST = timedelta(days=366)
MOST_WEEKS = 104


def start_episode(
    work: Work, child_id: int, *, start: date, setting: Setting, expected_weeks: int | None = None
) -> int:
    """Start an episode and give its id; it may have begun up to a year ago, elsewhere or on paper."""
    child = work.child(child_id, Action.PRESCRIBE)
    today = work.today_of(child)
    if abs(start - today) > FURTHEST:
        raise InvalidInput("start", "range", low=today - FURTHEST, high=today + FURTHEST)
    if expected_weeks is not None and not 1 <= expected_weeks <= MOST_WEEKS:
        raise InvalidInput("expected_weeks", "range", low=1, high=MOST_WEEKS)
    children.lock(work.connection, child)
    number = plans.next_number(work.connection, child)
    try:
        episode_id = insert_row(
            work.connection,
            Episode(
                child_id=child,
                number=number,
                starts_on=start,
                setting=setting,
                expected_weeks=expected_weeks,
                created_at=work.now,
                created_by_id=work.account_id,
            ),
        )
    except Refused as error:
        raise Conflict("overlap") from error
    work.log(child, "start_episode", f"episode {episode_id}")
    return episode_id


def end_episode(
    work: Work,
    child_id: int,
    episode_id: int,
    *,
    end: date,
    reason: EpisodeEnd,
    note: str = "",
    seen: date | None = None,
) -> None:
    """End an episode; `end` is the first day no longer in it, today or later.

    Raises `Conflict` where something is entered for that day or later, and where the end is another than was `seen`.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    children.lock(work.connection, child)
    plans.hold_episode(work.connection, child, episode_id)
    today = work.today_of(child)
    starts_on, ends_on = _episode(work, child, episode_id)
    if end < today:
        raise InvalidInput("end", "before_today", today=today)
    if end <= starts_on:
        raise InvalidInput("end", "before", earliest=starts_on + timedelta(days=1))
    if end - max(today, starts_on) > FURTHEST:
        raise InvalidInput("end", "range", low=today, high=max(today, starts_on) + FURTHEST)
    if ends_on != seen or (ends_on is not None and ends_on < today):
        raise Conflict("changed")
    if plans.entered_lines(work.connection, child, episode_id, from_day=end):
        raise Conflict("entries")
    values = {"ends_on": end, "end_reason": reason, "end_note": checked_text("note", note)}
    try:
        plans.end_episode(work.connection, episode_id, values)
    except Refused as error:
        raise Conflict("overlap") from error
    work.log(child, "end_episode", f"episode {episode_id}")


def withdraw_episode(work: Work, child_id: int, episode_id: int) -> None:
    """Withdraw an episode that starts today or later and has no entries, with all that is prescribed in it."""
    child = work.child(child_id, Action.PRESCRIBE)
    children.lock(work.connection, child)
    plans.hold_episode(work.connection, child, episode_id)
    starts_on, _ = _episode(work, child, episode_id)
    entered = plans.entered_lines(work.connection, child, episode_id, from_day=starts_on)
    if starts_on < work.today_of(child) or entered:
        raise Conflict("started")
    drafts.delete_drafts(work.connection, child, episode_id)
    plans.withdraw_episode(work.connection, episode_id, plans.withdrawn(work.now, work.account_id))
    work.log(child, "withdraw_episode", f"episode {episode_id}")


def pause(work: Work, child_id: int, episode_id: int, *, from_day: date, to_day: date, reason: str) -> int:
    """Pause the plan on whole days, both included, from today on; give the pause's id.

    Raises `Conflict` where the plan is paused already on one of these days.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    children.lock(work.connection, child)
    _episode(work, child, episode_id)
    today = work.today_of(child)
    if from_day < today:
        raise InvalidInput("from", "before_today", today=today)
    if to_day < from_day:
        raise InvalidInput("to", "before", earliest=from_day)
    if to_day - from_day > FURTHEST:
        raise InvalidInput("to", "range", low=from_day, high=from_day + FURTHEST)
    for other in plans.pauses(work.connection, child, episode_id):
        if other.from_day <= to_day and from_day <= other.to_day:
            raise Conflict("overlap")
    pause_id = insert_row(
        work.connection,
        PlanPause(
            child_id=child,
            episode_id=episode_id,
            from_day=from_day,
            to_day=to_day,
            reason=checked_text("reason", reason, required=True),
            created_at=work.now,
            created_by_id=work.account_id,
        ),
    )
    work.log(child, "pause", f"plan_pause {pause_id}")
    return pause_id


def resume(work: Work, child_id: int, episode_id: int, pause_id: int, *, on: date) -> None:
    """End a pause early: `on` is the first day on which the plan asks again, today or later."""
    child = work.child(child_id, Action.PRESCRIBE)
    _episode(work, child, episode_id)
    today = work.today_of(child)
    rows = plans.pauses(work.connection, child, episode_id)
    found = next((row for row in rows if row.id == pause_id), None)
    if found is None:
        raise NotFound
    if on < today:
        raise InvalidInput("day", "before_today", today=today)
    if found.to_day < today:
        raise Conflict("changed")
    if on <= found.from_day:
        values = plans.withdrawn(work.now, work.account_id)
    else:
        values = {"to_day": min(found.to_day, on - timedelta(days=1))}
    plans.change_pause(work.connection, pause_id, values)
    work.log(child, "resume", f"plan_pause {pause_id}")


def _episode(work: Work, child: AccessibleChildId, episode_id: int) -> tuple[date, date | None]:
    for row in plans.episodes(work.connection, child):
        if row.id == episode_id:
            return row.starts_on, row.ends_on
    raise NotFound

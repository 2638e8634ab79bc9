"""Agreed watch dates: days on which family and team look more closely. They silence nothing and start nothing."""

from dataclasses import dataclass
from datetime import date

from db.queries import measures, plans
from db.queries.base import insert_row
from db.tables import WatchDate
from db.tables.base import NAME
from db.types import AccessibleChildId
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import InvalidInput
from tracker.plans.episodes import FURTHEST
from tracker.text import checked_text


@dataclass(frozen=True)
class WatchDates:
    """Agreed days, `first` and `last` both included, what they are about, and with whom they were agreed."""

    id: int
    first: date
    last: date
    about: str
    agreed_with: str


def watch_dates(work: Work, child: AccessibleChildId) -> tuple[WatchDates, ...]:
    """Give the agreed days of a child whose record was opened, the earliest first."""
    rows = measures.watch_dates(work.connection, child)
    return tuple(WatchDates(row.id, row.from_day, row.to_day, row.about, row.agreed_with) for row in rows)


def add_watch_dates(
    work: Work, child_id: int, *, first: date, last: date, about: str, agreed_with: str = ""
) -> int:
    """Write down agreed days and give their id; raises `InvalidInput` for days or words out of their limits."""
    child = work.child(child_id, Action.KEEP_MEASURES)
    today = work.today_of(child)
    if not today - FURTHEST <= first <= today + FURTHEST:
        raise InvalidInput("from", "range", low=today - FURTHEST, high=today + FURTHEST)
    if not first <= last <= today + FURTHEST:
        raise InvalidInput("to", "range", low=first, high=today + FURTHEST)
    row = WatchDate(
        child_id=child,
        from_day=first,
        to_day=last,
        about=checked_text("watch_about", about, limit=NAME, required=True),
        agreed_with=checked_text("agreed_with", agreed_with, limit=NAME),
        created_at=work.now,
        created_by_id=work.account_id,
    )
    watch_id = insert_row(work.connection, row)
    work.log(child, "agree_watch_dates", f"watch_date {watch_id}")
    return watch_id


def withdraw_watch_dates(work: Work, child_id: int, watch_id: int) -> None:
    """Take agreed days back; those that are gone already stay gone."""
    child = work.child(child_id, Action.KEEP_MEASURES)
    is_there = any(each.id == watch_id for each in watch_dates(work, child))
    values = plans.withdrawn(work.now, work.account_id)
    # Asked twice: between the two somebody else may have taken the same days back.
    if is_there and measures.withdraw_watch_date(work.connection, watch_id, values):
        work.log(child, "withdraw_watch_dates", f"watch_date {watch_id}")

"""The two who erase: an administrator must not be both of them by a second sign-in that they have just got hold of.

Whoever makes a link of another account, or changes its role, could use that account. So somebody counts as a person of
their own only after a week without any such thing, in which whoever it belongs to would see it.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from db.queries import erasure as sql
from tracker.access.passwords import NO_PASSWORD
from tracker.access.work import Work
from tracker.errors import Conflict

ONE_DAY = timedelta(days=1)
SETTLES_IN = timedelta(days=7)

FirstDays = Mapping[int, date]


def first_days(work: Work, asked_at: datetime) -> FirstDays:
    """Give, by account, every administrator who can sign in, with the first day of a request in which they count.

    That is the day, where the clinic is, on which a whole week is over since their account was made, a one-time link
    of theirs was used, and their role was changed. The caller has asked for permission.
    """
    zone = ZoneInfo(work.actor.clinic_time_zone)
    earliest = asked_at - SETTLES_IN - 2 * ONE_DAY
    rows = sql.administrators(
        work.connection, work.actor.clinic_id, earliest=earliest, no_password=NO_PASSWORD
    )
    found = {}
    for row in rows:
        since = max(filter(None, (row.created_at, row.link_used_at, row.role_changed_at)))
        found[row.id] = since.astimezone(zone).date() + SETTLES_IN + ONE_DAY
    return found


def check_can_ask(me: int, today: date, days: FirstDays) -> None:
    """Raise `Conflict` unless two people are there for what somebody asks today."""
    others = [day for account_id, day in days.items() if account_id != me]
    if not others or me not in days:
        raise Conflict("one_administrator")
    first = max(days[me], min(others))
    if today < first:
        raise Conflict("administrators_too_new", day=first)


def check_can_confirm(me: int, asked_by: int, asked_on: date, days: FirstDays) -> None:
    """Raise `Conflict` unless whoever asked and whoever confirms are two people."""
    if me == asked_by:
        raise Conflict("takes_another")
    if asked_by not in days:
        raise Conflict("asker_gone")
    if me not in days:
        raise Conflict("one_administrator")
    if asked_on < days[me]:
        raise Conflict("too_new_to_erase", day=days[me])

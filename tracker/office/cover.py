"""Cover: dated links by which a clinician stands in for a colleague, never longer or further than that one's own."""

from dataclasses import dataclass
from datetime import date, timedelta

from db.queries import people as rows
from db.queries import relationships
from db.queries.base import AnyRow
from db.vocabulary import Role
from tracker.access.policy import LEVELS, ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput
from tracker.office.links import NewRelationship, Span, end_links, insert_link
from tracker.office.people import PersonState, locked_person

MOST_DAYS = 92
FARTHEST_DAYS = 366
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class NewCover:
    """Who stands in for whom on which days, the last one included: with one child, or with every one."""

    colleague_id: int
    by_id: int
    first_day: date | None
    last_day: date | None
    child_id: int | None = None


def cover(work: Work, new: NewCover) -> int:
    """Let somebody cover for a colleague, and give with how many children.

    Each link of the colleague's own to an open record that is in force on these days is covered by one of the same kind
    and level, on those of the days on which it is in force itself; where the other has as much already, nothing is
    added. Raises `InvalidInput` for the people and the days, `Conflict` when some of the days are covered by the same
    person already and when there is nothing to cover.
    """
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    first, end = _checked_days(work, new)
    _check_people(work, new)
    own = _own_links(work, new, first, end)
    rows.lock_children(work.connection, actor.clinic_id, [row.child_id for row in own])
    own = _own_links(work, new, first, end)
    children = {row.child_id for row in own if _cover_link(work, new, row, first, end)}
    if not children:
        raise Conflict("nothing_to_cover")
    return len(children)


def end_cover(work: Work, colleague_id: int, by_id: int) -> int:
    """End at once all that somebody does for a colleague, now or on days to come; give for how many links."""
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    locked_person(work, colleague_id, by_id)
    found = [
        row for row in _links_of(work, by_id) if (row.account_id, row.covers_id) == (by_id, colleague_id)
    ]
    rows.lock_children(work.connection, actor.clinic_id, [row.child_id for row in found])
    end_links(work, found)
    return len(found)


def _checked_days(work: Work, new: NewCover) -> tuple[date, date]:
    """Give the first day of cover and the first one that is no longer covered."""
    today = work.today_of_clinic
    if new.first_day is None:
        raise InvalidInput("cover_from", "empty")
    if new.last_day is None:
        raise InvalidInput("cover_to", "empty")
    if new.first_day < today:
        raise InvalidInput("cover_from", "before", earliest=today)
    if new.first_day > today + timedelta(days=FARTHEST_DAYS):
        raise InvalidInput("cover_from", "within_years", years=1)
    if new.last_day < new.first_day:
        raise InvalidInput("cover_to", "before", earliest=new.first_day)
    end = new.last_day + ONE_DAY
    if (end - new.first_day).days > MOST_DAYS:
        latest = new.first_day + timedelta(days=MOST_DAYS - 1)
        raise InvalidInput("cover_to", "too_many_days", limit=MOST_DAYS, latest=latest)
    return new.first_day, end


def _check_people(work: Work, new: NewCover) -> None:
    colleague, by = locked_person(work, new.colleague_id, new.by_id), locked_person(work, new.by_id)
    if colleague.role is not Role.CLINICIAN:
        raise InvalidInput("cover_for", "not_a_colleague")
    if by.role is not Role.CLINICIAN or by.state is PersonState.CLOSED or by.id == colleague.id:
        raise InvalidInput("cover_by", "not_a_colleague")


def _links_of(work: Work, account_id: int) -> list[AnyRow]:
    return relationships.live_links_with(
        work.connection, work.actor.clinic_id, account_id, work.today_of_clinic
    )


def _own_links(work: Work, new: NewCover, first: date, end: date) -> list[AnyRow]:
    return [
        row
        for row in _links_of(work, new.colleague_id)
        if row.account_id == new.colleague_id
        and row.covers_id is None
        and row.closed_at is None
        and new.child_id in {None, row.child_id}
        and _days_of(row, first, end) is not None
    ]


def _days_of(row: AnyRow, first: date, end: date) -> tuple[date, date] | None:
    """Give those of some days on which a link is in force; None if there are none."""
    first, end = max(first, row.starts_on), min(end, row.ends_on or end)
    return (first, end) if first < end else None


def _cover_link(work: Work, new: NewCover, row: AnyRow, first: date, end: date) -> bool:
    """Cover one link, unless the other has as much already; say whether it was covered."""
    days = _days_of(row, first, end)
    assert days is not None
    for there in relationships.live_links_of(
        work.connection, work.actor.clinic_id, row.child_id, work.today_of_clinic
    ):
        if (there.account_id, there.kind) != (new.by_id, row.kind):
            continue
        shared = _days_of(there, *days)
        if shared == days and LEVELS.index(there.level) >= LEVELS.index(row.level):
            return False
        if shared is not None and there.covers_id == new.colleague_id:
            raise Conflict("covered")
    insert_link(
        work,
        row.child_id,
        new.by_id,
        NewRelationship(row.kind, row.level),
        Span(*days),
        covers_id=new.colleague_id,
    )
    return True

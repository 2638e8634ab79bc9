"""What a caseload is read from: each statement takes all of its children at once."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, day_number, given, given_any, table_of
from db.queries.plans import COUNTS
from db.tables import Child, Completion, DayMark, Episode, PlanPause, Prescription, Proposal
from db.types import AccessibleChildId
from db.vocabulary import CompletionState

child = table_of(Child)
completion = table_of(Completion)
episode = table_of(Episode)
mark = table_of(DayMark)
pause = table_of(PlanPause)
prescription = table_of(Prescription)
proposal = table_of(Proposal)

_EPISODES = (
    sa.select(episode.c.child_id, episode.c.id, episode.c.number, episode.c.starts_on, episode.c.ends_on)
    .where(
        episode.c.child_id.in_(given_any("children", episode.c.child_id)), episode.c.withdrawn_at.is_(None)
    )
    .order_by(episode.c.child_id, episode.c.starts_on)
)
# A maximum of one child at a time is one step in the index; grouped, every entry of every child would be read.
_LAST_ENTRIES = sa.select(
    child.c.id,
    sa.select(sa.func.max(completion.c.performed_on))
    .where(completion.c.child_id == child.c.id, completion.c.withdrawn_at.is_(None))
    .correlate(child)
    .scalar_subquery(),
).where(child.c.id.in_(given_any("children", child.c.id)))
_MARKS = sa.select(mark.c.child_id, mark.c.day, mark.c.mark).where(
    mark.c.child_id.in_(given_any("children", mark.c.child_id)),
    mark.c.day >= given("from_day", mark.c.day),
    mark.c.withdrawn_at.is_(None),
)
_OPEN_PROPOSALS = (
    sa.select(proposal.c.child_id, sa.func.count(), sa.func.min(proposal.c.proposed_at))
    .where(
        proposal.c.episode_id.in_(given_any("episodes", proposal.c.episode_id)), proposal.c.outcome.is_(None)
    )
    .group_by(proposal.c.child_id)
)


def _last_answered_day() -> sa.ScalarSelect[date]:
    """Give the latest day before some day on which an occurrence of the episode was answered and not excused."""
    answered = completion.alias("answered")
    c, p = answered.c, prescription.c
    paused = (
        sa.exists()
        .where(
            pause.c.episode_id == p.episode_id,
            pause.c.withdrawn_at.is_(None),
            c.performed_on.between(pause.c.from_day, pause.c.to_day),
        )
        .correlate(answered, prescription)
    )
    # Not a join: walked back from the latest entry, the first few say it; by prescriptions, every entry is read.
    answers = (
        sa.exists()
        .where(
            p.id == c.prescription_id,
            p.episode_id == episode.c.id,
            COUNTS,
            c.performed_on >= p.valid_from,
            sa.or_(p.valid_to.is_(None), c.performed_on < p.valid_to),
            c.slot <= p.times_per_day,
            p.weekdays.bitwise_rshift(day_number(c.performed_on) % 7).bitwise_and(1) == 1,
            sa.not_(paused),
        )
        .correlate(answered, episode)
    )
    return (
        sa.select(c.performed_on)
        .where(
            c.child_id == episode.c.child_id,
            c.withdrawn_at.is_(None),
            c.performed_on < sa.bindparam("before_day", type_=sa.Date()),
            c.state != CompletionState.EXCUSED,
            answers,
        )
        .order_by(c.performed_on.desc())
        .limit(1)
        .correlate(episode)
        .scalar_subquery()
    )


def _has_days() -> sa.ColumnElement[bool]:
    """Whether anything of the episode is due on weekdays; a plan of weekly counts has no day to be answered."""
    p = prescription.c
    return sa.exists().where(p.episode_id == episode.c.id, COUNTS, p.weekdays.is_not(None)).correlate(episode)


def _latest_entries() -> sa.Select[tuple[int, date, int, date, int, bool]]:
    c = completion.c
    since = (
        sa.select(
            episode.c.child_id, sa.func.coalesce(_last_answered_day(), episode.c.starts_on).label("first")
        )
        .where(
            episode.c.id.in_(given_any("episodes", episode.c.id)),
            episode.c.child_id.in_(given_any("children", episode.c.child_id)),
            _has_days(),
        )
        .cte("since")
        .prefix_with("MATERIALIZED")
    )
    excused = (c.state == CompletionState.EXCUSED).label("excused")
    return (
        sa.select(c.child_id, since.c.first, c.prescription_id, c.performed_on, c.slot, excused)
        .select_from(since)
        .join(completion, sa.and_(c.child_id == since.c.child_id, c.performed_on >= since.c.first))
        .where(c.withdrawn_at.is_(None))
    )


_LATEST_ENTRIES = _latest_entries()


def episodes(connection: sa.Connection, children: Sequence[AccessibleChildId]) -> list[AnyRow]:
    """Give (child, id, number, starts_on, ends_on) of these children's episodes, each child's earliest first."""
    return list(connection.execute(_EPISODES, {"children": children}))


def last_entries(connection: sa.Connection, children: Sequence[AccessibleChildId]) -> dict[int, date]:
    """Give by child the latest day that has an entry; a child without any is left out."""
    rows = connection.execute(_LAST_ENTRIES, {"children": children})
    return {child_id: day for child_id, day in rows if day is not None}


def latest_entries(
    connection: sa.Connection, episodes: Mapping[AccessibleChildId, int], before_day: date
) -> list[AnyRow]:
    """Give (child, first, prescription, day, slot, excused) of the entries since a child last answered what was due.

    `first` is that day, before `before_day`; where there is none, it is the episode's start. It is included. Of a
    plan that is due on no weekday there are none.
    """
    values = {"children": list(episodes), "episodes": list(episodes.values()), "before_day": before_day}
    return list(connection.execute(_LATEST_ENTRIES, values))


def marks(connection: sa.Connection, children: Sequence[AccessibleChildId], from_day: date) -> list[AnyRow]:
    """Give (child, day, mark) of the days that are marked, from a day on."""
    return list(connection.execute(_MARKS, {"children": children, "from_day": from_day}))


def open_proposals(connection: sa.Connection, episodes: Sequence[int]) -> list[AnyRow]:
    """Give (child, how many proposals of these episodes nobody has answered, when the first of them was made)."""
    return list(connection.execute(_OPEN_PROPOSALS, {"episodes": episodes}))

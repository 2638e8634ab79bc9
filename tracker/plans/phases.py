"""Phases of an episode: intensive, home, maintenance, each from a day on. They are labels and touch no figure."""

from dataclasses import dataclass
from datetime import date

from db.queries import children, episodes, plans
from db.queries.base import Refused, insert_row
from db.tables import EpisodePhase
from db.vocabulary import Phase
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.plans.episodes import FURTHEST


@dataclass(frozen=True)
class PhaseShown:
    """A phase from its first day on; the next one's first day ends it."""

    id: int
    phase: Phase
    first: date
    by: str


def phases_of(work: Work, child_id: int, episode_id: int) -> tuple[PhaseShown, ...]:
    """Give an episode's phases, earliest first."""
    child = work.child(child_id, Action.SEE)
    rows = episodes.phases(work.connection, child, episode_id)
    return tuple(PhaseShown(row.id, Phase(row.phase), row.starts_on, row.writer or "") for row in rows)


def begin_phase(work: Work, child_id: int, episode_id: int, *, phase: Phase, first: date) -> int:
    """Let a phase begin on a day of the episode, up to a year ahead, and give its id.

    It may be a day that is over, since a phase is told of afterwards as well. Raises `Conflict` where one begins on
    that day already, or the one before or after it is the same.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    children.lock(work.connection, child)
    episode = next((row for row in plans.episodes(work.connection, child) if row.id == episode_id), None)
    if episode is None:
        raise NotFound
    latest = work.today_of(child) + FURTHEST
    if not episode.starts_on <= first <= latest or (episode.ends_on is not None and first >= episode.ends_on):
        raise InvalidInput("phase_day", "in_episode")
    standing = episodes.phases(work.connection, child, episode_id)
    before = [row for row in standing if row.starts_on < first][-1:]
    after = [row for row in standing if row.starts_on > first][:1]
    if any(row.phase == phase for row in (*before, *after)):
        raise Conflict("same_phase")
    row = EpisodePhase(
        child_id=child,
        episode_id=episode_id,
        phase=phase,
        starts_on=first,
        created_at=work.now,
        created_by_id=work.account_id,
    )
    try:
        phase_id = insert_row(work.connection, row)
    except Refused as error:
        raise Conflict("same_phase") from error
    work.log(child, "begin_phase", f"episode_phase {phase_id}")
    return phase_id


def withdraw_phase(work: Work, child_id: int, episode_id: int, phase_id: int) -> None:
    """Take the beginning of a phase back: the one before it goes on. One that is gone already stays gone."""
    child = work.child(child_id, Action.PRESCRIBE)
    if any(row.id == phase_id for row in episodes.phases(work.connection, child, episode_id)):
        values = plans.withdrawn(work.now, work.account_id)
        episodes.withdraw_phase(work.connection, phase_id, values)
        work.log(child, "withdraw_phase", f"episode_phase {phase_id}")

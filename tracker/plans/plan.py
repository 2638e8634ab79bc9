"""Read everything that the Plan page shows of a child, in as many statements for twenty exercises as for one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from db.queries import audit, children, plans, record
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import Category, EpisodeEnd, Mark, Setting
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import NotFound
from tracker.library.words import Words
from tracker.plans.about import about_of
from tracker.plans.criteria import criteria_of
from tracker.plans.drafts import drafts_of
from tracker.plans.phases import phases_of
from tracker.plans.proposals import proposals_of
from tracker.plans.shown import EpisodeShown, LineShown, MarkedDay, PauseShown, Plan, RevisionShown, Signed
from tracker.plans.terms import terms_of

LATELY = timedelta(days=28)


def plan_of(work: Work, child_id: int, episode_id: int | None = None) -> Plan:
    """Give the plan of a child with one episode opened, and log the look. What only the care team reads is empty else.

    Without `episode_id` it is the running episode, else the next, else the last. Raises `NotFound` for an episode
    that is not this child's.
    """
    plan = exercises_of(work, child_id, episode_id)
    child = work.child(child_id, Action.SEE)
    if plan.episode is None:
        return plan
    number = plan.episode.id
    return replace(
        plan,
        proposals=proposals_of(work, child, number),
        drafts=drafts_of(work, child, number),
        phases=phases_of(work, child, number),
        criteria=criteria_of(work, child, number),
        marked=_marked(work, child, plan.today) if work.is_on_care_team(child) else (),
    )


def exercises_of(work: Work, child_id: int, episode_id: int | None = None) -> Plan:
    """Give the same without what stands beside the exercises: a form over the plan asks for it at each keystroke."""
    child = work.child(child_id, Action.SEE, screen="plan")
    today = work.today_of(child)
    rows = plans.episodes_in_full(work.connection, child)
    for_team = work.is_on_care_team(child)
    episodes = tuple(_episode(row, today, row.end_note if for_team else "") for row in rows)
    episode = _meant(episodes, episode_id)
    return Plan(
        child_id=child,
        child_name=children.chosen_name(work.connection, child),
        today=today,
        about=about_of(work, child),
        may_prescribe=work.may(child, Action.PRESCRIBE),
        episodes=episodes,
        episode=episode,
        lines=() if episode is None else _lines(work, child, episode),
        pauses=() if episode is None else _pauses(work, child, episode),
        may_propose=work.may(child, Action.PROPOSE),
    )


def _marked(work: Work, child: AccessibleChildId, today: date) -> tuple[MarkedDay, ...]:
    """Give the days of the last four weeks that the family marked, latest first."""
    rows = record.live_marks(work.connection, child, today - LATELY, today)
    return tuple(MarkedDay(row.day, Mark(row.mark)) for row in reversed(rows))


def _meant(episodes: Sequence[EpisodeShown], episode_id: int | None) -> EpisodeShown | None:
    if episode_id is not None:
        found = next((episode for episode in episodes if episode.id == episode_id), None)
        if found is None:
            raise NotFound
        return found
    standing = [episode for episode in episodes if not episode.is_over]
    return next(iter((*standing, *reversed(episodes))), None)


def _episode(row: AnyRow, today: date, end_note: str) -> EpisodeShown:
    return EpisodeShown(
        row.id,
        row.starts_on,
        row.ends_on,
        Setting(row.setting),
        row.expected_weeks,
        None if row.end_reason is None else EpisodeEnd(row.end_reason),
        end_note,
        today,
    )


def _pauses(work: Work, child: AccessibleChildId, episode: EpisodeShown) -> tuple[PauseShown, ...]:
    rows = plans.pauses_in_full(work.connection, child, episode.id)
    return tuple(PauseShown(row.id, row.from_day, row.to_day, row.reason, row.writer or "") for row in rows)


def _lines(work: Work, child: AccessibleChildId, episode: EpisodeShown) -> tuple[LineShown, ...]:
    rows = plans.every_revision(work.connection, child, episode.id)
    stops = _stops(work, child, rows)
    entered = plans.entered_lines(work.connection, child, episode.id, from_day=episode.today)
    lines = []
    for line_id, revisions in groupby(rows, key=lambda row: int(row.line_id)):
        found = list(revisions)
        lines.append(
            LineShown(
                line_id,
                found[0].exercise,
                Category(found[0].category),
                episode.today,
                line_id in entered,
                tuple(_revision(work, child, row, episode, stops) for row in found),
            )
        )
    return tuple(lines)


def _words(row: AnyRow) -> Words | None:
    if row.exercise_version_id is None:
        return None
    return Words(
        row.exercise,
        Category(row.category),
        about=row.about,
        steps=row.steps,
        video=row.video,
        picture_id=row.picture_id,
    )


def _stops(work: Work, child: AccessibleChildId, rows: Iterable[AnyRow]) -> Mapping[str, AnyRow]:
    """Give who stopped which prescription last; the log knows, the row has the reason only."""
    if not any(row.stop_reason for row in rows):
        return {}
    return {row.subject: row for row in audit.changes(work.connection, child, "stop")}


def _revision(
    work: Work,
    child: AccessibleChildId,
    row: AnyRow,
    episode: EpisodeShown,
    stops: Mapping[str, AnyRow],
) -> RevisionShown:
    def signed(by: str | None, at: object, reason: str = "") -> Signed:
        return Signed(by or "", work.day_of(child, at), reason)  # type: ignore[arg-type]

    stop = stops.get(f"prescription {row.id}")
    return RevisionShown(
        row.id,
        terms_of(row),
        first=max(row.valid_from, episode.start),
        end=min(filter(None, (row.valid_to, episode.end)), default=None),
        valid_to=row.valid_to,
        made=signed(row.writer, row.created_at, row.reason),
        words=_words(row),
        is_renewal=row.is_renewal,
        stopped=None if stop is None else signed(stop.who, stop.at, row.stop_reason),
        withdrawn=None if row.withdrawn_at is None else signed(row.withdrawer, row.withdrawn_at),
        corrected=None
        if row.entered_in_error_at is None
        else signed(
            row.corrector,
            row.entered_in_error_at,
            row.entered_in_error_reason if work.is_on_care_team(child) else "",
        ),
    )

"""Store a plan that was read from files: episodes, lines with their revisions, and what stands beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.queries import plans
from db.queries.base import insert_row
from db.tables import (
    CriterionFinding,
    DischargeCriterion,
    Episode,
    EpisodePhase,
    Line,
    PlanPause,
    Prescription,
)
from db.types import AccessibleChildId
from tracker.access.work import Work
from tracker.exchange.files.ground import Noons
from tracker.exchange.files.planned import PlannedEpisode, PlannedLine, PlannedRecord
from tracker.exchange.files.planned_days import Written
from tracker.plans.terms import columns_of


@dataclass(frozen=True)
class StoredPlan:
    """The numbers of the new episodes in the record, and the id of each revision by its place."""

    episodes: Sequence[int]
    revisions: dict[int, int]


class _Storing:
    """One plan on its way into a record."""

    def __init__(self, work: Work, child: AccessibleChildId, record: PlannedRecord) -> None:
        self._work = work
        self._child = child
        self._noons = Noons(record.zones, work.now)
        self._before = plans.next_number(work.connection, child) - 1
        self.numbers: list[int] = []
        self.episodes: dict[int, int] = {}
        self.revisions: dict[int, int] = {}

    def episode(self, new: PlannedEpisode) -> None:
        number = self._before + new.number
        self.episodes[new.number] = self._insert(
            Episode(
                number=number,
                starts_on=new.start,
                ends_on=new.end,
                setting=new.setting,
                expected_weeks=new.expected_weeks,
                end_reason=new.end_reason,
                end_note=new.end_note,
                **self._written(new.written, new),
            )
        )
        self.numbers.append(number)

    def line(self, new: PlannedLine) -> None:
        episode_id = self.episodes[new.episode.number]
        line_id = self._insert(
            Line(child_id=self._child, episode_id=episode_id, exercise=new.exercise, category=new.category)
        )
        ids: dict[int | None, int] = {}
        for revision in new.revisions:
            at = revision.written.at or self._noons.of(revision.valid_from)
            ids[revision.number] = self.revisions[revision.place] = self._insert(
                Prescription(
                    child_id=self._child,
                    episode_id=episode_id,
                    line_id=line_id,
                    replaces_id=ids.get(revision.replaces),
                    valid_from=revision.valid_from,
                    valid_to=revision.valid_to,
                    reason=revision.reason,
                    stop_reason=revision.stop_reason,
                    created_at=at,
                    withdrawn_at=revision.written.withdrawn_at,
                    entered_in_error_at=revision.in_error_at,
                    entered_in_error_reason=revision.in_error_reason,
                    **columns_of(revision.terms),
                )
            )

    def rest(self, record: PlannedRecord) -> None:
        for pause in record.pauses:
            place = self._in(pause.episode, pause.written)
            self._insert(PlanPause(from_day=pause.first, to_day=pause.last, reason=pause.reason, **place))
        for phase in record.phases:
            place = self._in(phase.episode, phase.written)
            self._insert(EpisodePhase(phase=phase.phase, starts_on=phase.first, **place))
        for criterion in record.criteria:
            place = self._in(criterion.episode, criterion.written)
            criterion_id = self._insert(DischargeCriterion(kind=criterion.kind, text=criterion.text, **place))
            for is_met, at in criterion.findings:
                self._insert(
                    CriterionFinding(
                        child_id=self._child,
                        criterion_id=criterion_id,
                        is_met=is_met,
                        found_at=at,
                    )
                )

    def _in(self, episode: PlannedEpisode, written: Written) -> dict[str, Any]:
        return {"episode_id": self.episodes[episode.number], **self._written(written, episode)}

    def _written(self, written: Written, episode: PlannedEpisode) -> dict[str, Any]:
        """Give when; where no file says so, it was at the start of its episode. By whom, no file says."""
        return {
            "child_id": self._child,
            "created_at": written.at or self._noons.of(episode.start),
            "withdrawn_at": written.withdrawn_at,
        }

    def _insert(self, row: Any) -> int:
        return insert_row(self._work.connection, row)


def store_plan(work: Work, child: AccessibleChildId, record: PlannedRecord) -> StoredPlan:
    """Store all of it but the entries; raises `db.queries.base.Refused`."""
    storing = _Storing(work, child, record)
    for episode in sorted(record.episodes, key=lambda e: e.number):
        storing.episode(episode)
    for line in record.lines:
        storing.line(line)
    storing.rest(record)
    return StoredPlan(storing.numbers, storing.revisions)

"""A clinic's library as its clinicians read it: every exercise, and each version of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from db.queries import library as rows
from db.queries.base import AnyRow
from tracker.access.policy import ClinicAction
from tracker.access.work import Work
from tracker.errors import NotFound
from tracker.library.words import Entry, Words, entry_of, folded


@dataclass(frozen=True)
class Shelved:
    """An exercise: its latest version, and the newest approved one, None until one is approved."""

    latest: Entry
    approved: Entry | None
    is_retired: bool

    @property
    def exercise_id(self) -> int:
        """Give the exercise's id."""
        return self.latest.exercise_id

    @property
    def words(self) -> Words:
        """Give the words as they were written last."""
        return self.latest.words

    @property
    def waits(self) -> bool:
        """Say whether the latest version waits for approval."""
        return not self.is_retired and self.latest.approved_on is None


@dataclass(frozen=True)
class Shelf:
    """One exercise with all its versions, the latest first."""

    exercise: Shelved
    versions: tuple[Entry, ...]


def library_of(work: Work) -> tuple[Shelved, ...]:
    """Give every exercise of the clinician's clinic, retired ones too, by name."""
    actor = work.require(ClinicAction.KEEP_LIBRARY)
    zone = ZoneInfo(actor.clinic_time_zone)
    found = rows.latest_and_approved(work.connection, actor.clinic_id)
    by_exercise = groupby(found, key=lambda row: row.exercise_id)
    shelved = (_shelved(list(versions)[::-1], zone) for _, versions in by_exercise)
    return tuple(sorted(shelved, key=lambda one: folded(one.words.name)))


def exercise_of(work: Work, exercise_id: int) -> Shelf:
    """Give an exercise of the clinician's clinic; raises `NotFound`."""
    actor = work.require(ClinicAction.KEEP_LIBRARY)
    zone = ZoneInfo(actor.clinic_time_zone)
    found = rows.versions_of(work.connection, actor.clinic_id, exercise_id)
    if not found:
        raise NotFound
    return Shelf(_shelved(found, zone), tuple(entry_of(row, zone) for row in found))


def _shelved(versions: Sequence[AnyRow], zone: ZoneInfo) -> Shelved:
    """Read an exercise out of its versions, the latest first."""
    approved = next((row for row in versions if row.approved_at is not None), None)
    return Shelved(
        latest=entry_of(versions[0], zone),
        approved=None if approved is None else entry_of(approved, zone),
        is_retired=versions[0].retired_at is not None,
    )

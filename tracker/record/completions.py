"""Record what became of an occurrence.

A tap carries the state wanted and the entry seen, and never flips: an entry made by somebody else meanwhile is
kept, and asking twice for the same is one entry. A changed entry is withdrawn and replaced, never overwritten.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from db.queries import plans, record
from db.queries.base import AnyRow, insert_unless_there
from db.tables import Completion
from db.types import AccessibleChildId
from db.vocabulary import Barrier, CompletionState, DoseKind, Readers, RelationshipKind, Reporter
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.plans.dose import Dose
from tracker.plans.schedule import Schedule
from tracker.record.days import check_open
from tracker.text import checked_text


@dataclass(frozen=True)
class Occurrence:
    """One time that an exercise is due, or one time that it was done beyond that: `slot` counts from 1."""

    prescription_id: int
    day: date
    slot: int = 1


@dataclass(frozen=True)
class Answer:
    """What is said of an occurrence. `note` None keeps the note that is there; "" removes it."""

    state: CompletionState
    amount: float | None = None
    barrier: Barrier | None = None
    note: str | None = None
    note_readers: Readers = Readers.TEAM_AND_HOUSEHOLD


DONE = Answer(CompletionState.DONE)


def answer(
    work: Work,
    child_id: int,
    occurrence: Occurrence,
    wanted: Answer,
    *,
    seen: int | None,
    late_reason: str = "",
) -> int:
    """Record an answer in place of the entry `seen` (None: the occurrence looked open); give the entry's id.

    Raises `InvalidInput` for an amount, day, slot or note out of its limits, `Conflict` when another entry than
    the one seen stands there and says something else, and `NotFound` for somebody else's prescription.
    """
    action = Action.EXCUSE if wanted.state is CompletionState.EXCUSED else Action.RECORD
    child = work.child(child_id, action)
    late_reason = check_open(work, child, occurrence.day, late_reason)
    prescription = _prescription(work, child, occurrence)
    _check(wanted, prescription)
    live = record.live_entry(
        work.connection, child, occurrence.prescription_id, occurrence.day, occurrence.slot
    )
    if live is not None:
        if _says_the_same(live, wanted):
            return int(live.id)
        if live.id != seen:
            raise Conflict("answered")
        _withdraw(work, live.id)
    return _insert(work, child, occurrence, wanted, replaced=live, late_reason=late_reason)


def answer_all(work: Work, child_id: int, occurrences: Iterable[Occurrence]) -> list[int]:
    """Record all of these as done, leaving alone what anybody has answered meanwhile; give the new entries."""
    child = work.child(child_id, Action.RECORD)
    new = []
    for occurrence in occurrences:
        # Locked before the look, so that what is there now is still all that is there when we write.
        plans.prescription_of(work.connection, child, occurrence.prescription_id, lock=True)
        place = (occurrence.prescription_id, occurrence.day, occurrence.slot)
        if record.live_entry(work.connection, child, *place) is None:
            new.append(answer(work, child_id, occurrence, DONE, seen=None))
    return new


def undo(work: Work, child_id: int, completion_id: int) -> None:
    """Take back an entry; what it had replaced stands again. Somebody else's later entry is left alone."""
    child = work.child(child_id, Action.RECORD)
    entry = record.entry(work.connection, child, completion_id)
    if entry is None:
        raise NotFound
    check_open(work, child, entry.performed_on, entry.late_reason)
    if entry.withdrawn_at is not None:
        return
    _withdraw(work, entry.id)
    work.log(child, "undo", f"completion {entry.id}")
    before = None
    if entry.replaces_id is not None:
        before = record.entry(work.connection, child, entry.replaces_id)
    if before is not None:
        occurrence = Occurrence(before.prescription_id, before.performed_on, before.slot)
        said = Answer(before.state, before.amount, before.barrier, before.note, before.note_readers)
        _insert(work, child, occurrence, said, replaced=None, late_reason=before.late_reason)


def clear(work: Work, child_id: int, completion_id: int) -> None:
    """Withdraw an entry, so that its occurrence is open again."""
    child = work.child(child_id, Action.RECORD)
    entry = record.entry(work.connection, child, completion_id)
    if entry is None:
        raise NotFound
    check_open(work, child, entry.performed_on, entry.late_reason)
    if entry.withdrawn_at is None:
        _withdraw(work, entry.id)
        work.log(child, "clear", f"completion {entry.id}")


def _prescription(work: Work, child: AccessibleChildId, occurrence: Occurrence) -> AnyRow:
    row = plans.prescription_of(work.connection, child, occurrence.prescription_id, lock=True)
    if row is None:
        raise NotFound
    day = occurrence.day
    in_force = row.valid_from <= day and (row.valid_to is None or day < row.valid_to)
    in_episode = row.starts_on <= day and (row.ends_on is None or day < row.ends_on)
    counts = row.withdrawn_at is None and row.entered_in_error_at is None
    if not (in_force and in_episode and counts):
        raise Conflict("plan_changed")
    schedule = Schedule(row.weekdays, row.times_per_day, row.times_per_week)
    # One beyond what is due may be recorded as something extra; a weekly count takes one entry a day.
    most = 1 if schedule.is_weekly else schedule.slots_on(day) + 1
    if not 1 <= occurrence.slot <= most:
        raise InvalidInput("slot", "not_due", high=most)
    return row


def _check(wanted: Answer, prescription: AnyRow) -> None:
    if wanted.note is not None:
        checked_text("note", wanted.note)
    if wanted.barrier is not None and wanted.state is not CompletionState.NOT_DONE:
        raise InvalidInput("barrier", "only_not_done")
    if wanted.amount is None:
        return
    if wanted.state is not CompletionState.PARTLY:
        raise InvalidInput("amount", "only_partly")
    dose = Dose(
        DoseKind(prescription.dose_kind),
        prescription.total,
        prescription.sets,
        prescription.reps,
        prescription.hold_seconds,
    )
    most = dose.most_amount
    if most is None:
        raise InvalidInput("amount", "no_amount")
    if not (math.isfinite(wanted.amount) and 0 <= wanted.amount <= most):
        raise InvalidInput("amount", "range", low=0, high=most)


def _says_the_same(live: AnyRow, wanted: Answer) -> bool:
    same_note = wanted.note is None or (
        wanted.note == live.note and (not live.note or wanted.note_readers == live.note_readers)
    )
    return (live.state, live.amount, live.barrier) == (
        wanted.state,
        wanted.amount,
        wanted.barrier,
    ) and same_note


def _withdraw(work: Work, completion_id: int) -> None:
    values = plans.withdrawn(work.now, work.account_id)
    if not record.withdraw_entry(work.connection, completion_id, values):
        raise Conflict("answered")


def _insert(
    work: Work,
    child: AccessibleChildId,
    occurrence: Occurrence,
    wanted: Answer,
    *,
    replaced: AnyRow | None,
    late_reason: str,
) -> int:
    note, readers = wanted.note, wanted.note_readers
    if note is None:
        note, readers = (replaced.note, replaced.note_readers) if replaced is not None else ("", readers)
    note = checked_text("note", note)
    new_id = insert_unless_there(
        work.connection,
        Completion(
            child_id=child,
            prescription_id=occurrence.prescription_id,
            performed_on=occurrence.day,
            slot=occurrence.slot,
            state=wanted.state,
            amount=wanted.amount,
            barrier=wanted.barrier,
            note=note,
            note_readers=readers if note else None,
            reporter=_reporter(work, child),
            late_reason=late_reason,
            replaces_id=None if replaced is None else replaced.id,
            recorded_at=work.now,
            recorded_by_id=work.account_id,
        ),
    )
    if new_id is None:
        return _first_answer(work, child, occurrence, wanted)
    work.log(child, "answer", f"completion {new_id}")
    return new_id


def _first_answer(work: Work, child: AccessibleChildId, occurrence: Occurrence, wanted: Answer) -> int:
    """On PostgreSQL two people can pass the look at the live entry together: the first one's entry stands."""
    place = (occurrence.prescription_id, occurrence.day, occurrence.slot)
    live = record.live_entry(work.connection, child, *place)
    if live is not None and _says_the_same(live, wanted):
        return int(live.id)
    raise Conflict("answered")


def _reporter(work: Work, child: AccessibleChildId) -> Reporter:
    kinds = {kind for kind, _, _ in work.links(child)}
    if RelationshipKind.CHILD in kinds:
        return Reporter.CHILD
    return Reporter.PARENT if RelationshipKind.GUARDIAN in kinds else Reporter.CLINICIAN

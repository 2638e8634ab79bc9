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
from db.vocabulary import Barrier, CompletionState, Readers, RelationshipKind, Reporter, TaskUnit
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.plans.dose import Dose
from tracker.plans.schedule import Schedule
from tracker.plans.terms import dose_of, schedule_of
from tracker.record.days import check_open
from tracker.record.notes import write_note
from tracker.record.occurrence import Occurrence


@dataclass(frozen=True)
class Answer:
    """What is said of an occurrence. `result` is what a timed task came to, in its own unit."""

    state: CompletionState
    amount: float | None = None
    barrier: Barrier | None = None
    result: float | None = None


@dataclass(frozen=True)
class Words:
    """A note and who may read it."""

    text: str
    readers: Readers = Readers.TEAM_AND_HOUSEHOLD


@dataclass(frozen=True)
class Recorded:
    """The entry that now stands; `is_new` unless it had been there before, whoever made it."""

    id: int
    is_new: bool


DONE = Answer(CompletionState.DONE)
# A whole day of seconds, and as much as a dose may count.
MOST_RESULT = {TaskUnit.SECONDS: 86_400, TaskUnit.COUNT: 10_000}


def answer(
    work: Work,
    child_id: int,
    occurrence: Occurrence,
    wanted: Answer,
    *,
    seen: int | None,
    note: Words | None = None,
    late_reason: str = "",
) -> Recorded:
    """Record an answer in place of the entry `seen` (None: the occurrence looked open), and a note beside it.

    Without `note` the actor's own note stays as it is. Raises `InvalidInput` for an amount, result, day, slot or note
    out of its limits, `Conflict` when another entry than the one seen stands there and says something else, and
    `NotFound` for somebody else's prescription.
    """
    action = Action.EXCUSE if wanted.state is CompletionState.EXCUSED else Action.RECORD
    child = work.child(child_id, action)
    late_reason = check_open(work, child, occurrence.day, late_reason)
    prescription = _prescription(work, child, occurrence)
    check_answer(wanted, dose_of(prescription))
    if note is not None:
        write_note(work, child, occurrence, note.text, note.readers)
    live = record.live_entry(
        work.connection, child, occurrence.prescription_id, occurrence.day, occurrence.slot
    )
    if live is not None:
        if _says_the_same(live, wanted, seen):
            return Recorded(int(live.id), is_new=False)
        if live.id != seen:
            raise Conflict("answered")
        _withdraw(work, live.id)
    replaces_id = None if live is None else live.id
    return _insert(work, child, occurrence, wanted, replaces_id=replaces_id, late_reason=late_reason)


def note_only(work: Work, child_id: int, occurrence: Occurrence, note: Words) -> None:
    """Write a note beside an occurrence and leave its answer as it is."""
    child = work.child(child_id, Action.RECORD)
    check_open(work, child, occurrence.day, note.text)
    _prescription(work, child, occurrence)
    write_note(work, child, occurrence, note.text, note.readers)


def answer_all(work: Work, child_id: int, occurrences: Iterable[Occurrence]) -> list[Recorded]:
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


def undo(work: Work, child_id: int, completion_id: int, *, late_reason: str = "") -> None:
    """Take back an entry; what it had replaced stands again. Somebody else's later entry is left alone.

    Only who may excuse takes an excuse back, or lets one stand again as their own: `NotPermitted`.
    """
    child = work.child(child_id, Action.RECORD)
    entry = _take_back(work, child, completion_id, "undo", late_reason)
    if entry is None or entry.replaces_id is None:
        return
    before = record.entry(work.connection, child, entry.replaces_id)
    assert before is not None, "an entry replaces one of the same child"
    _check_excuse(work, child, before)
    occurrence = Occurrence(before.prescription_id, before.performed_on, before.slot)
    said = Answer(before.state, before.amount, before.barrier, before.result)
    _insert(work, child, occurrence, said, replaces_id=None, late_reason=before.late_reason)


def clear(work: Work, child_id: int, completion_id: int, *, late_reason: str = "") -> None:
    """Withdraw an entry, so that its occurrence is open again; raises `NotPermitted` as `undo` does."""
    child = work.child(child_id, Action.RECORD)
    _take_back(work, child, completion_id, "clear", late_reason)


def _take_back(
    work: Work, child: AccessibleChildId, completion_id: int, what: str, late_reason: str
) -> AnyRow | None:
    """Withdraw an entry and give it; None when it had been withdrawn before."""
    entry = record.entry(work.connection, child, completion_id)
    if entry is None:
        raise NotFound
    check_open(work, child, entry.performed_on, late_reason)
    if entry.withdrawn_at is not None:
        return None
    _check_excuse(work, child, entry)
    _withdraw(work, entry.id)
    work.log(child, what, f"completion {entry.id}")
    return entry


def _check_excuse(work: Work, child: AccessibleChildId, entry: AnyRow) -> None:
    if entry.state == CompletionState.EXCUSED:
        work.child(child, Action.EXCUSE)


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
    check_slot(occurrence.slot, schedule_of(row), day)
    return row


def check_slot(slot: int, schedule: Schedule, day: date) -> None:
    """Refuse a time of a day that there is not; raises `InvalidInput`."""
    # One beyond what is due may be recorded as something extra; a weekly count takes one entry a day.
    most = 1 if schedule.is_weekly else schedule.slots_on(day) + 1
    if not 1 <= slot <= most:
        raise InvalidInput("slot", "range", low=1, high=most)


def check_answer(wanted: Answer, dose: Dose) -> None:
    """Refuse what cannot be said of a dose; raises `InvalidInput`."""
    if wanted.barrier is not None and wanted.state is not CompletionState.NOT_DONE:
        raise InvalidInput("barrier", "only_not_done")
    _check_result(wanted, dose)
    if wanted.amount is None:
        return
    if wanted.state is not CompletionState.PARTLY:
        raise InvalidInput("amount", "only_partly")
    most = dose.most_amount
    if most is None:
        raise InvalidInput("amount", "no_amount")
    if not (math.isfinite(wanted.amount) and 0 <= wanted.amount <= most):
        raise InvalidInput("amount", "range", low=0, high=most)


def _check_result(wanted: Answer, dose: Dose) -> None:
    if wanted.result is None:
        return
    task = dose.task
    if task is None:
        raise InvalidInput("result", "no_result")
    if wanted.state not in {CompletionState.DONE, CompletionState.PARTLY}:
        raise InvalidInput("result", "only_done")
    most = MOST_RESULT[task.unit]
    if not (math.isfinite(wanted.result) and 0 < wanted.result <= most):
        raise InvalidInput("result", "above_zero", high=most)


def _says_the_same(live: AnyRow, wanted: Answer, seen: int | None) -> bool:
    if (live.state, live.amount, live.barrier) != (wanted.state, wanted.amount, wanted.barrier):
        return False
    # Whoever has not seen the result that stands there takes nothing from it by saying nothing of one.
    return live.result == wanted.result or (wanted.result is None and live.id != seen)


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
    replaces_id: int | None,
    late_reason: str,
) -> Recorded:
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
            result=wanted.result,
            reporter=reporter_of(work, child),
            late_reason=late_reason,
            replaces_id=replaces_id,
            recorded_at=work.now,
            recorded_by_id=work.account_id,
        ),
    )
    if new_id is None:
        return _first_answer(work, child, occurrence, wanted)
    work.log(child, "answer", f"completion {new_id}")
    return Recorded(new_id, is_new=True)


def _first_answer(work: Work, child: AccessibleChildId, occurrence: Occurrence, wanted: Answer) -> Recorded:
    """On PostgreSQL two people can pass the look at the live entry together: the first one's entry stands."""
    place = (occurrence.prescription_id, occurrence.day, occurrence.slot)
    live = record.live_entry(work.connection, child, *place)
    if live is not None and _says_the_same(live, wanted, seen=None):
        return Recorded(int(live.id), is_new=False)
    raise Conflict("answered")


def reporter_of(work: Work, child: AccessibleChildId) -> Reporter:
    """Say whose word an entry of the actor is."""
    kinds = {link.kind for link in work.links(child)}
    if RelationshipKind.CHILD in kinds:
        return Reporter.CHILD
    return Reporter.PARENT if RelationshipKind.GUARDIAN in kinds else Reporter.CLINICIAN

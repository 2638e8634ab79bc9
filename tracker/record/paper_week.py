"""Type in a week that was kept on paper: what is ticked there is done, all of it in one transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from db.queries import record
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput
from tracker.record.completions import DONE, answer, clear
from tracker.record.occurrence import Occurrence

# Twenty exercises, each a dozen times a day, on seven days.
MOST_AT_ONCE = 1680


@dataclass(frozen=True)
class Typed:
    """What came of it: how many answers are new, how many were taken back, and what was answered elsewhere meanwhile.

    Of `kept` the other answer stands.
    """

    new: int = 0
    taken_back: int = 0
    kept: tuple[Occurrence, ...] = ()


def type_in(
    work: Work,
    child_id: int,
    done: Collection[Occurrence],
    *,
    undone: Collection[tuple[Occurrence, int]] = (),
    late_reason: str = "",
) -> Typed:
    """Record these as done where nothing is answered yet, and take back the entries of which the tick was taken away.

    `undone` names each with the entry that was seen there. `late_reason` is for all days beyond the back-fill days.
    Raises as `answer` does, but for an answer that was made meanwhile: it stays and is named, and the rest is saved.
    """
    child = work.child(child_id, Action.RECORD)
    if len(done) + len(undone) > MOST_AT_ONCE:
        raise InvalidInput("lines", "too_many", limit=MOST_AT_ONCE, n=len(done) + len(undone))
    new, kept = 0, []
    # In one order for everybody, or two who type in the same week could wait for each other.
    for occurrence in sorted(done, key=_place):
        try:
            recorded = answer(work, child, occurrence, DONE, seen=None, late_reason=late_reason)
        except Conflict as conflict:
            if conflict.what != "answered":
                raise
            kept.append(occurrence)
        else:
            new += recorded.is_new
    taken_back = 0
    for occurrence, seen in sorted(undone, key=lambda each: _place(each[0])):
        live = record.live_entry(work.connection, child, *_place(occurrence))
        if live is None or live.id == seen:
            taken_back += live is not None
            clear(work, child, seen, late_reason=late_reason)
        else:
            kept.append(occurrence)
    return Typed(new, taken_back, tuple(kept))


def _place(occurrence: Occurrence) -> tuple[int, date, int]:
    return occurrence.prescription_id, occurrence.day, occurrence.slot

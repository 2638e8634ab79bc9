"""How often a child's pain is recorded, and whether its family's accounts show it.

A clinician sets both; only the child may hide the values again, and show them again while the clinician's own last word
was that they are shown. A guardian can do neither. Rows are added and the latest stands.
"""

from dataclasses import dataclass
from datetime import date

from db.queries import children, measures
from db.queries.base import AnyRow, insert_row
from db.tables import PainSetting
from db.types import AccessibleChildId
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput
from tracker.measures.due import MOST_WEEKS


@dataclass(frozen=True)
class PainNow:
    """How pain is recorded and shown. `id` None: nobody ever set it, so it is recorded at visits and not shown.

    `is_turned_on` is the clinicians' last word, with `set_on` and `set_by` of what they set last; `is_hidden` says that
    the child has hidden it since, on `hidden_on`.
    """

    id: int | None = None
    every_weeks: int | None = None
    is_turned_on: bool = False
    is_shown: bool = False
    set_on: date | None = None
    set_by: str = ""
    hidden_on: date | None = None

    @property
    def is_hidden(self) -> bool:
        """Say whether the child hides what a clinician has turned on."""
        return self.is_turned_on and not self.is_shown


class PainOvertaken(Conflict):
    """Somebody else has set it otherwise meanwhile: `now` is what stands."""

    def __init__(self, now: PainNow) -> None:
        super().__init__("changed")
        self.now = now


def pain_now(work: Work, child: AccessibleChildId) -> PainNow:
    """Give how pain is recorded and shown for a child whose record was opened."""
    rows = measures.pain_settings(work.connection, child)
    if not rows:
        return PainNow()
    latest = rows[0]
    by_clinician = _clinicians_last(rows)
    is_turned_on = by_clinician is not None and bool(by_clinician.is_shown)
    is_hidden = is_turned_on and not latest.is_shown
    switched, is_set = _switched_and_set(rows)
    return PainNow(
        latest.id,
        latest.every_weeks,
        is_turned_on,
        latest.is_shown,
        None if is_set is None else work.day_of(child, is_set.set_at),
        "" if is_set is None else is_set.setter or "",
        work.day_of(child, switched.set_at) if is_hidden and switched is not None else None,
    )


def set_pain(
    work: Work, child_id: int, *, every_weeks: int | None, is_turned_on: bool, seen: int | None
) -> PainNow:
    """Set a child's interval (None: at visits) and whether the family's accounts show pain, as a clinician.

    What the child has hidden stays hidden while it stays turned on. Raises `InvalidInput` for an interval out of its
    limits and `PainOvertaken` where something else than what was `seen` stands by now.
    """
    child = work.child(child_id, Action.KEEP_MEASURES)
    children.lock(work.connection, child)
    if every_weeks is not None and not 1 <= every_weeks <= MOST_WEEKS:
        raise InvalidInput("pain_weeks", "range", low=1, high=MOST_WEEKS)
    now = pain_now(work, child)
    if (now.every_weeks, now.is_turned_on) == (every_weeks, is_turned_on):
        return now
    if now.id != seen:
        raise PainOvertaken(now)
    stays_hidden = now.is_hidden and is_turned_on
    return _add(work, child, every_weeks, is_shown=is_turned_on and not stays_hidden, by_child=stays_hidden)


def hide_pain(work: Work, child_id: int) -> PainNow:
    """Hide pain values on the family's accounts, the child's own and its guardians', as the child."""
    child = work.child(child_id, Action.HIDE_PAIN)
    children.lock(work.connection, child)
    now = pain_now(work, child)
    return _add(work, child, now.every_weeks, is_shown=False, by_child=True) if now.is_shown else now


def show_pain(work: Work, child_id: int) -> PainNow:
    """Show again what the child hid; raises `Conflict` unless a clinician's last word was that it is shown."""
    child = work.child(child_id, Action.HIDE_PAIN)
    children.lock(work.connection, child)
    now = pain_now(work, child)
    if not now.is_turned_on:
        raise Conflict("not_turned_on")
    return _add(work, child, now.every_weeks, is_shown=True, by_child=True) if now.is_hidden else now


def _clinicians_last(rows: list[AnyRow]) -> AnyRow | None:
    return next((row for row in rows if not row.by_child), None)


def _switched_and_set(rows: list[AnyRow]) -> tuple[AnyRow | None, AnyRow | None]:
    """Give the latest row that is the child's own switch, and the latest that a clinician set; None for none.

    What a clinician sets while the child hides the values says by the child too, but it switches nothing.
    """
    pairs = list(zip(rows, [*rows[1:], None], strict=True))
    own = [row.by_child and before is not None and row.is_shown != before.is_shown for row, before in pairs]
    switched = next((row for row, is_own in zip(rows, own, strict=True) if is_own), None)
    is_set = next((row for row, is_own in zip(rows, own, strict=True) if not is_own), None)
    return switched, is_set


def _add(
    work: Work, child: AccessibleChildId, every_weeks: int | None, *, is_shown: bool, by_child: bool
) -> PainNow:
    row = PainSetting(
        child_id=child,
        every_weeks=every_weeks,
        is_shown=is_shown,
        by_child=by_child,
        set_at=work.now,
        set_by_id=work.account_id,
    )
    # One word for all of it: the log does not tell what was turned on. Which of these rows a family's log has at all is
    # decided where it is read (`tracker.record.hidden`): none while pain is off, and no guardian's has the child's own.
    work.log(child, "set_measures", f"pain_setting {insert_row(work.connection, row)}")
    return pain_now(work, child)

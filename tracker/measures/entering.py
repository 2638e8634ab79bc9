"""Enter scores, correct them and take them back.

Staff enters whatever the clinic uses. A family enters what the clinic lets families enter, as its own reporter only,
and pain only where it is turned on for the child and due by the interval that a clinician set: never more often.
A correction is a new row; the old one keeps its value and is withdrawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.queries import children, measures, plans
from db.queries.base import AnyRow, insert_unless_there
from db.tables import Measure
from db.types import AccessibleChildId
from db.vocabulary import Instrument, Reporter, Side
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.measures.clinic_instruments import Uses, uses_for
from tracker.measures.instruments import SCALES
from tracker.measures.pain import ALL_SHOWN, family_sight, pain_sight_of
from tracker.measures.pain_settings import pain_now
from tracker.measures.scores import check_score, check_whose
from tracker.plans.episodes import FURTHEST
from tracker.record.completions import reporter_of
from tracker.record.days import is_late
from tracker.text import checked_text


@dataclass(frozen=True)
class Entry:
    """One score before it is entered: of which instrument and side, by whose word; `value` None is "not scored"."""

    instrument: Instrument
    reporter: Reporter
    value: float | None
    side: Side = Side.BOTH


def enter_score(
    work: Work,
    child_id: int,
    instrument: Instrument,
    reporter: Reporter,
    day: date,
    value: float | None,
    side: Side = Side.BOTH,
) -> int:
    """Enter one score and give its id; see `enter_scores`."""
    [measure_id] = enter_scores(work, child_id, day, [Entry(instrument, reporter, value, side)])
    return measure_id


def enter_scores(work: Work, child_id: int, day: date, entries: Sequence[Entry]) -> tuple[int, ...]:
    """Enter scores of one day and give their ids; the same score again is the one that stands.

    Raises `InvalidInput` for a score, a day or a reporter that cannot be, `NotPermitted` for an instrument that is not
    in use or not the actor's to enter, and `Conflict` saying what stands where another score of that day is there.
    """
    child = work.child(child_id, Action.RECORD)
    if not entries:
        raise InvalidInput("measure", "none_given")
    # Locked before the look, so that two people who enter the same score at once are one of them.
    children.lock(work.connection, child)
    uses = uses_for(work, child)
    return tuple(_enter(work, child, day, entry, uses) for entry in entries)


def correct_score(
    work: Work, child_id: int, measure_id: int, *, value: float | None, reason: str, day: date | None = None
) -> int:
    """Put another score, or another day, in place of one, and give the new one's id. The old one stays on the record.

    A family corrects what it entered itself, on days that are still open to it. Raises `InvalidInput`, `NotFound`, and
    `Conflict` saying what stands now where somebody else corrected it or took it back.
    """
    child = work.child(child_id, Action.RECORD)
    children.lock(work.connection, child)
    row = _mine(work, child, measure_id)
    _check_live(work, child, row)
    entry = _entry_of(row)
    day = row.on_day if day is None else day
    if (row.on_day, row.value) == (day, value):
        return measure_id
    reason = checked_text("correction", reason, required=True)
    if day != row.on_day:
        _check_day(work, child, day)
    check_score(SCALES[entry.instrument], value, entry.reporter, entry.side)
    _withdraw(work, measure_id)
    return _insert(work, child, day, replace(entry, value=value), replaces_id=measure_id, correction=reason)


def withdraw_score(work: Work, child_id: int, measure_id: int) -> None:
    """Take a score back that should not be there; one that is gone already stays gone. Raises `NotFound`."""
    child = work.child(child_id, Action.RECORD)
    children.lock(work.connection, child)
    row = _mine(work, child, measure_id)
    if row.withdrawn_at is None:
        _withdraw(work, measure_id)
        work.log(child, "withdraw_score", f"measure {measure_id}")


def _enter(work: Work, child: AccessibleChildId, day: date, entry: Entry, uses: Uses) -> int:
    scale = SCALES[entry.instrument]
    check_whose(scale, entry.reporter, entry.side)
    check_score(scale, entry.value, entry.reporter, entry.side)
    _check_day(work, child, day)
    if not uses[entry.instrument].is_used:
        raise NotPermitted
    if not work.may(child, Action.KEEP_MEASURES):
        _check_family(work, child, day, entry, uses)
    standing = measures.measure_on(work.connection, child, entry.instrument, entry.reporter, entry.side, day)
    if standing is not None:
        if standing.value == entry.value:
            return int(standing.id)
        raise _there(standing)
    return _insert(work, child, day, entry)


def _check_day(work: Work, child: AccessibleChildId, day: date) -> None:
    """Refuse a day to come, and one too long ago: of a year for staff, beyond the back-fill days for a family."""
    is_late(work, child, day)
    earliest = work.today_of(child) - FURTHEST
    if day < earliest:
        raise InvalidInput("day", "past_limit", day=day, earliest=earliest)


def _check_family(work: Work, child: AccessibleChildId, day: date, entry: Entry, uses: Uses) -> None:
    if not uses[entry.instrument].families_enter or entry.reporter is not reporter_of(work, child):
        raise NotPermitted
    if not SCALES[entry.instrument].is_about_pain:
        return
    if entry.instrument in family_sight(work, child).left_out:
        raise NotPermitted
    next_day = next_day_of_pain(work, child, entry.instrument, entry.reporter)
    if next_day is None:
        raise NotPermitted
    if day < next_day:
        raise InvalidInput("day", "not_due", earliest=next_day)


def next_day_of_pain(
    work: Work, child: AccessibleChildId, instrument: Instrument, reporter: Reporter
) -> date | None:
    """Give the day from which a family can next enter a score about pain; None where it is asked for at visits only."""
    every_weeks = pain_now(work, child).every_weeks
    if every_weeks is None:
        return None
    last = measures.last_scored(work.connection, child, instrument, reporter)
    return date.min if last is None else last + timedelta(weeks=every_weeks)


def _mine(work: Work, child: AccessibleChildId, measure_id: int) -> AnyRow:
    """Give a score that the actor may change; `NotFound` for one that it may not know of."""
    is_kept = work.may(child, Action.KEEP_MEASURES)
    sight = ALL_SHOWN if is_kept else pain_sight_of(work, child)
    row = measures.measure_of(work.connection, child, sight, measure_id)
    if row is None:
        raise NotFound
    if not is_kept:
        if row.recorded_by_id != work.account_id:
            raise NotPermitted
        is_late(work, child, row.on_day)
    return row


def _check_live(work: Work, child: AccessibleChildId, row: AnyRow) -> None:
    if row.withdrawn_at is None:
        return
    entry = _entry_of(row)
    standing = measures.measure_on(
        work.connection, child, entry.instrument, entry.reporter, entry.side, row.on_day
    )
    raise Conflict("score_gone") if standing is None else _there(standing)


def _there(standing: AnyRow) -> Conflict:
    entry = _entry_of(standing)
    whose = {"instrument": entry.instrument, "reporter": entry.reporter, "side": entry.side}
    if standing.value is None:
        return Conflict("not_scored_there", day=standing.on_day, **whose)
    return Conflict("score_there", day=standing.on_day, stands=f"{standing.value:g}", **whose)


def _entry_of(row: AnyRow) -> Entry:
    return Entry(Instrument(row.instrument), Reporter(row.reporter), row.value, Side(row.side))


def _withdraw(work: Work, measure_id: int) -> None:
    if not measures.withdraw_measure(work.connection, measure_id, plans.withdrawn(work.now, work.account_id)):
        raise Conflict("score_gone")


def _insert(
    work: Work,
    child: AccessibleChildId,
    day: date,
    entry: Entry,
    *,
    replaces_id: int | None = None,
    correction: str = "",
) -> int:
    row = Measure(
        child_id=child,
        instrument=entry.instrument,
        reporter=entry.reporter,
        side=entry.side,
        on_day=day,
        value=entry.value,
        correction=correction,
        replaces_id=replaces_id,
        recorded_at=work.now,
        recorded_by_id=work.account_id,
    )
    new_id = insert_unless_there(work.connection, row)
    if new_id is None:
        standing = measures.measure_on(
            work.connection, child, entry.instrument, entry.reporter, entry.side, day
        )
        raise Conflict("score_gone") if standing is None else _there(standing)
    if replaces_id is None:
        work.log(child, "enter_score", f"measure {new_id}")
    else:
        work.log(child, "correct_score", f"measure {new_id}")
    return new_id

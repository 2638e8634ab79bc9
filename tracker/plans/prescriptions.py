"""Use cases that prescribe, revise, stop and withdraw. Revising adds a row; what was in force stays in force."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from db.queries import children, plans
from db.queries.base import AnyRow, Refused, insert_row
from db.tables import Line, Prescription
from db.types import AccessibleChildId
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput
from tracker.library.exercises import newest_approved, version_to_prescribe
from tracker.plans.changeable import Seen, changeable, check_new, check_renewal, check_revision, last_of_line
from tracker.plans.episodes import FURTHEST
from tracker.plans.terms import Terms, columns_of, terms_of
from tracker.text import checked_text


class Place(NamedTuple):
    """Where a revision stands, and the words of the library that it is written with (None for those from elsewhere)."""

    episode_id: int
    line_id: int
    exercise_version_id: int | None


def prescribe(
    work: Work,
    child_id: int,
    episode_id: int,
    *,
    exercise_version_id: int,
    terms: Terms,
    valid_from: date,
    valid_to: date | None = None,
    reason: str = "",
) -> int:
    """Prescribe an exercise of the clinic's library as a new line, from today or later; give the prescription's id.

    Raises `NotFound` for an exercise of another clinic, `Conflict` for one that is not approved or is retired.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    version = version_to_prescribe(work, work.clinic_of(child), exercise_version_id)
    children.lock(work.connection, child)
    check_new(work, child, episode_id, valid_from, valid_to)
    line = Line(
        child_id=child,
        episode_id=episode_id,
        exercise=version.name,
        category=version.category,
    )
    line_id = insert_row(work.connection, line)
    place = Place(episode_id, line_id, exercise_version_id)
    reason = checked_text("reason", reason)
    new_id = _insert(work, child, place, terms, (valid_from, valid_to), reason=reason)
    work.log(child, "prescribe", f"prescription {new_id}")
    return new_id


def earliest_start(work: Work, child_id: int, prescription_id: int) -> date:
    """Give the first day on which a revision may start: today, or tomorrow once today has an entry."""
    child = work.child(child_id, Action.PRESCRIBE)
    today = work.today_of(child)
    old = changeable(work, child, prescription_id, lock=True)
    entered = plans.has_live_entries(work.connection, child, old.line_id, from_day=today)
    return today + timedelta(days=1) if entered else today


def revise(
    work: Work,
    child_id: int,
    prescription_id: int,
    *,
    terms: Terms,
    valid_from: date,
    reason: str,
    seen: Seen | None = None,
) -> int:
    """Close a revision and open a new one in its place, with a reason; give the new prescription's id.

    It takes the words that the library has for the exercise now; what was in force before keeps its own.
    Raises `Conflict` when the line was changed meanwhile: it has a later revision, or another end than `seen`.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    reason = checked_text("reason", reason, required=True)
    old = check_revision(work, child, prescription_id, valid_from, seen, lock=True)
    _close(work, old, valid_from)
    place = Place(old.episode_id, old.line_id, _words_now(work, child, old))
    new_id = _insert(
        work, child, place, terms, (valid_from, old.valid_to), replaces_id=prescription_id, reason=reason
    )
    work.log(child, "revise", f"prescription {new_id}")
    return new_id


def stop(
    work: Work, child_id: int, prescription_id: int, *, on: date, reason: str, seen: Seen | None = None
) -> None:
    """Stop a prescription; `on` is the first day on which it is no longer due, today or later.

    Raises `Conflict` when the line was changed meanwhile: it has a later revision, or another end than `seen`.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    reason = checked_text("reason", reason, required=True)
    today = work.today_of(child)
    if on < today:
        raise InvalidInput("end", "before_today", today=today)
    if on - today > FURTHEST:
        raise InvalidInput("end", "range", low=today, high=today + FURTHEST)
    old = last_of_line(work, child, prescription_id, seen, lock=True)
    if plans.has_live_entries(work.connection, child, old.line_id, from_day=on):
        raise Conflict("entries")
    if on <= old.valid_from:
        raise InvalidInput("end", "before", earliest=old.valid_from + timedelta(days=1))
    if old.valid_to is not None and old.valid_to < on:
        raise InvalidInput("end", "range", low=today, high=old.valid_to)
    plans.change_prescription(work.connection, prescription_id, {"valid_to": on, "stop_reason": reason})
    work.log(child, "stop", f"prescription {prescription_id}")


def renew(
    work: Work,
    child_id: int,
    prescription_id: int,
    *,
    first: date,
    end: date | None = None,
    reason: str,
    seen: Seen | None = None,
) -> int:
    """Go on with an exercise that has an end, from that day or a later one, as it was; give the new prescription's id.

    Raises what `check_renewal` does, and `InvalidInput` for the reason.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    reason = checked_text("reason", reason, required=True)
    old = check_renewal(work, child, prescription_id, first, end, seen)
    place = Place(old.episode_id, old.line_id, _words_now(work, child, old))
    new_id = _insert(
        work,
        child,
        place,
        terms_of(old),
        (first, end),
        replaces_id=prescription_id,
        is_renewal=True,
        reason=reason,
    )
    work.log(child, "renew", f"prescription {new_id}")
    return new_id


def withdraw(work: Work, child_id: int, prescription_id: int, *, seen: Seen | None = None) -> None:
    """Withdraw a revision that starts today or later and has no entries; its predecessor is reopened.

    Raises `Conflict` when the revision was changed meanwhile, also when it has another end than `seen`.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    today = work.today_of(child)
    old = changeable(work, child, prescription_id, seen, lock=True)
    # It is in force inside its episode only, so before that has begun it has not begun either.
    begun = max(old.valid_from, old.starts_on) < today
    if begun or plans.has_live_entries(work.connection, child, old.line_id, from_day=old.valid_from):
        raise Conflict("started")
    plans.change_prescription(work.connection, prescription_id, plans.withdrawn(work.now, work.account_id))
    _reopen(work, child, old)
    work.log(child, "withdraw", f"prescription {prescription_id}")


def enter_in_error(work: Work, child_id: int, prescription_id: int, *, reason: str) -> None:
    """Take a prescription out of every figure, with a reason; its row and its entries stay."""
    child = work.child(child_id, Action.PRESCRIBE)
    changeable(work, child, prescription_id, lock=True)
    plans.change_prescription(
        work.connection,
        prescription_id,
        {
            "entered_in_error_at": work.now,
            "entered_in_error_by_id": work.account_id,
            "entered_in_error_reason": checked_text("reason", reason, required=True),
        },
    )
    work.log(child, "enter_in_error", f"prescription {prescription_id}")


def _words_now(work: Work, child: AccessibleChildId, old: AnyRow) -> int | None:
    """Give the version of its exercise that the library has now; what came from elsewhere has none."""
    if old.exercise_version_id is None:
        return None
    return newest_approved(work, work.clinic_of(child), old.exercise_version_id)


def _close(work: Work, old: AnyRow, valid_from: date) -> None:
    """End a revision where its successor begins; one that would be left without a day is withdrawn."""
    values: Mapping[str, object] = {"valid_to": valid_from}
    if old.valid_from == valid_from:
        values = plans.withdrawn(work.now, work.account_id)
    plans.change_prescription(work.connection, old.id, values)


def _reopen(work: Work, child: AccessibleChildId, withdrawn: AnyRow) -> None:
    """Give the days of a withdrawn revision back to the nearest one before it that still counts.

    A renewal has taken no days from anybody: what was stopped before it stays stopped.
    """
    before: AnyRow | None = withdrawn
    while before is not None and before.replaces_id is not None and not before.is_renewal:
        before = plans.prescription_of(work.connection, child, before.replaces_id, lock=True)
        if before is not None and before.withdrawn_at is None:
            if before.valid_to == withdrawn.valid_from:
                plans.change_prescription(work.connection, before.id, {"valid_to": withdrawn.valid_to})
            return


def _insert(
    work: Work,
    child: AccessibleChildId,
    place: Place,
    terms: Terms,
    days: tuple[date, date | None],
    *,
    replaces_id: int | None = None,
    is_renewal: bool = False,
    reason: str = "",
) -> int:
    row = Prescription(
        child_id=child,
        episode_id=place.episode_id,
        line_id=place.line_id,
        exercise_version_id=place.exercise_version_id,
        replaces_id=replaces_id,
        is_renewal=is_renewal,
        valid_from=days[0],
        valid_to=days[1],
        **columns_of(terms),
        reason=reason,
        created_at=work.now,
        created_by_id=work.account_id,
    )
    try:
        return insert_row(work.connection, row)
    except Refused as error:
        raise Conflict("overlap") from error

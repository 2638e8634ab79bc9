"""A clinic's exercises: added, edited version by version, approved, retired, and given to whoever prescribes.

An edit adds a version, so a prescription keeps the words that it was written with. Only an approved version is
prescribed.
"""

from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from db.queries import library as rows
from db.queries import settings
from db.queries.base import AnyRow, insert_row
from db.tables import Exercise, ExerciseVersion
from tracker.access.policy import ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, NotFound
from tracker.library.pictures import Picture, insert_picture
from tracker.library.words import Entry, Version, Words, checked_words, entry_of, folded, words_of

__all__ = [
    "Entry",
    "Version",
    "Words",
    "add_exercise",
    "approve_version",
    "bring_back",
    "edit_exercise",
    "folded",
    "newest_approved",
    "prescribable",
    "retire",
    "version_to_prescribe",
]


def add_exercise(work: Work, words: Words, *, approve: bool, picture: Picture | None = None) -> int:
    """Add an exercise and give its id; a `picture` takes the place of the one that the words name.

    Raises `InvalidInput` for the words, `NotFound` for a picture that is not the clinic's, and `Conflict` for a name
    that another exercise in use has.
    """
    actor = work.require(ClinicAction.KEEP_LIBRARY)
    words = checked_words(words)
    _hold_library(work, words.name)
    row = Exercise(clinic_id=actor.clinic_id, added_at=work.now, added_by_id=work.account_id)
    exercise_id = insert_row(work.connection, row)
    _insert_version(work, (exercise_id, 1), words, picture, approve=approve)
    work.log_for_clinic(actor.clinic_id, "add_exercise", f"exercise {exercise_id}")
    return exercise_id


def edit_exercise(
    work: Work, exercise_id: int, words: Words, *, seen: int, approve: bool, picture: Picture | None = None
) -> int:
    """Give an exercise new words and give the new version's id; earlier versions stay as they were.

    `seen` is the number of the version that was edited. Raises what `add_exercise` does, `NotFound` for the exercise,
    and `Conflict` when it is retired or has a later version.
    """
    actor = work.require(ClinicAction.KEEP_LIBRARY)
    words = checked_words(words)
    _hold_library(work, words.name, but=exercise_id)
    latest = _in_use(rows.versions_of(work.connection, actor.clinic_id, exercise_id))
    if latest.number != seen:
        raise Conflict("exercise_changed")
    version_id = _insert_version(work, (exercise_id, seen + 1), words, picture, approve=approve)
    work.log_for_clinic(actor.clinic_id, "edit_exercise", f"exercise {exercise_id}")
    return version_id


def approve_version(work: Work, version_id: int) -> None:
    """Approve the latest version of an exercise with the actor's name, so that it can be prescribed from now on.

    One that is approved already stays as it is. Raises `NotFound`, and `Conflict` when the exercise is retired or has
    a later version.
    """
    actor = work.require(ClinicAction.KEEP_LIBRARY)
    _hold_library(work)
    found = _found(rows.version_of(work.connection, actor.clinic_id, version_id))
    latest = _in_use(rows.versions_of(work.connection, actor.clinic_id, found.exercise_id))
    if latest.id != version_id:
        raise Conflict("exercise_changed")
    if latest.approved_at is None:
        values = {"approved_at": work.now, "approved_by_id": work.account_id}
        rows.approve(work.connection, version_id, values)
        work.log_for_clinic(actor.clinic_id, "approve_exercise", f"exercise {latest.exercise_id}")


def retire(work: Work, exercise_id: int) -> None:
    """Take an exercise out of use: what is prescribed stays, and nothing new is. Raises `NotFound`."""
    if _set_retired(work, exercise_id, retired=True):
        work.log_for_clinic(work.actor.clinic_id, "retire_exercise", f"exercise {exercise_id}")


def bring_back(work: Work, exercise_id: int) -> None:
    """Put a retired exercise back into use; raises `NotFound`, and `Conflict` if its name is taken by now."""
    if _set_retired(work, exercise_id, retired=False):
        work.log_for_clinic(work.actor.clinic_id, "bring_back_exercise", f"exercise {exercise_id}")


def prescribable(work: Work) -> tuple[Entry, ...]:
    """Give the exercises in use of the actor's clinic, each with its newest approved version, by name."""
    actor = work.require(ClinicAction.KEEP_LIBRARY)
    zone = ZoneInfo(actor.clinic_time_zone)
    found = rows.latest_and_approved(work.connection, actor.clinic_id)
    entries = (entry_of(row, zone) for row in found if row.retired_at is None and row.number == row.approved)
    return tuple(sorted(entries, key=lambda entry: folded(entry.name)))


def version_to_prescribe(work: Work, clinic_id: int, version_id: int) -> Version:
    """Give a version that may be prescribed in a clinic.

    Raises `NotFound` if it is not that clinic's, and `Conflict` if it is not approved or its exercise is retired.
    """
    row = _found(rows.version_of(work.connection, clinic_id, version_id))
    if row.approved_at is None:
        raise Conflict("not_approved")
    if row.retired_at is not None:
        raise Conflict("retired")
    return Version(row.exercise_id, row.id, row.number, words_of(row))


def newest_approved(work: Work, clinic_id: int, exercise_version_id: int) -> int:
    """Give the newest approved version of the same exercise; the given one if it is retired or none is newer."""
    _found(rows.version_of(work.connection, clinic_id, exercise_version_id))
    newer = rows.newest_approved(work.connection, clinic_id, exercise_version_id)
    return exercise_version_id if newer is None else newer


def _set_retired(work: Work, exercise_id: int, *, retired: bool) -> bool:
    """Give False where it is so already."""
    actor = work.require(ClinicAction.KEEP_LIBRARY)
    _hold_library(work)
    found = rows.versions_of(work.connection, actor.clinic_id, exercise_id)
    latest = _found(found[0] if found else None)
    if (latest.retired_at is not None) == retired:
        return False
    if not retired:
        for row in rows.latest_and_approved(work.connection, actor.clinic_id):
            if row.exercise_id == exercise_id:
                _check_free(work, row.name, but=exercise_id)
    when, who = (work.now, work.account_id) if retired else (None, None)
    values = {"retired_at": when, "retired_by_id": who}
    rows.change_exercise(work.connection, exercise_id, values)
    return True


def _hold_library(work: Work, name: str | None = None, *, but: int | None = None) -> None:
    """Let the clinic's library stay as it is until the end, and check that a name in it is free."""
    settings.settings_of(work.connection, work.actor.clinic_id, lock=True)
    if name is not None:
        _check_free(work, name, but=but)


def _check_free(work: Work, name: str, *, but: int | None) -> None:
    found = rows.latest_and_approved(work.connection, work.actor.clinic_id)
    if folded(name) in _names_in_use(found, but=but):
        raise Conflict("name_taken")


def _names_in_use(found: Iterable[AnyRow], *, but: int | None = None) -> set[str]:
    """Give, folded, the names that a clinic's exercises in use have or will have, without those of one of them."""
    return {folded(row.name) for row in found if row.retired_at is None and row.exercise_id != but}


def _in_use(versions: list[AnyRow]) -> AnyRow:
    latest = _found(versions[0] if versions else None)
    if latest.retired_at is not None:
        raise Conflict("retired")
    return latest


def _found(row: AnyRow | None) -> AnyRow:
    if row is None:
        raise NotFound
    return row


def _insert_version(
    work: Work, place: tuple[int, int], words: Words, picture: Picture | None, *, approve: bool
) -> int:
    clinic_id = work.actor.clinic_id
    if picture is not None:
        words = replace(words, picture_id=insert_picture(work, picture))
    elif words.picture_id is not None:
        _found(rows.picture_of(work.connection, clinic_id, words.picture_id))
    exercise_id, number = place
    row = ExerciseVersion(
        clinic_id=clinic_id,
        exercise_id=exercise_id,
        number=number,
        **vars(words),
        written_at=work.now,
        written_by_id=work.account_id,
        approved_at=work.now if approve else None,
        approved_by_id=work.account_id if approve else None,
    )
    return insert_row(work.connection, row)

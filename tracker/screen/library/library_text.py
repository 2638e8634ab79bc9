"""A library's entries in words, in Markdown."""

from tracker.library.shelves import Shelved
from tracker.library.words import Entry, Words
from tracker.screen.dates import format_full_day
from tracker.screen.text import BODY_AREAS, CATEGORIES, plain
from tracker.screen.words import _


def format_kind(words: Words) -> str:
    """Give what an exercise trains, and where: "Strength · Leg"."""
    area = "" if words.body_area is None else _(BODY_AREAS[words.body_area])
    return " · ".join(filter(None, (_(CATEGORIES[words.category]), area)))


def format_approved(entry: Entry) -> str:
    """Give by whom and when a version was approved, or that it waits for that."""
    if entry.approved_on is None:
        return _("waits for approval")
    words = _("approved by {who} on {day}")
    return words.format(who=plain(entry.approved_by), day=format_full_day(entry.approved_on))


def format_written(entry: Entry) -> str:
    """Give by whom and when a version was written."""
    if not entry.written_by:
        return _("one of the starting exercises, since {day}").format(day=format_full_day(entry.written_on))
    words = _("written by {who} on {day}")
    return words.format(who=plain(entry.written_by), day=format_full_day(entry.written_on))


def format_state(exercise: Shelved) -> str:
    """Give how an exercise stands: retired, approved by whom, or waiting, and what is prescribed meanwhile."""
    if exercise.is_retired:
        return _("Retired: it is not offered for new plans. Plans that have it keep it.")
    if not exercise.waits:
        return _("This version can be prescribed: {approved}.").format(
            approved=format_approved(exercise.latest)
        )
    if exercise.approved is None:
        return _("Waits for approval. It can be prescribed once a clinician here has approved it.")
    words = _("These words wait for approval. Until then version {number} is prescribed: {approved}.")
    return words.format(number=exercise.approved.number, approved=format_approved(exercise.approved))

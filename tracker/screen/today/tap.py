"""One tap that says: done. A card's large button and the end of the timer do the same."""

from dataclasses import replace

from tracker.access.work import writing
from tracker.progress.shown import Item
from tracker.record.completions import DONE, answer
from tracker.screen.context import attempt, credential
from tracker.screen.text import plain
from tracker.screen.today.foot import remember_undo
from tracker.screen.words import _


def record_done(child_id: int, item: Item) -> bool:
    """Record an occurrence as done in place of the entry that the screen showed, in a callback; True when it was.

    A result that stands there already stays: a tap says nothing of it.
    """
    seen, wanted = None, DONE
    if item.entry is not None:
        seen, wanted = item.entry.id, replace(DONE, result=item.entry.result)

    def use_case() -> None:
        with writing(credential()) as work:
            recorded = answer(work, child_id, item.occurrence, wanted, seen=seen)
        words = _("{exercise}: done").format(exercise=plain(item.exercise.name))
        remember_undo(child_id, [recorded], words)

    return attempt(child_id, use_case)

"""What has become of an exercise since somebody looked at it, so that nobody saves over a colleague unawares."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.plans.changeable import Seen
from tracker.plans.shown import LineShown, RevisionShown, Signed
from tracker.plans.terms import Terms


class Event(StrEnum):
    """What was done to an exercise."""

    REVISED = "revised"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"


@dataclass(frozen=True)
class News:
    """One thing that somebody did to an exercise, in force from `first` on; of a revision, from what to what."""

    event: Event
    signed: Signed
    first: date
    before: Terms | None = None
    after: Terms | None = None


@dataclass(frozen=True)
class Stand:
    """How a line stood when somebody looked: its last revision, that one's end, and the newest of all its rows."""

    prescription_id: int
    seen: Seen
    newest: int


def stand_of(line: LineShown) -> Stand | None:
    """Give how a line stands; None when nothing of it can be changed."""
    if line.last is None:
        return None
    newest = max(revision.prescription_id for revision in line.revisions)
    return Stand(line.last.prescription_id, Seen(line.last.valid_to), newest)


def news_of(line: LineShown, since: Stand) -> tuple[News, ...]:
    """Tell what was done to a line after it stood like this, in order."""
    return tuple(_news_of(line, since))


def _news_of(line: LineShown, since: Stand) -> Iterator[News]:
    before = next((r for r in line.revisions if r.prescription_id == since.prescription_id), None)
    if before is None:
        return
    later = sorted(
        (r for r in line.revisions if r.prescription_id > since.newest), key=lambda r: r.prescription_id
    )
    if before.withdrawn and not any(r.first == before.first for r in later):
        yield News(Event.WITHDRAWN, before.withdrawn, before.first, before.terms)
    for revision in later:
        yield News(Event.REVISED, revision.made, revision.first, before.terms, revision.terms)
        before = revision
    yield from _ends(line, since, later)


def _ends(line: LineShown, since: Stand, later: Sequence[RevisionShown]) -> Iterator[News]:
    for revision in line.revisions:
        if revision.corrected and (revision in later or revision.prescription_id == since.prescription_id):
            yield News(Event.CORRECTED, revision.corrected, revision.first, revision.terms)
    if later and later[-1].withdrawn:
        yield News(Event.WITHDRAWN, later[-1].withdrawn, later[-1].first, later[-1].terms)
    last = line.last
    # A revision that was replaced ends as well, but only the end of the last one is a stop.
    if last is None or last.stopped is None or last.valid_to is None:
        return
    if last in later or (last.prescription_id == since.prescription_id and last.valid_to != since.seen.end):
        yield News(Event.STOPPED, last.stopped, last.valid_to, last.terms)

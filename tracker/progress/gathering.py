"""Gather the marks of an episode: which day an exercise changed, what was corrected, and what lasts for days."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby, pairwise

from db.vocabulary import Mark
from tracker.measures.watch_dates import WatchDates
from tracker.plans.schedule import week_of
from tracker.progress.marks import NO_LIFE, Change, Corrected, Days, Life, Marks, Prescribed, cut
from tracker.progress.spans import EpisodeSpan

ONE_DAY = timedelta(days=1)


def marks_of(
    span: EpisodeSpan,
    today: date,
    last: date,
    revisions: Sequence[Prescribed],
    pauses: Iterable[tuple[date, date]],
    days: Iterable[tuple[date, Mark]],
    life: Life = NO_LIFE,
    watch: Iterable[WatchDates] = (),
) -> Marks:
    """Gather the marks from the episode's start to `last`; a change that is still to come is none.

    `revisions` come by line and day. Pauses, days and watch dates are cut to the episode; while it is open, watch dates
    may lie ahead.
    """
    shown = Days(span.start, last if span.end is None else min(last, span.end - ONE_DAY))
    marked = [(day, mark) for day, mark in days if shown.first <= day <= shown.last]
    return Marks(
        changes=tuple(_changes(span, today, revisions)),
        corrected=tuple(_corrected(Days(shown.first, min(shown.last, today)), revisions)),
        pauses=tuple(cut(shown, pauses)),
        ill=tuple(day for day, mark in marked if mark is Mark.ILL),
        away=tuple(day for day, mark in marked if mark is Mark.AWAY),
        life=life,
        watch=tuple(_watched(span, watch)),
        ended=span.end - ONE_DAY if span.end is not None and span.end <= today else None,
    )


def _watched(span: EpisodeSpan, watch: Iterable[WatchDates]) -> Iterator[WatchDates]:
    inside = Days(span.start, date.max if span.end is None else span.end - ONE_DAY)
    for each in watch:
        for days in cut(inside, [(each.first, each.last)]):
            yield replace(each, first=days.first, last=days.last)


def _changes(span: EpisodeSpan, today: date, revisions: Sequence[Prescribed]) -> list[Change]:
    counted = [revision for revision in revisions if not revision.entered_in_error]
    found = [
        change
        for _, line in groupby(counted, key=lambda r: r.line_id)
        for change in _changes_of(span, [*line])
    ]
    inside = (
        change
        for change in found
        if span.start < change.day <= today and (span.end is None or change.day < span.end)
    )
    return sorted(inside, key=lambda change: (change.day, change.line_id))


def _changes_of(span: EpisodeSpan, line: Sequence[Prescribed]) -> Iterator[Change]:
    first, last = line[0], line[-1]
    if week_of(span.start, first.first) > 1:
        yield Change(first.first, first.line_id, None, first)
    for before, after in pairwise(line):
        if before.end == after.first:
            yield Change(after.first, after.line_id, before, after)
        elif before.end is not None:
            yield Change(before.end, before.line_id, before, None)
            yield Change(after.first, after.line_id, None, after)
    if last.end is not None:
        yield Change(last.end, last.line_id, last, None)


def _corrected(shown: Days, revisions: Iterable[Prescribed]) -> Iterator[Corrected]:
    for revision in revisions:
        if revision.entered_in_error:
            last = shown.last if revision.end is None else revision.end - ONE_DAY
            for days in cut(shown, [(revision.first, last)]):
                yield Corrected(revision.line_id, revision.exercise, days)

"""What happened beside the figures: changes of a plan, pauses, days ill or away, corrections; steps, school, visits."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

from db.vocabulary import Discipline, Mark, MilestoneEventKind, Phase
from tracker.plans.schedule import week_of
from tracker.plans.terms import Terms
from tracker.progress.spans import EpisodeSpan

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Prescribed:
    """One revision of an exercise as a therapist wrote it, in force on `[first, end)`."""

    id: int
    line_id: int
    exercise: str
    first: date
    end: date | None
    terms: Terms
    entered_in_error: bool


@dataclass(frozen=True)
class Change:
    """A day on which an exercise changed. `before` is None where it starts, `after` where it stops."""

    day: date
    line_id: int
    before: Prescribed | None
    after: Prescribed | None

    @property
    def exercise(self) -> str:
        """Give the exercise's name."""
        revision = self.after or self.before
        assert revision is not None
        return revision.exercise


@dataclass(frozen=True)
class Days:
    """Some days, `first` and `last` both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Corrected:
    """The days on which a prescription stood that was entered in error. It is left out of every figure."""

    line_id: int
    exercise: str
    days: Days


@dataclass(frozen=True)
class PhaseBegun:
    """The first day of a phase."""

    day: date
    phase: Phase


@dataclass(frozen=True)
class StepMark:
    """A day on which a milestone was reached, or set back."""

    day: date
    name: str
    kind: MilestoneEventKind


@dataclass(frozen=True)
class SchoolStep:
    """The day from which on school is planned by another step, with its periods a day."""

    day: date
    name: str
    periods: int


@dataclass(frozen=True)
class VisitMark:
    """A visit that took place, or did not; moved ones and those still to be marked are none."""

    day: date
    discipline: Discipline
    attended: bool


@dataclass(frozen=True)
class Life:
    """What happened beside the plan of exercises, each kind in the order of its days."""

    phases: tuple[PhaseBegun, ...] = ()
    steps: tuple[StepMark, ...] = ()
    school: tuple[SchoolStep, ...] = ()
    visits: tuple[VisitMark, ...] = ()


NO_LIFE = Life()


@dataclass(frozen=True)
class Marks:
    """All marks of the weeks shown, each kind in the order of its days."""

    changes: tuple[Change, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    pauses: tuple[Days, ...] = ()
    ill: tuple[date, ...] = ()
    away: tuple[date, ...] = ()
    life: Life = NO_LIFE

    def of_line(self, line_id: int) -> "Marks":
        """Give the marks that concern one exercise: its own, and those of the whole plan; none of life beside it."""
        return Marks(
            tuple(change for change in self.changes if change.line_id == line_id),
            tuple(corrected for corrected in self.corrected if corrected.line_id == line_id),
            self.pauses,
            self.ill,
            self.away,
        )


NO_MARKS = Marks()


def marks_of(
    span: EpisodeSpan,
    today: date,
    last: date,
    revisions: Sequence[Prescribed],
    pauses: Iterable[tuple[date, date]],
    days: Iterable[tuple[date, Mark]],
    life: Life = NO_LIFE,
) -> Marks:
    """Gather the marks from the episode's start to `last`; a change that is still to come is none.

    `revisions` come by line and day. Pauses and days are cut to the episode.
    """
    shown = Days(span.start, last if span.end is None else min(last, span.end - ONE_DAY))
    marked = [(day, mark) for day, mark in days if shown.first <= day <= shown.last]
    return Marks(
        changes=tuple(_changes(span, today, revisions)),
        corrected=tuple(_corrected(Days(shown.first, min(shown.last, today)), revisions)),
        pauses=tuple(_cut(shown, pauses)),
        ill=tuple(day for day, mark in marked if mark is Mark.ILL),
        away=tuple(day for day, mark in marked if mark is Mark.AWAY),
        life=life,
    )


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
            for days in _cut(shown, [(revision.first, last)]):
                yield Corrected(revision.line_id, revision.exercise, days)


def _cut(shown: Days, spans: Iterable[tuple[date, date]]) -> Iterator[Days]:
    for first, last in spans:
        cut = Days(max(first, shown.first), min(last, shown.last))
        if cut.first <= cut.last:
            yield cut

"""What the family sees now and will see, and from which day, before anything is saved."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.queries import plans
from db.types import AccessibleChildId
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import NotFound
from tracker.plans.changeable import Seen, check_new, check_revision
from tracker.plans.schedule import DAYS_IN_WEEK, first_day, week_of
from tracker.plans.terms import Terms, terms_of
from tracker.progress.spans import EpisodeSpan, episode_spans
from tracker.progress.tallies import LaidOut, Stretch, lay_out
from tracker.progress.weeks import Revision, tally

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """What the family sees from a day on. `due` counts a treatment week that a weekly count has only in part."""

    first: date
    terms: Terms
    done: int = 0
    due: int | None = None


@dataclass(frozen=True)
class Preview:
    """The steps in which a change comes to the family; the first is what it sees now, where there is anything.

    `end` is the first day from which the exercise is no longer due, `asked_first` the first on which its new weekdays
    ask for it.
    """

    today: date
    steps: tuple[Step, ...]
    end: date | None
    asked_first: date | None


def preview_of(
    work: Work,
    child_id: int,
    *,
    terms: Terms,
    valid_from: date,
    episode_id: int | None = None,
    prescription_id: int | None = None,
    seen: Seen | None = None,
    end: date | None = None,
) -> Preview:
    """Give what a family would see of a new exercise of an episode, or of one revised; nothing is changed.

    Raises what `prescribe` and `revise` would raise for the day. `end` is the first day without a new exercise. Where
    a weekly count changes in the middle of a treatment week, the steps show what is due in that week by the old and by
    the new count.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    today = work.today_of(child)
    if prescription_id is not None:
        row = check_revision(work, child, prescription_id, valid_from, seen)
        span = _span(work, child, row.episode_id)
        end = min(filter(None, (row.valid_to, span.end)), default=None)
        parts = _before(work, child, row.line_id, span, valid_from)
    else:
        span = _span(work, child, episode_id)
        check_new(work, child, span.id, valid_from, end)
        end, parts = min(filter(None, (end, span.end)), default=None), []
    after = Step(max(valid_from, span.start), terms)
    parts.append(_Part(0, after, end))
    week = week_of(span.start, after.first)
    is_counted = any(part.step.terms.schedule.is_weekly for part in parts)
    if is_counted and after.first != first_day(span.start, week):
        parts = [piece for part in parts for piece in part.split_at(*span.days_of(week))]
        laid_out = lay_out(work.connection, [Stretch(child, span, range(week, week + 1), today)])[child]
        parts = [part.counted(laid_out) for part in parts]
    steps = tuple(part.step for part in parts if part.end is None or max(today, part.step.first) < part.end)
    return Preview(today, steps, end, _asked_first(work, child, span, after))


@dataclass(frozen=True)
class _Part:
    """The days of one revision on which the family sees one step; `end` is the first day no longer among them."""

    prescription_id: int
    step: Step
    end: date | None

    def split_at(self, first: date, last: date) -> "list[_Part]":
        """Set a weekly count's days in one treatment week apart from those before and after."""
        if not self.step.terms.schedule.is_weekly:
            return [self]
        cuts = [day for day in (first, last + ONE_DAY) if self._holds(day)]
        starts = [self.step.first, *cuts]
        return [
            replace(self, step=replace(self.step, first=start), end=end)
            for start, end in zip(starts, [*cuts, self.end], strict=True)
        ]

    def counted(self, laid_out: LaidOut) -> "_Part":
        """Count what is due in the week that is laid out, where the part lies in it."""
        (week,) = laid_out.days
        if not (self.step.terms.schedule.is_weekly and week.first <= self.step.first <= week.last):
            return self
        entries = laid_out.entries.get((self.prescription_id, week.week), [])
        done = sum(entry.number for entry in entries if entry.credit)
        revision = Revision(self.prescription_id, self.step.first, self.end, self.step.terms.schedule)
        return replace(self, step=replace(self.step, done=done, due=tally(revision, week, entries).due))

    def _holds(self, day: date) -> bool:
        return self.step.first < day and (self.end is None or day < self.end)


def _span(work: Work, child: AccessibleChildId, episode_id: int | None) -> EpisodeSpan:
    for span in episode_spans(work, child):
        if span.id == episode_id:
            return span
    raise NotFound


def _before(
    work: Work, child: AccessibleChildId, line_id: int, span: EpisodeSpan, valid_from: date
) -> list[_Part]:
    """Give what the line says before its last revision is replaced from a day on."""
    rows = [r for r in plans.revisions_of_line(work.connection, child, line_id) if not r.entered_in_error_at]
    ends = [*(row.valid_to for row in rows[:-1]), valid_from]
    return [
        _Part(row.id, Step(max(row.valid_from, span.start), terms_of(row)), end)
        for row, end in zip(rows, ends, strict=True)
    ]


def _asked_first(work: Work, child: AccessibleChildId, span: EpisodeSpan, after: Step) -> date | None:
    """Give the first day on which the exercise is asked for by its weekdays; None for a weekly count."""
    day = after.first
    for row in plans.pauses(work.connection, child, span.id):
        if row.from_day <= day <= row.to_day:
            day = row.to_day + ONE_DAY
    week = (day + timedelta(days=n) for n in range(DAYS_IN_WEEK))
    return next((day for day in week if after.terms.schedule.slots_on(day)), None)

"""Weekly figures of home exercise for one child.

The database counts entries (one grouped query); the calendar of what was due is laid over them here, from the
few rows of the plan. The rules are those of `docs/adherence.md`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.queries import adherence as sql
from db.queries import plans, record
from db.queries.base import AnyRow, Connection
from db.types import AccessibleChildId
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import InvalidInput, NotFound
from tracker.plans.schedule import Schedule, first_day, week_of
from tracker.progress.weeks import NOTHING, Entries, Revision, Tally, WeekDays, tally, week_days

CREDIT_DIGITS = 9


@dataclass(frozen=True)
class Week:
    """One treatment week of one child: `first` and `last` day, and what was due and done in it."""

    week: int
    first: date
    last: date
    tally: Tally


@dataclass(frozen=True)
class EpisodeSpan:
    """An episode's place in time; `end` is the first day no longer in it."""

    id: int
    number: int
    start: date
    end: date | None

    def weeks(self, today: date) -> range:
        """Give its treatment weeks: to its end, or to the week of `today` while it is open."""
        last = today if self.end is None else self.end - timedelta(days=1)
        return range(1, week_of(self.start, last) + 1)


def weekly_adherence(
    work: Work,
    child_id: int,
    *,
    episode_number: int | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
    as_of: date | None = None,
    screen: str = "progress",
) -> list[Week]:
    """Give the figures of every treatment week of an episode, or of the weeks that some days touch.

    Without `episode_number` it is the latest episode that has started, else the first to come. `as_of` moves the
    clock only: records are read as they are now, and entries for later days are left out. Raises `NotFound` for an
    unknown child or episode.
    """
    if from_day and to_day and to_day < from_day:
        raise InvalidInput("to", "before", earliest=from_day)
    child = work.child(child_id, Action.SEE, screen=screen)
    today = as_of or work.today_of(child)
    span = _span(episode_spans(work, child), episode_number, today)
    if span is None:
        return []
    weeks = _touched(span, span.weeks(today), from_day, to_day)
    return _figures(work.connection, child, span, weeks, today) if weeks else []


def episode_spans(work: Work, child: AccessibleChildId) -> list[EpisodeSpan]:
    """Give a child's episodes, earliest first."""
    return [EpisodeSpan(*row) for row in plans.episodes(work.connection, child)]


def span_on(spans: Sequence[EpisodeSpan], day: date) -> EpisodeSpan | None:
    """Give the latest episode that has started by a day, ended or not; None before the first."""
    started = [span for span in spans if span.start <= day]
    return started[-1] if started else None


def _span(spans: Sequence[EpisodeSpan], number: int | None, today: date) -> EpisodeSpan | None:
    if number is None:
        return span_on(spans, today) or next(iter(spans), None)
    for span in spans:
        if span.number == number:
            return span
    raise NotFound


def _touched(span: EpisodeSpan, weeks: range, from_day: date | None, to_day: date | None) -> range:
    first = weeks.start if from_day is None else max(weeks.start, week_of(span.start, from_day))
    stop = weeks.stop if to_day is None else min(weeks.stop, week_of(span.start, to_day) + 1)
    return range(first, stop)


def _figures(
    connection: Connection, child: AccessibleChildId, span: EpisodeSpan, weeks: range, today: date
) -> list[Week]:
    revisions = _revisions(connection, child, span)
    days, entries = laid_out(connection, child, span, weeks, today)
    return [
        Week(
            week.week,
            week.first,
            week.last,
            sum(
                (tally(r, week, entries.get((r.id, week.week), ())) for r in revisions if week.meets(r)),
                NOTHING,
            ),
        )
        for week in days
    ]


def laid_out(
    connection: Connection, child: AccessibleChildId, span: EpisodeSpan, weeks: range, today: date
) -> tuple[list[WeekDays], dict[tuple[int, int], list[Entries]]]:
    """Give some treatment weeks with their pauses and marks, and what was entered by (prescription, week)."""
    first = first_day(span.start, weeks.start)
    end = first_day(span.start, weeks.stop)
    pauses = [(row.from_day, row.to_day) for row in plans.pauses(connection, child, span.id)]
    marks = [row.day for row in record.live_marks(connection, child, first, end)]
    histogram = sql.credit_histogram(
        connection,
        child,
        episode_id=span.id,
        episode_start=span.start,
        from_day=first,
        before_day=min(filter(None, (end, span.end, today + timedelta(days=1)))),
        today=today,
    )
    return week_days(span.start, weeks, today, pauses, marks), _entries_by_week(histogram)


def _revisions(connection: Connection, child: AccessibleChildId, span: EpisodeSpan) -> list[Revision]:
    revisions = []
    for row in plans.counted_prescriptions(connection, child, span.id):
        end = min(filter(None, (row.valid_to, span.end)), default=None)
        schedule = Schedule(row.weekdays, row.times_per_day, row.times_per_week)
        revisions.append(Revision(row.id, max(row.valid_from, span.start), end, schedule))
    return revisions


def _entries_by_week(rows: Iterable[AnyRow]) -> dict[tuple[int, int], list[Entries]]:
    """Arrange the rows of the credit histogram by (prescription, treatment week)."""
    entries: dict[tuple[int, int], list[Entries]] = {}
    for prescription_id, week, kind_of_day, credit, count in rows:
        entries.setdefault((prescription_id, week), []).append(
            Entries(
                credit,
                count,
                count if kind_of_day == sql.MARKED else 0,
                count if kind_of_day == sql.TODAY else 0,
            )
        )
    return entries


def as_json(week: Week) -> dict[str, object]:
    """Give one week as the command line prints it: every ratio null where there is no value."""
    t = week.tally
    return {
        "week": week.week,
        "from": week.first.isoformat(),
        "to": week.last.isoformat(),
        "due": t.due,
        "settled": t.settled,
        "excused": t.excused,
        "without_entry": t.without_entry,
        "credit": round(t.credit, CREDIT_DIGITS),
        "full": t.full,
        "strict": _rounded(t.strict),
        "observed": _rounded(t.observed),
        "coverage": _rounded(t.coverage),
        "full_completion": _rounded(t.full_completion),
    }


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, CREDIT_DIGITS)

"""Weekly figures of home exercise for one child.

The database counts entries (one grouped query); the calendar of what was due is laid over them here, from the
few rows of the plan. The rules are those of `docs/adherence.md`.
"""

from collections.abc import Iterable
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
from tracker.progress.weeks import NOTHING, Entries, Revision, Tally, tally, week_days

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

    Without `episode_number` it is the latest episode. `as_of` moves the clock only: records are read as they
    are now, and entries for later days are left out. Raises `NotFound` for an unknown child or episode.
    """
    if from_day and to_day and to_day < from_day:
        raise InvalidInput("to", "before", other="from")
    child = work.child(child_id, Action.SEE, screen=screen)
    today = as_of or work.today_of(child)
    span = episode_span(work, child, episode_number)
    if span is None:
        return []
    weeks = _touched(span, span.weeks(today), from_day, to_day)
    return _figures(work.connection, child, span, weeks, today) if weeks else []


def episode_span(work: Work, child: AccessibleChildId, number: int | None = None) -> EpisodeSpan | None:
    """Give an episode by its number, or the latest; None if the child has none. Raises `NotFound`."""
    spans = [EpisodeSpan(*row) for row in plans.episodes(work.connection, child)]
    if number is None:
        return spans[-1] if spans else None
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
    first = first_day(span.start, weeks.start)
    end = first_day(span.start, weeks.stop)
    revisions = _revisions(connection, child, span)
    pauses = [(from_day, to_day) for _, from_day, to_day in plans.pauses(connection, child, span.id)]
    marks = [day for _, day, _ in record.live_marks(connection, child, first, end)]
    days = week_days(span.start, weeks, today, pauses, marks)
    entries = entries_by_week(
        sql.credit_histogram(
            connection,
            child,
            episode_id=span.id,
            episode_start=span.start,
            from_day=first,
            before_day=min(filter(None, (end, span.end, today + timedelta(days=1)))),
            today=today,
        )
    )
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


def _revisions(connection: Connection, child: AccessibleChildId, span: EpisodeSpan) -> list[Revision]:
    revisions = []
    for row in plans.counted_prescriptions(connection, child, span.id):
        end = min(filter(None, (row.valid_to, span.end)), default=None)
        schedule = Schedule(row.weekdays, row.times_per_day, row.times_per_week)
        revisions.append(Revision(row.id, row.line_id, max(row.valid_from, span.start), end, schedule))
    return revisions


def entries_by_week(rows: Iterable[AnyRow]) -> dict[tuple[int, int], list[Entries]]:
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

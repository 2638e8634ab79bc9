"""Tallies by prescription and treatment week: of weeks that are over they are kept, the rest is counted.

Counting takes one grouped query and the few rows of the plan, laid over each other as `docs/adherence.md` says. What is
kept was counted in the same way; the database forgets it as soon as anything changes that it was counted from
(`db.triggers`), so it never says anything else than a new count would.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from db.queries import adherence as sql
from db.queries.base import AnyRow, Connection
from db.types import AccessibleChildId
from tracker.access.work import Work
from tracker.plans.schedule import first_day, week_of
from tracker.plans.terms import schedule_of
from tracker.progress.spans import EpisodeSpan, Week
from tracker.progress.weeks import NOTHING, Entries, Revision, Tally, WeekDays, tally, week_days

ONE_DAY = timedelta(days=1)

# A prescription in a treatment week.
Key = tuple[int, int]


@dataclass(frozen=True)
class Stretch:
    """Some treatment weeks of one child's episode, read on a day."""

    child: AccessibleChildId
    span: EpisodeSpan
    weeks: range
    today: date

    @property
    def first(self) -> date:
        """Give its first day."""
        return first_day(self.span.start, self.weeks.start)

    def to_count(self, kept: Iterable[int]) -> "Stretch":
        """Give the weeks that lie after all that are kept."""
        start = max(self.weeks.start, max(kept, default=0) + 1)
        return Stretch(self.child, self.span, range(start, self.weeks.stop), self.today)


@dataclass
class LaidOut:
    """A stretch of the calendar: each week's days, and what was entered by prescription and week."""

    days: list[WeekDays]
    revisions: list[Revision] = field(default_factory=list)
    entries: dict[Key, list[Entries]] = field(default_factory=dict)

    def tallies(self) -> Iterable[tuple[Key, WeekDays, Tally]]:
        """Count every revision in every week that it meets."""
        for week in self.days:
            for revision in self.revisions:
                if week.meets(revision):
                    key = (revision.id, week.week)
                    yield key, week, tally(revision, week, self.entries.get(key, ()))


def tallies_of(
    work: Work, child: AccessibleChildId, span: EpisodeSpan, weeks: range, today: date
) -> dict[Key, Tally]:
    """Give the tally of each prescription in each of some weeks in which it is in force."""
    if not weeks:
        return {}
    _keep_up(work, {child: span})
    stretch = Stretch(child, span, weeks, today)
    kept = sql.kept(work.connection, {child: span.id}, from_day=stretch.first, today=today)
    found = {(row[0], row[1]): Tally(*row[2:]) for row in kept if row[1] in weeks}
    counted = lay_out(work.connection, [stretch.to_count(week for _, week in found)])[child]
    return found | {key: count for key, _, count in counted.tallies()}


def weeks_of_caseload(
    work: Work,
    spans: Mapping[AccessibleChildId, EpisodeSpan],
    today: Mapping[AccessibleChildId, date],
    most_weeks: int,
) -> dict[AccessibleChildId, list[Week]]:
    """Give the latest weeks of many children's episodes, in as many statements for all of them as for one."""
    _keep_up(work, spans)
    stretches = [_latest(child, span, today[child], most_weeks) for child, span in spans.items()]
    episodes = {stretch.child: stretch.span.id for stretch in stretches}
    since = min((stretch.first for stretch in stretches), default=date.min)
    sums: dict[AccessibleChildId, dict[int, Tally]] = {stretch.child: {} for stretch in stretches}
    for child, week, *counts in sql.kept_weeks(work.connection, episodes, from_day=since):
        # Where it is still the day before, a week may run on that is over elsewhere.
        if spans[child].days_of(week)[1] < today[child]:
            sums[child][week] = Tally(*counts)
    counted = lay_out(work.connection, [stretch.to_count(sums[stretch.child]) for stretch in stretches])
    for child, laid_out in counted.items():
        for (_, week), _, count in laid_out.tallies():
            sums[child][week] = sums[child].get(week, NOTHING) + count
    return {stretch.child: _weeks(stretch, sums[stretch.child]) for stretch in stretches}


def lay_out(connection: Connection, stretches: Sequence[Stretch]) -> dict[AccessibleChildId, LaidOut]:
    """Read what the weeks of some stretches, one a child, are counted from."""
    found = {stretch.child: LaidOut([]) for stretch in stretches}
    stretches = [stretch for stretch in stretches if stretch.weeks]
    if not stretches:
        return found
    episodes = {stretch.child: stretch.span.id for stretch in stretches}
    first = min(stretch.first for stretch in stretches)
    pauses = by_child(sql.pauses(connection, episodes, first))
    marks = by_child(sql.marks(connection, episodes, first))
    for stretch in stretches:
        paused = [(row.from_day, row.to_day) for row in pauses.get(stretch.child, ())]
        marked = [row.day for row in marks.get(stretch.child, ())]
        days = week_days(stretch.span.start, stretch.weeks, stretch.today, paused, marked)
        found[stretch.child].days.extend(days)
    spans = {stretch.child: stretch.span for stretch in stretches}
    owners = {}
    for row in sql.prescriptions(connection, episodes, first):
        owners[row.id] = found[row.child_id]
        found[row.child_id].revisions.append(revision_of(row, spans[row.child_id]))
    for row in _histogram(connection, stretches):
        _add_entries(owners[row.prescription_id].entries, row)
    return found


def _histogram(connection: Connection, stretches: Sequence[Stretch]) -> Iterable[AnyRow]:
    """Read the entries; children who live where it is another day already are asked for apart."""
    for today in {stretch.today for stretch in stretches}:
        group = [stretch for stretch in stretches if stretch.today == today]
        episodes = {stretch.child: stretch.span.id for stretch in group}
        first = min(stretch.first for stretch in group)
        yield from sql.credit_histogram(connection, episodes, from_day=first, today=today)


def _add_entries(entries: dict[Key, list[Entries]], row: AnyRow) -> None:
    prescription_id, week, kind_of_day, credit, count = row
    entries.setdefault((prescription_id, week), []).append(
        Entries(
            credit,
            count,
            count if kind_of_day == sql.MARKED else 0,
            count if kind_of_day == sql.TODAY else 0,
        )
    )


def revision_of(row: AnyRow, span: EpisodeSpan) -> Revision:
    """Give what the figures need of a row of a prescription, cut to its episode."""
    end = min(filter(None, (row.valid_to, span.end)), default=None)
    return Revision(row.id, max(row.valid_from, span.start), end, schedule_of(row))


def by_child(rows: Iterable[AnyRow]) -> dict[AccessibleChildId, list[AnyRow]]:
    """Arrange rows by the child that each is of."""
    found: dict[AccessibleChildId, list[AnyRow]] = {}
    for row in rows:
        found.setdefault(row.child_id, []).append(row)
    return found


def _latest(child: AccessibleChildId, span: EpisodeSpan, today: date, most_weeks: int) -> Stretch:
    weeks = span.weeks(today)
    return Stretch(child, span, weeks[-most_weeks:], today)


def _weeks(stretch: Stretch, sums: Mapping[int, Tally]) -> list[Week]:
    return [Week(week, *stretch.span.days_of(week), sums.get(week, NOTHING)) for week in stretch.weeks]


def _keep_up(work: Work, spans: Mapping[AccessibleChildId, EpisodeSpan]) -> None:
    """Keep the tallies of weeks that are over, where this transaction writes anyway: nobody waits for it."""
    if not work.writes or not _over(work, spans):
        return
    sql.hold_tallies(work.connection, spans)
    rows = [
        {
            "child_id": child,
            "episode_id": spans[child].id,
            "prescription_id": prescription_id,
            "week": week,
            "next_day": days.last + ONE_DAY,
            **vars(count),
        }
        for child, laid_out in lay_out(work.connection, _over(work, spans)).items()
        for (prescription_id, week), days, count in laid_out.tallies()
    ]
    sql.keep(work.connection, rows)


def _over(work: Work, spans: Mapping[AccessibleChildId, EpisodeSpan]) -> list[Stretch]:
    """Give the weeks that are over and not kept."""
    episodes = {child: span.id for child, span in spans.items()}
    until = sql.kept_until(work.connection, episodes)
    todays = work.todays(spans)
    found = []
    for child, span in spans.items():
        today = todays[child]
        running = min(week_of(span.start, today), span.weeks(today).stop)
        first = week_of(span.start, until.get(child, span.start))
        if first < running:
            found.append(Stretch(child, span, range(first, running), today))
    return found

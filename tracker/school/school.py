"""Read a child's school: what its page shows, and what Today shows of a day."""

from collections.abc import Sequence
from datetime import date, timedelta

from db.queries import children
from db.queries import school as rows
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import MilestoneArea, Reporter, SchoolReason
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.milestones.timeline import read_milestones
from tracker.plans.episodes import FURTHEST
from tracker.plans.schedule import DAYS_IN_WEEK
from tracker.progress.spans import EpisodeSpan, episode_spans, span_on
from tracker.record.days import earliest_open
from tracker.school.accommodations import read_accommodations
from tracker.school.attendance import ONE_DAY, SchoolWeek, weeks_of
from tracker.school.calendar import Calendar
from tracker.school.page import words_of
from tracker.school.read import read_calendar, read_calendar_and_entries
from tracker.school.shown import PageShown, School, SchoolDayShown, SchoolEntry
from tracker.school.ticks import is_child, read_ticks

CALENDAR_WEEKS = 12  # of a child without treatment now


def school_day_of(work: Work, child_id: int, day: date) -> SchoolDayShown:
    """Give a day of school for a screen that has logged its look already, as Today has.

    Of a child without a timetable it takes one statement.
    """
    child = work.child(child_id, Action.SEE)
    calendar, found = read_calendar_and_entries(work, child, day, day)
    return _day(work, child, calendar, day, found if calendar.counts(day) else ())


def school_of(work: Work, child_id: int) -> School:
    """Read all of a child's school for its own page, and log the look."""
    child = work.child(child_id, Action.SEE, screen="school")
    today = work.today_of(child)
    weeks = school_weeks(episode_spans(work, child), today)
    earliest = earliest_open(today, work.actor.back_fill_days)
    first = min(weeks[0][1], earliest)
    calendar, found = read_calendar_and_entries(work, child, first, today + FURTHEST)
    by_day = {entry.day: entry for entry in found}
    row = rows.birth_month_and_type(work.connection, child)
    has_own_account = work.consents(child).has_own_account
    child_itself = is_child(work, child)
    days = [first + n * ONE_DAY for n in range((today - first).days + 1)]
    shown = [
        _day(work, child, calendar, day, [by_day[day]] if day in by_day else ())
        for day in days
        if day >= earliest or calendar.counts(day)
    ]
    return School(
        child_id=child_id,
        child_name=children.chosen_name(work.connection, child),
        amps_type=row.amps_type,
        today=today,
        calendar=calendar,
        days=tuple(day for day in shown if day.day >= earliest),
        late_days=tuple(day for day in reversed(shown) if day.needs_reason),
        weeks=weeks_of(calendar, weeks, today),
        ladder=read_milestones(work, child, MilestoneArea.SCHOOL),
        accommodations=read_accommodations(work, child),
        page=read_page(work, child),
        may_record=work.may(child, Action.RECORD),
        may_plan=work.may(child, Action.PLAN_MILESTONES),
        may_tick=work.may(child, Action.CONSENT),
        may_tick_child=work.may(child, Action.ASSENT) and (child_itself or not has_own_account),
        is_child=child_itself,
        closed=work.is_closed(child),
    )


def read_page(work: Work, child: AccessibleChildId) -> PageShown | None:
    """Read the page for the school as it stands."""
    row = rows.latest_page(work.connection, child)
    if row is None:
        return None
    return PageShown(
        row.id,
        words_of(row),
        work.day_of(child, row.written_at),
        row.writer or "",
        read_ticks(work, child, row.id),
        is_over=row.valid_until < work.today_of(child),
    )


def school_weeks(spans: Sequence[EpisodeSpan], today: date) -> list[tuple[int | None, date, date]]:
    """Give (number, first and last day) of the weeks to show: those of the episode that runs today.

    Outside of treatment they are calendar weeks without a number, to the one that runs.
    """
    span = span_on(spans, today)
    if span is not None and (span.end is None or today < span.end):
        return [
            (week, *span.days_of(week))
            for week in range(1, span.weeks(today).stop)
            if span.days_of(week)[0] <= today
        ]
    monday = today - today.weekday() * ONE_DAY
    firsts = (monday - timedelta(weeks=back) for back in reversed(range(CALENDAR_WEEKS)))
    return [(None, first, first + (DAYS_IN_WEEK - 1) * ONE_DAY) for first in firsts]


def read_weeks(
    work: Work, child: AccessibleChildId, weeks: Sequence[tuple[int | None, date, date]]
) -> tuple[SchoolWeek, ...]:
    """Read attendance of some weeks, in as many statements for many as for few."""
    first, last = weeks[0][1], weeks[-1][2]
    return weeks_of(read_calendar(work, child, first, last), weeks, work.today_of(child))


def _day(
    work: Work, child: AccessibleChildId, calendar: Calendar, day: date, found: Sequence[AnyRow]
) -> SchoolDayShown:
    today = work.today_of(child)
    late = day < earliest_open(today, work.actor.back_fill_days)
    can_record = work.may(child, Action.RECORD_LATE if late else Action.RECORD)
    return SchoolDayShown(
        child_id=child,
        day=day,
        today=today,
        full=calendar.full(day),
        planned=calendar.planned(day),
        why=calendar.why(day),
        step=calendar.step(day),
        entry=_entry(work, child, found[0]) if found else None,
        can_record=can_record,
        needs_reason=late and can_record,
    )


def _entry(work: Work, child: AccessibleChildId, row: AnyRow) -> SchoolEntry:
    return SchoolEntry(
        id=row.id,
        periods=row.periods,
        all_planned=row.all_planned,
        reason=None if row.reason is None else SchoolReason(row.reason),
        reporter=Reporter(row.reporter),
        days_late=(work.day_of(child, row.recorded_at) - row.day).days,
    )

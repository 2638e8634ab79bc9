"""School in words, for screens and for paper."""

from collections.abc import Mapping

from db.vocabulary import SchoolReason
from tracker.school.attendance import SchoolWeek, Sight
from tracker.school.calendar import PlannedStep, Timetable
from tracker.school.shown import School, SchoolDayShown
from tracker.screen.dates import format_day, weekday_names
from tracker.screen.text import REPORTERS, format_late, plain
from tracker.screen.words import N_, _, ngettext

REASONS: Mapping[SchoolReason, str] = {
    SchoolReason.ILL: N_("ill with something else"),
    SchoolReason.APPOINTMENT: N_("an appointment"),
    SchoolReason.TIRED: N_("tired"),
    SchoolReason.HARD_DAY: N_("a hard day"),
    SchoolReason.CHOSE_NOT_TO: N_("chose not to today"),
    SchoolReason.OTHER: N_("something else"),
}


def format_periods(count: int) -> str:
    """Give a number of periods as "1 period"."""
    return ngettext("{n} period", "{n} periods", count).format(n=count)


def format_all(planned: int) -> str:
    """Give all that is planned of a day as "All 4 periods"."""
    return ngettext("The one period", "All {n} periods", planned).format(n=planned)


def format_weekdays(weekdays: int) -> str:
    """Give weekdays (bit 0 is Monday) as "Mon, Tue, Wed"."""
    return ", ".join(name for number, name in enumerate(weekday_names()) if weekdays >> number & 1)


def format_timetable(timetable: Timetable) -> str:
    """Give a timetable as "7 periods on Mon, Tue, Wed, Thu, Fri"."""
    return _("{periods} on {days}").format(
        periods=format_periods(timetable.periods), days=format_weekdays(timetable.weekdays)
    )


def format_entry(day: SchoolDayShown) -> str:
    """Give what was said of a day: "all 4 periods", "2 of 4 periods, tired" or "not at school"."""
    entry = day.entry
    assert entry is not None
    if entry.all_planned:
        said = format_all(entry.periods).lower()
    elif not entry.periods:
        said = _("not at school")
    elif entry.periods <= day.planned:
        said = ngettext("{n} of {m} period", "{n} of {m} periods", day.planned)
        said = said.format(n=entry.periods, m=day.planned)
    else:
        said = format_periods(entry.periods)
    return said if entry.reason is None else f"{said}, {_(REASONS[entry.reason])}"


def format_entered(day: SchoolDayShown) -> str:
    """Give when and by whom it was entered, where that is worth a word: "added the next day"."""
    assert day.entry is not None
    reporter = REPORTERS[day.entry.reporter]
    return " · ".join(filter(None, (format_late(day.entry.days_late), _(reporter) if reporter else "")))


def format_week(week: SchoolWeek) -> str:
    """Give a week's attendance: "12 of 16 planned periods, 12 of 28 of a full timetable, 1 day not logged"."""
    return ", ".join(lines_of_week(week))


def lines_of_week(week: SchoolWeek) -> list[str]:
    """Give the same, a figure a line."""
    if week.sight is Sight.NO_SCHOOL:
        return [_("no school planned")]
    if week.sight is Sight.NOTHING_OVER:
        return [_("nothing logged yet")]
    if week.sight is Sight.NOTHING_LOGGED:
        return [_("nothing logged of what was planned") if week.logged else _("nothing logged")]
    missing = ngettext("{n} day not logged", "{n} days not logged", week.not_logged).format(n=week.not_logged)
    parts = [
        ngettext("{n} of {m} planned period", "{n} of {m} planned periods", week.planned).format(
            n=week.as_planned, m=week.planned
        ),
        _("{n} of {m} of a full timetable").format(n=week.attended, m=week.full),
    ]
    return [*parts, missing] if week.not_logged else parts


def format_step(step: PlannedStep, number: int | None) -> str:
    """Give a planned step, in Markdown, as "**Step 3: Two periods** · 2 periods a day"."""
    name = plain(step.name)
    head = name if number is None else _("Step {n}: {name}").format(n=number, name=name)
    return f"**{head}** · " + format_a_day(step.periods)


def format_a_day(periods: int) -> str:
    """Give planned periods as "2 periods a day"."""
    if not periods:
        return _("no periods yet")
    return ngettext("{n} period a day", "{n} periods a day", periods).format(n=periods)


def format_where(school: School) -> str:
    """Say where on the ladder a child is today, in Markdown; empty where no step is in force."""
    step = school.step
    if step is None:
        return ""
    rung = school.rung(step.milestone_id)
    number = None if rung is None else rung.step
    said = format_step(step, number)
    if school.is_back and number is not None:
        head = _("Back to step {n} for now: {name}").format(n=number, name=plain(step.name))
        said = f"**{head}** · " + format_a_day(step.periods)
    return said + " · " + _("since {day}").format(day=format_day(step.first))

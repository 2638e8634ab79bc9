"""What charts say in words. A family reads plain words, the clinic's staff the field's own."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import pandas as pd

from db.vocabulary import MilestoneEventKind, Role
from tracker.progress.marks import Change, Corrected, Days, PhaseBegun, Prescribed, SchoolStep, StepMark
from tracker.progress.spans import EpisodeSpan, Week
from tracker.progress.weeks import Tally
from tracker.school.attendance import SchoolWeek
from tracker.screen.dates import format_dated, format_day, format_full_day, format_number, format_short_day
from tracker.screen.text import PHASES, format_dose, format_schedule
from tracker.screen.words import _, ngettext

FEWEST_AS_A_RUN = 3  # two weeks are named by themselves


class Voice(StrEnum):
    """Whose words a chart uses."""

    FAMILY = "family"
    STAFF = "staff"


def voice_of(role: Role) -> Voice:
    """Give the words that fit a role."""
    return Voice.FAMILY if role is Role.FAMILY else Voice.STAFF


def format_part(part: float, whole: int) -> str:
    """Give "30 of 36"; credit of exercises done in part shows as "29.5 of 36"."""
    return _("{n} of {m}").format(n=format_number(part), m=whole)


def format_share(ratio: float | None, part: float, whole: int) -> str:
    """Give "83 % (30 of 36)"; a dash where there is no value."""
    if ratio is None:
        return "–"
    return _("{percent} % ({part})").format(percent=round(100 * ratio), part=format_part(part, whole))


def format_days(days: Days | Week) -> str:
    """Give the first and the last of some days, without their weekdays."""
    first, last = format_short_day(days.first), format_short_day(days.last)
    return first if days.first == days.last else f"{first} – {last}"


def format_dated_days(days: Days | Week | SchoolWeek) -> str:
    """Give the first and the last of some days with their year, as a table has them."""
    first = format_dated(days.first) if days.first.year != days.last.year else format_short_day(days.first)
    last = format_dated(days.last)
    return last if days.first == days.last else f"{first} – {last}"


def format_weeks(numbers: Sequence[int]) -> str:
    """Give some treatment weeks, of which there is one: "week 3", "weeks 6 and 7", "weeks 1 to 3, 5 and 8"."""
    said = [
        part
        for run in runs_of(numbers)
        for part in (
            [_("{first} to {last}").format(first=run[0], last=run[-1])]
            if len(run) >= FEWEST_AS_A_RUN
            else map(str, run)
        )
    ]
    named = (
        said[0] if len(said) == 1 else _("{some} and {last}").format(some=", ".join(said[:-1]), last=said[-1])
    )
    return ngettext("week {weeks}", "weeks {weeks}", len(numbers)).format(weeks=named)


def runs_of(weeks: Iterable[int]) -> list[list[int]]:
    """Give weeks that follow one another as one run."""
    runs: list[list[int]] = []
    for week in weeks:
        if runs and runs[-1][-1] == week - 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    return runs


def format_own_weeks(weeks: Sequence[int]) -> str:
    """Name the weeks that are drawn behind where they are earlier ones of the same course; empty without any."""
    return _("{weeks} of this course").format(weeks=format_weeks(weeks)) if weeks else ""


def format_course(span: EpisodeSpan) -> str:
    """Name another course of treatment that is drawn behind."""
    return _("course {n}, begun {day}").format(n=span.number, day=format_full_day(span.start))


def format_tally(tally: Tally, voice: Voice) -> str:
    """Give what matters most of a tally in one line."""
    lines = lines_of(tally, voice)
    return ", ".join(lines[:2] + _left_out(tally, voice) if tally.settled else lines)


def lines_of(tally: Tally, voice: Voice) -> list[str]:
    """Give what a tally says, a figure a line, each with its n of m."""
    left_out = _left_out(tally, voice)
    if tally.settled == 0:
        return [_("nothing due") if tally.due == 0 else _("nothing logged yet"), *left_out]
    answered = tally.answered
    if voice is Voice.FAMILY:
        figures = [
            _("{part} done").format(part=format_part(tally.credit, tally.settled)),
            _("{n} logged").format(n=answered),
        ]
    else:
        figures = [
            _("strict {share}").format(share=format_share(tally.strict, tally.credit, tally.settled)),
            _("observed {share}").format(share=format_share(tally.observed, tally.credit, answered)),
            _("coverage {share}").format(share=format_share(tally.coverage, answered, tally.settled)),
            _("full {share}").format(share=format_share(tally.full_completion, tally.full, tally.settled)),
        ]
    return [*figures, *left_out]


def _left_out(tally: Tally, voice: Voice) -> list[str]:
    excused = _("{n} not needed") if voice is Voice.FAMILY else _("{n} excused")
    counts = ((excused, tally.excused), (_("{n} without an entry"), tally.without_entry))
    return [words.format(n=number) for words, number in counts if number]


def week_sentence(week: Week, voice: Voice, *, running: bool) -> str:
    """Give "Week 11: 30 of 36 done, 33 logged, 2 not needed."."""
    head = _("Week {n} so far") if running else _("Week {n}")
    said = format_tally(week.tally, voice)
    return _("{head}: {said}.").format(head=head.format(n=week.week), said=said)


def format_change(change: Change) -> str:
    """Give what changed of an exercise, without its day: "Stairs: 10 times → 12 times"."""
    before, after = change.before, change.after
    if after is None:
        said = _("stopped")
    elif before is None:
        said = ", ".join(
            filter(None, (_("new"), format_dose(after.terms.dose), format_schedule(after.terms.schedule)))
        )
    else:
        said = "; ".join(_differences(before, after)) or _("how to do it was changed")
    return _("{exercise}: {said}").format(exercise=" ".join(change.exercise.split()), said=said)


def _differences(before: Prescribed, after: Prescribed) -> list[str]:
    pairs = (
        (format_dose(before.terms.dose) or _("no amount"), format_dose(after.terms.dose) or _("no amount")),
        (format_schedule(before.terms.schedule), format_schedule(after.terms.schedule)),
    )
    return [f"{old} → {new}" for old, new in pairs if old != new]


def format_correction(corrected: Corrected) -> str:
    """Give which prescription was corrected, and that it no longer counts."""
    return _("{exercise}: corrected from {first} to {last}; these days do not count").format(
        exercise=" ".join(corrected.exercise.split()),
        first=format_day(corrected.days.first),
        last=format_day(corrected.days.last),
    )


def format_phase(begun: PhaseBegun) -> str:
    """Give which phase began."""
    return _("phase: {phase}").format(phase=_(PHASES[begun.phase]))


def format_step(mark: StepMark) -> str:
    """Give what became of a milestone: "reached: Meets a friend"."""
    is_reached = mark.kind is MilestoneEventKind.REACHED
    said = _("reached: {milestone}") if is_reached else _("back for now: {milestone}")
    return said.format(milestone=" ".join(mark.name.split()))


def format_school_step(step: SchoolStep) -> str:
    """Give what is planned of school: "school: Half day, 3 periods a day"."""
    name = " ".join(step.name.split())
    if not step.periods:
        return _("school: {step}, no periods planned").format(step=name)
    said = ngettext("school: {step}, {n} period a day", "school: {step}, {n} periods a day", step.periods)
    return said.format(step=name, n=step.periods)


def alt_of_weeks(weeks: pd.DataFrame, exercise: str = "") -> str:
    """Describe the chart of weeks, from its own frame: what it shows, its first and its latest week."""
    what = exercise or _("Home exercise")
    if weeks.empty:
        return _("{what} by week of treatment: no weeks yet.").format(what=what)
    first, latest = weeks.iloc[0], weeks.iloc[-1]
    said = [_("{what} by week of treatment, higher is more.").format(what=what), _alt_of_week(first)]
    if len(weeks) > 1:
        said.append(_alt_of_week(latest))
    return " ".join(said)


def _alt_of_week(row: pd.Series) -> str:
    head = _("Week {n} so far") if row["running"] else _("Week {n}")
    return _("{head}: {said}.").format(head=head.format(n=row["week"]), said=row["said"])


def alt_of_exercises(exercises: pd.DataFrame) -> str:
    """Describe the chart of exercises, from its own frame."""
    head = _("Each exercise over all weeks, further right is more.")
    each = (
        _("{exercise}: {said}.").format(exercise=exercise, said=said)
        for exercise, said in zip(exercises["exercise"], exercises["said"], strict=True)
    )
    return " ".join((head, *each))


def joined(lines: Sequence[str]) -> str:
    """Give some lines as one text of a chart."""
    return "<br>".join(lines)

"""What everybody asks first, in words: function and school since the start, and what is hard to fit in."""

from collections.abc import Mapping, Sequence

import streamlit as st

from db.vocabulary import Barrier
from tracker.charts.sentences import Voice, format_part, format_share, format_weeks
from tracker.charts.sentences_of_measures import format_reading
from tracker.progress.fitting import Basis, Fitting, basis_of, best, done_least, fittings_of, hardest
from tracker.progress.progress import Progress
from tracker.progress.reading import function_reading, pain_reading
from tracker.progress.then_and_now import Turn
from tracker.school.attendance import SchoolWeek, Sight
from tracker.screen.text import BARRIERS, plain
from tracker.screen.words import N_, _, ngettext

MOST_NAMED = 3
TURNS: Mapping[Turn, str] = {
    Turn.MORE: N_("More school than at the start."),
    Turn.LESS: N_("Less school than at the start."),
    Turn.SAME: N_("About as much school as at the start."),
}


def show_summary(progress: Progress, shown: Progress, voice: Voice) -> None:
    """Show three short facts beside each other, or below each other on a phone.

    Function and school are of the whole episode, home exercise is of the weeks `shown`.
    """
    facts = (
        (_("Function"), f"**{format_function(progress, voice)}**", format_pain(progress, voice)),
        (_("School"), format_school(progress), ""),
        (_("Home exercise"), format_fitting(shown), format_under_the_line(shown)),
    )
    for column, (head, said, beside) in zip(st.columns(3, gap="small"), facts, strict=True):
        with column.container(border=True, height="stretch"):
            st.caption(f"**{head}**")
            st.markdown(said)
            if beside:
                st.markdown(beside)


def format_function(progress: Progress, voice: Voice) -> str:
    """Give the reading of function; without any score, what is missing."""
    reading = function_reading(progress.readings)
    return _("Nothing is measured of function.") if reading is None else plain(format_reading(reading, voice))


def format_pain(progress: Progress, voice: Voice) -> str:
    """Give the reading of pain; empty where there is none, or it is not shown."""
    reading = pain_reading(progress.readings)
    return "" if reading is None else plain(format_reading(reading, voice))


def format_school(progress: Progress) -> str:
    """Say what was attended of planned, then and now, with the part of a full timetable."""
    change = progress.school_change
    if change.first is None:
        if all(week.sight is Sight.NO_SCHOOL for week in progress.school):
            return _("No school is planned here.")
        return _("Nothing is logged of school.")
    then = _week(change.first)
    if change.latest is None:
        return _("{week} Not enough to tell.").format(week=then)
    said = [f"**{_(TURNS[change.turn])}**", then, _week(change.latest)]
    if change.most is not None and change.most.of_full is not None:
        percent = round(100 * change.most.of_full)
        said.append(_("Most was week {n}: {percent} %.").format(n=change.most.week, percent=percent))
    return " ".join(said)


def _week(week: SchoolWeek) -> str:
    full = format_share(week.of_full, week.attended, week.full)
    return _("Week {n}: {part} planned periods, {full} of a full timetable.").format(
        n=week.week, part=format_part(week.as_planned, week.planned), full=full
    )


def format_fitting(progress: Progress) -> str:
    """Say which exercises are hard to fit in and which fit well, each with its n of m, and of which weeks that is."""
    basis = basis_of(progress.weeks)
    return "  \n".join(filter(None, (_few_entries(progress, basis), _fitting(progress, basis))))


def format_under_the_line(progress: Progress) -> str:
    """Say which two weeks lie under the clinic's line; empty for families, and where these weeks are not shown."""
    found = progress.under_the_line
    shown = {week.week for week in progress.weeks}
    if found is None or any(week.week not in shown for week in found.weeks):
        return ""
    weeks = format_weeks([week.week for week in found.weeks])
    return _("Under the clinic’s line in {weeks}.").format(weeks=weeks)


def _few_entries(progress: Progress, basis: Basis) -> str:
    """Say which weeks are left out, those at the end first: they are the latest news."""
    running = 0 if progress.running is None else progress.running.week
    silent = {week.week for week in progress.weeks if week.tally.settled and not week.tally.answered}
    since = basis.since
    said = []
    if len(since) > 1:
        nothing = silent.issuperset(since)
        words = _("No entries since week {n}.") if nothing else _("Few entries since week {n}.")
        said.append(words.format(n=since[0]))
    if since and (len(since) == 1 or (since[-1] in silent and not silent.issuperset(since))):
        said.append(_of_last(since[-1], is_silent=since[-1] in silent, is_open=since[-1] == running))
    if basis.before:
        said.append(_("Few entries in {weeks}.").format(weeks=format_weeks(basis.before)))
    return " ".join(said)


def _of_last(week: int, *, is_silent: bool, is_open: bool) -> str:
    if is_open:
        words = _("No entries in week {n} so far.") if is_silent else _("Few entries in week {n} so far.")
    else:
        words = _("No entries in week {n}.") if is_silent else _("Few entries in week {n}.")
    return words.format(n=week)


def _fitting(progress: Progress, basis: Basis) -> str:
    found = fittings_of(progress.weeks, progress.exercises, progress.reasons)
    hard, well, least = hardest(found), best(found), done_least(found)
    if least is None:
        return _("Not enough is logged to tell what fits well and what is hard to fit in.")
    weeks = _("{weeks}.").format(weeks=format_weeks(basis.counted).capitalize())
    if hard:
        said = [_("Hard to fit in: {exercises}.").format(exercises=_named(hard))]
    elif len(well) == len(found):
        said = [_("Nothing is hard to fit in.")]
    else:
        said = [_("Nothing is hard to fit in; done least: {exercise}.").format(exercise=_named([least]))]
    if well:
        said.append(_("Fits well: {exercises}.").format(exercises=_named(well)))
    return weeks + " " + "  \n".join(said)


def _named(fittings: Sequence[Fitting]) -> str:
    names = [f"**{plain(each.exercise.name)}** ({_counted(each)})" for each in fittings[:MOST_NAMED]]
    rest = len(fittings) - len(names)
    more = [ngettext("{n} more", "{n} more", rest).format(n=rest)] if rest else []
    return ", ".join(names + more)


def _counted(fitting: Fitting) -> str:
    return _("{part} done").format(part=format_part(fitting.tally.credit, fitting.tally.settled))


def format_reasons(reasons: Sequence[tuple[Barrier, int]]) -> str:
    """Give reasons with how often each was given, the most frequent first: "tired 5, no time 3"."""
    return ", ".join(
        _("{reason} {n}").format(reason=_(BARRIERS[barrier]), n=times) for barrier, times in reasons
    )

"""By exercise in words: what fits well, what is hard to fit in, and the reasons that were given."""

from collections.abc import Mapping

import streamlit as st

from tracker.charts.sentences import format_part, format_weeks
from tracker.progress.fitting import Fit, Fitting, counted, fittings_of, hard_first
from tracker.progress.progress import Progress
from tracker.screen.progress.summary import format_reasons
from tracker.screen.text import plain
from tracker.screen.words import N_, _

FITS: Mapping[Fit, str] = {
    Fit.HARD: N_("hard to fit in"),
    Fit.BETWEEN: N_("fits in at times"),
    Fit.WELL: N_("fits well"),
    Fit.NOT_ENOUGH: N_("not enough logged to tell"),
}


def show_fits(progress: Progress) -> None:
    """List the exercises, the hard ones first, each with its n of m and its reasons; then all reasons in order."""
    st.markdown("\n".join(f"- {line}" for line in format_fit(progress)))
    every = counted(progress.reasons)
    if every:
        st.markdown(_("Reasons given: {reasons}.").format(reasons=format_reasons(every)))
    st.caption(
        _(
            "Of the weeks of which at least half is logged: 80 % done or more fits well, less than 60 % is hard to "
            "fit in."
        )
    )


def format_fit(progress: Progress) -> list[str]:
    """Give the exercises, the hard ones first, each with its n of m, the weeks that it is of, and its reasons."""
    return [_line(each) for each in hard_first(_fittings(progress))]


def show_what_counts(progress: Progress) -> None:
    """Say beneath the chart that it counts more weeks than the list does, where that is so."""
    if not all(each.is_whole for each in _fittings(progress)):
        st.caption(
            _(
                "The chart and its table count all weeks shown. The list leaves out weeks of which less than half is "
                "logged."
            )
        )


def _fittings(progress: Progress) -> tuple[Fitting, ...]:
    return fittings_of(progress.weeks, progress.exercises, progress.reasons)


def _line(fitting: Fitting) -> str:
    facts = [f"**{plain(fitting.exercise.name)}**", _(FITS[fitting.fit])]
    if fitting.tally.settled:
        part = format_part(fitting.tally.credit, fitting.tally.settled)
        done = _("{part} done").format(part=part)
        if not fitting.is_whole:
            done = _("{weeks}: {done}").format(weeks=format_weeks(fitting.weeks), done=done)
        facts.append(done)
    return " · ".join((*facts, *filter(None, [format_reasons(fitting.reasons)])))

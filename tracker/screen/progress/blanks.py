"""What is missing where there is nothing to draw, and who can add it."""

from collections.abc import Mapping

import streamlit as st

from tracker.progress.progress import Progress, Standing
from tracker.screen.dates import format_day
from tracker.screen.text import plain
from tracker.screen.words import N_, _

BLANK: Mapping[Standing, str] = {
    Standing.NO_EPISODE: N_("No treatment has been entered here yet."),
    Standing.NOT_BEGUN: N_("This treatment begins on {day}. Its weeks will show here."),
    Standing.NO_EXERCISE: N_("No exercises have been entered here yet."),
    Standing.NOTHING_YET: N_(
        "Week {week} has begun. As soon as an exercise is logged, or a day is over, it shows here."
    ),
    Standing.NOTHING_DUE: N_("Nothing has been due so far, so there is nothing to show yet."),
}
WITHOUT_PLAN = {Standing.NO_EPISODE, Standing.NO_EXERCISE}


def no_home_exercise(progress: Progress) -> None:
    """Say why there is no home exercise to draw."""
    day = "" if progress.episode is None else format_day(progress.episode.start)
    week = progress.weeks[-1].week if progress.weeks else 0
    said = _(BLANK[progress.standing]).format(day=day, week=week)
    if progress.standing in WITHOUT_PLAN:
        mine, theirs = (
            _("You can add it on the Plan page."),
            _("The physical or occupational therapist can add it."),
        )
        said = f"{said} {mine if progress.can_prescribe else theirs}"
    st.info(said)


def no_measures(progress: Progress) -> None:
    """Say that there are no scores of function in the weeks shown."""
    mine, theirs = _("You can add them on the Measures page."), _("The care team can add them.")
    _say(_("No scores of function in these weeks."), mine if progress.can_measure else theirs)


def no_score(name: str) -> None:
    """Say that there is no score of the measure that was chosen in the weeks shown."""
    st.info(_("{name}: no score in these weeks.").format(name=plain(name)))


def no_school(progress: Progress) -> None:
    """Say that no school is planned in the weeks shown."""
    mine, theirs = _("You can plan it on the School page."), _("The care team can plan it.")
    _say(_("No school is planned in these weeks."), mine if progress.can_plan_school else theirs)


def no_visits(progress: Progress) -> None:
    """Say that there are no visits to count."""
    mine, theirs = _("You can plan them on the Visits page."), _("The care team can plan them.")
    _say(_("No visits are planned here."), mine if progress.can_keep_visits else theirs)


def _say(missing: str, who: str) -> None:
    st.info(f"{missing} {who}")

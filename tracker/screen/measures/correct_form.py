"""The form that corrects a score, or takes back one that should not be there."""

from functools import partial

import streamlit as st

from db.vocabulary import Instrument, Reporter, Side
from tracker.access.work import Work
from tracker.errors import InvalidInput
from tracker.measures.entering import correct_score, withdraw_score
from tracker.measures.measures import Measures, measures_of
from tracker.measures.read import Score, Series
from tracker.screen.form_state import begins_with
from tracker.screen.measures.instrument_text import format_instrument, format_score
from tracker.screen.milestones.texts import format_near
from tracker.screen.plan.dialogs import Dialog, open_form
from tracker.screen.school.fields import day_in, show_day, show_save, show_text, text_in
from tracker.screen.words import _

Place = tuple[Instrument, Reporter, Side]


def open_correction(measures: Measures, series: Series) -> None:
    """Open the form for the scores of a series."""
    place = series.instrument, series.reporter, series.side
    key = "form-score-" + "-".join(place)
    title = _("Correct: {name}").format(name=format_instrument(series.instrument, series.side))
    body = partial(_form, key, place)
    open_form(Dialog(measures.child_id, None, key, title, body, "medium", read=_now))


def _now(work: Work, child_id: int, _episode: int | None) -> Measures:
    return measures_of(work, child_id)


def _form(key: str, place: Place, now: Measures) -> None:
    found = [one for one in now.series if (one.instrument, one.reporter, one.side) == place]
    scores = {s.id: s for one in found for s in reversed(one.scores) if now.may_correct(s)}
    chosen = _choose(key, now, found[0], scores) if found and scores else None
    if chosen is None:
        show_save(now.child_id, key, _("Close"), _nothing)
        return
    # A field for each score: what is typed for one is never taken for another.
    own = f"{key}-{chosen.id}"
    show_day(f"{own}-day", _("Day"), chosen.day)
    begins_with(f"{own}-value", chosen.value)
    st.number_input(
        _("Score (empty for “not scored”)"),
        value=None,
        step=1.0,
        format="%g",
        key=f"{own}-value",
        on_change="ignore",
        width=240,
    )
    show_text(f"{own}-reason", _("Why it is corrected (the family and the care team read this)"))
    st.caption(_("The old score stays on the record, beside the new one."))

    def correct(work: Work) -> str:
        day, reason = day_in(f"{own}-day", "day"), text_in(f"{own}-reason")
        value = st.session_state.get(f"{own}-value")
        new_id = correct_score(work, now.child_id, chosen.id, value=value, reason=reason, day=day)
        return _("Nothing was changed.") if new_id == chosen.id else _("Saved.")

    def take_back(work: Work) -> str:
        withdraw_score(work, now.child_id, chosen.id)
        score, day = format_score(found[0].scale, chosen.value), format_near(chosen.day, now.today)
        return _("Taken back: {score}, {day}. You can enter it again.").format(score=score, day=day)

    show_save(now.child_id, key, _("Correct it"), correct, beside=(_("Take it back"), take_back))


def _choose(key: str, now: Measures, series: Series, scores: dict[int, Score]) -> Score | None:
    if f"{key}-which" in st.session_state and st.session_state[f"{key}-which"] not in scores:
        del st.session_state[f"{key}-which"]
    chosen = st.selectbox(
        _("Which"),
        list(scores),
        format_func=lambda number: (
            f"{format_near(scores[number].day, now.today)}: {format_score(series.scale, scores[number].value)}"
        ),
        key=f"{key}-which",
    )
    return None if chosen is None else scores[chosen]


def _nothing(_work: Work) -> None:
    raise InvalidInput("measure", "choose")

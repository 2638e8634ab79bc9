"""One series of scores: every score with its day, what stood there before it was corrected, and the way to correct."""

from collections.abc import Sequence

import streamlit as st

from db.vocabulary import Reporter
from tracker.measures.measures import Measures
from tracker.measures.read import Score, Series
from tracker.screen.measures.correct_form import open_correction
from tracker.screen.measures.instrument_text import (
    BANDS,
    format_bands,
    format_instrument,
    format_range,
    format_reporter,
    format_score,
)
from tracker.screen.milestones.texts import format_near
from tracker.screen.progress.tables import show_table
from tracker.screen.text import format_late
from tracker.screen.words import _

MOST = 6


def show_series(measures: Measures, series: Series) -> None:
    """Show a series, the latest score first."""
    name = format_instrument(series.instrument, series.side)
    whose = "" if series.reporter is Reporter.CLINICIAN else format_reporter(series.reporter)
    title = ", ".join(filter(None, (name, whose)))
    key = f"series-{series.instrument}-{series.reporter}-{series.side}"
    with st.container(key=key, border=True, gap="xsmall"):
        st.markdown(f"**{title}**")
        facts = (format_range(series.scale), format_bands(series.scale))
        st.caption(" · ".join(filter(None, facts)))
        latest_first = list(reversed(series.scores))
        _show_scores(measures, series, title, latest_first[:MOST])
        if len(latest_first) > MOST:
            with st.expander(_("Earlier scores"), key=f"{key}-earlier"):
                _show_scores(measures, series, _("Earlier: {name}").format(name=title), latest_first[MOST:])
        if any(measures.may_correct(score) for score in series.scores):
            words = f"{_('Correct a score')} *{title}*"
            if st.button(words, key=f"{key}-correct", type="tertiary", icon=":material/edit:"):
                open_correction(measures, series)


def _show_scores(measures: Measures, series: Series, label: str, scores: Sequence[Score]) -> None:
    corrections = {score.id: _corrections(measures, series, score) for score in scores}
    columns = [_("Day"), _("Week"), _("Score")]
    if series.scale.bands:
        columns.append(_("Band"))
    if measures.may_keep:
        columns.append(_("Entered by"))
    if any(corrections.values()):
        columns.append(_("Before"))
    rows = [_row(measures, series, score, corrections[score.id], columns) for score in scores]
    show_table(label, columns, rows)


def _row(
    measures: Measures, series: Series, score: Score, corrections: str, columns: Sequence[str]
) -> list[str]:
    late = format_late(measures.days_late.get(score.id, 0))
    day = ", ".join(filter(None, (format_near(score.day, measures.today), late)))
    week = measures.week(score.day)
    cells = [day, "" if week is None else str(week), format_score(series.scale, score.value)]
    if series.scale.bands:
        band = None if score.value is None else series.scale.band_of(score.value)
        cells.append("" if band is None else _(BANDS[band.name]))
    if measures.may_keep:
        cells.append(score.by)
    if len(columns) > len(cells):
        cells.append(corrections)
    return cells


def _corrections(measures: Measures, series: Series, score: Score) -> str:
    """Give what stood in a score's place before, each with why it was corrected: "27 on Mon 3 Mar (typed wrongly)"."""
    said, reason = [], score.correction
    for earlier in measures.before(score):
        value = format_score(series.scale, earlier.value)
        if earlier.day != score.day:
            value = _("{score} on {day}").format(score=value, day=format_near(earlier.day, measures.today))
        said.append(_("{score} ({reason})").format(score=value, reason=" ".join(reason.split())))
        reason = earlier.correction
    return ", ".join(said)

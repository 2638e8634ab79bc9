"""The way to a week on paper: a sheet for the fridge."""

from datetime import date, timedelta
from html import escape

import streamlit as st

from tracker.exchange.sheet import Paper
from tracker.plans.schedule import DAYS_IN_WEEK
from tracker.screen.words import N_, _

PAPERS = {Paper.A4: N_("A4"), Paper.LETTER: N_("US Letter")}


def show_week_links(child_id: int, today: date) -> None:
    """Offer this week and the next one as a sheet to print, on either paper."""
    weeks = {_("This week"): today, _("Next week"): today + timedelta(days=DAYS_IN_WEEK)}
    rows = "".join(
        f"<li>{escape(name)}: {' · '.join(_link(child_id, name, day, paper) for paper in Paper)}</li>"
        for name, day in weeks.items()
    )
    title = escape(_("Print a week for the fridge"))
    st.html(
        f'<p style="margin: 0">{title}</p><ul style="margin: 0; padding-inline-start: 1.2rem">{rows}</ul>'
    )


def _link(child_id: int, week: str, day: date, paper: Paper) -> str:
    """Give a plain link, since the sheet is not one of Streamlit's pages; it is made when somebody asks for it."""
    words = _(PAPERS[paper])
    heard = escape(_("{week}, on {paper}").format(week=week, paper=words))
    return (
        f'<a href="/sheet/{child_id}.pdf?from={day}&amp;paper={paper}" target="_blank" aria-label="{heard}" '
        f'style="display: inline-block; padding: 0.6rem 0.3rem">{escape(words)}</a>'
    )

"""The visits of a day on Today, and on today itself those that come next. They are read there, and nothing is asked."""

from datetime import date

import streamlit as st

from db.vocabulary import Modality
from tracker.screen.visits.visit_text import (
    DISCIPLINES,
    MODALITIES,
    format_near_day,
    format_outcome,
    format_when,
)
from tracker.screen.words import _
from tracker.visits.next import DayOfVisits
from tracker.visits.shown import VisitShown


def show_visits_of_day(visits: DayOfVisits, child_id: int, child_name: str, today: date) -> None:
    """Show them, if there are any."""
    if not visits.of_day and not visits.to_come:
        return
    of_day = [_line(visit, format_when(visit, child_name)) for visit in visits.of_day]
    to_come = [
        _line(visit, f"{format_near_day(visit.day_there, today)}, {format_when(visit, child_name)}")
        for visit in visits.to_come
    ]
    with st.container(gap="xsmall", key=f"visits-of-day-{child_id}"):
        st.markdown("  \n".join((f"**{_('Visits')}**", *of_day, *to_come)))


def _line(visit: VisitShown, when: str) -> str:
    facts = (
        f":material/event: {when}",
        f"**{_(DISCIPLINES[visit.discipline])}**",
        _(MODALITIES[visit.modality]) if visit.modality is Modality.VIDEO else "",
        format_outcome(visit, for_staff=False),
    )
    return " · ".join(filter(None, facts))

"""What a plan has to know of a child, as it stands beside every form and on the page."""

from collections.abc import Iterator

import streamlit as st

from tracker.plans.about import About
from tracker.screen.plan.plan_text import format_instructions
from tracker.screen.text import AMPS_TYPES, BODY_AREAS
from tracker.screen.words import _


def show_precautions(about: About, *, for_staff: bool = True) -> None:
    """Show what to be careful of; where nothing is noted, whoever prescribes is told so."""
    if about.precautions:
        text = format_instructions(about.precautions)
        st.warning(f"**{_('Precautions')}**  \n{text}", icon=":material/health_and_safety:")
    elif for_staff:
        st.caption(_("No precautions are noted."))


def show_about(about: About) -> None:
    """Show all but the precautions."""
    for label, text in _facts(about):
        st.markdown(f"**{label}**  \n{format_instructions(text)}")


def _facts(about: About) -> Iterator[tuple[str, str]]:
    if about.amps_type is not None:
        yield _("Type"), _(AMPS_TYPES[about.amps_type])
    if about.body_areas:
        areas = [_(words) for area, words in BODY_AREAS.items() if area in about.body_areas]
        yield _("Parts of the body"), ", ".join(areas)
    if about.other_conditions:
        yield _("Other conditions"), about.other_conditions
    if about.supporting_medication:
        yield _("Supporting medication"), about.supporting_medication

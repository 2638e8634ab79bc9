"""Beside a form: what the family sees now, and what it will see once the form is saved, and from when."""

import streamlit as st

from tracker.access.work import reading
from tracker.errors import Conflict, InvalidInput
from tracker.plans.preview import preview_of
from tracker.screen.context import credential, explained
from tracker.screen.messages import in_words
from tracker.screen.plan.exercise_fields import read_day, read_end, read_terms
from tracker.screen.plan.plan_text import format_steps
from tracker.screen.words import _

NOT_FILLED_IN = {"empty", "total", "weekday"}


def show_preview(
    key: str, child_id: int, exercise: str, *, of: int | None = None, episode_id: int | None = None
) -> None:
    """Show it, or what in the form keeps it from being saved; `of` is the prescription that would be revised."""
    with st.container(border=True, key=f"{key}-preview"), explained():
        st.markdown(f"**{_('What the family sees')}**")
        try:
            with reading(credential()) as work:
                preview = preview_of(
                    work,
                    child_id,
                    terms=read_terms(key),
                    valid_from=read_day(key),
                    episode_id=episode_id,
                    prescription_id=of,
                    end=read_end(key),
                )
        except InvalidInput as error:
            incomplete = error.problem in NOT_FILLED_IN
            st.markdown(_("This shows as soon as the form is filled in.") if incomplete else in_words(error))
        except Conflict as error:
            st.markdown(in_words(error))
        else:
            st.markdown("\n".join(f"- {step}" for step in format_steps(exercise, preview)))

"""The form that adds exercises, one after the other: it stays open, and keeps what the next one is likely to share."""

from functools import partial

import streamlit as st

from db.vocabulary import Category
from tracker.access.work import Work, writing
from tracker.errors import InvalidInput
from tracker.plans.prescriptions import prescribe
from tracker.plans.preview import preview_of
from tracker.plans.shown import Plan, first_day_offered
from tracker.screen.context import attempt, credential
from tracker.screen.form_state import next_turn, turn
from tracker.screen.plan.about_view import show_precautions
from tracker.screen.plan.dialogs import open_dialog, place, show_buttons
from tracker.screen.plan.exercise_fields import (
    is_weekly,
    prefill,
    read_day,
    read_terms,
    show_fields,
    show_first_day,
)
from tracker.screen.plan.plan_text import format_steps
from tracker.screen.plan.preview_view import show_preview
from tracker.screen.text import CATEGORIES
from tracker.screen.words import _

KEY = "form-exercise"
OF_ONE_EXERCISE = ("name", "category", "total", "sets", "reps", "hold", "instructions")


def open_exercise_form(plan: Plan) -> None:
    """Open the form for the plan's opened episode."""
    open_dialog(plan, KEY, _("Add exercises"), _form, width="large")


def _form(plan: Plan) -> None:
    assert plan.episode is not None
    prefill(KEY, None)
    show_precautions(plan.about)
    added: tuple[int, str] | None = st.session_state.pop(f"{KEY}-added", None)
    with place():
        if added is not None:
            st.success(added[1])
    left, right = st.columns([3, 2], gap="medium")
    with left:
        name = st.text_input(_("Name"), key=f"{KEY}-name", live=True)
        st.pills(
            _("What it trains"),
            list(Category),
            format_func=lambda category: _(CATEGORIES[category]),
            key=f"{KEY}-category",
            wrap=True,
        )
        show_fields(KEY)
    with right:
        show_first_day(KEY, first_day_offered(plan.episode, plan.today, weekly=is_weekly(KEY)))
        show_preview(KEY, plan.child_id, name or "", episode_id=plan.episode.id)
        add = partial(_add, plan.child_id, plan.episode.id, turn(KEY))
        show_buttons(plan.child_id, KEY, _("Add to the plan"), add, cancel=_("Close"))
    if added is not None:
        _begin_anew(added[0])


def _begin_anew(number: int) -> None:
    """Put the focus back to where the next exercise begins, last of all, when every field has been emptied."""
    # The number makes it another script each time, so that it runs again.
    script = f'<script src="/app/static/focus.js" data-key="{KEY}-name" data-number="{number}"></script>'
    st.html(script, unsafe_allow_javascript=True)


def _add(child_id: int, episode_id: int, now: int) -> None:
    if now != turn(KEY):
        # A second click on the same button, before the emptied form has come.
        return

    def use_case() -> None:
        with writing(credential()) as work:
            added = _prescribe(work, child_id, episode_id)
        st.session_state[f"{KEY}-added"] = added

    if attempt(child_id, use_case):
        next_turn(KEY)
        for field in OF_ONE_EXERCISE:
            st.session_state[f"{KEY}-{field}"] = "" if field in {"name", "instructions"} else None


def _prescribe(work: Work, child_id: int, episode_id: int) -> tuple[int, str]:
    name, category = st.session_state.get(f"{KEY}-name") or "", st.session_state.get(f"{KEY}-category")
    if not name.strip():
        raise InvalidInput("name", "empty")
    if category is None:
        raise InvalidInput("category", "choose")
    terms, day = read_terms(KEY), read_day(KEY)
    preview = preview_of(work, child_id, terms=terms, valid_from=day, episode_id=episode_id)
    new_id = prescribe(
        work,
        child_id,
        episode_id,
        exercise=name,
        category=Category(category),
        terms=terms,
        valid_from=day,
    )
    return new_id, "  \n".join((_("Added. The family sees:"), *format_steps(name, preview)))

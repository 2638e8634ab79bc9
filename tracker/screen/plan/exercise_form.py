"""The form that adds exercises of the library, one after the other.

It stays open, and keeps what the next one is likely to share. What is added is given to the family at once, or kept as
a draft that the family does not see.
"""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from tracker.access.work import Work, reading, writing
from tracker.errors import InvalidInput
from tracker.library.exercises import Entry, prescribable
from tracker.plans.drafts import Prepared, draft_exercise
from tracker.plans.prescriptions import prescribe
from tracker.plans.preview import preview_of
from tracker.plans.shown import Plan, first_day_offered
from tracker.screen.context import attempt, credential, explained
from tracker.screen.form_state import next_turn, turn
from tracker.screen.plan.about_view import show_precautions
from tracker.screen.plan.dialogs import open_dialog, place, reason_in, show_buttons, show_reason
from tracker.screen.plan.exercise_fields import (
    is_weekly,
    prefill,
    read_day,
    read_end,
    read_terms,
    show_fields,
    show_first_day,
    show_last_day,
)
from tracker.screen.plan.load_line import show_load
from tracker.screen.plan.plan_text import format_instructions, format_steps
from tracker.screen.plan.preview_view import show_preview
from tracker.screen.text import CATEGORIES, plain
from tracker.screen.words import _

KEY = "form-exercise"
OF_ONE_EXERCISE = ("exercise", "total", "sets", "reps", "hold", "texture", "instructions", "reason", "last")
TEXTS = {"texture", "instructions", "reason"}
Library = Mapping[int, Entry]


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
    with explained(), reading(credential()) as work:
        library = {entry.version_id: entry for entry in prescribable(work)}
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _choose(plan, library)
        show_fields(KEY)
    with right:
        _show_days(plan)
        show_load(plan, KEY)
        chosen = library.get(st.session_state.get(f"{KEY}-exercise") or 0)
        name = "" if chosen is None else chosen.name
        show_preview(KEY, plan.child_id, name, episode_id=plan.episode.id)
        add = partial(_add, plan, library, turn(KEY), _prescribe)
        draft = partial(_add, plan, library, turn(KEY), _draft)
        show_buttons(
            plan.child_id,
            KEY,
            _("Add to the plan"),
            add,
            cancel=_("Close"),
            beside=(_("Keep as a draft"), draft),
        )
    if added is not None:
        _begin_anew(added[0])


def _choose(plan: Plan, library: Library) -> None:
    chosen = st.selectbox(
        _("Exercise (type to search)"),
        list(library),
        index=None,
        format_func=lambda version: f"{library[version].name} · {_(CATEGORIES[library[version].category])}",
        key=f"{KEY}-exercise",
        placeholder=_("From the clinic’s library"),
    )
    if not library:
        st.info(
            _(
                "No exercise is approved yet. A clinician approves them on the page “Exercises”; then they are here."
            )
        )
    elif chosen is not None:
        if any(line.exercise == library[chosen].name and (line.now or line.to_come) for line in plan.lines):
            st.info(_("The plan has this exercise already. “Change” beside it changes its dose."))
        if library[chosen].words.about:
            st.caption(format_instructions(library[chosen].words.about))


def _show_days(plan: Plan) -> None:
    assert plan.episode is not None
    show_first_day(KEY, first_day_offered(plan.episode, plan.today, weekly=is_weekly(KEY)))
    show_last_day(KEY)
    show_reason(KEY, _("if there is one to tell; the family reads this"))


def _begin_anew(number: int) -> None:
    """Put the focus back to where the next exercise begins, last of all, when every field has been emptied."""
    # The number makes it another script each time, so that it runs again.
    script = f'<script src="/app/static/focus.js" data-key="{KEY}-exercise" data-number="{number}"></script>'
    st.html(script, unsafe_allow_javascript=True)


Saves = Callable[[Work, Plan, Entry], tuple[int, str]]


def _add(plan: Plan, library: Library, now: int, save: Saves) -> None:
    if now != turn(KEY):
        # A second click on the same button, before the emptied form has come.
        return

    def use_case() -> None:
        with writing(credential()) as work:
            st.session_state[f"{KEY}-added"] = save(work, plan, _chosen(library))

    if attempt(plan.child_id, use_case):
        next_turn(KEY)
        for field in OF_ONE_EXERCISE:
            st.session_state[f"{KEY}-{field}"] = "" if field in TEXTS else None


def _chosen(library: Library) -> Entry:
    entry = library.get(st.session_state.get(f"{KEY}-exercise") or 0)
    if entry is None:
        raise InvalidInput("exercise", "choose")
    return entry


def _prescribe(work: Work, plan: Plan, entry: Entry) -> tuple[int, str]:
    assert plan.episode is not None
    terms, day, end = read_terms(KEY), read_day(KEY), read_end(KEY)
    preview = preview_of(
        work, plan.child_id, terms=terms, valid_from=day, episode_id=plan.episode.id, end=end
    )
    new_id = prescribe(
        work,
        plan.child_id,
        plan.episode.id,
        exercise_version_id=entry.version_id,
        terms=terms,
        valid_from=day,
        valid_to=end,
        reason=reason_in(KEY),
    )
    return new_id, "  \n".join((_("Added. The family sees:"), *format_steps(entry.name, preview)))


def _draft(work: Work, plan: Plan, entry: Entry) -> tuple[int, str]:
    assert plan.episode is not None
    prepared = Prepared(read_terms(KEY), read_day(KEY), read_end(KEY), reason_in(KEY))
    new_id = draft_exercise(
        work, plan.child_id, plan.episode.id, exercise_version_id=entry.version_id, prepared=prepared
    )
    said = _("{exercise} is kept as a draft. The family does not see it.")
    return new_id, said.format(exercise=f"**{plain(entry.name)}**")

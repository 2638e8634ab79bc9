"""The forms that make drafts from a template of the clinic, and that save a plan as one."""

from functools import partial

import streamlit as st

from tracker.access.work import Work, reading
from tracker.errors import InvalidInput
from tracker.plans.load import load_of
from tracker.plans.shown import Plan, first_day_offered
from tracker.plans.templates import (
    TemplateShown,
    apply_template,
    retire_template,
    save_template,
    templates_of,
)
from tracker.screen.context import credential, explained
from tracker.screen.dates import format_day
from tracker.screen.plan.about_view import show_precautions
from tracker.screen.plan.dialogs import open_dialog, saving, show_buttons
from tracker.screen.plan.exercise_fields import read_day, show_first_day
from tracker.screen.plan.load_line import format_load
from tracker.screen.plan.plan_text import format_terms
from tracker.screen.text import plain
from tracker.screen.words import _, ngettext
from tracker.text import LONGEST_TEXT

USE, SAVE = "form-template", "form-save-template"


def open_use_template(plan: Plan) -> None:
    """Open the form that makes drafts from a template."""
    open_dialog(plan, USE, _("Use a template"), _use_form, width="large")


def open_save_template(plan: Plan) -> None:
    """Open the form that saves the plan as a template."""
    open_dialog(plan, SAVE, _("Save the plan as a template"), _save_form)


def _use_form(plan: Plan) -> None:
    assert plan.episode is not None
    show_precautions(plan.about)
    with explained(), reading(credential()) as work:
        templates = {template.id: template for template in templates_of(work)}
    chosen = st.selectbox(
        _("Template (type to search)"),
        list(templates),
        index=None,
        format_func=lambda number: templates[number].name,
        key=f"{USE}-which",
        placeholder=_("Of the clinic"),
    )
    if not templates:
        st.info(_("The clinic has no template yet. “Save as a template” on a child’s plan makes one."))
    if chosen is not None:
        _show_template(templates[chosen])
    offered = first_day_offered(plan.episode, plan.today, weekly=_is_weekly(templates.get(chosen or 0)))
    show_first_day(USE, offered)
    st.caption(
        _(
            "It becomes a draft, which you can change before you give it to the family. What the plan has already is "
            "left out."
        )
    )

    def use_case(work: Work) -> str:
        if chosen is None or plan.episode is None:
            raise InvalidInput("template", "choose")
        made = apply_template(work, plan.child_id, plan.episode.id, chosen, first=read_day(USE))
        if not made:
            return _("The plan and its drafts have all exercises of this template already.")
        said = ngettext("{n} exercise is being prepared.", "{n} exercises are being prepared.", len(made))
        return (
            said.format(n=len(made)) + " " + _("They stand above the plan; the family does not see them yet.")
        )

    def retire(work: Work) -> str:
        if chosen is None:
            raise InvalidInput("template", "choose")
        retire_template(work, chosen)
        return _("The template is out of use. Plans that were made from it stay.")

    beside = (_("Take out of use"), saving(plan.child_id, USE, retire))
    save = saving(plan.child_id, USE, use_case)
    show_buttons(plan.child_id, USE, _("Make a draft of it"), save, beside=beside)


def _is_weekly(template: TemplateShown | None) -> bool:
    return template is not None and any(item.terms.schedule.is_weekly for item in template.items)


def _show_template(template: TemplateShown) -> None:
    with st.container(border=True):
        if template.about:
            st.markdown(plain(template.about))
        usable = [item for item in template.items if item.version_id is not None]
        lines = [f"- **{plain(item.exercise)}** · {format_terms(item.terms)}" for item in usable]
        st.markdown("\n".join(lines))
        st.caption(format_load(load_of(item.terms for item in usable)))
        if template.left_out:
            names = ", ".join(plain(name) for name in template.left_out)
            said = _("Left out, because nobody has approved them or they are out of use: {names}")
            st.warning(said.format(names=names))
        saved = _("Saved by {name}, {day}")
        st.caption(saved.format(name=plain(template.saved_by), day=format_day(template.saved_on)))


def _save_form(plan: Plan) -> None:
    assert plan.episode is not None
    st.text_input(_("Name"), key=f"{SAVE}-name", live=True)
    st.text_area(
        _("What it is for (the clinic’s clinicians read this)"),
        key=f"{SAVE}-about",
        placeholder=_("At most {limit} characters").format(limit=LONGEST_TEXT),
        height=80,
        on_change="ignore",
    )
    st.caption(
        _(
            "Exercises, doses and schedules are saved. Names, reasons and what you wrote for this child are not."
        )
    )
    show_buttons(plan.child_id, SAVE, _("Save"), saving(plan.child_id, SAVE, partial(_save, plan)))


def _save(plan: Plan, work: Work) -> str:
    assert plan.episode is not None
    name, about = (st.session_state.get(f"{SAVE}-{field}") or "" for field in ("name", "about"))
    saved = save_template(work, plan.child_id, plan.episode.id, name=name, about=about)
    said = _("Saved as a template of the clinic.")
    if saved.left_out:
        names = ", ".join(plain(each) for each in saved.left_out)
        said += " " + _("Not in it, because the library does not have them: {names}").format(names=names)
    return said

"""The forms of a milestone: its target, that it was reached, another name, and a new one beside the others."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from db.vocabulary import MilestoneArea
from tracker.access.work import Work
from tracker.errors import InvalidInput
from tracker.milestones.events import reach, set_back
from tracker.milestones.ladder import add_milestone, change_milestone, withdraw_milestone
from tracker.milestones.shown import MilestoneShown
from tracker.milestones.targets import set_target
from tracker.milestones.timeline import Milestones, milestones_of
from tracker.screen.milestones.texts import AREAS
from tracker.screen.plan.dialogs import Dialog, open_form, reason_in, show_reason
from tracker.screen.school.fields import (
    agreed_with_in,
    day_in,
    day_or_none_in,
    periods_in,
    show_agreed_with,
    show_day,
    show_periods,
    show_save,
    show_text,
    text_in,
)
from tracker.screen.text import plain
from tracker.screen.words import N_, _

NEW = "form-milestone-new"
SUGGESTED: Mapping[MilestoneArea, Sequence[str]] = {
    MilestoneArea.SOCIAL: (
        N_("Meet a friend outside of school"),
        N_("A friend comes home"),
        N_("Stay for a whole party"),
        N_("A night at a friend’s"),
    ),
    MilestoneArea.PHYSICAL: (
        N_("Walk to school"),
        N_("Take part in PE"),
        N_("Ride a bike"),
        N_("Practice with a team"),
        N_("Play in a match"),
    ),
    MilestoneArea.HOME: (
        N_("A chore each day"),
        N_("In bed at the same time for a week"),
        N_("Up by the alarm for a week"),
        N_("Walk the dog"),
    ),
}
Form = Callable[[str, Milestones, MilestoneShown], None]


def open_reached(child_id: int, milestone: MilestoneShown) -> None:
    """Open the form that says on which day a milestone was reached."""
    _open(child_id, _("Reached: {name}"), "reach", milestone, _reached_form)


def open_set_back(child_id: int, milestone: MilestoneShown) -> None:
    """Open the form that says that a milestone is back for now."""
    _open(child_id, _("Back for now: {name}"), "back", milestone, _back_form)


def open_change(child_id: int, milestone: MilestoneShown) -> None:
    """Open the form that sets a milestone's target and, while nothing has become of it, its name."""
    _open(child_id, _("Target: {name}"), "change", milestone, _change_form)


def open_new(child_id: int, area: MilestoneArea | None = None) -> None:
    """Open the form that adds a milestone: a step of school for that area, or one of the rest of life."""
    form = partial(_new_form, area)
    open_form(Dialog(child_id, None, NEW, _("Add a milestone"), form, "medium", read=_now))


def _open(child_id: int, title: str, kind: str, milestone: MilestoneShown, form: Form) -> None:
    key = f"form-milestone-{kind}-{milestone.id}"
    body = partial(_body, key, milestone.id, form)
    title = title.format(name=plain(milestone.name))
    open_form(Dialog(child_id, None, key, title, body, "medium", read=_now))


def _now(work: Work, child_id: int, _episode: int | None) -> Milestones:
    return milestones_of(work, child_id)


def _body(key: str, milestone_id: int, form: Form, now: Milestones) -> None:
    found = next((each for each in now.milestones if each.id == milestone_id), None)
    if found is None:
        show_save(now.child_id, key, _("Close"), _nothing)
        return
    form(key, now, found)


def _nothing(_work: Work) -> None:
    raise InvalidInput("milestone", "choose")


def _reached_form(key: str, now: Milestones, milestone: MilestoneShown) -> None:
    show_day(f"{key}-day", _("Reached on"), now.today)
    show_reason_or_note(key)

    def use_case(work: Work) -> None:
        day, reason = day_in(f"{key}-day", "day"), reason_in(key)
        reach(work, now.child_id, milestone.id, day=day, reason=reason)

    show_save(now.child_id, key, _("Reached"), use_case)


def show_reason_or_note(key: str) -> None:
    """Show a field for a few words on an event, which names its readers."""
    show_text(f"{key}-reason", _("A few words, if you like (the family and the care team read this)"))


def _back_form(key: str, now: Milestones, milestone: MilestoneShown) -> None:
    st.caption(_("What was reached stays in the record. It can be reached again."))
    show_day(f"{key}-day", _("Since"), now.today)
    show_reason(key)

    def use_case(work: Work) -> None:
        day, reason = day_in(f"{key}-day", "day"), reason_in(key)
        set_back(work, now.child_id, milestone.id, day=day, reason=reason)

    show_save(now.child_id, key, _("Back for now"), use_case)


def _change_form(key: str, now: Milestones, milestone: MilestoneShown) -> None:
    target = milestone.target
    if not milestone.events:
        _show_name(key, milestone)
    show_day(f"{key}-day", _("To be reached by (empty for no day)"), None if target is None else target.day)
    show_agreed_with(key, "" if target is None else target.agreed_with)

    def use_case(work: Work) -> None:
        set_target(
            work,
            now.child_id,
            milestone.id,
            target_on=day_or_none_in(f"{key}-day"),
            agreed_with=agreed_with_in(key),
            seen=None if target is None else target.id,
        )
        if not milestone.events:
            name, periods = text_in(f"{key}-name"), _periods_in(key, milestone)
            if (name.strip(), periods) != (milestone.name, milestone.periods):
                change_milestone(work, now.child_id, milestone.id, name=name, periods=periods)

    take_away = partial(withdraw_milestone, child_id=now.child_id, milestone_id=milestone.id)
    beside = None if milestone.events else (_("Take it away"), take_away)
    show_save(now.child_id, key, _("Save"), use_case, beside=beside)


def _show_name(key: str, milestone: MilestoneShown) -> None:
    show_text(f"{key}-name", _("Name (the family reads this)"), milestone.name)
    if milestone.periods is not None:
        show_periods(f"{key}-periods", _("Planned periods a day"), milestone.periods)


def _periods_in(key: str, milestone: MilestoneShown) -> int | None:
    return None if milestone.periods is None else periods_in(f"{key}-periods", "periods")


def _new_form(area: MilestoneArea | None, now: Milestones) -> None:
    if area is None:
        st.pills(
            _("Area"),
            list(SUGGESTED),
            format_func=lambda each: _(AREAS[each]),
            key=f"{NEW}-area",
        )
        _suggest(st.session_state.get(f"{NEW}-area"))
    show_text(f"{NEW}-name", _("Name (the family reads this)"))
    if area is MilestoneArea.SCHOOL:
        show_periods(f"{NEW}-periods", _("Planned periods a day"), None)
        _show_below(now.of_area(area))
    show_day(f"{NEW}-day", _("To be reached by (empty for no day)"), None)
    show_agreed_with(NEW)

    def use_case(work: Work) -> None:
        chosen = area or st.session_state.get(f"{NEW}-area")
        if chosen is None:
            raise InvalidInput("area", "choose")
        is_step = area is MilestoneArea.SCHOOL
        add_milestone(
            work,
            now.child_id,
            area=MilestoneArea(chosen),
            name=text_in(f"{NEW}-name"),
            periods=periods_in(f"{NEW}-periods", "periods") if is_step else None,
            after=st.session_state.get(f"{NEW}-after") if is_step else None,
            target_on=day_or_none_in(f"{NEW}-day"),
            agreed_with=agreed_with_in(NEW),
        )

    show_save(now.child_id, NEW, _("Add it"), use_case)


def _suggest(area: Any) -> None:
    """Offer some names of an area; one that is chosen stands in the field, to be changed there."""
    if area is None:
        return
    st.pills(
        _("Suggestions"),
        [_(name) for name in SUGGESTED[area]],
        key=f"{NEW}-suggested-{area}",
        on_change=_take,
        args=(f"{NEW}-suggested-{area}",),
    )


def _take(key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen:
        st.session_state[f"{NEW}-name"] = chosen


def _show_below(steps: Sequence[MilestoneShown]) -> None:
    named = {step.id: f"{step.step}. {step.name}" for step in steps}
    st.selectbox(
        _("Above which step (empty for the top)"),
        list(named),
        index=None,
        format_func=named.__getitem__,
        key=f"{NEW}-after",
    )

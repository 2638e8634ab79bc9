"""Accommodations on the School page, and the forms that add one, review it and say that it is not needed any more."""

from functools import partial

import streamlit as st

from tracker.access.work import Work
from tracker.school.accommodations import (
    AccommodationShown,
    add_accommodation,
    fade_accommodation,
    review_accommodation,
    withdraw_accommodation,
)
from tracker.school.shown import School
from tracker.screen.milestones.texts import format_near
from tracker.screen.school.fields import (
    agreed_with_in,
    day_in,
    day_or_none_in,
    open_school_form,
    show_agreed_with,
    show_day,
    show_save,
    text_in,
)
from tracker.screen.text import plain
from tracker.screen.words import _

KEY = "form-accommodation"


def show_accommodations(school: School) -> None:
    """Show what the school does otherwise for the child; what is not needed any more stands folded below."""
    if not school.accommodations and not school.may_plan:
        return
    st.subheader(_("What the school changes"), anchor=False)
    over = [each for each in school.accommodations if each.is_over(school.today)]
    for each in school.accommodations:
        if each not in over:
            _show(school, each)
    if school.may_plan and st.button(_("Add"), key="add-accommodation", icon=":material/add:"):
        open_school_form(school, KEY, _("What the school changes"), _add_form)
    if over:
        with st.expander(_("Not needed any more")):
            for each in over:
                _show(school, each)


def _show(school: School, each: AccommodationShown) -> None:
    today = school.today
    facts = [
        _("agreed with {who}").format(who=plain(each.agreed_with)) if each.agreed_with else "",
        _("from {day}").format(day=format_near(each.starts_on, today)),
    ]
    if each.faded_on is not None:
        facts.append(_("not needed from {day}").format(day=format_near(each.faded_on, today)))
    elif each.review_on is not None:
        facts.append(_("to be looked at again {day}").format(day=format_near(each.review_on, today)))
    with st.container(horizontal=True, vertical_alignment="center", key=f"accommodation-{each.id}"):
        st.markdown(f"{plain(each.text)}  \n" + " · ".join(filter(None, facts)), width="stretch")
        if school.may_plan and st.button(
            f"{_('Change')} *{plain(each.text)}*", key=f"change-accommodation-{each.id}"
        ):
            title = _("What the school changes")
            open_school_form(school, f"{KEY}-{each.id}", title, _change_form, each.id)


def _add_form(school: School) -> None:
    st.text_area(_("What (the family reads this)"), key=f"{KEY}-text", height="content", on_change="ignore")
    show_day(f"{KEY}-first", _("From"), school.today)
    show_day(f"{KEY}-review", _("To be looked at again (empty for no day)"), None)
    show_agreed_with(KEY)

    def use_case(work: Work) -> None:
        add_accommodation(
            work,
            school.child_id,
            text=text_in(f"{KEY}-text"),
            starts_on=day_in(f"{KEY}-first", "from"),
            agreed_with=agreed_with_in(KEY),
            review_on=day_or_none_in(f"{KEY}-review"),
        )

    show_save(school.child_id, KEY, _("Save"), use_case)


def _change_form(accommodation_id: int, school: School) -> None:
    key = f"{KEY}-{accommodation_id}"
    now = next((each for each in school.accommodations if each.id == accommodation_id), None)
    if now is not None:
        st.markdown(plain(now.text))
        show_day(f"{key}-review", _("To be looked at again (empty for no day)"), now.review_on)
        show_day(f"{key}-faded", _("Not needed from (empty while it is needed)"), now.faded_on)

    def use_case(work: Work) -> None:
        review, faded = day_or_none_in(f"{key}-review"), day_or_none_in(f"{key}-faded")
        review_accommodation(work, school.child_id, accommodation_id, review_on=review)
        fade_accommodation(work, school.child_id, accommodation_id, faded_on=faded)

    take_back = partial(withdraw_accommodation, child_id=school.child_id, accommodation_id=accommodation_id)
    wrong = (_("It was entered wrongly"), take_back)
    show_save(school.child_id, key, _("Save"), use_case, beside=wrong)

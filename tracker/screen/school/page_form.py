"""The form in which the care team writes the page for the school."""

from collections.abc import Mapping

import streamlit as st

from tracker.access.work import Work
from tracker.school.page import LONGEST_LINE, PageWords, write_school_page
from tracker.school.shown import School
from tracker.screen.form_state import begins_with
from tracker.screen.messages import FIELDS
from tracker.screen.school.fields import day_in, open_school_form, show_day, show_save, text_in
from tracker.screen.words import N_, _

KEY = "form-school-page"
HINTS: Mapping[str, str] = {
    "contact": N_("Who at school looks after it, and how to reach that person"),
    "break_place": N_("Where a break is taken, and for how long, instead of going home"),
    "before_home": N_("What is tried before going home"),
    "when_to_call": N_("When the family or the clinic is called, and under which number"),
}


def open_page(school: School) -> None:
    """Open it with the words of the page as they stand."""
    open_school_form(school, KEY, _("Page for the school"), _form)


def _form(school: School) -> None:
    page = school.page
    st.caption(
        _(
            "The family reads this, and the school what the family agrees to. A diagnosis is a line of its own, and "
            "off until then."
        )
    )
    for name, hint in HINTS.items():
        begins_with(f"{KEY}-{name}", "" if page is None else getattr(page.words, name))
        st.text_area(
            _("{field} (the family reads this)").format(field=_(FIELDS[name])),
            key=f"{KEY}-{name}",
            placeholder=_("{hint}. At most {limit} characters").format(hint=_(hint), limit=LONGEST_LINE),
            height=68,
            on_change="ignore",
        )
    show_day(f"{KEY}-until", _("Valid until"), None if page is None else page.words.valid_until)
    if page is not None:
        st.warning(
            _("What everybody agreed to holds for the page as it is. Of the new one they are asked anew.")
        )

    def use_case(work: Work) -> None:
        words = PageWords(
            contact=text_in(f"{KEY}-contact"),
            break_place=text_in(f"{KEY}-break_place"),
            before_home=text_in(f"{KEY}-before_home"),
            when_to_call=text_in(f"{KEY}-when_to_call"),
            valid_until=day_in(f"{KEY}-until", "valid_until"),
        )
        write_school_page(work, school.child_id, words, seen=None if page is None else page.id)

    show_save(school.child_id, KEY, _("Save"), use_case)

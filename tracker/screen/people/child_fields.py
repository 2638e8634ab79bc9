"""The fields of a child that say nothing clinical, for the form that adds it and the one that puts it right."""

from datetime import date

import streamlit as st

from tracker.office.children import NewChild
from tracker.screen.dates import month_names
from tracker.screen.form_state import Draft, Fields
from tracker.screen.messages import FIELDS
from tracker.screen.people.fields import show_text_field
from tracker.screen.words import _
from tracker.screen.zone_field import show_zone_field

Months = tuple[date, date]


def values_of(facts: NewChild) -> Fields:
    """Give facts as the fields hold them; the birth month is a month and a year."""
    born = facts.birth_month
    return {
        "chosen_name": facts.name,
        "month": None if born is None else born.month,
        "year": None if born is None else born.year,
        "school": facts.school,
        "school_class": facts.school_class,
        "time_zone": facts.time_zone,
    }


def facts_of(values: Fields) -> NewChild:
    """Give what stands in the fields; half of a birth month is none."""
    month, year = values["month"], values["year"]
    return NewChild(
        values["chosen_name"],
        birth_month_of(month, year),
        values["school"],
        values["school_class"],
        values["time_zone"] or "",
    )


def birth_month_of(month: int | None, year: int | None) -> date | None:
    """Give the first day of a birth month; half of one is none."""
    return None if month is None or year is None else date(year, month, 1)


def show_child_fields(draft: Draft, months: Months) -> None:
    """Show the fields, filled by `Draft.fill` beforehand."""
    show_text_field(_(FIELDS["chosen_name"]), draft.key("chosen_name"))
    show_birth_month(draft.key("month"), draft.key("year"), months)
    school, school_class = st.columns([2, 1])
    with school:
        label = _("{field} (if you like)").format(field=_(FIELDS["school"]))
        show_text_field(label, draft.key("school"))
    with school_class:
        label = _("{field} (if you like)").format(field=_(FIELDS["school_class"]))
        show_text_field(label, draft.key("school_class"))
    st.caption(_("The clinic’s office reads these. The family finds them in its copy of the record."))
    show_zone_field(draft.key("time_zone"))


def show_birth_month(month_key: str, year_key: str, months: Months) -> None:
    """Show the two halves of a birth month."""
    earliest, latest = months
    names = month_names()
    with st.container(horizontal=True):
        st.selectbox(
            _(FIELDS["birth_month"]),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=_("Month"),
            key=month_key,
            on_change="ignore",
        )
        st.selectbox(
            _("Birth year"),
            list(range(latest.year, earliest.year - 1, -1)),
            index=None,
            placeholder=_("Year"),
            key=year_key,
            on_change="ignore",
        )

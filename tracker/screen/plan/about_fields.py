"""The fields for what a plan has to know of a child: type, parts of the body, precautions and the rest."""

import streamlit as st

from db.vocabulary import AmpsType
from tracker.plans.about import LONGEST, About
from tracker.screen.dates import format_number
from tracker.screen.form_state import begins_with
from tracker.screen.messages import FIELDS
from tracker.screen.text import AMPS_TYPES, BODY_AREAS
from tracker.screen.words import _

# Each field's part of a widget's key, and the text that it holds.
TEXTS = {
    "precautions": "precautions",
    "conditions": "other_conditions",
    "medication": "supporting_medication",
}


def show_about_fields(key: str, about: About) -> None:
    """Show the fields, filled with what is known unless something stands in them; their keys begin with `key`."""
    begins_with(f"{key}-type", about.amps_type)
    begins_with(f"{key}-areas", [area for area in BODY_AREAS if area in about.body_areas])
    st.pills(
        _("Type"), list(AmpsType), format_func=lambda kind: _(AMPS_TYPES[kind]), key=f"{key}-type", wrap=True
    )
    st.pills(
        _("Parts of the body"),
        list(BODY_AREAS),
        format_func=lambda area: _(BODY_AREAS[area]),
        selection_mode="multi",
        key=f"{key}-areas",
        wrap=True,
    )
    st.caption(_("The care team and the family read these."))
    hint = _("At most {limit} characters").format(limit=format_number(LONGEST))
    for field, name in TEXTS.items():
        begins_with(f"{key}-{field}", getattr(about, name))
        st.text_area(_(FIELDS[name]), key=f"{key}-{field}", placeholder=hint, height=96, on_change="ignore")


def typed_about(key: str) -> About:
    """Give what stands in the fields."""
    values = st.session_state
    kind = values.get(f"{key}-type")
    texts = {name: values.get(f"{key}-{field}") or "" for field, name in TEXTS.items()}
    return About(
        None if kind is None else AmpsType(kind), frozenset(values.get(f"{key}-areas") or ()), **texts
    )

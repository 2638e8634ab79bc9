"""The instruments on the Clinic page: which are used, how often, who enters, and what is to be known of each."""

from collections.abc import Mapping

import streamlit as st

from db.vocabulary import Instrument
from tracker.access.work import writing
from tracker.measures.clinic_instruments import (
    InstrumentsOvertaken,
    Use,
    Uses,
    as_text,
    change_instruments,
    takes_families,
)
from tracker.measures.due import MOST_WEEKS
from tracker.measures.instruments import SCALES, Scale
from tracker.screen.clinic.instrument_use import format_use
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.form_state import Draft, Fields, say, take_said
from tracker.screen.measures.instrument_text import (
    format_bands,
    format_instrument,
    format_licence,
    format_range,
    format_short,
)
from tracker.screen.words import _

PART = "clinic-instruments"
USED, WEEKS, FAMILIES = "used", "weeks", "families"
Typed = Mapping[str, object]


def show_instruments(uses: Uses) -> None:
    """Show all instruments, in the registry's order."""
    st.subheader(_("Measures"), anchor=False)
    st.caption(
        _(
            "Scores and dates are kept, never the questions of a questionnaire. Clinicians enter whatever is used. How "
            "often pain is asked for, a clinician sets for each child."
        )
    )
    draft = Draft(PART)
    draft.fill(_fields(uses))
    with st.container(key=PART, border=True):
        left, right = st.columns(2, gap="large")
        half = (len(SCALES) + 1) // 2
        for number, scale in enumerate(SCALES.values()):
            with left if number < half else right:
                _show(draft, scale)
        notice, said = take_notice(PART), take_said(PART)
        if notice:
            st.error(" ".join((notice, take_said(f"{PART}-now"))))
        if said:
            st.success(said)
        words = f"{_('Save')} *{_('Measures')}*"
        st.button(words, type="primary", key=f"{PART}-save", on_click=_save, args=(draft,))


def _show(draft: Draft, scale: Scale) -> None:
    name = format_instrument(scale.instrument)
    short = format_short(scale.instrument)
    with st.container(gap="xxsmall", key=f"{PART}-{scale.instrument}"):
        st.toggle(f"**{name}**", key=draft.key(f"{scale.instrument}-{USED}"))
        facts = (format_range(scale), format_bands(scale))
        st.caption("  \n".join((" · ".join(filter(None, facts)), format_licence(scale.instrument))))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if not scale.is_about_pain:
                # No limits here: a browser would put back the last number that fits, and what was typed is gone.
                st.number_input(
                    _("{name}: weeks between (1 to {high}; empty: at visits)").format(
                        name=short, high=MOST_WEEKS
                    ),
                    value=None,
                    step=1,
                    key=draft.key(f"{scale.instrument}-{WEEKS}"),
                    on_change="ignore",
                    width=300,
                )
            if takes_families(scale):
                st.checkbox(
                    _("{name}: families enter it too").format(name=short),
                    key=draft.key(f"{scale.instrument}-{FAMILIES}"),
                )


def _fields(uses: Uses) -> Fields:
    return {
        f"{name}-{part}": value for name, use in uses.items() for part, value in _parts(SCALES[name], use)
    }


def _parts(scale: Scale, use: Use) -> list[tuple[str, object]]:
    """Give the fields that stand on the form: a field that does not could never be filled again."""
    parts: list[tuple[str, object]] = [(USED, use.is_used)]
    if not scale.is_about_pain:
        parts.append((WEEKS, use.every_weeks))
    if takes_families(scale):
        parts.append((FAMILIES, use.families_enter))
    return parts


def _uses_in(fields: Fields) -> dict[Instrument, Use]:
    return {
        name: Use(
            bool(fields[f"{name}-{USED}"]),
            fields.get(f"{name}-{WEEKS}"),
            bool(fields.get(f"{name}-{FAMILIES}", False)),
        )
        for name in SCALES
    }


def _save(draft: Draft) -> None:
    def use_case() -> None:
        seen = _uses_in(draft.seen)
        try:
            with writing(credential()) as work:
                then = change_instruments(work, _uses_in(draft.typed), seen=seen)
        except InstrumentsOvertaken as told:
            _tell(told, seen)
            draft.catch_up(_fields(told.uses))
            raise
        draft.refill(_fields(then))
        say(PART, _("Saved."))

    attempt(PART, use_case)


def _tell(told: InstrumentsOvertaken, seen: Uses) -> None:
    words = _("{setting}: it was {before} and is now {now}.")
    lines = [
        words.format(
            setting=format_instrument(name),
            before=format_use(as_text(seen[name])),
            now=format_use(as_text(told.uses[name])),
        )
        for name in told.instruments
    ]
    say(f"{PART}-now", " ".join((*lines, _("Save once more to put yours in its place."))))

"""What the clinic explains about the condition and its treatment, as families read it."""

import streamlit as st

from db.vocabulary import Audience
from tracker.access.work import reading
from tracker.library.explanations import Explained, explanation_of, own_audience
from tracker.screen.about.explained_text import show_text
from tracker.screen.context import credential, explained
from tracker.screen.dates import format_full_day
from tracker.screen.text import plain
from tracker.screen.words import N_, _

CHOSEN = "about-audience"
AUDIENCES = {
    Audience.CHILD: N_("Children and teens"),
    Audience.CARERS: N_("Parents and carers"),
}


def show_about_to_family() -> None:
    """Show a family what a clinician of its clinic has approved, or whom to ask while there is nothing."""
    with explained(), reading(credential()) as work:
        first = own_audience(work)
        texts = {audience: explanation_of(work, audience) for audience in Audience}
    st.header(_("About the treatment"), anchor=False)
    found = texts[choose_audience(first)]
    if found is None:
        st.markdown(
            _(
                "Your clinic has not released its text yet. Your physical or occupational therapist, or anybody else "
                "of your care team, can tell you about the treatment."
            )
        )
    else:
        show_text(found.text)
        st.caption(format_approved(found))


def choose_audience(first: Audience) -> Audience:
    """Let somebody choose between the two texts; give the chosen one."""
    st.session_state.setdefault(CHOSEN, first)
    chosen = st.segmented_control(
        _("For whom"),
        list(Audience),
        format_func=lambda audience: _(AUDIENCES[audience]),
        key=CHOSEN,
        label_visibility="collapsed",
        required=True,
    )
    return Audience(chosen or first)


def keep_chosen(audience: Audience) -> None:
    """Let the next run of the page show the text for an audience. In a callback."""
    st.session_state[CHOSEN] = audience


def format_approved(found: Explained) -> str:
    """Give by whom and when a text was approved."""
    assert found.approved_on is not None
    words = _("Approved by {who} on {day}.")
    return words.format(who=plain(found.approved_by), day=format_full_day(found.approved_on))

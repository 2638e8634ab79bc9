"""The form in which somebody who has come of age says who of the former guardians may open the record from now on."""

from collections.abc import Mapping

import streamlit as st

from db.vocabulary import Level
from tracker.access.work import writing
from tracker.consent.majority import FormerGuardian, Renewal, renew
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.dates import format_full_day
from tracker.screen.form_state import Draft, say, take_said
from tracker.screen.text import plain
from tracker.screen.words import N_, _

# To a radio button None is no choice at all, so that a word stands for it.
NOTHING = "nothing"
CHOICES: Mapping[str, str] = {
    NOTHING: N_("May not open it"),
    Level.SEE: N_("May see it"),
    Level.RECORD: N_("May see it and log"),
}


def show_renewal(child_id: int, found: Renewal) -> None:
    """Show it, filled with what is so now."""
    part = renewal_part(child_id)
    st.subheader(_("Who may open your record"), anchor=False)
    st.markdown(
        _(
            "You are of age here since {day}, so your guardians’ links have ended. You can let them see your record "
            "again, or not. You can change this at any time under “Who has opened this record”."
        ).format(day=format_full_day(found.of_age_since))
    )
    draft = Draft(part)
    said = take_said(part)
    if said:
        st.success(said)
    with st.form(key=part):
        draft.fill({str(guardian.account_id): guardian.level or NOTHING for guardian in found.guardians})
        for guardian in found.guardians:
            st.radio(
                _name(guardian),
                [choice for choice in CHOICES if choice in {NOTHING, guardian.level, *found.levels}],
                format_func=lambda choice: _(CHOICES[choice]),
                horizontal=True,
                key=draft.key(str(guardian.account_id)),
            )
        notice = take_notice(part)
        if notice:
            st.error(notice)
        st.form_submit_button(
            _("Save"), type="primary", key=f"{part}-save", on_click=_save, args=(child_id, part)
        )


def renewal_part(child_id: int) -> str:
    """Name the form, and what it says once it is saved."""
    return f"renewal-{child_id}"


def _name(guardian: FormerGuardian) -> str:
    return " · ".join(filter(None, (f"**{plain(guardian.name)}**", plain(guardian.household))))


def _save(child_id: int, part: str) -> None:
    choices = {
        int(account_id): None if choice == NOTHING else Level(choice)
        for account_id, choice in Draft(part).typed.items()
    }

    def use_case() -> None:
        with writing(credential()) as work:
            renew(work, child_id, choices)

    if attempt(part, use_case):
        say(part, _("Saved. It counts from now on."))

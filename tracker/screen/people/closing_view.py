"""The end of a record, as the office sees it: closed and opened again by one administrator, erased by two."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from tracker.access.work import Work, reading, writing
from tracker.errors import Conflict
from tracker.office.children import ChildEntry
from tracker.office.closing import Closing, close_record, closing_of, open_record
from tracker.office.erasure import (
    Asked,
    ErasureState,
    ask_to_erase,
    erase_record,
    erasure_of,
    records_to_erase,
    withdraw_erasure,
)
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.dates import format_full_day
from tracker.screen.form_state import say, take_said
from tracker.screen.messages import FIELDS, in_words
from tracker.screen.text import plain
from tracker.screen.words import N_, _

ERASED = "record-erased"
WHAT_GOES = N_(
    "Everything in {child}’s record is deleted: the plan, all that was logged, the notes, and who was linked. "
    "Whoever of the family has no other child here loses their sign-in, and their names go too. Only numbers stay, in "
    "the access log. This cannot be taken back."
)
COPIES = N_(
    "Copies of the database that were made before still hold the record, until they are deleted as well."
)


def show_closing(entry: ChildEntry) -> None:
    """Show whether a child's record is closed or to be erased, and what an administrator can do about it."""
    with explained(), reading(credential()) as work:
        closing, erasure = closing_of(work, entry.id), erasure_of(work, entry.id)
    part = _part(entry.id)
    st.subheader(_("The record"), anchor=False)
    notice, said = take_notice(part), take_said(part)
    if notice:
        st.error(notice)
    if said:
        st.success(said)
    if closing.closed_on is None:
        _open(entry)
        return
    _closed(entry, closing)
    _erasure(entry, erasure)


def show_erased() -> None:
    """Say once, on the list of people, that a record was erased."""
    said = take_said(ERASED)
    if said:
        st.success(said)


def show_records_to_erase() -> None:
    """Say on the list of people which records somebody asks to erase, so that no administrator overlooks it."""
    with explained(), reading(credential()) as work:
        found = records_to_erase(work)
    for record in found:
        words = _(
            "{name} asked on {day} to erase the record of {child}. Another administrator can do it until {until}, or "
            "take it back."
        )
        st.info(
            words.format(
                name=plain(record.asked.by),
                child=plain(record.child),
                day=format_full_day(record.asked.on),
                until=format_full_day(record.asked.until),
            ),
            icon=":material/delete_forever:",
        )


def _open(entry: ChildEntry) -> None:
    with st.popover(_("Close the record"), icon=":material/lock:"):
        st.markdown(
            _(
                "The family and the care team can still read {child}’s record, and the family can take a copy. Nothing "
                "in it changes any more, nobody new is linked, and it leaves every caseload. You can open it again."
            ).format(child=plain(entry.name))
        )
        closed = _("The record is closed.")
        _button(entry, "close-record", _("Close it now"), close_record, closed, primary=True)


def _closed(entry: ChildEntry, closing: Closing) -> None:
    assert closing.closed_on is not None
    day = format_full_day(closing.closed_on)
    by = _("This record was closed on {day} by {name}.").format(day=day, name=plain(closing.closed_by))
    st.info(by, icon=":material/lock:")
    _button(entry, "open-record", _("Open it again"), open_record, _("The record is open again."))


def _erasure(entry: ChildEntry, state: ErasureState) -> None:
    if state.asked is not None:
        _asked(entry, state.asked, state.hindrance)
        return
    with st.expander(_("Erase the record"), icon=":material/delete_forever:"):
        st.markdown(_(WHAT_GOES).format(child=plain(entry.name)))
        if state.hindrance is not None:
            st.info(_hindered(state.hindrance))
            return
        st.markdown(
            _("It takes two administrators: you ask, and another one erases it within 30 days. Until then either "
              "of you can take it back.")
        )  # fmt: skip
        part = f"erase-{entry.id}"
        with st.form(key=part, border=False):
            key = f"{part}-name"
            st.text_input(
                _(FIELDS["name_to_confirm"]),
                key=key,
                placeholder=_("As it stands at the top of this page"),
                autocomplete="off",
            )
            st.form_submit_button(_("Ask to erase it"), key=f"{part}-ask", on_click=_ask, args=(entry, key))


def _hindered(hindrance: Conflict) -> str:
    if hindrance.what == "one_administrator":
        return _(
            "It takes two administrators: one asks, another one erases. You are the only one here. Invite a "
            "second one on the People page first."
        )
    return in_words(hindrance)


def _asked(entry: ChildEntry, asked: Asked, hindrance: Conflict | None) -> None:
    days = {"day": format_full_day(asked.on), "until": format_full_day(asked.until)}
    back = partial(_button, entry, "withdraw-erasure", _("Take it back"), withdraw_erasure)
    if asked.by_me:
        st.warning(
            _(
                "You asked on {day} to erase this record. Another administrator can do it until {until}."
            ).format(**days)
        )
        back(_("Nobody asks to erase it any more."))
        return
    if hindrance is not None:
        words = _("{name} asked on {day} to erase this record. It can be done until {until}.")
        st.warning(words.format(name=plain(asked.by), **days))
        st.info(in_words(hindrance))
        back(_("Nobody asks to erase it any more."))
        return
    st.warning(
        _("{name} asked on {day} to erase this record. You can do it until {until}.").format(
            name=plain(asked.by), **days
        )
    )
    with st.popover(_("Erase it"), icon=":material/delete_forever:"):
        st.markdown(_(WHAT_GOES).format(child=plain(entry.name)))
        st.markdown(_(COPIES))
        st.button(
            _("Erase it for good"),
            key=f"erase-record-{entry.id}",
            type="primary",
            on_click=_erase,
            args=(entry,),
        )
    back(_("Nobody asks to erase it any more."))


def _button(
    entry: ChildEntry,
    key: str,
    label: str,
    use_case: Callable[[Work, int], None],
    done: str,
    *,
    primary: bool = False,
) -> None:
    st.button(
        label,
        key=f"{key}-{entry.id}",
        type="primary" if primary else "secondary",
        on_click=_run,
        args=(entry.id, use_case, done),
    )


def _run(child_id: int, use_case: Callable[[Work, int], None], done: str) -> None:
    def in_a_transaction() -> None:
        with writing(credential()) as work:
            use_case(work, child_id)

    if attempt(_part(child_id), in_a_transaction):
        say(_part(child_id), done)


def _ask(entry: ChildEntry, key: str) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            ask_to_erase(work, entry.id, st.session_state[key])

    attempt(_part(entry.id), use_case)


def _erase(entry: ChildEntry) -> None:
    def use_case() -> None:
        cleared = erase_record(credential(), entry.id)
        said = _("The record of {child} is erased.").format(child=plain(entry.name))
        if not cleared:
            said += " " + _(
                "The database was too busy to clear its file of what is left of it. Please tell whoever runs the "
                "server."
            )
        say(ERASED, said)
        # There is no such child any more, so its page would have nothing to show.
        st.query_params.clear()

    attempt(_part(entry.id), use_case)


def _part(child_id: int) -> str:
    return f"closing-{child_id}"

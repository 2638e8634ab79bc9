"""The form that invites many colleagues at once: pasted lines, what will come of each, and all of them or none."""

from collections.abc import Mapping, Sequence

import streamlit as st

from db.vocabulary import Role
from tracker.access.actor import Actor
from tracker.access.work import reading, writing
from tracker.errors import InvalidInput
from tracker.office.bulk import Line, invite_all, read_lines
from tracker.office.roles import STAFF
from tracker.screen.context import credential, explained
from tracker.screen.form_state import turn
from tracker.screen.messages import FIELDS, in_words
from tracker.screen.people.fields import once, show_outcome
from tracker.screen.people.invitation import remember_invitations
from tracker.screen.text import ROLES, plain
from tracker.screen.words import _, ngettext

PART = "colleagues"
EXAMPLE = "Robin Lee, robin@example.org, clinician"


def show_bulk_form(actor: Actor) -> None:
    """Show it, and below it what each line will do."""
    now = turn(PART)
    st.markdown(_("A line for each person: name, sign-in name, and clinician or administrator."))
    st.caption(_("Lines that were copied from a spreadsheet with these three columns work as well."))
    st.text_area(_(FIELDS["lines"]), key=_key(now), height=180, placeholder=EXAMPLE)
    text = st.session_state.get(_key(now)) or ""
    lines = _read(text)
    if lines:
        _preview(lines)
    show_outcome(PART)
    ready = bool(lines) and all(line.problem is None for line in lines)
    n = len(lines)
    st.button(
        ngettext("Invite {n} person", "Invite {n} people", n).format(n=n)
        if ready
        else _("Invite all of them"),
        type="primary",
        key=f"{PART}-invite-{now}",
        on_click=_invite,
        args=(actor, now),
    )


def _key(now: int) -> str:
    return f"{PART}-lines-{now}"


def _roles() -> Mapping[str, Role]:
    words = {_(ROLES[role]).casefold(): role for role in STAFF}
    return {**{role.value: role for role in STAFF}, **words}


def _read(text: str) -> Sequence[Line]:
    with explained(), reading(credential()) as work:
        try:
            return read_lines(work, text, _roles())
        except InvalidInput as error:
            st.error(in_words(error))
            return ()


def _preview(lines: Sequence[Line]) -> None:
    wrong = [line for line in lines if line.problem is not None]
    if wrong:
        n = len(wrong)
        words = ngettext(
            "One line needs a look. Nobody is invited before all of them are fine.",
            "{n} lines need a look. Nobody is invited before all of them are fine.",
            n,
        )
        st.warning("  \n".join((words.format(n=n), *map(_what_is_wrong, wrong))))
    fine = [line for line in lines if line.problem is None]
    if fine:
        st.markdown("\n".join(_what_will_be(line) for line in fine))


def _what_is_wrong(line: Line) -> str:
    assert line.problem is not None
    return _("Line {n}: {sentence}").format(n=line.number, sentence=plain(in_words(line.problem)))


def _what_will_be(line: Line) -> str:
    assert line.role is not None
    words = (f"**{plain(line.name)}**", plain(line.sign_in_name), _(ROLES[line.role]))
    return "- " + " · ".join(words)


def _invite(actor: Actor, now: int) -> None:
    def use_case() -> str:
        text = st.session_state.get(_key(now)) or ""
        with writing(credential()) as work:
            made = invite_all(work, text, _roles())
        remember_invitations([(line.name, link) for line, link in made], actor)
        return ""

    once(PART, now, use_case)

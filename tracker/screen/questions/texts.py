"""Questions in words: whom to call, by which door, who can read it, and what became of it."""

from collections.abc import Iterable, Mapping
from datetime import date

import streamlit as st

from db.vocabulary import ConcernKind, ConcernTopic, Readers
from tracker.concerns.shown import AnswerShown, ConcernShown, Signed, Terms
from tracker.screen.clinic.clinic_texts import shown_text
from tracker.screen.dates import format_day, format_full_day, format_time
from tracker.screen.text import READERS, plain
from tracker.screen.words import N_, _

KINDS: Mapping[ConcernKind, str] = {
    ConcernKind.MORE_OF_THE_SAME: N_("More of the same"),
    ConcernKind.SOMETHING_NEW: N_("Something new or different"),
    ConcernKind.FOR_APPOINTMENT: N_("For the next appointment"),
}
TOPICS: Mapping[ConcernTopic, str] = {
    ConcernTopic.FEVER: N_("Fever"),
    ConcernTopic.INJURY: N_("An injury"),
    ConcernTopic.NEW_SYMPTOM: N_("A new kind of symptom"),
    ConcernTopic.MOOD: N_("Mood"),
    ConcernTopic.OTHER: N_("Something else"),
}
NOT_WATCHED = N_("Nobody reads this at night, and it is not watched around the clock.")


def show_whom_to_call(terms: Terms) -> None:
    """Show the clinic's own texts, the emergency number first, and that nobody watches this."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{format_lines(shown_text('emergency_text', terms.emergency))}**")
        st.markdown(format_lines(shown_text("phone_text", terms.phone)))
        st.markdown(format_lines(shown_text("crisis_text", terms.crisis)))
        st.markdown(_(NOT_WATCHED))


def format_lines(text: str) -> str:
    """Give a text of several lines in Markdown, as it was typed."""
    return "  \n".join(plain(line) for line in text.splitlines() if line.strip())


def format_head(concern: ConcernShown, *, with_kind: bool = True) -> str:
    """Name the door by which a message came, and what it is about; empty where a heading says it already."""
    kind = f"**{_(KINDS[concern.kind])}**" if with_kind else ""
    topic = "" if concern.topic is None else _(TOPICS[concern.topic])
    return " · ".join(filter(None, (kind, topic)))


def format_doors(doors: Iterable[tuple[ConcernKind, ConcernTopic | None]]) -> str:
    """Name the doors by which several messages came: "More of the same; Something new or different: Mood"."""
    return "; ".join(
        _(KINDS[kind]) if topic is None else f"{_(KINDS[kind])}: {_(TOPICS[topic])}" for kind, topic in doors
    )


def format_who_reads(concern: ConcernShown) -> str:
    """Say who can read a message."""
    if concern.by.is_me:
        readers = _(READERS[concern.readers])
    elif concern.readers is Readers.TEAM_ONLY:
        readers = _("the care team only, and {name}").format(name=plain(concern.by.name))
    else:
        readers = _("the care team and {household}").format(household=plain(concern.household))
    return _("Who can read this: {readers}").format(readers=readers)


def format_received(concern: ConcernShown, today: date, *, with_time: bool) -> str:
    """Say when a message was received, and from whom."""
    words = _("Received from you, {when}") if concern.by.is_me else _("Received from {name}, {when}")
    return words.format(name=plain(concern.by.name), when=_when(concern.by, today, with_time=with_time))


def format_read_by(concern: ConcernShown, today: date, *, with_time: bool) -> str:
    """Name those of the care team who have read a message."""
    if not concern.read_by:
        return _("Not read yet")
    names = "; ".join(
        f"{plain(reader.name)}, {_when(reader, today, with_time=with_time)}" for reader in concern.read_by
    )
    return _("Read by {names}").format(names=names)


def format_answered(answer: AnswerShown, today: date, *, with_time: bool) -> str:
    """Say who answered when, and how."""
    words = (
        _("Talked about in person with {name}, {when}") if answer.in_person else _("{name} answered, {when}")
    )
    return words.format(name=plain(answer.by.name), when=_when(answer.by, today, with_time=with_time))


def _when(signed: Signed, today: date, *, with_time: bool) -> str:
    day = signed.at.date() if with_time else signed.day
    shown = format_day(day) if day.year == today.year else format_full_day(day)
    return f"{shown}, {format_time(signed.at)}" if with_time else shown

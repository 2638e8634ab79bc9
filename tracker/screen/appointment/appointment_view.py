"""The page for an appointment: function and school first, then visits, home exercise, measures, the plan, and people.

It is shown to everybody in the room, so all of it is read for just these people. The print is this same page.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path

import streamlit as st

from tracker.access.work import reading, writing
from tracker.appointments.appointment import AppointmentPage, appointment_of
from tracker.charts.stage import stage_of
from tracker.concerns.answering import read_concerns
from tracker.errors import Busy, Unwritable
from tracker.screen.appointment.choices import Stretch, room_chosen, show_back, show_room
from tracker.screen.appointment.decisions import NOTICE, show_appointments
from tracker.screen.appointment.told import (
    VOICE,
    changes_in_words,
    happened_in_words,
    other_measures,
    visits_in_words,
)
from tracker.screen.context import credential, explained, take_notice
from tracker.screen.dates import format_full_day
from tracker.screen.milestones.texts import format_target
from tracker.screen.places import place
from tracker.screen.plan.dialogs import show_dialog, show_said
from tracker.screen.progress.parts import Part, show_part
from tracker.screen.progress.summary import format_fitting, format_function, format_school
from tracker.screen.questions.texts import format_answered, format_head, format_lines
from tracker.screen.text import plain
from tracker.screen.words import _, ngettext

STYLE = Path(__file__).with_name("appointment.css")
STEPS_SHOWN, TOLD, CHANGES = 4, 14, 8


def show_appointment(child_id: int) -> None:
    """Show it for the people who are in the room."""
    with explained(), reading(credential()) as work:
        page = appointment_of(work, child_id, room=room_chosen(child_id))
    _note_read(page)
    st.html(STYLE)
    with st.container(key="appointment-choices", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            show_room(page)
            stretch = show_back(page)
            st.html(_print_button(), unsafe_allow_javascript=True, width="content")
        _show_hint_of_homes(page)
    notice = take_notice(NOTICE)
    if notice:
        st.error(notice)
    with st.container(key="appointment"):
        _show_head(page)
        if stretch is not None:
            with st.container(key=f"appointment-{st.context.theme.type or 'light'}"):
                _show_told(page, stretch)
        else:
            st.info(_("No treatment has begun yet, so there are no weeks to tell of."))
        left, right = st.columns(2, gap="medium")
        with left:
            _show_concerns(page)
        with right:
            _section(_("Decisions"))
            show_appointments(page)
    show_said()
    show_dialog(child_id)


def _note_read(page: AppointmentPage) -> None:
    """Note that what this page shows of the family's questions was read, as on their own page."""
    if page.unread:
        with explained(), suppress(Busy, Unwritable), writing(credential(), hurried=True) as work:
            read_concerns(work, page.child_id, page.unread)


def _show_head(page: AppointmentPage) -> None:
    names = ", ".join(plain(person.name) for person in page.room.people) or _("the family")
    said = _("Shown is only what everybody in the room may see: {names}.").format(names=names)
    st.caption(" · ".join((format_full_day(page.today), said)))


def _show_told(page: AppointmentPage, stretch: Stretch) -> None:
    shown = stretch.progress
    stage = stage_of(shown, large=True)
    st.subheader(plain(stretch.title), anchor=False)
    with st.container(key="appointment-happened"):
        without = _("Nothing was written down of this time beside the exercises.")
        _list(_latest(happened_in_words(stretch, stage), TOLD), without)
    # Readings are of the whole treatment, so that is said where what stands around them is of less.
    since = "" if stretch.is_whole else _("Since the start of the treatment:") + " "
    # Function and school first; pain is told last of all, and drawn on Progress alone.
    function, school, exercise = st.columns(3, gap="medium")
    with function:
        show_part(shown, VOICE, Part.FUNCTION, stage)
        st.markdown(f"{since}**{format_function(page.progress, VOICE)}**")
    with school:
        show_part(shown, VOICE, Part.SCHOOL, stage)
        st.markdown(f"{since}{format_school(page.progress)}")
        _section(_("Visits"))
        _list(visits_in_words(page, stretch), _("No visits are on record."))
    with exercise:
        show_part(shown, VOICE, Part.HOME, stage)
        st.markdown(format_fitting(shown))
    # Another row, so that on a phone all of this comes after school and home exercise.
    measured, changed, to_come = st.columns(3, gap="medium")
    with measured:
        _section(_("Measures"))
        _list(other_measures(page.progress.readings), _("Nothing else was measured."), head=since)
    with changed:
        _section(_("Changes of the plan"))
        changes = _latest(changes_in_words(stretch, stage), CHANGES)
        _list(changes, _("The plan has not changed in this time."))
    with to_come:
        _show_milestones(page)


def _show_milestones(page: AppointmentPage) -> None:
    dated = [each for each in page.milestones if each.target is not None and not each.events]
    if dated:
        _section(_("Steps to come"))
    # None has been reached yet, so no icon tells them apart; on paper an icon would be read aloud by its name.
    st.markdown(
        "\n".join(f"- {plain(each.name)}, {format_target(each, page.today)}" for each in dated[:STEPS_SHOWN])
    )


def _show_concerns(page: AppointmentPage) -> None:
    if page.concerns:
        _section(_("The family’s questions"))
    else:
        _show_none(page)
    for concern in page.concerns:
        with st.container(key=f"concern-told-{concern.id}", gap="xxsmall"):
            st.markdown(format_lines(concern.text))
            st.caption(f"{format_head(concern)} · {plain(concern.by.name)}")
            for answer in concern.answers:
                said = format_answered(answer, page.today, with_time=False)
                st.markdown(": ".join(filter(None, (said, format_lines(answer.text)))))

    # Always there, so that it tells the room nothing of what was asked.
    st.page_link(
        place("questions"),
        label=_("All that you may read, on Questions"),
        icon=":material/forum:",
        query_params={"child": str(page.child_id)},
    )


def _show_none(page: AppointmentPage) -> None:
    said, key = _("Nothing that everybody in the room may read has been asked."), None
    if page.room.could_have_homes:
        # That reads as if nobody had asked. These words are the same whether anybody has or not.
        key = "appointment-no-questions"
        said = _(
            "What one home asked is shown here once only people of that home are in the room. "
            "Choose above who is there."
        )
    with st.container(key=key):
        _section(_("The family’s questions"))
        st.markdown(said)


def _show_hint_of_homes(page: AppointmentPage) -> None:
    # Said of the room alone, so that it tells nothing of what was asked.
    if page.room.has_homes:
        st.caption(
            _(
                "Choose above who is in the room: each household’s questions are shown only to itself and the team."
            )
        )


def _latest(lines: Sequence[str], most: int) -> list[str]:
    """Give the latest lines, and say how many came before them: a sheet of paper has an end."""
    before = len(lines) - most
    if before <= 0:
        return list(lines)
    earlier = ngettext("{n} more before, on Progress", "{n} more before, on Progress", before)
    return [earlier.format(n=before), *lines[before:]]


def _section(title: str) -> None:
    st.subheader(title, anchor=False)


def _list(lines: Iterable[str], without: str = "", *, head: str = "") -> None:
    said = "\n".join(f"- {plain(line)}" for line in lines)
    st.markdown("\n\n".join(filter(None, (head.strip(), said))) if said else without)


def _print_button() -> str:
    words = escape(_("Print this page"))
    return (
        f'<button type="button" class="print-page">{words}</button>'
        '<script src="/app/static/print.js"></script>'
    )

"""What is prescribed of visits, how much of it was attended, and the hours of each week."""

from functools import partial

import streamlit as st

from db.vocabulary import Discipline
from tracker.access.work import writing
from tracker.screen.context import attempt, credential
from tracker.screen.dates import format_number, format_short_day
from tracker.screen.progress.tables import show_table
from tracker.screen.text import plain
from tracker.screen.visits.change_forms import open_add, open_end
from tracker.screen.visits.visit_text import (
    DISCIPLINES,
    KEPT,
    MODALITIES,
    VISIBILITIES,
    format_attended,
    format_beside,
    format_length,
    format_prescribed,
    format_schedule_of,
)
from tracker.screen.words import _
from tracker.visits.attendance import AttendanceWeek, VisitTally
from tracker.visits.series import show_to_child
from tracker.visits.shown import SeriesShown
from tracker.visits.visits import Visits


def show_prescribed(visits: Visits, *, for_staff: bool) -> None:
    """Show the series that run or are to come, and those that are over where somebody asks for them."""
    st.subheader(_("What is planned"), anchor=False)
    running = [series for series in visits.series if not series.is_over]
    over = [series for series in visits.series if series.is_over]
    if not running:
        st.markdown(_("No visits are planned."))
    for series in running:
        _show_series(visits, series, for_staff=for_staff)
    if visits.attendance.is_kept:
        st.caption(_(KEPT))
    if over:
        with st.expander(_("Earlier")):
            for series in over:
                _show_series(visits, series, for_staff=for_staff)


def _show_series(visits: Visits, series: SeriesShown, *, for_staff: bool) -> None:
    with st.container(border=True, gap="small", key=f"series-{series.id}"):
        with st.container(
            horizontal=True,
            wrap=False,
            gap="xsmall",
            vertical_alignment="top",
            key=f"head-series-{series.id}",
        ):
            st.markdown(_series_text(series, for_staff=for_staff), width="stretch")
            # To a series that came to its own end a visit may be added that has to be made up for.
            if series.may_change and (series.ends_on is None or not series.is_over):
                _menu(visits, series)
        if series.discipline is Discipline.COUNSELING and for_staff:
            _show_sight(visits, series)


def _series_text(series: SeriesShown, *, for_staff: bool) -> str:
    how = (format_schedule_of(series), format_length(series.minutes), _(MODALITIES[series.modality]))
    went = (format_attended(series.tally), format_beside(series.tally, for_staff=for_staff))
    lines = (
        f"**{_(DISCIPLINES[series.discipline])}**",
        ", ".join(filter(None, how)),
        format_prescribed(series),
        " · ".join(filter(None, went)),
    )
    return "  \n".join(filter(None, lines))


def _menu(visits: Visits, series: SeriesShown) -> None:
    actions = {_("Add a visit"): open_add}
    if not series.is_over:
        actions[_("End them")] = open_end
    key = f"more-series-{series.id}"

    def do() -> None:
        chosen = st.session_state.get(key)
        if chosen in actions:
            actions[chosen](visits, series)

    name = " ".join(filter(None, (_(DISCIPLINES[series.discipline]), format_schedule_of(series))))
    st.menu_button(f"⋯ *{name}*", list(actions), key=key, on_click=do)


def _show_sight(visits: Visits, series: SeriesShown) -> None:
    """Say who may know of a counseling series; its counselor turns on and off what the child sees."""
    known = _("Known to: {who}").format(who=_(VISIBILITIES[series.visibility]).lower())
    keeper = _("kept by {name}").format(name=plain(series.keeper)) if series.keeper else ""
    st.caption(" · ".join(filter(None, (known, keeper))))
    if not series.may_show:
        return
    key = f"series-shown-{series.id}"
    st.session_state[key] = series.shown_to_child
    st.toggle(
        _("{name} sees these with an own sign-in").format(name=plain(visits.child_name)),
        key=key,
        on_change=partial(_show_to_child, visits.child_id, series.id, key),
    )


def _show_to_child(child_id: int, series_id: int, key: str) -> None:
    shown = bool(st.session_state[key])

    def use_case() -> None:
        with writing(credential()) as work:
            show_to_child(work, child_id, series_id, shown=shown)

    attempt(child_id, use_case)


def show_attendance(visits: Visits, *, for_staff: bool) -> None:
    """Show how much was attended of each discipline by itself, and the weeks behind it."""
    attendance = visits.attendance
    counted = {each: tally for each, tally in attendance.by.items() if tally != VisitTally()}
    if not counted:
        return
    st.subheader(_("Attended"), anchor=False)
    for discipline, tally in counted.items():
        beside = format_beside(tally, for_staff=for_staff)
        said = " · ".join(filter(None, (format_attended(tally), beside)))
        st.markdown(f"**{_(DISCIPLINES[discipline])}:** {said}")
    with st.expander(_("Week by week")):
        st.caption(
            _(
                "Attended of all that took place, were not attended or were cancelled by the family; and the hours of "
                "the attended ones. What the clinic cancelled and what was moved is not counted."
            )
        )
        columns = [_("Week"), *(f"{_(DISCIPLINES[each])} · {_('hours')}" for each in counted)]
        rows = [_week_row(week, list(counted)) for week in reversed(attendance.weeks)]
        show_table(_("Attended, week by week"), columns, rows)


def _week_row(week: AttendanceWeek, disciplines: list[Discipline]) -> list[str]:
    days = _("{first} to {last}").format(
        first=format_short_day(week.week.first), last=format_short_day(week.week.last)
    )
    number = "" if week.week.number is None else _("Week {n}").format(n=week.week.number)
    return [", ".join(filter(None, (number, days))), *(_figures(week.by[each]) for each in disciplines)]


def _figures(tally: VisitTally) -> str:
    if not tally.counted:
        return "–"
    counted = _("{n} of {m}").format(n=tally.attended, m=tally.counted)
    return f"{counted} · {_('{n} h').format(n=format_number(tally.hours))}"

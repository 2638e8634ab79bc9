"""A week and a month of visits. The week is of days beside each other, or below each other on a phone."""

from datetime import date, timedelta
from functools import partial
from html import escape
from pathlib import Path

import streamlit as st

from db.vocabulary import VisitOutcome
from tracker.plans.schedule import DAYS_IN_WEEK
from tracker.screen.dates import format_day, format_month, format_time, weekday_names
from tracker.screen.form_state import begins_with
from tracker.screen.text import plain
from tracker.screen.visits.visit_card import show_visit
from tracker.screen.visits.visit_text import DISCIPLINES, SHORT, format_outcome
from tracker.screen.words import N_, _
from tracker.visits.shown import VisitShown
from tracker.visits.visits import Span, Visits, days_of_span

STYLE = Path(__file__).with_name("visits.css")
ONE_DAY = timedelta(days=1)
SPANS = {Span.WEEK: N_("Week"), Span.MONTH: N_("Month")}
# Beside the words, never in their place: shape before colour, and no crosses.
SIGNS = {VisitOutcome.ATTENDED: "✓", VisitOutcome.NO_SHOW: "○", VisitOutcome.MOVED: "→"}
CANCELLED = "–"


def chosen_span(child_id: int) -> tuple[Span, date | None]:
    """Give what the page shows of this child: a week or a month, and a day in it; None for today."""
    span = st.session_state.get(_span_key(child_id)) or Span.WEEK
    return Span(span), st.session_state.get(_around(child_id))


def _span_key(child_id: int) -> str:
    return f"visits-span-{child_id}"


def _around(child_id: int) -> str:
    return f"visits-around-{child_id}"


def show_calendar(visits: Visits, *, for_staff: bool) -> None:
    """Show the chosen week or month, with the ways to others."""
    st.html(STYLE)
    _head(visits)
    if visits.span is Span.WEEK:
        _week(visits, for_staff=for_staff)
    else:
        st.html(_month(visits, for_staff=for_staff))
        st.caption(_legend(visits))


def _head(visits: Visits) -> None:
    child = visits.child_id
    with st.container(horizontal=True, vertical_alignment="center", key="visits-ways"):
        begins_with(_span_key(child), Span.WEEK)
        st.segmented_control(
            _("Calendar"),
            list(Span),
            format_func=lambda span: _(SPANS[span]),
            key=_span_key(child),
            required=True,
            label_visibility="collapsed",
        )
        earlier, later = visits.first - ONE_DAY, visits.last + ONE_DAY
        for words, way, day in ((_("Earlier"), "back", earlier), (_("Later"), "forward", later)):
            st.button(
                f"*{words}*",
                key=f"visits-{way}",
                icon=f":material/arrow_{way}:",
                on_click=_go(child, day),
            )
        if not visits.first <= visits.today <= visits.last:
            st.button(_("Today"), key="visits-today", on_click=_go(child, visits.today))
    st.subheader(_title(visits), anchor=False)


def _go(child_id: int, day: date) -> partial[None]:
    return partial(st.session_state.__setitem__, _around(child_id), day)


def _title(visits: Visits) -> str:
    if visits.span is Span.MONTH:
        return format_month(visits.first)
    days = _("{first} to {last}").format(first=format_day(visits.first), last=format_day(visits.last))
    return days if visits.first.year == visits.today.year else f"{days} {visits.last.year}"


def _week(visits: Visits, *, for_staff: bool) -> None:
    with st.container(key="visit-week", gap=None):
        for number in range(DAYS_IN_WEEK):
            day = visits.first + number * ONE_DAY
            found = visits.on(day)
            state = "today" if day == visits.today else "some" if found else "none"
            with st.container(key=f"visit-day-{number}-{state}", gap="xsmall"):
                _head_of_day(visits, day)
                for visit in found:
                    show_visit(visits, visit, with_day=False, for_staff=for_staff)


def _head_of_day(visits: Visits, day: date) -> None:
    today = f" · {_('Today')}" if day == visits.today else ""
    st.markdown(f"**{format_day(day)}**{today}")
    off = _off(visits, day)
    if off:
        st.caption(plain(off))


def _off(visits: Visits, day: date) -> str:
    """Say that the clinic is closed, or that it is a public holiday; empty on any other day."""
    if day in visits.off.closed:
        name = visits.off.closed[day]
        return _("Closed: {name}").format(name=name) if name else _("The clinic is closed")
    return visits.off.holidays.get(day, "")


def _month(visits: Visits, *, for_staff: bool) -> str:
    first, _last = days_of_span(Span.WEEK, visits.first)
    _first, last = days_of_span(Span.WEEK, visits.last)
    days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    rows = [days[place : place + DAYS_IN_WEEK] for place in range(0, len(days), DAYS_IN_WEEK)]
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in weekday_names())
    body = "".join(
        f"<tr>{''.join(_cell(visits, day, for_staff=for_staff) for day in row)}</tr>" for row in rows
    )
    name = escape(_title(visits))
    head = f"<thead><tr>{heads}</tr></thead>"
    return f'<table class="visit-month" aria-label="{name}">{head}<tbody>{body}</tbody></table>'


def _cell(visits: Visits, day: date, *, for_staff: bool) -> str:
    if not visits.first <= day <= visits.last:
        return "<td></td>"
    today = ' class="visit-today"' if day == visits.today else ""
    off = _off(visits, day)
    parts = [f"<b>{day.day}</b>"]
    if today:
        parts.append(f'<span class="visit-heard">{escape(_("Today"))}</span>')
    if off:
        parts.append(f'<small title="{escape(off)}">{escape(off)}</small>')
    parts += [_chip(visit, for_staff=for_staff) for visit in visits.on(day)]
    return f"<td{today}>{''.join(parts)}</td>"


def _chip(visit: VisitShown, *, for_staff: bool) -> str:
    when, what = format_time(visit.starts_at), _(SHORT[visit.discipline])
    heard = ", ".join(
        filter(None, (when, _(DISCIPLINES[visit.discipline]), format_outcome(visit, for_staff=for_staff)))
    )
    return (
        f'<span class="visit-chip" title="{escape(heard)}"><span aria-hidden="true"><i>{escape(when)}</i> '
        f'{escape(what)} {_sign(visit)}</span><span class="visit-heard">{escape(heard)}</span></span>'
    )


def _sign(visit: VisitShown) -> str:
    return "" if visit.outcome is None else SIGNS.get(visit.outcome, CANCELLED)


def _legend(visits: Visits) -> str:
    there = {visit.discipline for visit in visits.visits}
    names = [f"{_(SHORT[each])}: {_(DISCIPLINES[each]).lower()}" for each in DISCIPLINES if each in there]
    outcomes = {visit.outcome for visit in visits.visits if visit.outcome is not None}
    signs = {SIGNS.get(outcome, CANCELLED) for outcome in outcomes}
    said = {
        "✓": _("attended"),
        "○": _("not attended"),
        "→": _("moved"),
        CANCELLED: _("cancelled"),
    }
    # On a phone there is no room for these in the table.
    off = [
        f"{format_day(day)}: {plain(name)}"
        for day in sorted({*visits.off.closed, *visits.off.holidays})
        if visits.first <= day <= visits.last and (name := _off(visits, day))
    ]
    return " · ".join([*names, *(f"{sign} {words}" for sign, words in said.items() if sign in signs), *off])

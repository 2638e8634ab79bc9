"""One visit on the screen: when, what for, what became of it, and for staff a menu of all that can be said of it."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from db.vocabulary import VisitOutcome
from tracker.access.work import writing
from tracker.screen.context import attempt, credential
from tracker.screen.visits.change_forms import open_cancel, open_move
from tracker.screen.visits.visit_text import (
    CHOICES,
    DISCIPLINES,
    MODALITIES,
    format_known_to,
    format_length,
    format_moment,
    format_moved_from,
    format_named_day,
    format_outcome,
    format_when,
)
from tracker.screen.words import _
from tracker.visits.marking import mark_visit, unmark_visit
from tracker.visits.outcomes import TOOK_PLACE
from tracker.visits.shown import VisitShown
from tracker.visits.visits import Visits

Act = Callable[[], object]
OUTCOME_ICONS = {
    VisitOutcome.ATTENDED: ":material/check_circle:",
    VisitOutcome.NO_SHOW: ":material/radio_button_unchecked:",
    VisitOutcome.CANCELLED_BY_FAMILY: ":material/event_busy:",
    VisitOutcome.CANCELLED_BY_CLINIC: ":material/event_busy:",
    VisitOutcome.MOVED: ":material/arrow_forward:",
}


def show_visit(visits: Visits, visit: VisitShown, *, with_day: bool, for_staff: bool) -> None:
    """Show a visit; `with_day` names its day, where it does not stand under it."""
    place = "next" if with_day else "of-day"
    with st.container(
        horizontal=True,
        wrap=False,
        gap="xsmall",
        vertical_alignment="top",
        key=f"visit-{place}-{visit.id}",
    ):
        st.markdown(_text(visits, visit, with_day=with_day, for_staff=for_staff), width="stretch")
        if visit.may_change and not with_day:
            _menu(visits, visit)


def _text(visits: Visits, visit: VisitShown, *, with_day: bool, for_staff: bool) -> str:
    when = format_when(visit, visits.child_name)
    if with_day:
        when = f"{format_named_day(visit.day, visits.today)}, {when}"
    how = f"{format_length(visit.minutes)}, {_(MODALITIES[visit.modality])}"
    outcome = format_outcome(visit, for_staff=for_staff)
    icon = "" if visit.outcome is None else OUTCOME_ICONS[visit.outcome]
    what = _(DISCIPLINES[visit.discipline])
    lines = (
        f"**{when}**",
        *([f"{what} · {how}"] if with_day else [what, how]),
        format_known_to(visit),
        format_moved_from(visit),
        f"{icon} {outcome}".strip(),
    )
    return "  \n".join(filter(None, lines))


def _menu(visits: Visits, visit: VisitShown) -> None:
    actions = _actions(visits, visit)
    key = f"more-visit-{visit.id}"

    def do() -> None:
        chosen = st.session_state.get(key)
        if chosen in actions:
            actions[chosen]()

    name = f"{_(DISCIPLINES[visit.discipline])}, {format_moment(visit.starts_at)}"
    st.menu_button(f"⋯ *{name}*", list(actions), key=key, on_click=do)


def _actions(visits: Visits, visit: VisitShown) -> dict[str, Act]:
    if visit.outcome is VisitOutcome.MOVED:
        return {_("Take the move back"): partial(_unmark, visit)}
    actions: dict[str, Act] = {}
    for outcome in sorted(TOOK_PLACE) if visit.has_come else ():
        if outcome is not visit.outcome:
            actions[_(CHOICES[outcome])] = partial(_mark, visit, outcome)
    actions[_("Cancelled")] = partial(open_cancel, visits, visit)
    actions[_("Move")] = partial(open_move, visits, visit)
    if visit.mark_id is not None:
        actions[_("Take back what was said")] = partial(_unmark, visit)
    return actions


def _mark(visit: VisitShown, outcome: VisitOutcome) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            mark_visit(work, visit.child_id, visit.id, outcome, seen=visit.mark_id)

    attempt(visit.child_id, use_case)


def _unmark(visit: VisitShown) -> None:
    def use_case() -> None:
        assert visit.mark_id is not None
        with writing(credential()) as work:
            unmark_visit(work, visit.child_id, visit.id, seen=visit.mark_id)

    attempt(visit.child_id, use_case)

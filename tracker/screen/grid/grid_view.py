"""Type in a week that was kept on paper: for a family its own days, for therapists several children on one page."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from db.vocabulary import Role
from tracker.access.actor import Actor
from tracker.access.work import reading, writing
from tracker.plans.schedule import first_day
from tracker.progress.paper import PaperWeek, paper_week
from tracker.record.occurrence import Occurrence
from tracker.record.paper_week import Typed, type_in
from tracker.screen.children import choose_children
from tracker.screen.closed_line import show_closed
from tracker.screen.consent.gate import tell_team
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.dates import format_day
from tracker.screen.form_state import AT_EACH_LETTER, next_turn, say, take_said, turn
from tracker.screen.grid.grid_rows import Row, format_tick, rows_of
from tracker.screen.text import plain
from tracker.screen.words import _, ngettext
from tracker.text import LONGEST_TEXT

STYLE = Path(__file__).with_name("grid.css")


def show_grid(actor: Actor) -> None:
    """Show the weeks of the children that are chosen, one below the other; each is saved by itself."""
    st.html(STYLE)
    st.header(_("Type in a week"), anchor=False)
    children = choose_children() if actor.role is Role.FAMILY else _choose_several()
    for child_id in children:
        _show_child(child_id)


def _choose_several() -> list[int]:
    with explained(), reading(credential()) as work:
        names = dict(work.followed())
    asked = st.query_params.get("child", "")
    st.session_state.setdefault("grid-children", [child for child in names if str(child) == asked])
    if not names:
        st.info(_("You follow no children yet."))
        return []
    chosen = st.multiselect(
        _("Children"),
        list(names),
        format_func=names.__getitem__,
        key="grid-children",
        placeholder=_("Choose whose weeks you have"),
    )
    show_closed(chosen)
    for child_id in chosen:
        tell_team(child_id)
    return chosen


@st.fragment
def _show_child(child_id: int) -> None:
    """Show one child's week. A click runs this fragment alone, so it asks for the actor by itself."""
    part = _part(child_id)
    notice = take_notice(part)
    with explained(notice), reading(credential(), hurried=bool(notice)) as work:
        week = paper_week(work, child_id, st.session_state.get(f"{part}-week"))
    st.subheader(plain(week.child_name), anchor=False)
    if week.week is None or week.start is None:
        st.info(_("There is no plan yet, so there is no week to type in."))
        return
    _choose_week(part, week)
    rows = list(rows_of(week))
    if not rows:
        st.info(_("Nothing is asked for in this week."))
        return
    _tell(week)
    now = turn(part)
    half = (len(rows) + 1) // 2
    for column, some in zip(st.columns(2, gap="large"), (rows[:half], rows[half:]), strict=True):
        with column:
            for row in some:
                _show_row(_key(child_id, now, row), row)
    if any(row.ticks for row in rows):
        _show_save(part, now, week, rows, notice)
    said = take_said(part)
    with st.container():
        if said:
            st.success(said)


def _choose_week(part: str, week: PaperWeek) -> None:
    assert week.start is not None
    firsts = {first_day(week.start, number): number for number in reversed(week.weeks)}
    if not firsts:
        # The plan begins later: its first week can be seen, and nothing can be ticked.
        firsts = {week.days[0].day: 1}
    if st.session_state.get(f"{part}-week") not in firsts:
        st.session_state[f"{part}-week"] = week.days[0].day
    st.selectbox(
        _("Week"),
        list(firsts),
        format_func=lambda first: _("Week {n}, from {day}").format(n=firsts[first], day=format_day(first)),
        key=f"{part}-week",
        filter_mode=None,
    )


def _tell(week: PaperWeek) -> None:
    """Tell how ticks are read, and who can fill in the days that the actor cannot."""
    if not week.can_record:
        st.caption(_("You can read this week. The family and its therapists can fill it in."))
        return
    st.caption(_("Tick each day on which it was done. What was answered otherwise is shown, and stays."))
    closed = [day.day for day in week.days if day.in_episode and not day.is_open and day.day <= week.today]
    if closed:
        words = _("Days up to {day} can be filled in by your therapist: bring the sheet along.")
        st.info(words.format(day=format_day(closed[-1])))


def _show_row(key: str, row: Row) -> None:
    st.markdown(row.label)
    if row.ticks:
        st.session_state.setdefault(key, row.ticked)
        # What the ticks were filled with: an answer that comes meanwhile is no tick that somebody took away.
        st.session_state.setdefault(_filled(key), dict(row.ticks))
        st.pills(
            row.heard,
            list(row.ticks),
            selection_mode="multi",
            format_func=format_tick,
            key=key,
            label_visibility="collapsed",
            wrap=True,
            # All of it goes along with Save; until then a tick is nobody's business, and waits for nobody.
            on_change="ignore",
            persist_state="session",
        )
    if row.others:
        st.caption(plain("; ".join(row.others)))


def _show_save(part: str, now: int, week: PaperWeek, rows: Sequence[Row], notice: str) -> None:
    late = [day.day for day in week.days if day.is_late and day.is_open]
    if late and week.may_enter_late:
        words = _("Reason for entering days up to {day} later (only the care team reads this)")
        st.text_input(
            words.format(day=format_day(late[-1])),
            key=f"{part}-{now}-late",
            placeholder=_("At most {limit} characters").format(limit=LONGEST_TEXT),
            on_change="ignore",
            live=AT_EACH_LETTER,
        )
    with st.container():
        if notice:
            st.error(notice)
    st.button(
        _("Save"),
        key=f"{part}-{now}-save",
        type="primary",
        width="stretch",
        on_click=_save,
        args=(week.child_id, now, tuple(rows)),
    )


def _filled(key: str) -> str:
    """Name where the page keeps what a row of ticks was filled with."""
    return f"{key}-filled"


def _save(child_id: int, now: int, rows: Sequence[Row]) -> None:
    part = _part(child_id)
    if now != turn(part):
        # A second click on the same button, before the saved week has come.
        return
    done: list[Occurrence] = []
    undone: list[tuple[Occurrence, int]] = []
    for row in rows:
        key = _key(child_id, now, row)
        ticked = set(st.session_state.get(key) or ())
        filled: dict[date, int | None] = st.session_state.get(_filled(key), {})
        for day, entry in filled.items():
            if entry is None and day in ticked:
                done.append(row.at(day))
            elif entry is not None and day not in ticked:
                undone.append((row.at(day), entry))
    reason = st.session_state.get(f"{part}-{now}-late") or ""

    def use_case() -> None:
        with writing(credential()) as work:
            typed = type_in(work, child_id, done, undone=undone, late_reason=reason)
        say(part, _told(typed, rows))

    if attempt(part, use_case):
        next_turn(part)


def _told(typed: Typed, rows: Sequence[Row]) -> str:
    words = [ngettext("Saved: {n} answer.", "Saved: {n} answers.", typed.new).format(n=typed.new)]
    if typed.taken_back:
        back = ngettext("{n} answer was taken back.", "{n} answers were taken back.", typed.taken_back)
        words.append(back.format(n=typed.taken_back))
    if typed.kept:
        labels = {(row.prescription_id, row.slot): row.label for row in rows}
        kept = "; ".join(
            f"{labels[each.prescription_id, each.slot]}, {plain(format_tick(each.day))}"
            for each in typed.kept
        )
        words.append(_("Answered in another place meanwhile, and left as it is: {kept}.").format(kept=kept))
    return " ".join(words)


def _key(child_id: int, now: int, row: Row) -> str:
    return f"grid-row-{child_id}-{now}-{row.key}"


def _part(child_id: int) -> str:
    return f"grid-{child_id}"

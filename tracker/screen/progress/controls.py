"""What a reader chooses on Progress: the course, another one to compare, the weeks, and which marks."""

from collections.abc import Mapping

import streamlit as st

from tracker.progress.marks import MarkKind, Marks
from tracker.progress.progress import Progress
from tracker.progress.spans import EpisodeSpan
from tracker.progress.window import all_weeks, between, can_stay_well, staying_well, whole
from tracker.screen.dates import format_full_day, format_short_day
from tracker.screen.words import N_, _

WHOLE, WELL = "whole", "well"
FEWEST = 2  # one of anything is no choice
VIEWS: Mapping[str, str] = {WHOLE: N_("Whole course"), WELL: N_("Staying well")}
MARK_KINDS: Mapping[MarkKind, str] = {
    MarkKind.MILESTONES: N_("Milestones"),
    MarkKind.PHASES: N_("Phases"),
    MarkKind.CHANGES: N_("Plan changes"),
    MarkKind.PAUSES: N_("Pauses"),
    MarkKind.DAYS: N_("Ill and away"),
    MarkKind.VISITS: N_("Visits"),
    MarkKind.WATCH: N_("Watch dates"),
}
# Visits have a chart of their own.
SWITCHED_OFF_AT_FIRST = {MarkKind.VISITS}


def episode_key(child_id: int) -> str:
    """Give where the page keeps which course of treatment is shown."""
    return f"shown-episode-{child_id}"


def beside_key(child_id: int) -> str:
    """Give where the page keeps which other course is drawn behind it."""
    return f"beside-episode-{child_id}"


def choose_episodes(progress: Progress) -> None:
    """Let the reader choose a course, and another one to draw behind it, where there are several."""
    if len(progress.episodes) < FEWEST or progress.episode is None:
        return
    named = {span.number: span for span in reversed(progress.episodes)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="progress-courses"):
        st.session_state.setdefault(episode_key(progress.child_id), progress.episode.number)
        st.selectbox(
            _("Course of treatment"),
            list(named),
            format_func=lambda number: format_episode(named[number]),
            key=episode_key(progress.child_id),
        )
        others = [number for number in named if number != progress.episode.number]
        if st.session_state.get(beside_key(progress.child_id)) not in others:
            st.session_state[beside_key(progress.child_id)] = None
        st.selectbox(
            _("Compare with"),
            others,
            format_func=lambda number: format_episode(named[number]),
            placeholder=_("No other course"),
            key=beside_key(progress.child_id),
        )


def format_episode(span: EpisodeSpan) -> str:
    """Give "2, begun Mon 2 Feb 2026"."""
    return _("{n}, begun {day}").format(n=span.number, day=format_full_day(span.start))


def choose_weeks(progress: Progress) -> Progress:
    """Let the reader choose between the whole course and staying well, or any span of weeks; give what to show."""
    assert progress.episode is not None
    if can_stay_well(progress):
        view = st.segmented_control(
            _("View"),
            list(VIEWS),
            default=WHOLE,
            format_func=lambda view: _(VIEWS[view]),
            key=f"view-{progress.episode.id}",
            required=True,
            label_visibility="collapsed",
        )
        if view == WELL:
            return staying_well(progress)
    numbers = list(all_weeks(progress))
    if len(numbers) < FEWEST:
        return whole(progress)
    return between(progress, *_span(progress, numbers))


def _span(progress: Progress, numbers: list[int]) -> tuple[int, int]:
    """Let the reader choose the first and the last week; the last is never before the first."""
    assert progress.episode is not None
    days = {number: progress.episode.days_of(number) for number in numbers}
    # Another number of weeks is another choice: it begins with all of them.
    key = f"weeks-{progress.episode.id}-{len(numbers)}"
    with st.container(horizontal=True, key="progress-weeks"):
        first = st.selectbox(
            _("From week"),
            numbers,
            format_func=lambda week: _("{n} · {day}").format(n=week, day=format_short_day(days[week][0])),
            key=f"{key}-from",
        )
        later = [number for number in numbers if number >= first]
        if st.session_state.get(f"{key}-to") not in later:
            st.session_state[f"{key}-to"] = later[-1]
        last = st.selectbox(
            _("To week"),
            later,
            format_func=lambda week: _("{n} · {day}").format(n=week, day=format_short_day(days[week][1])),
            key=f"{key}-to",
        )
    return first, last


def choose_marks(progress: Progress) -> list[MarkKind]:
    """Let the reader switch the kinds of marks that there are."""
    offered = [kind for kind in MarkKind if _is_there(progress.marks, kind)]
    if not offered:
        return []
    # What is switched off is kept, so that a kind which only other weeks have is there when these are chosen.
    off: set[MarkKind] = st.session_state.setdefault(f"marks-off-{progress.child_id}", SWITCHED_OFF_AT_FIRST)
    key = f"marks-{progress.child_id}-{'-'.join(offered)}"
    st.session_state.setdefault(key, [kind for kind in offered if kind not in off])
    chosen = st.pills(
        _("Marks on the charts"),
        offered,
        selection_mode="multi",
        format_func=lambda kind: _(MARK_KINDS[kind]),
        key=key,
    )
    st.session_state[f"marks-off-{progress.child_id}"] = (off - set(offered)) | (set(offered) - set(chosen))
    return chosen


def _is_there(marks: Marks, kind: MarkKind) -> bool:
    only = marks.only([kind])
    life = only.life
    every = (
        only.changes,
        only.corrected,
        only.pauses,
        only.ill,
        only.away,
        only.watch,
        life.phases,
        life.steps,
        life.school,
        life.visits,
    )
    return any(every)

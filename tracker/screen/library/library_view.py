"""The library on the screen: every exercise of the clinic, found as one types."""

from collections.abc import Sequence

import streamlit as st

from db.vocabulary import Category
from tracker.access.work import reading, writing
from tracker.library.search import matches
from tracker.library.shelves import Shelved, library_of
from tracker.library.starting import add_starting_exercises
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.library.address import EXERCISE, NEW
from tracker.screen.library.library_text import format_approved, format_kind
from tracker.screen.places import place
from tracker.screen.text import CATEGORIES, plain
from tracker.screen.words import _

PART = "library"
WAITS = "waits"


def show_library() -> None:
    """Show the clinic's exercises to a clinician."""
    with explained(), reading(credential()) as work:
        everything = library_of(work)
    st.header(_("Exercises"), anchor=False)
    notice = take_notice(PART)
    if notice:
        st.error(notice)
    with st.container(key="exercise-new"):
        st.page_link(
            place("library"), label=_("Add an exercise"), icon=":material/add:", query_params={NEW: "1"}
        )
    if not everything:
        _show_beginning()
        return
    in_use = [one for one in everything if not one.is_retired]
    found = _found(in_use, sum(one.waits for one in in_use))
    if not found:
        st.markdown(_("No exercise fits this. Nothing is lost: empty the search, or choose another filter."))
    _show_rows(found)
    retired = [one for one in everything if one.is_retired]
    if retired:
        with st.expander(_("Retired ({n})").format(n=len(retired)), key="library-retired"):
            _show_rows(retired)


def _show_beginning() -> None:
    st.markdown(
        _(
            "There are no exercises here. A dozen come along to start with, in neutral words and without doses. "
            "Each of them waits for a clinician of your clinic to approve it."
        )
    )
    st.button(_("Add the starting exercises"), type="primary", key="library-start", on_click=_add_starting)


def _add_starting() -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            add_starting_exercises(work)

    attempt(PART, use_case)


def _found(in_use: Sequence[Shelved], waiting: int) -> list[Shelved]:
    typed = st.text_input(
        _("Search by name or words"),
        type="search",
        live="200ms",
        placeholder=_("Search by name or words"),
        label_visibility="collapsed",
        key="library-search",
    )
    chosen = st.pills(
        _("Show only"),
        [WAITS, *Category],
        format_func=lambda one: _format_filter(one, waiting),
        key="library-filter",
        label_visibility="collapsed",
        wrap=True,
    )
    return [one for one in in_use if _fits(one, chosen) and matches(typed or "", _texts(one))]


def _format_filter(one: str, waiting: int) -> str:
    if one == WAITS:
        return _("Waiting for approval ({n})").format(n=waiting)
    return _(CATEGORIES[Category(one)])


def _fits(one: Shelved, chosen: str | None) -> bool:
    if chosen == WAITS:
        return one.waits
    return chosen is None or one.words.category == chosen


def _texts(one: Shelved) -> tuple[str, ...]:
    words = one.words
    return (words.name, format_kind(words), words.about, words.steps)


def _show_rows(found: Sequence[Shelved]) -> None:
    half = (len(found) + 1) // 2
    for column, part in zip(st.columns(2, gap="large"), (found[:half], found[half:]), strict=True):
        with column:
            for one in part:
                _show_row(one)


def _show_row(one: Shelved) -> None:
    with st.container(key=f"exercise-row-{one.exercise_id}", gap=None):
        st.page_link(
            place("library"),
            label=f"**{plain(one.words.name)}**",
            icon=":material/pending:" if one.waits else None,
            query_params={EXERCISE: str(one.exercise_id)},
        )
        facts = (format_kind(one.words), "" if one.is_retired else format_approved(one.latest))
        st.caption(" · ".join(filter(None, facts)))

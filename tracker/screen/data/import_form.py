"""The form that brings files in: for whom, which, what is in them, and then all of it or nothing."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from db.vocabulary import RelationshipKind
from tracker.access.work import reading, writing
from tracker.errors import FilesRefused
from tracker.exchange.files.examining import Examined, OnProgress, examine
from tracker.exchange.files.packing import folder_of
from tracker.exchange.files.storing import Imported, ground_of, ground_of_new, import_as_new, import_files
from tracker.office.children import THERAPISTS, NewChild, birth_months
from tracker.screen.context import attempt, credential, explained
from tracker.screen.data.preview import show_flaws, show_preview
from tracker.screen.form_state import next_turn, turn
from tracker.screen.messages import FIELDS
from tracker.screen.people.child_fields import birth_month_of, show_birth_month
from tracker.screen.people.fields import show_outcome, show_text_field
from tracker.screen.places import place
from tracker.screen.text import KINDS, plain
from tracker.screen.words import _

PART = "import"
NEW = 0
FOUND = "import-found"
MADE = "import-made"
SUFFIXES = ["csv", "zip"]


def show_import(names: Mapping[int, str]) -> None:
    """Show the form for these children and for a new one, and what an import has just made."""
    st.subheader(_("Bring files in"), anchor=False)
    _show_made()
    now = turn(PART)
    with st.container(border=True, key=PART):
        words = {**names, NEW: _("A new child")}
        key = f"{PART}-child-{now}"
        child: int = st.selectbox(_("For whom"), list(words), format_func=words.__getitem__, key=key)
        if child == NEW:
            _show_new_child(now)
        st.file_uploader(
            _("CSV files, or a zip of them"),
            type=SUFFIXES,
            accept_multiple_files=True,
            key=f"{PART}-files-{now}",
        )
        st.caption(
            _(
                "They become new episodes, and visits, steps and school days beside them: nothing that is recorded "
                "already changes. First you see what is in them; "
                "nothing is stored before that."
            )
        )
        found = _found(child, now)
        if isinstance(found, FilesRefused):
            show_flaws(found)
        elif found is not None:
            show_preview(found)
            _show_button(found, child, now)
        show_outcome(PART)


def _show_new_child(now: int) -> None:
    with explained(), reading(credential()) as work:
        months = birth_months(work)
    show_text_field(_(FIELDS["chosen_name"]), f"{PART}-name-{now}")
    show_birth_month(f"{PART}-month-{now}", f"{PART}-year-{now}", months)
    st.radio(
        _(FIELDS["therapist"]),
        THERAPISTS,
        format_func=lambda kind: _(KINDS[kind]),
        horizontal=True,
        key=f"{PART}-therapist-{now}",
        on_change="ignore",
    )


def _found(child: int, now: int) -> Examined | FilesRefused | None:
    """Give what is in the files; they are read once, until there are others or they are for somebody else."""
    sent = st.session_state.get(f"{PART}-files-{now}")
    if not sent:
        st.session_state.pop(FOUND, None)
        return None
    same = (child, tuple(file.file_id for file in sent))
    kept = st.session_state.get(FOUND)
    if kept is None or kept[0] != same:
        with st.spinner(_("Reading the files"), show_time=True):
            st.session_state[FOUND] = kept = (same, _read(child, [(f.name, f.getvalue()) for f in sent]))
    found: Examined | FilesRefused = kept[1]
    return found


def _read(child: int, sent: list[tuple[str, bytes]]) -> Examined | FilesRefused:
    with explained(), reading(credential()) as work:
        ground = ground_of_new(work) if child == NEW else ground_of(work, child)
    try:
        return examine(folder_of(sent), ground)
    except FilesRefused as refused:
        return refused


def _show_button(found: Examined, child: int, now: int) -> None:
    label = _("Add the child and bring this in") if child == NEW else _("Bring this in")
    # Not in a callback, which could show no progress. A second click begins anew: the first one has stored nothing
    # then, or the form is in its next turn already.
    if not st.button(label, type="primary", key=f"{PART}-save-{now}"):
        return
    bar = st.progress(0.0, text=_("Storing"))

    def on_progress(done: int) -> None:
        bar.progress(min(1.0, done / max(1, found.long_rows)), text=_("Storing"))

    def use_case() -> None:
        made = _import(found, child, now, on_progress)
        next_turn(PART)
        st.session_state.pop(FOUND, None)
        st.session_state[MADE] = made.child_id

    if not attempt(PART, use_case):
        st.session_state.pop(FOUND, None)
    st.rerun()


def _import(found: Examined, child: int, now: int, on_progress: OnProgress) -> Imported:
    with writing(credential()) as work:
        if child != NEW:
            return import_files(work, child, found, on_progress)
        new = NewChild(st.session_state[f"{PART}-name-{now}"], _birth_month(now))
        therapist: RelationshipKind = st.session_state[f"{PART}-therapist-{now}"]
        return import_as_new(work, new, therapist, found, on_progress)


def _birth_month(now: int) -> date | None:
    return birth_month_of(st.session_state[f"{PART}-month-{now}"], st.session_state[f"{PART}-year-{now}"])


def _show_made() -> None:
    made: int | None = st.session_state.pop(MADE, None)
    if made is None:
        return
    with explained(), reading(credential()) as work:
        name = dict(work.followed()).get(made, "")
    st.success(_("All of it is stored in the record of {child}.").format(child=plain(name)))
    st.page_link(place("plan"), label=_("To the plan"), query_params={"child": str(made)})

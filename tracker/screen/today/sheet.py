"""The sheet of one occurrence: partly, not today, a note with its readers, how to do it, take it back."""

import streamlit as st

from db.vocabulary import Barrier, CompletionState, Readers, TaskUnit
from tracker.access.work import reading, writing
from tracker.library.how import how_of
from tracker.progress.shown import Item
from tracker.record.completions import Answer, Words, answer, clear, note_only
from tracker.record.notes import NoteTerms, note_terms
from tracker.record.occurrence import Occurrence
from tracker.screen.clinic.clinic_texts import shown_text
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.library.how_view import show_how
from tracker.screen.text import BARRIERS, READERS, STATES, UNITS, format_dose, plain
from tracker.screen.today.entry_text import format_best_of
from tracker.screen.today.foot import forget_undo, remember_undo
from tracker.screen.today.timer import close_timer, open_timer
from tracker.screen.today.timing import timing_of
from tracker.screen.words import _
from tracker.text import LONGEST_TEXT

SAVED = "sheet-saved"
WITH_RESULT = frozenset({CompletionState.DONE, CompletionState.PARTLY})
CHOICES = (CompletionState.DONE, CompletionState.PARTLY, CompletionState.NOT_DONE)


def open_sheet(child_id: int, item: Item, *, can_record: bool) -> None:
    """Open the sheet over the page."""
    st.session_state.pop(SAVED, None)
    close_timer()
    st.dialog(plain(item.exercise.name))(_sheet)(child_id, item, can_record)


def _sheet(child_id: int, item: Item, can_record: bool) -> None:  # noqa: FBT001 - Streamlit passes it on
    if st.session_state.pop(SAVED, False):
        st.rerun()
    _how(child_id, item)
    if not can_record:
        return
    entry, where = item.entry, item.occurrence
    key = f"sheet-{child_id}-{where.prescription_id}-{where.day}-{where.slot}-{entry.id if entry else 0}"
    notice = take_notice(child_id)
    if notice:
        st.error(notice)
    if timing_of(item.exercise.dose) is not None:
        st.button(
            _("Timer"),
            key=f"{key}-timer",
            icon=":material/timer:",
            width="stretch",
            on_click=_to_timer,
            args=(child_id, where),
        )
    _choices(item, key)
    with explained(), reading(credential()) as work:
        terms = note_terms(work, child_id)
    _note(item, terms, key)
    st.button(
        _("Save"),
        key=f"{key}-save",
        type="primary",
        width="stretch",
        on_click=_save,
        args=(child_id, where, None if entry is None else entry.id, key),
    )
    if entry is not None:
        st.button(
            _("Remove this answer"),
            key=f"{key}-clear",
            width="stretch",
            on_click=_clear,
            args=(child_id, entry.id),
        )


def _how(child_id: int, item: Item) -> None:
    exercise = item.exercise
    dose = format_dose(exercise.dose)
    if dose:
        st.markdown(f"**{plain(dose)}**")
    best = format_best_of(exercise)
    if best:
        st.markdown(best)
    with explained(), reading(credential()) as work:
        words = how_of(work, child_id, exercise.prescription_id)
    if words is not None:
        show_how(words)
    for line in exercise.instructions.splitlines():
        st.markdown(plain(line))
    for note in item.notes:
        if not note.is_mine:
            st.info(
                _("{writer} wrote: {text}").format(
                    writer=plain(note.writer) or _("Somebody"), text=plain(note.text)
                )
            )


def _choices(item: Item, key: str) -> None:
    entry = item.entry
    state = st.segmented_control(
        _("How did it go?"),
        CHOICES,
        default=entry.state if entry is not None and entry.state in CHOICES else None,
        format_func=lambda choice: _(STATES[choice]).capitalize(),
        key=f"{key}-state",
        width="stretch",
    )
    if state is CompletionState.PARTLY and item.exercise.dose.most_amount is not None:
        st.number_input(
            _("How much? ({unit}, if you know)").format(unit=_(UNITS[item.exercise.dose.kind])),
            value=None if entry is None else entry.amount,
            step=1.0,
            format="%g",
            key=f"{key}-amount",
        )
    task = item.exercise.dose.task
    if state in WITH_RESULT and task is not None:
        seconds, count = _("How many seconds? (if you know)"), _("How many? (if you know)")
        st.number_input(
            seconds if task.unit is TaskUnit.SECONDS else count,
            value=None if entry is None else entry.result,
            step=1.0,
            format="%g",
            key=f"{key}-result",
        )
    if state is CompletionState.NOT_DONE:
        st.pills(
            _("Why? (only if you like)"),
            list(Barrier),
            default=None if entry is None else entry.barrier,
            format_func=lambda barrier: _(BARRIERS[barrier]),
            key=f"{key}-barrier",
        )


def _note(item: Item, terms: NoteTerms, key: str) -> None:
    mine = next((note for note in item.notes if note.is_mine), None)
    st.text_area(
        _("My note"),
        value="" if mine is None else mine.text,
        placeholder=_("At most {limit} characters").format(limit=LONGEST_TEXT),
        height=68,
        key=f"{key}-note",
    )
    chosen = _readers(terms, mine.readers if mine is not None else terms.readers[0], key)
    if terms.confidentiality is not None and chosen is Readers.TEAM_ONLY:
        st.caption(plain(shown_text("confidentiality_text", terms.confidentiality)))
    if terms.urgent is not None:
        emergency, crisis = terms.urgent
        words = (
            _("Nobody reads notes around the clock."),
            plain(shown_text("emergency_text", emergency)),
            plain(shown_text("crisis_text", crisis)),
        )
        st.caption(" ".join(words))


def _readers(terms: NoteTerms, now: Readers, key: str) -> Readers:
    if len(terms.readers) == 1:
        st.caption(_("Only the care team can read this, and you."))
        return terms.readers[0]
    return st.radio(
        _("Who can read my note"),
        terms.readers,
        index=terms.readers.index(now) if now in terms.readers else 0,
        format_func=lambda who: _(READERS[who]),
        key=f"{key}-readers",
    )


def _save(child_id: int, occurrence: Occurrence, seen: int | None, key: str) -> None:
    values = st.session_state
    state = values.get(f"{key}-state")
    note = Words(values.get(f"{key}-note", ""), values.get(f"{key}-readers", Readers.TEAM_AND_HOUSEHOLD))

    def use_case() -> None:
        with writing(credential()) as work:
            if state is None:
                # A note alone says nothing about how it went.
                note_only(work, child_id, occurrence, note)
                return
            partly, not_done = state is CompletionState.PARTLY, state is CompletionState.NOT_DONE
            wanted = Answer(
                state,
                amount=values.get(f"{key}-amount") if partly else None,
                barrier=values.get(f"{key}-barrier") if not_done else None,
                result=values.get(f"{key}-result") if state in WITH_RESULT else None,
            )
            recorded = answer(work, child_id, occurrence, wanted, seen=seen, note=note)
        remember_undo(child_id, [recorded], _("Saved."))

    forget_undo()
    st.session_state[SAVED] = attempt(child_id, use_case)


def _to_timer(child_id: int, occurrence: Occurrence) -> None:
    open_timer(child_id, occurrence)
    # The sheet gives way to it, with nothing saved.
    st.session_state[SAVED] = True


def _clear(child_id: int, completion_id: int) -> None:
    def use_case() -> None:
        with writing(credential()) as work:
            clear(work, child_id, completion_id)

    forget_undo()
    st.session_state[SAVED] = attempt(child_id, use_case)

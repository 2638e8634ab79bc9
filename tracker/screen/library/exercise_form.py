"""The form in which clinicians write an exercise: a new one, or the next version of one that is there."""

from functools import partial

import streamlit as st

from db.vocabulary import BodyArea, Category
from tracker.access.work import Work, reading, writing
from tracker.errors import Conflict, InvalidInput
from tracker.library.exercises import add_exercise, edit_exercise
from tracker.library.pictures import MOST_MEGABYTES, Picture, drawn_anew
from tracker.library.shelves import exercise_of
from tracker.library.words import LONGEST_NAME, LONGEST_TEXT, Version, Words
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.dates import format_number
from tracker.screen.form_state import AT_EACH_LETTER, Draft, Fields, next_turn, say, take_said, turn
from tracker.screen.library.address import go_to, show_way_back
from tracker.screen.library.exercise_view import part_of
from tracker.screen.library.how_view import show_picture
from tracker.screen.messages import FIELDS
from tracker.screen.text import BODY_AREAS, CATEGORIES, plain
from tracker.screen.words import _

FORM, NEW = "exercise-form", 0
SUFFIXES = ["jpg", "jpeg", "png", "webp"]
TEXTS = {"about": 96, "steps": 200}


def show_new_exercise() -> None:
    """Show the empty form."""
    show_way_back()
    st.header(_("Add an exercise"), anchor=False)
    _show_form(NEW, _values(None))


def show_edit(exercise_id: int) -> None:
    """Show the form with the latest words of an exercise."""
    show_way_back(exercise_id)
    with explained(), reading(credential()) as work:
        latest = exercise_of(work, exercise_id).exercise.latest
    st.header(_("Edit: {name}").format(name=plain(latest.name)), anchor=False)
    st.caption(_("What is prescribed already keeps the words that it was written with."))
    _show_form(exercise_id, _values(latest))


def _show_form(exercise_id: int, values: Fields) -> None:
    part = f"{FORM}-{exercise_id}"
    draft = Draft(part)
    draft.fill(values)
    left, right = st.columns(2, gap="large")
    with left:
        _show_names(draft)
        for name, height in TEXTS.items():
            st.text_area(
                _format_text(name),
                key=draft.key(name),
                height=height,
                on_change="ignore",
                placeholder=_("At most {limit} characters").format(limit=format_number(LONGEST_TEXT)),
            )
    with right:
        st.text_input(
            _("Video, an address that begins with https:// (the family can open this)"),
            key=draft.key("video"),
            autocomplete="off",
            on_change="ignore",
            live=AT_EACH_LETTER,
        )
        _show_picture_fields(draft, part)
    notice, said = take_notice(part), take_said(part)
    if notice:
        st.error(" ".join(filter(None, (notice, said))))
    with st.container(horizontal=True):
        now = turn(part)
        for key, approve, label in (
            ("approve", True, _("Save and approve with my name")),
            ("save", False, _("Save, approve later")),
        ):
            st.button(
                label,
                type="primary" if approve else "secondary",
                key=f"{part}-{key}",
                on_click=partial(_save, exercise_id, now, approve=approve),
            )


def _show_names(draft: Draft) -> None:
    label = _("{field} (at most {high} characters)").format(field=_(FIELDS["name"]), high=LONGEST_NAME)
    st.text_input(label, key=draft.key("name"), autocomplete="off", on_change="ignore", live=AT_EACH_LETTER)
    st.pills(
        _(FIELDS["category"]),
        list(Category),
        format_func=lambda one: _(CATEGORIES[one]),
        key=draft.key("category"),
        wrap=True,
    )
    st.selectbox(
        _("Part of the body"),
        [None, *BodyArea],
        format_func=lambda one: _("No one part") if one is None else _(BODY_AREAS[one]),
        key=draft.key("body_area"),
        placeholder=_("No one part"),
    )


def _format_text(name: str) -> str:
    words = (
        _("{field}, one a line (the family reads this)")
        if name == "steps"
        else _("{field} (the family reads this)")
    )
    return words.format(field=_(FIELDS[name]))


def _show_picture_fields(draft: Draft, part: str) -> None:
    picture_id: int | None = st.session_state[draft.key("picture_id")]
    if picture_id is not None:
        show_picture(picture_id, st.session_state[draft.key("name")])
        st.toggle(_("Take this picture away"), key=draft.key("without"))
    label = _("Picture: JPEG, PNG or WebP, at most {limit} MB").format(limit=MOST_MEGABYTES)
    st.file_uploader(label, type=SUFFIXES, max_upload_size=MOST_MEGABYTES, key=_upload_key(part))
    st.caption(_("It is drawn anew: where and when it was taken is not kept."))


def _upload_key(part: str) -> str:
    return f"{part}-picture-{turn(part)}"


def _save(exercise_id: int, now: int, *, approve: bool) -> None:
    part = f"{FORM}-{exercise_id}"
    if now != turn(part):
        return
    draft = Draft(part)
    saved: list[int] = []

    def use_case() -> None:
        words = _words(draft)
        uploaded = st.session_state.get(_upload_key(part))
        # Outside the transaction: drawing takes its time.
        picture = None if uploaded is None else drawn_anew(uploaded.getvalue())
        with writing(credential()) as work:
            saved.append(_write(work, exercise_id, words, picture, approve=approve))

    if attempt(part, use_case):
        next_turn(part)
        say(part_of(saved[0]), _("Saved and approved.") if approve else _("Saved. It waits for approval."))
        go_to(saved[0])


def _write(work: Work, exercise_id: int, words: Words, picture: Picture | None, *, approve: bool) -> int:
    """Write it and give the exercise's id."""
    if exercise_id == NEW:
        return add_exercise(work, words, approve=approve, picture=picture)
    draft = Draft(f"{FORM}-{exercise_id}")
    try:
        edit_exercise(work, exercise_id, words, seen=draft.seen["number"], approve=approve, picture=picture)
    except Conflict as told:
        if told.what == "exercise_changed":
            draft.catch_up(_values(exercise_of(work, exercise_id).exercise.latest))
            say(f"{FORM}-{exercise_id}", _("Save once more to put yours in its place."))
        raise
    return exercise_id


def _values(latest: Version | None) -> Fields:
    """Give what the form is filled with; `number` and `picture_id` stand in no field."""
    if latest is None:
        texts = dict.fromkeys(("name", "about", "steps", "video"), "")
        others = dict.fromkeys(("category", "body_area", "picture_id"))
        return {**texts, **others, "without": False, "number": 0}
    return {**vars(latest.words), "without": False, "number": latest.number}


def _words(draft: Draft) -> Words:
    typed = dict(draft.typed)
    without, _number = typed.pop("without"), typed.pop("number")
    if typed["category"] is None:
        raise InvalidInput("category", "choose")
    texts = {name: typed[name] or "" for name in ("name", "about", "steps", "video")}
    area = typed["body_area"]
    return Words(
        category=Category(typed["category"]),
        body_area=None if area is None else BodyArea(area),
        picture_id=None if without else typed["picture_id"],
        **texts,
    )

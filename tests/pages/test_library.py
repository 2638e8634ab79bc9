"""Exercises, through the entry script: found as one types, approved with name and date, edited, retired."""

import io
from dataclasses import replace

import pytest
import sqlalchemy as sa
from PIL import Image
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from db.vocabulary import BodyArea, Category
from tests.cast import Cast
from tests.db.described import rows_of
from tests.pages.conftest import Visit, chips
from tests.pages.office import errors, has_button, press, texts
from tests.pages.office import opened as opened_page
from tests.steps import Clock
from tests.tracker.library.joining import clinician_of
from tests.tracker.office.office import office
from tracker.library.exercises import add_exercise, approve_version, edit_exercise, retire
from tracker.library.shelves import exercise_of, library_of
from tracker.library.starting import ENTRIES
from tracker.library.words import Words

HOP = Words(
    "Hopping", Category.BALANCE, BodyArea.FOOT, "On one leg.", "Stand.\nHop.", "https://example.org/hop"
)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def opened(visit: Visit, who: str = "Pat", **asked: object) -> AppTest:
    at = visit(who)
    for key, value in asked.items():
        at.query_params[key] = str(value)
    at._page_hash = calc_hash("library")
    at.run()
    assert not at.exception
    return at


def add(cast: Cast, words: Words = HOP, *, approve: bool = True) -> int:
    return office(cast, "Pat", add_exercise, words, approve=approve)


def names(at: AppTest) -> list[str]:
    labels = [element.proto.label for element in at.get("page_link")]
    return [label.strip("*") for label in labels if label.startswith("**")]


def latest(cast: Cast, exercise: int) -> Words:
    return office(cast, "Pat", exercise_of, exercise).exercise.latest.words


def test_an_empty_library_offers_the_starting_exercises(cast: Cast, visit: Visit) -> None:
    at = press(opened(visit), "library-start")
    assert sorted(names(at)) == sorted(words.name for words in ENTRIES)
    assert f"Waiting for approval ({len(ENTRIES)})" in chips(at, "library-filter").options
    assert not has_button(at, "library-start")


def test_exercises_are_found_by_parts_of_words_and_by_what_they_train(cast: Cast, visit: Visit) -> None:
    add(cast)
    add(
        cast, replace(HOP, name="Übung", category=Category.STRENGTH, about="", steps="Drücken"), approve=False
    )
    at = opened(visit)
    assert names(at) == ["Hopping", "Übung"]
    for typed, found in (
        ("hop", ["Hopping"]),
        ("ubung", ["Übung"]),
        ("drucken strength", ["Übung"]),
        ("foot", ["Hopping", "Übung"]),
        ("one leg", ["Hopping"]),
        ("xyz", []),
    ):
        at.text_input("library-search").set_value(typed).run()
        assert names(at) == found, typed
    assert "No exercise fits this." in texts(at)
    at.text_input("library-search").set_value("").run()
    chips(at, "library-filter").set_value(Category.BALANCE).run()
    assert names(at) == ["Hopping"]
    chips(at, "library-filter").set_value("waits").run()
    assert names(at) == ["Übung"]


def test_an_exercise_is_shown_with_its_steps_and_its_video_as_a_link_outside(
    cast: Cast, visit: Visit
) -> None:
    at = opened(visit, exercise=add(cast))
    said = texts(at)
    assert "1. Stand\\.\n2. Hop\\." in said
    assert "Balance · Foot" in said
    assert "approved by Pat on Mon 3 Mar 2025" in said
    [link] = at.get("link_button")
    assert link.proto.url == "https://example.org/hop"
    assert at.get("video") == at.get("iframe") == []


def test_it_is_approved_with_name_and_date(cast: Cast, visit: Visit) -> None:
    hop = add(cast, approve=False)
    at = opened(visit, "Lee", exercise=hop)
    assert "Waits for approval." in texts(at)
    press(at, "exercise-approve")
    assert "approved by Lee on Mon 3 Mar 2025" in texts(at)
    assert not has_button(at, "exercise-approve")


def test_what_is_approved_is_what_was_read(cast: Cast, visit: Visit) -> None:
    hop = add(cast, approve=False)
    at = opened(visit, exercise=hop)
    office(cast, "Lee", edit_exercise, hop, replace(HOP, steps="Other."), seen=1, approve=False)
    press(at, "exercise-approve")
    assert errors(at) == [
        "This exercise was changed in another place just now. Yours was not saved; please look again."
    ]
    assert not any(one.latest.approved_on for one in office(cast, "Pat", library_of))
    assert "Other" in texts(at)


def test_it_is_retired_and_brought_back(cast: Cast, visit: Visit) -> None:
    hop = add(cast)
    at = press(opened(visit, exercise=hop), "exercise-retire")
    assert "Retired: it is not offered for new plans." in texts(at)
    assert "Retired (1)" in [block.label for block in opened(visit).expander]
    press(at, "exercise-back")
    assert "This version can be prescribed" in texts(at)


def test_a_new_exercise_is_written_and_waits(cast: Cast, visit: Visit) -> None:
    at = opened(visit, new=1)
    key = "exercise-form-0-"
    at.text_input(f"{key}name").set_value("Hopping")
    chips(at, f"{key}category").set_value(Category.BALANCE)
    at.selectbox(f"{key}body_area").set_value(BodyArea.FOOT)
    at.text_area(f"{key}about").set_value("On one leg.")
    at.text_area(f"{key}steps").set_value("Stand.\n\nHop.")
    at.text_input(f"{key}video").set_value("https://example.org/hop")
    press(at, f"{key}save")
    [one] = office(cast, "Pat", library_of)
    assert (one.words, one.waits) == (HOP, True)
    assert "Saved. It waits for approval." in texts(at)
    assert [element.value for element in at.header] == ["Hopping"]


def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    add(cast)
    before = rows_of(engine)
    at = opened(visit, new=1)
    key = "exercise-form-0-"
    at.text_area(f"{key}steps").set_value("Stand.")
    press(at, f"{key}approve")
    assert errors(at) == ["What it trains: please choose one."]
    chips(at, f"{key}category").set_value(Category.BALANCE)
    for name, video, problem in (
        ("", "", "Name: please fill this in."),
        ("x" * 81, "", "Name: at most 80 characters; this has 81."),
        (
            "Skip",
            "http://example.org",
            "Video: please give a whole address that begins with https://, without a name or a password in it.",
        ),
        (
            "hopping",
            "",
            "Another exercise of the library has this name. Nothing was saved; please choose another name.",
        ),
    ):
        at.text_input(f"{key}name").set_value(name)
        at.text_input(f"{key}video").set_value(video)
        press(at, f"{key}approve")
        assert errors(at) == [problem]
        assert (at.text_input(f"{key}name").value, at.text_input(f"{key}video").value) == (name, video)
        assert at.text_area(f"{key}steps").value == "Stand."
    after = rows_of(engine)
    assert {table for table in after if after[table] != before[table]} <= {"sign_in_session"}


def test_an_edit_by_two_keeps_both(cast: Cast, visit: Visit) -> None:
    hop = add(cast)
    at = opened(visit, edit=hop)
    key = f"exercise-form-{hop}-"
    at.text_area(f"{key}steps").set_value("Hop high.")
    office(cast, "Lee", edit_exercise, hop, replace(HOP, about="Lee’s words."), seen=1, approve=True)
    press(at, f"{key}approve")
    [error] = errors(at)
    assert error.endswith("please look again. Save once more to put yours in its place.")
    assert at.text_area(f"{key}about").value == "Lee’s words."
    assert at.text_area(f"{key}steps").value == "Hop high."
    press(at, f"{key}approve")
    assert latest(cast, hop) == replace(HOP, about="Lee’s words.", steps="Hop high.")
    assert [entry.number for entry in office(cast, "Pat", exercise_of, hop).versions] == [3, 2, 1]
    assert "Earlier versions (2)" in [block.label for block in at.expander]


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(out, kind)
    return out.getvalue()


def test_a_picture_is_uploaded_shown_and_taken_away(cast: Cast, visit: Visit) -> None:
    hop = add(cast)
    at = opened(visit, edit=hop)
    key = f"exercise-form-{hop}-"
    at.file_uploader(f"{key}picture-0").set_value(("a.png", picture(), "image/png"))
    press(at, f"{key}approve")
    assert latest(cast, hop).picture_id is not None
    [image] = at.get("image")
    assert image.proto.imgs[0].alt == "Picture of: Hopping"
    at = opened(visit, edit=hop)
    at.toggle(f"{key}without").set_value(True)
    press(at, f"{key}save")
    assert latest(cast, hop) == HOP


def test_a_file_that_is_no_picture_is_refused_in_words_whatever_its_name(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    hop = add(cast)
    at = opened(visit, edit=hop)
    key = f"exercise-form-{hop}-"
    for content, words in (
        (
            picture("GIF"),
            "Picture: this file cannot be read as a picture. JPEG, PNG and WebP work, of at most 5 MB.",
        ),
        (b"x" * (5 * 1024 * 1024 + 1), "Picture: at most 5 MB. Please choose a smaller one."),
    ):
        at.file_uploader(f"{key}picture-0").set_value(("a.png", content, "image/png"))
        press(at, f"{key}approve")
        assert errors(at) == [words]
    assert len(rows_of(engine)["exercise_picture"]) == 0


def test_what_is_not_there_or_another_clinics_is_not_found(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    clinician_of(engine, cast, "Noa", cast.other_clinic)
    hop = add(cast)
    for who, number in (("Noa", hop), ("Pat", 999), ("Pat", "x"), ("Pat", 2**70)):
        for what in ("exercise", "edit"):
            at = opened(visit, who, **{what: number})
            assert errors(at) == ["There is nothing here that you can open."]
            assert "Hopping" not in texts(at)
    assert names(opened(visit, "Noa")) == []


def test_hostile_words_stand_as_they_were_typed(cast: Cast, visit: Visit) -> None:
    nasty = "<script>alert(1)</script> [x](javascript:1) ![x](https://evil.example/x.png) :red[x] $x$"
    hop = add(cast, replace(HOP, name=nasty[:60], about=nasty, steps=f"{nasty}\n# {nasty}"))
    for at in (opened(visit), opened(visit, exercise=hop)):
        said = texts(at)
        assert "](" not in said
        assert ":red[" not in said
        assert "<script" not in said.replace("\\<script", "")


def test_families_and_the_office_have_no_library(cast: Cast, visit: Visit) -> None:
    add(cast)
    for who in ("Dana", "Mia", "Ada"):
        assert "Hopping" not in texts(opened_page(visit, who, "library"))


def test_a_retired_exercise_waits_for_nobody(cast: Cast, visit: Visit) -> None:
    office(cast, "Pat", retire, add(cast, approve=False))
    at = opened(visit)
    assert "Waiting for approval (0)" in chips(at, "library-filter").options
    other = add(cast)
    office(cast, "Pat", approve_version, office(cast, "Pat", exercise_of, other).versions[0].version_id)
    assert names(opened(visit)) == ["Hopping", "Hopping"], "the retired one stands below"

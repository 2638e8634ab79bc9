"""About the treatment, through the entry script: families read what was approved, clinicians keep it."""

import pytest
from streamlit.testing.v1 import AppTest

from db.vocabulary import Audience
from tests.cast import Cast
from tests.pages.conftest import Visit, chips
from tests.pages.office import errors, has_button, opened, press, texts
from tests.steps import Clock
from tests.tracker.office.office import office
from tracker.library.explanations import (
    LONGEST,
    approve_explanation,
    explanation_of,
    explanation_to_keep,
    write_explanation,
)

CHILD, CARERS = Audience.CHILD, Audience.CARERS
ITS_TEXT = "about-0-text"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def headings(at: AppTest) -> list[str]:
    return [element.value for element in at.subheader]


def released(cast: Cast, audience: Audience = CHILD) -> str | None:
    found = office(cast, "Mia", explanation_of, audience)
    return None if found is None else found.text


def test_a_family_is_told_that_there_is_no_text_yet_and_whom_to_ask(cast: Cast, visit: Visit) -> None:
    for who in ("Dana", "Mia"):
        at = opened(visit, who, "about")
        assert "Your clinic has not released its text yet. Your physical or occupational therapist" in texts(
            at
        )
        assert headings(at) == []


def test_each_reads_its_own_text_first_and_can_read_the_other(cast: Cast, visit: Visit) -> None:
    for audience in Audience:
        office(cast, "Pat", approve_explanation, audience, seen=None)
    for who, only in (("Mia", "Who to ask"), ("Dana", "Whom to ask")):
        at = opened(visit, who, "about")
        assert headings(at)[0] == "The pain is real"
        assert only in headings(at)
        assert "Approved by Pat on Mon 3 Mar 2025." in texts(at)
    chips(at, "about-audience").set_value(CHILD).run()
    assert "Who to ask" in headings(at)


def test_a_clinician_approves_the_text_that_came_along(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Lee", "about")
    assert "This text came with the product, and waits for approval." in texts(at)
    assert headings(at)[0] == "The pain is real"
    press(at, "about-0-approve")
    assert "Families read this. Approved by Lee on Mon 3 Mar 2025." in texts(at)
    assert released(cast) == office(cast, "Pat", explanation_to_keep, CHILD).latest.text


def test_a_clinician_edits_it_and_families_read_the_earlier_text_meanwhile(cast: Cast, visit: Visit) -> None:
    office(cast, "Lee", write_explanation, CHILD, "# The pain is real\nAsk Lee.", seen=None, approve=True)
    at = press(opened(visit, "Pat", "about"), "about-0-edit")
    assert at.text_area(ITS_TEXT).value == "# The pain is real\nAsk Lee."
    at.text_area(ITS_TEXT).set_value("# The pain is real\nAsk Pat.")
    press(at, "about-0-save")
    assert "Pat wrote this on Mon 3 Mar 2025. It waits for approval." in texts(at)
    assert "Until then families read the earlier text." in texts(at)
    assert released(cast) == "# The pain is real\nAsk Lee."
    press(at, "about-0-approve")
    assert released(cast) == "# The pain is real\nAsk Pat."


def test_an_edit_is_cancelled(cast: Cast, visit: Visit) -> None:
    at = press(opened(visit, "Pat", "about"), "about-0-edit")
    at.text_area(ITS_TEXT).set_value("Other")
    press(at, "about-0-cancel")
    assert not has_button(at, "about-0-save")
    press(at, "about-0-edit")
    assert str(at.text_area(ITS_TEXT).value).startswith("# The pain is real")


def test_what_does_not_fit_is_said_and_stays_in_its_field(cast: Cast, visit: Visit) -> None:
    at = press(opened(visit, "Pat", "about"), "about-0-edit")
    long = "x" * (LONGEST + 1)
    for text, words in (
        ("", "Text: please fill this in."),
        (long, "Text: at most 8,000 characters; this has 8,001."),
    ):
        at.text_area(ITS_TEXT).set_value(text)
        press(at, "about-0-release")
        assert errors(at) == [words]
        assert at.text_area(ITS_TEXT).value == text
    assert released(cast) is None


def test_of_two_who_edit_the_second_is_told_and_loses_nothing(cast: Cast, visit: Visit) -> None:
    at = press(opened(visit, "Pat", "about"), "about-0-edit")
    at.text_area(ITS_TEXT).set_value("Pat’s")
    office(cast, "Lee", write_explanation, CHILD, "Lee’s", seen=None, approve=True)
    press(at, "about-0-release")
    [error] = errors(at)
    assert error.startswith("This text was changed in another place just now.")
    assert at.text_area(ITS_TEXT).value == "Pat’s"
    assert released(cast) == "Lee’s"
    press(at, "about-0-release")
    assert released(cast) == "Pat’s"


def test_a_text_is_nothing_but_text(cast: Cast, visit: Visit) -> None:
    nasty = "[x](javascript:1) ![x](https://evil.example/x.png) <b>x</b> :red[x] https://evil.example"
    office(cast, "Pat", write_explanation, CHILD, f"# {nasty}\n- {nasty}\n\n{nasty}", seen=None, approve=True)
    said = texts(opened(visit, "Mia", "about"))
    for harm in ("](", "<b>", ":red[", "https://"):
        assert harm not in said


def test_the_office_has_no_such_page(cast: Cast, visit: Visit) -> None:
    office(cast, "Pat", approve_explanation, CHILD, seen=None)
    assert "The pain is real" not in texts(opened(visit, "Ada", "about"))

"""Questions, through the entry script."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import ConcernKind, ConcernTopic, Readers
from tests.cast import Cast
from tests.pages.conftest import Visit, chips
from tests.pages.office import errors, has_button, opened, press, texts
from tests.steps import TODAY, Clock, by
from tests.tracker.concerns.test_concerns import answers, asks, in_danas_home, one, seen_by
from tracker.access.work import Work
from tracker.appointments.holding import decide, hold_appointment
from tracker.concerns.answering import answer_concern
from tracker.errors import Busy, TrackerError, Unwritable
from tracker.screen.questions import questions_view

HOSTILE = "<b>Bold</b> ![x](http://evil.example/x.png) :red[hm] $x$\nsecond line"
SAME, NEW, LATER = ConcernKind.MORE_OF_THE_SAME, ConcernKind.SOMETHING_NEW, ConcernKind.FOR_APPOINTMENT


def refusing(error: type[TrackerError]) -> Callable[..., AbstractContextManager[Work]]:
    """A unit of work that cannot begin."""

    @contextmanager
    def writing(*_of: object, **_more: object) -> Iterator[Work]:
        raise error
        yield

    return writing


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_whom_to_call_stands_first_and_before_each_form(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    clinic = METADATA.tables["clinic"]
    with engine.begin() as connection:
        own = {"phone_text": "555 0100\nMonday to Friday, 8 to 5"}
        connection.execute(sa.update(clinic).where(clinic.c.id == cast.clinic).values(**own))
    for door in (None, SAME, NEW, LATER):
        at = opened(visit, "Dana", "questions")
        if door is not None:
            press(at, f"ask-{door}")
        said = [element.value for element in at.markdown]
        first = [*said, ""].index("**In an emergency\\, call 911\\.**")
        told = said[first : first + 4]
        assert told[1] == "555 0100  \nMonday to Friday\\, 8 to 5"
        assert "988" in told[2]
        assert told[3] == "Nobody reads this at night, and it is not watched around the clock."
        assert texts(at).count("not watched around the clock") == (1 if door is None else 2)


def test_a_family_asks_and_sees_what_becomes_of_it(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Dana", "questions")
    press(at, f"ask-{SAME}")
    at.text_area(f"form-ask-{SAME}-text").set_value("May she swim?")
    press(at, f"form-ask-{SAME}-save")
    assert "May she swim?" in texts(at).replace("\\", "")
    assert "Received from you, Mon 3 Mar" in texts(at)
    assert "Not read yet" in texts(at)
    assert "PM" not in texts(at), "no clock time at home"
    at = opened(visit, "Pat", "questions")
    assert "New to you" in texts(at)
    assert "12:00" in texts(at)
    concern = seen_by(cast, "Pat").concerns[0].id
    press(at, f"answer-{concern}")
    at.text_area(f"form-answer-{concern}-text").set_value("Yes, she may.")
    press(at, f"form-answer-{concern}-save")
    assert not errors(at)
    assert "New to you" not in texts(at)
    at = opened(visit, "Dana", "questions")
    assert "Read by Pat, Mon 3 Mar" in texts(at)
    assert "Pat answered, Mon 3 Mar" in texts(at)
    assert not has_button(at, "take-back-")
    at = opened(visit, "Ben", "questions")
    assert "swim" not in texts(at)
    assert "You have no open question" in texts(at)


def test_something_new_asks_what_it_is_about_and_loses_nothing(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Dana", "questions")
    press(at, f"ask-{NEW}")
    at.text_area(f"form-ask-{NEW}-text").set_value("Since last night")
    press(at, f"form-ask-{NEW}-save")
    assert errors(at) == ["What it is about: please choose one."]
    assert at.text_area(f"form-ask-{NEW}-text").value == "Since last night"
    chips(at, f"form-ask-{NEW}-topic").set_value(ConcernTopic.FEVER)
    press(at, f"form-ask-{NEW}-save")
    (concern,) = seen_by(cast, "Pat").concerns
    assert (concern.kind, concern.topic, concern.text) == (NEW, ConcernTopic.FEVER, "Since last night")


def test_a_text_that_is_too_long_is_refused_with_the_limit_and_stays(visit: Visit) -> None:
    at = opened(visit, "Dana", "questions")
    press(at, f"ask-{SAME}")
    at.text_area(f"form-ask-{SAME}-text").set_value("x" * 2001)
    press(at, f"form-ask-{SAME}-save")
    assert errors(at) == ["Question: at most 2,000 characters; this has 2,001."]
    assert len(at.text_area(f"form-ask-{SAME}-text").value or "") == 2001


def test_a_child_chooses_its_readers_with_the_limits_of_confidentiality_beside_them(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    in_danas_home(engine, cast)
    at = opened(visit, "Mia", "questions")
    press(at, f"ask-{SAME}")
    assert "unless somebody could be in danger" not in texts(at)
    at.radio(f"form-ask-{SAME}-readers").set_value(Readers.TEAM_ONLY).run()
    assert "unless somebody could be in danger" in texts(at)
    at.text_area(f"form-ask-{SAME}-text").set_value("For Pat")
    press(at, f"form-ask-{SAME}-save")
    (concern,) = seen_by(cast, "Pat").concerns
    assert concern.readers is Readers.TEAM_ONLY
    assert "For Pat" not in texts(opened(visit, "Dana", "questions"))


def test_newness_and_kind_sort_what_is_open(cast: Cast, visit: Visit) -> None:
    for number, (kind, topic) in enumerate(
        ((LATER, None), (SAME, None), (NEW, ConcernTopic.OTHER), (SAME, None), (NEW, ConcernTopic.MOOD))
    ):
        asks(cast, text=f"text {number}", kind=kind, topic=topic)
    at = opened(visit, "Pat", "questions")
    assert [element.value for element in at.subheader] == [
        "Something new or different",
        "More of the same",
        "For the next appointment",
    ]
    assert [element.value for element in at.markdown if element.value.startswith("text")] == [
        "text 4",
        "text 2",
        "text 3",
        "text 1",
        "text 0",
    ]


@pytest.mark.parametrize("error", [Busy, Unwritable])
def test_the_page_is_there_when_that_it_was_read_cannot_be_noted(
    cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch, error: type[TrackerError]
) -> None:
    concern = asks(cast)
    monkeypatch.setattr(questions_view, "writing", refusing(error))
    at = opened(visit, "Pat", "questions")
    assert not errors(at)
    assert "May she swim?" in texts(at).replace("\\", "")
    assert "New to you" in texts(at)
    assert one(cast, "Dana", concern).read_by == ()


def test_a_counselor_reads_and_does_not_answer(cast: Cast, visit: Visit) -> None:
    concern = asks(cast)
    at = opened(visit, "Casey", "questions")
    assert not has_button(at, "answer-")
    assert [reader.name for reader in one(cast, "Dana", concern).read_by] == ["Casey"]


def test_what_was_talked_about_is_said_without_words(cast: Cast, visit: Visit) -> None:
    concern = asks(cast)
    at = opened(visit, "Lee", "questions")
    press(at, f"answer-{concern}")
    chips(at, f"form-answer-{concern}-how").set_value("in_person")
    press(at, f"form-answer-{concern}-save")
    assert "Talked about in person with Lee" in texts(opened(visit, "Dana", "questions"))


def test_who_answers_second_is_told_and_loses_nothing(cast: Cast, visit: Visit) -> None:
    concern = asks(cast)
    at = opened(visit, "Pat", "questions")
    press(at, f"answer-{concern}")
    answers(cast, concern, "Lee", "Ask me on Friday")
    at.text_area(f"form-answer-{concern}-text").set_value("Yes")
    press(at, f"form-answer-{concern}-save")
    assert errors(at)[0].startswith("Lee has answered this just now")
    assert "Ask me on Friday" in texts(at)
    assert at.text_area(f"form-answer-{concern}-text").value == "Yes"
    answers(cast, concern, "Lee", "Or on Monday", seen=1)
    at.run()
    press(at, f"form-answer-{concern}-save")
    assert errors(at)[0].startswith("Lee has answered this just now"), "of each answer by itself"
    press(at, f"form-answer-{concern}-save")
    assert [said.text for said in one(cast, "Dana", concern).answers] == [
        "Ask me on Friday",
        "Or on Monday",
        "Yes",
    ]


def test_taking_back_and_answering_at_once_is_told(cast: Cast, visit: Visit) -> None:
    concern = asks(cast)
    at = opened(visit, "Dana", "questions")
    by(cast, "Pat", answer_concern, concern, text="Yes", in_person=False, seen=None)
    press(at, f"take-back-{concern}")
    assert "has answered this already" in errors(at)[0]
    assert one(cast, "Dana", concern).answers


def test_hostile_texts_stand_as_they_were_typed(cast: Cast, visit: Visit) -> None:
    concern = asks(cast, text=HOSTILE)
    answers(cast, concern, text=HOSTILE)
    for who in ("Dana", "Pat"):
        said = [element.value for element in opened(visit, who, "questions").markdown]
        shown = [text for text in said if "second line" in text]
        assert len(shown) == 2
        assert all("\\<b\\>" in text and "\\!\\[x\\]" in text and "\\$x" in text for text in shown)


def test_the_decisions_of_appointments_stand_quietly_below(cast: Cast, visit: Visit) -> None:
    assert "decided" not in texts(opened(visit, "Ben", "questions"))
    by(cast, "Lee", hold_appointment, day=TODAY, people="Dana, Lee", seen=None)
    by(cast, "Lee", decide, day=TODAY, text="Two periods from Monday")
    for who in ("Mia", "Dana", "Ben"):
        at = opened(visit, who, "questions")
        assert "Two periods from Monday" in texts(at)
        assert "with Dana\\, Lee" in texts(at)


def test_today_shows_a_family_the_way_here(visit: Visit) -> None:
    for who, there in (("Dana", True), ("Pat", False)):
        at = opened(visit, who, "today")
        labels = [link.proto.label for link in at.get("page_link")]
        assert ("A question or a worry? Write to your care team" in labels) == there

"""Questions and worries: who may read them, received, read by, answered, and taken back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import ConcernKind, ConcernTopic, Level, Readers, RelationshipKind
from tests.cast import Cast, link
from tests.steps import Clock, by, changes, row
from tracker.access.access_log import record_log
from tracker.access.work import reading
from tracker.concerns.answering import answer_concern, read_concerns, take_back_answer
from tracker.concerns.asking import ask, take_back
from tracker.concerns.concerns import concerns_of
from tracker.concerns.shown import Concerns, ConcernShown
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted

SAME, NEW, LATER = ConcernKind.MORE_OF_THE_SAME, ConcernKind.SOMETHING_NEW, ConcernKind.FOR_APPOINTMENT
BOTH, TEAM_ONLY = Readers.TEAM_AND_HOUSEHOLD, Readers.TEAM_ONLY
FAMILY, STAFF = ("Mia", "Dana", "Ben"), ("Pat", "Lee", "Casey")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def asks(
    cast: Cast, who: str = "Dana", text: str = "May she swim?", kind: ConcernKind = SAME, **more: object
) -> int:
    return by(cast, who, ask, kind, text=text, **more)  # type: ignore[arg-type]


def seen_by(cast: Cast, who: str) -> Concerns:
    with reading(cast.tokens[who]) as work:
        return concerns_of(work, cast.mia)


def texts(cast: Cast, who: str) -> list[str]:
    return [concern.text for concern in seen_by(cast, who).concerns]


def one(cast: Cast, who: str, concern: int) -> ConcernShown:
    found = seen_by(cast, who).one(concern)
    assert found is not None
    return found


def answers(cast: Cast, concern: int, who: str = "Pat", text: str = "Yes, she may.", **more: object) -> int:
    values = {"in_person": False, "seen": None, **more}
    return by(cast, who, answer_concern, concern, text=text, **values)  # type: ignore[arg-type]


def in_danas_home(engine: sa.Engine, cast: Cast, kind: RelationshipKind = RelationshipKind.CHILD) -> None:
    """Let Mia's own account live with Dana, as it does where the office has said so."""
    with engine.begin() as connection:
        link(connection, cast.clinic, cast.accounts["Mia"], cast.mia, kind, Level.RECORD, "Dana's home")


def test_a_message_is_for_the_team_and_the_own_household_and_never_for_the_other(cast: Cast) -> None:
    asks(cast, text="From Dana")
    asks(cast, "Ben", text="From Ben")
    for who in STAFF:
        assert texts(cast, who) == ["From Ben", "From Dana"], who
    assert texts(cast, "Dana") == ["From Dana"]
    assert texts(cast, "Ben") == ["From Ben"]
    assert texts(cast, "Mia") == []


def test_a_child_may_write_for_the_team_alone(engine: sa.Engine, cast: Cast) -> None:
    in_danas_home(engine, cast)
    asks(cast, "Mia", "For home too")
    asks(cast, "Mia", "For Pat alone", readers=TEAM_ONLY)
    assert texts(cast, "Dana") == ["For home too"]
    assert texts(cast, "Mia") == ["For Pat alone", "For home too"]
    assert texts(cast, "Lee") == ["For Pat alone", "For home too"]


def test_who_shares_no_household_writes_for_the_team_alone(engine: sa.Engine, cast: Cast) -> None:
    terms = seen_by(cast, "Mia").terms
    assert terms is not None
    assert terms.readers == (TEAM_ONLY,)
    assert terms.confidentiality == ""
    asks(cast, "Mia", readers=BOTH)
    assert row(engine, "concern", 1).readers == TEAM_ONLY


def test_who_may_read_stays_as_it_was_when_it_was_written(engine: sa.Engine, cast: Cast) -> None:
    asks(cast, text="From Dana")
    with engine.begin() as connection:
        moved = cast.accounts["Ben"], cast.mia, RelationshipKind.GUARDIAN, Level.RECORD, "Third home"
        link(connection, cast.clinic, *moved)
        back = cast.accounts["Dana"], cast.mia, RelationshipKind.GUARDIAN, Level.RECORD, "Ben's home"
        link(connection, cast.clinic, *back)
    assert texts(cast, "Ben") == []
    assert texts(cast, "Dana") == ["From Dana"]


def test_the_clinics_own_texts_come_with_the_form(engine: sa.Engine, cast: Cast) -> None:
    clinic = METADATA.tables["clinic"]
    with engine.begin() as connection:
        own = {"phone_text": "555 0100, 8 to 5", "emergency_text": "Call 112"}
        connection.execute(sa.update(clinic).where(clinic.c.id == cast.clinic).values(**own))
    terms = seen_by(cast, "Dana").terms
    assert terms is not None
    assert (terms.emergency, terms.phone, terms.crisis) == ("Call 112", "555 0100, 8 to 5", "")
    assert terms.readers == (BOTH, TEAM_ONLY)
    assert terms.confidentiality is None
    assert seen_by(cast, "Pat").terms is None


def test_something_new_says_what_it_is_about_and_nothing_else_does(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="concern_topic: choose"):
        asks(cast, kind=NEW)
    asks(cast, kind=NEW, topic=ConcernTopic.FEVER)
    asks(cast, kind=LATER, topic=ConcernTopic.FEVER)
    assert [(each.kind, each.topic) for each in seen_by(cast, "Pat").concerns] == [
        (LATER, None),
        (NEW, ConcernTopic.FEVER),
    ]


@pytest.mark.parametrize("length", [0, 2001])
def test_a_text_out_of_its_limits_is_refused_with_them(cast: Cast, length: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        asks(cast, text="x" * length)
    assert refused.value.field == "concern"
    assert length == 0 or refused.value.limits == {"limit": 2000, "length": 2001}
    concern = asks(cast, text="x" * 2000)
    with pytest.raises(InvalidInput, match="concern_answer"):
        answers(cast, concern, text="x" * length)


def test_only_families_ask_and_only_those_who_treat_answer(cast: Cast) -> None:
    concern = asks(cast)
    for who in STAFF:
        with pytest.raises(NotPermitted):
            asks(cast, who)
    for who in (*FAMILY, "Casey"):
        with pytest.raises(NotPermitted):
            answers(cast, concern, who)
    assert not seen_by(cast, "Casey").may_answer
    assert seen_by(cast, "Lee").may_answer


def test_received_read_by_and_answered_are_shown_to_both_sides(cast: Cast, clock: Clock) -> None:
    concern = asks(cast)
    clock.forward(hours=1)
    assert seen_by(cast, "Pat").unread == (concern,)
    by(cast, "Pat", read_concerns, [concern])
    clock.forward(days=1)
    by(cast, "Pat", read_concerns, [concern])
    by(cast, "Casey", read_concerns, [concern])
    answers(cast, concern)
    assert seen_by(cast, "Pat").unread == ()
    assert seen_by(cast, "Lee").unread == (concern,)
    for who in ("Dana", "Pat"):
        found = one(cast, who, concern)
        assert [(reader.name, reader.day) for reader in found.read_by] == [
            ("Pat", clock.today - timedelta(days=1)),
            ("Casey", clock.today),
        ]
        (said,) = found.answers
        assert (said.text, said.in_person, said.by.name, said.by.day) == (
            "Yes, she may.",
            False,
            "Pat",
            clock.today,
        )
    assert one(cast, "Dana", concern).by.at.hour == 12, "on the clinic's clocks"


def test_a_family_that_looks_is_no_reader(engine: sa.Engine, cast: Cast) -> None:
    concern = asks(cast)
    by(cast, "Dana", read_concerns, [concern])
    by(cast, "Pat", read_concerns, [concern, 999])
    assert [reader.name for reader in one(cast, "Dana", concern).read_by] == ["Pat"]


def test_what_was_talked_about_needs_no_words(cast: Cast) -> None:
    concern = asks(cast)
    answers(cast, concern, "Lee", "", in_person=True)
    (said,) = one(cast, "Dana", concern).answers
    assert (said.text, said.in_person, said.by.name) == ("", True, "Lee")


def test_of_two_who_answer_at_once_the_second_is_told(cast: Cast) -> None:
    concern = asks(cast)
    first = answers(cast, concern)
    with pytest.raises(Conflict) as told:
        answers(cast, concern, "Lee", "No.")
    assert (told.value.what, told.value.limits) == ("concern_answered_by", {"name": "Pat"})
    assert answers(cast, concern) == first, "the same again is one answer"
    answers(cast, concern, "Lee", "And bring a cap.", seen=first)
    assert [said.text for said in one(cast, "Dana", concern).answers] == ["Yes, she may.", "And bring a cap."]


def test_an_answer_is_taken_back_by_its_writer_alone(cast: Cast) -> None:
    concern = asks(cast)
    said = answers(cast, concern)
    with pytest.raises(NotPermitted):
        by(cast, "Lee", take_back_answer, said)
    by(cast, "Pat", take_back_answer, said)
    by(cast, "Pat", take_back_answer, said)
    assert one(cast, "Dana", concern).is_open
    with pytest.raises(NotFound):
        by(cast, "Pat", take_back_answer, 999)


def test_a_family_takes_back_its_own_until_it_is_answered(engine: sa.Engine, cast: Cast) -> None:
    concern, other = asks(cast), asks(cast, "Ben")
    assert one(cast, "Dana", concern).may_take_back
    assert not one(cast, "Pat", concern).may_take_back
    with pytest.raises(NotFound):
        by(cast, "Dana", take_back, other)
    by(cast, "Dana", take_back, concern)
    by(cast, "Dana", take_back, concern)
    assert texts(cast, "Pat") == texts(cast, "Ben")
    assert row(engine, "concern", concern).text == "May she swim?", "it stays on the record"
    with pytest.raises(Conflict, match="concern_taken_back"):
        answers(cast, concern)
    answers(cast, other)
    assert not one(cast, "Ben", other).may_take_back
    with pytest.raises(Conflict, match="concern_answered"):
        by(cast, "Ben", take_back, other)


def test_somebody_of_the_same_household_reads_it_and_does_not_take_it_back(
    engine: sa.Engine, cast: Cast
) -> None:
    in_danas_home(engine, cast)
    concern = asks(cast)
    with pytest.raises(NotPermitted):
        by(cast, "Mia", take_back, concern)


def test_each_change_has_its_row_in_the_log_and_the_others_do_not_learn_of_it(
    engine: sa.Engine, cast: Cast
) -> None:
    concern = asks(cast)
    by(cast, "Pat", read_concerns, [concern])
    said = answers(cast, concern)
    by(cast, "Pat", take_back_answer, said)
    by(cast, "Dana", take_back, concern)
    assert changes(engine) == [
        ("ask", f"concern {concern}"),
        ("read_concern", f"concern {concern}"),
        ("answer_concern", f"concern_answer {said}"),
        ("take_back_answer", f"concern_answer {said}"),
        ("take_back_concern", f"concern {concern}"),
    ]

    def told(who: str) -> set[str]:
        with reading(cast.tokens[who]) as work:
            log = record_log(work, cast.mia)
        return {what for day in log.days for opened in day.opened for _access, what in opened.what}

    assert {"ask", "answer_concern", "read_concern"} <= told("Dana")
    assert not {"ask", "answer_concern", "read_concern", "take_back_concern"} & told("Ben")


def test_the_page_takes_as_many_statements_for_many_as_for_few(engine: sa.Engine, cast: Cast) -> None:
    def statements() -> int:
        seen_by(cast, "Pat")
        counted: list[str] = []
        listen = lambda *of: counted.append(of[2])  # noqa: E731
        sa.event.listen(engine, "before_cursor_execute", listen)
        try:
            seen_by(cast, "Pat")
        finally:
            sa.event.remove(engine, "before_cursor_execute", listen)
        return len(counted)

    answers(cast, asks(cast))
    few = statements()
    for _ in range(5):
        answers(cast, asks(cast))
    assert statements() == few

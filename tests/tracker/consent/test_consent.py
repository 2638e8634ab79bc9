"""A family records once a guardian has agreed, and the child itself where it is asked."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import ConsentKind, Level, RelationshipKind
from tests.cast import Cast, make_child
from tests.db.described import rows_of
from tests.steps import TODAY, Clock, Plan, by, changes
from tests.tracker.consent.families import (
    NO,
    YES,
    asked,
    child_says,
    guardian_says,
    part,
    relink,
    set_ages,
    set_born,
)
from tracker.access.policy import Action
from tracker.access.work import Work, reading
from tracker.consent.answers import agreement
from tracker.consent.asking import Step, told_to_team
from tracker.errors import AssentMissing, ConsentMissing, NotFound, NotPermitted, RecordClosed
from tracker.progress.day import day_of
from tracker.record.completions import DONE, answer
from tracker.record.occurrence import Occurrence

FAMILY = ("Mia", "Dana", "Ben")


@pytest.fixture(autouse=True)
def twelve(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """Mia is twelve in a clinic that asks guardians below 16, and children from 10 on."""
    set_ages(engine, cast, guardian_consent_below_age=16, assent_from_age=10)
    set_born(engine, cast, date(2012, 5, 1))


def tick(cast: Cast, who: str, plan: Plan) -> None:
    by(cast, who, answer, Occurrence(plan.prescription, TODAY), DONE, seen=None)


def may_record(cast: Cast, who: str) -> bool:
    """Whether the use cases let somebody record, and the screens say the same."""

    def both(work: Work, child_id: int) -> bool:
        shown = work.may(work.child(child_id, Action.SEE), Action.RECORD)
        try:
            work.child(child_id, Action.RECORD)
        except NotPermitted:
            assert not shown
            return False
        assert shown
        return True

    return by(cast, who, both)


def recorders(cast: Cast) -> set[str]:
    return {who for who in FAMILY if may_record(cast, who)}


def steps(cast: Cast) -> dict[str, Step]:
    return {who: asked(cast, who).step for who in FAMILY}


def test_nobody_of_the_family_records_before_a_guardian_agrees(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    before = rows_of(engine)
    for who in FAMILY:
        with pytest.raises(ConsentMissing):
            tick(cast, who, plan)
    assert rows_of(engine) == before
    tick(cast, "Pat", plan)


def test_one_guardian_agrees_for_both_households(cast: Cast, plan: Plan) -> None:
    assert steps(cast) == {"Mia": Step.WAIT, "Dana": Step.AGREE, "Ben": Step.AGREE}
    guardian_says(cast, "Dana")
    assert steps(cast) == {"Mia": Step.ASSENT, "Dana": Step.NONE, "Ben": Step.NONE}
    tick(cast, "Ben", plan)


def test_reading_stays_possible(cast: Cast, plan: Plan) -> None:
    """Whoever took consent back must still find, export and close what is there."""
    day = by(cast, "Dana", day_of)
    assert not day.can_record
    guardian_says(cast, "Dana")
    assert by(cast, "Dana", day_of).can_record


def test_taken_back_it_stops_until_somebody_agrees_again(cast: Cast) -> None:
    guardian_says(cast, "Dana")
    child_says(cast, "Mia")
    assert recorders(cast) == set(FAMILY)
    guardian_says(cast, "Dana", NO)
    assert recorders(cast) == set()
    assert steps(cast) == {"Mia": Step.WAIT, "Dana": Step.AGREE, "Ben": Step.AGREE}
    guardian_says(cast, "Ben")
    assert recorders(cast) == set(FAMILY)


def test_one_guardians_no_leaves_anothers_yes(cast: Cast) -> None:
    guardian_says(cast, "Dana")
    guardian_says(cast, "Ben")
    guardian_says(cast, "Dana", NO)
    assert may_record(cast, "Dana")
    found = by(cast, "Ben", agreement)
    assert found is not None
    assert (found.can_take_back, found.others_agree) == (True, False)


def test_the_child_itself_is_asked_and_its_no_stops_its_own_sign_in_alone(cast: Cast) -> None:
    guardian_says(cast, "Dana")
    assert recorders(cast) == {"Dana", "Ben"}
    with pytest.raises(AssentMissing):
        by(cast, "Mia", lambda work, child: work.child(child, Action.RECORD))
    child_says(cast, "Mia", NO)
    assert steps(cast) == {"Mia": Step.SAID_NO, "Dana": Step.NONE, "Ben": Step.NONE}
    assert asked(cast, "Mia").said_no_on == TODAY
    assert recorders(cast) == {"Dana", "Ben"}
    child_says(cast, "Mia")
    assert steps(cast)["Mia"] is Step.NONE
    assert recorders(cast) == set(FAMILY)


def test_the_team_is_told_of_a_no_with_its_day(cast: Cast, clock: Clock) -> None:
    guardian_says(cast, "Dana")
    child_says(cast, "Mia", NO)
    clock.forward(days=2)
    for who in ("Pat", "Casey", "Lee"):
        told = by(cast, who, told_to_team)
        assert told is not None
        assert (told.child_name, told.said_no_on, told.lacks_guardian) == ("Mia", TODAY, False)
        assert asked(cast, who).step is Step.NONE
    assert by(cast, "Dana", told_to_team) is None
    child_says(cast, "Mia")
    assert by(cast, "Pat", told_to_team) is None
    guardian_says(cast, "Dana", NO)
    told = by(cast, "Pat", told_to_team)
    assert told is not None
    assert told.lacks_guardian


def test_a_child_without_a_sign_in_answers_through_a_guardians(engine: sa.Engine, cast: Cast) -> None:
    part(engine, cast, "Mia")
    guardian_says(cast, "Dana")
    assert asked(cast, "Dana").step is asked(cast, "Ben").step is Step.HAND_OVER
    assert may_record(cast, "Dana"), "the guardian agreed; the child may be at the other home"
    child_says(cast, "Dana", NO)
    assert asked(cast, "Dana").step is asked(cast, "Ben").step is Step.NONE
    assert may_record(cast, "Dana")
    told = by(cast, "Pat", told_to_team)
    assert told is not None
    assert told.said_no_on == TODAY
    child_says(cast, "Ben")
    assert by(cast, "Pat", told_to_team) is None, "the child's latest word"


def test_nobody_answers_in_place_of_a_child_with_a_sign_in(engine: sa.Engine, cast: Cast) -> None:
    guardian_says(cast, "Dana")
    before = rows_of(engine)
    for who in ("Dana", "Ben", "Pat", "Casey", "Lee"):
        with pytest.raises(NotPermitted):
            child_says(cast, who)
    assert rows_of(engine) == before


def test_a_child_who_gets_a_sign_in_is_asked_through_it(engine: sa.Engine, cast: Cast) -> None:
    part(engine, cast, "Mia")
    guardian_says(cast, "Dana")
    child_says(cast, "Dana")
    relink(engine, cast, "Mia", Level.RECORD, RelationshipKind.CHILD)
    assert asked(cast, "Mia").step is Step.ASSENT
    assert not may_record(cast, "Mia")
    child_says(cast, "Mia", NO)
    told = by(cast, "Pat", told_to_team)
    assert told is not None
    assert told.said_no_on == TODAY


@pytest.mark.parametrize("who", ["Mia", "Pat", "Casey", "Lee"])
def test_only_guardians_agree(engine: sa.Engine, cast: Cast, who: str) -> None:
    before = rows_of(engine)
    with pytest.raises(NotPermitted):
        guardian_says(cast, who)
    assert rows_of(engine) == before


def test_strangers_learn_nothing(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for who in ("Sam", "Iris", "Ada"):
        for use_case in (guardian_says, child_says, asked):
            with pytest.raises(NotFound):
                use_case(cast, who)
        for read in (agreement, told_to_team):
            with pytest.raises(NotFound):
                by(cast, who, read)
    assert rows_of(engine) == before


def test_who_may_only_see_is_told_who_can_agree(engine: sa.Engine, cast: Cast) -> None:
    relink(engine, cast, "Ben", Level.SEE)
    question = asked(cast, "Ben")
    assert (question.step, question.guardians) == (Step.WAIT, ("Dana",))
    with pytest.raises(NotPermitted):
        guardian_says(cast, "Ben")
    relink(engine, cast, "Dana", Level.SEE)
    assert asked(cast, "Ben").guardians == ()


def test_consent_stands_as_long_as_its_giver_is_a_guardian_who_may_agree(
    engine: sa.Engine, cast: Cast
) -> None:
    guardian_says(cast, "Dana")
    relink(engine, cast, "Dana", Level.SEE)
    assert not may_record(cast, "Ben")
    relink(engine, cast, "Dana", Level.RECORD)
    assert may_record(cast, "Ben")
    part(engine, cast, "Dana")
    assert not may_record(cast, "Ben")


def test_the_consent_for_one_child_is_none_for_another(engine: sa.Engine, cast: Cast) -> None:
    guardian_says(cast, "Dana")
    with engine.begin() as connection:
        cast.children["Mia"] = make_child(connection, cast.clinic, "Leo")
    relink(engine, cast, "Dana", Level.RECORD)
    assert asked(cast, "Dana").step is Step.AGREE


def test_without_ages_nobody_is_asked_and_nothing_more_is_read(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    def statements() -> int:
        found: list[str] = []

        @sa.event.listens_for(engine, "before_cursor_execute")
        def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
            found.append(statement)

        by(cast, "Dana", lambda work, child: work.child(child, Action.RECORD))
        sa.event.remove(engine, "before_cursor_execute", note)
        return len([text for text in found if "SELECT" in text])

    guardian_says(cast, "Dana")
    with_ages = statements()
    set_ages(engine, cast, guardian_consent_below_age=None, assent_from_age=None)
    assert statements() == with_ages - 1
    assert steps(cast) == dict.fromkeys(FAMILY, Step.NONE)
    assert recorders(cast) == set(FAMILY)
    assert by(cast, "Pat", told_to_team) is None


AGES = [
    # (born, guardian below, asks guardian, assent from, asks child) on Mon 3 Mar 2025
    (date(2009, 1, 1), 16, False, 16, True),
    (date(2009, 2, 1), 16, False, 16, True),
    (date(2009, 3, 1), 16, True, 16, False),  # sixteen for certain once March is over
    (date(2009, 4, 1), 16, True, 16, False),
    (None, 16, True, 0, False),  # of an unknown month: younger than any age
    (date(2025, 2, 1), 1, True, 0, True),
    (date(2025, 3, 1), 0, True, 0, False),
]


@pytest.mark.parametrize(("born", "below", "asks_guardian", "since", "asks_child"), AGES)
def test_an_age_is_reached_when_its_month_is_over(
    engine: sa.Engine,
    cast: Cast,
    born: date | None,
    below: int,
    asks_guardian: bool,
    since: int,
    asks_child: bool,
) -> None:
    set_born(engine, cast, born)
    set_ages(engine, cast, guardian_consent_below_age=below, assent_from_age=since)
    with reading(cast.tokens["Dana"]) as work:
        standing = work.consents(cast.mia)
    assert (standing.asks_guardian, standing.asks_child) == (asks_guardian, asks_child)


def test_the_age_is_reached_at_midnight_where_the_clinic_is(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    set_born(engine, cast, date(2009, 3, 1))
    set_ages(engine, cast, assent_from_age=None)
    # The clocks of New York went forward on 9 March: midnight of 1 April is at four in the morning of UTC.
    clock.forward(days=(date(2025, 4, 1) - TODAY).days, hours=-13, seconds=-1)
    assert not may_record(cast, "Dana")
    clock.forward(seconds=1)
    assert clock.today == date(2025, 4, 1)
    assert may_record(cast, "Dana")


def test_nobody_of_age_waits_for_a_guardian(engine: sa.Engine, cast: Cast) -> None:
    """A clinic may set the two ages in any order; guardians' links have ended by then."""
    set_born(engine, cast, date(2007, 1, 1))
    set_ages(engine, cast, guardian_consent_below_age=21, majority_age=18)
    assert asked(cast, "Mia").step is Step.ASSENT
    child_says(cast, "Mia")
    assert may_record(cast, "Mia")


def test_every_answer_is_a_dated_row_and_the_same_twice_is_one(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    for said in (YES, YES, NO, YES):
        guardian_says(cast, "Dana", said)
        clock.forward(days=1)
    guardian_says(cast, "Dana", YES, wording="guardian 2")
    child_says(cast, "Mia", NO)
    assert changes(engine) == [("consent", f"consent {n}") for n in (1, 2, 3, 4)] + [("assent", "consent 5")]
    kept = [(row["wording"], row["answer"], row["given_by_id"]) for row in rows_of(engine)["consent"]]
    dana, mia = cast.accounts["Dana"], cast.accounts["Mia"]
    assert sorted(kept) == [
        ("assent 1", "no", mia),
        ("guardian 1", "no", dana),
        ("guardian 1", "yes", dana),
        ("guardian 1", "yes", dana),
        ("guardian 2", "yes", dana),
    ]
    found = by(cast, "Dana", agreement)
    assert found is not None
    days = [TODAY + timedelta(days=n) for n in (0, 2, 3, 4)]
    assert [(one.answer, one.day, one.is_mine) for one in found.answers] == list(
        zip((YES, NO, YES, YES), days, (True,) * 4, strict=True)
    )


def test_what_a_child_says_through_its_own_sign_in_is_not_for_its_guardians(cast: Cast) -> None:
    guardian_says(cast, "Dana")
    child_says(cast, "Mia", NO)
    for who in ("Dana", "Ben"):
        found = by(cast, who, agreement)
        assert found is not None
        assert {one.kind for one in found.answers} == {ConsentKind.GUARDIAN}
        assert not found.can_ask_child
    mine = by(cast, "Mia", agreement)
    assert mine is not None
    assert [(one.kind, one.is_mine) for one in mine.answers] == [
        (ConsentKind.GUARDIAN, False),
        (ConsentKind.ASSENT, True),
    ]
    assert mine.can_ask_child
    assert not mine.can_take_back


def test_nobody_is_asked_in_a_closed_record(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE child SET closed_at = created_at"))
    assert steps(cast) == dict.fromkeys(FAMILY, Step.NONE)
    for use_case, who in ((guardian_says, "Dana"), (child_says, "Mia")):
        with pytest.raises(RecordClosed):
            use_case(cast, who)
    with pytest.raises(RecordClosed):
        by(cast, "Dana", lambda work, child: work.child(child, Action.RECORD))


def test_a_writer_reads_the_answers_anew(cast: Cast) -> None:
    """A reader that turns writer, to log its look, must not go by what it knew before."""

    def look_while_it_is_taken_back(work: Work) -> bool:
        child = work.child(cast.mia, Action.SEE)
        assert work.may(child, Action.RECORD)
        guardian_says(cast, "Dana", NO)
        work.child(cast.mia, Action.SEE, screen="today")
        return work.may(child, Action.RECORD)

    guardian_says(cast, "Dana")
    with reading(cast.tokens["Ben"]) as work:
        assert not look_while_it_is_taken_back(work)

"""Who may not prescribe proposes; who prescribes answers; nothing changes by itself, and no family reads it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import EpisodeEnd, Level, ProposalOutcome, RelationshipKind, Role
from tests.cast import Cast, link, make_account, make_child, make_session
from tests.db.described import rows_of
from tests.factories import make_episode, make_prescription
from tests.steps import NOON, START, TODAY, Clock, Plan, by, changes, row
from tracker.access.work import reading
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.plans.episodes import end_episode
from tracker.plans.plan import plan_of
from tracker.plans.prescriptions import stop
from tracker.plans.proposals import answer_proposal, proposals_of, propose
from tracker.plans.shown import Signed
from tracker.progress.caseload import caseload_of
from tracker.progress.reasons import Proposals

TEXT = "Fewer stairs until the knee is calmer."
UP, NOT_UP, BACK = ProposalOutcome


def line_of(engine: sa.Engine, plan: Plan) -> int:
    return int(row(engine, "prescription", plan.prescription).line_id)


@pytest.fixture
def line(engine: sa.Engine, plan: Plan) -> int:
    return line_of(engine, plan)


def test_the_care_team_reads_a_proposal_and_no_family_does(
    engine: sa.Engine, cast: Cast, plan: Plan, line: int
) -> None:
    number = by(cast, "Lee", propose, line, text=f"  {TEXT} ")
    for who in ("Pat", "Lee", "Casey"):
        [found] = by(cast, who, proposals_of, plan.episode)
        assert (found.id, found.line_id, found.text, found.by, found.on) == (number, line, TEXT, "Lee", TODAY)
        assert found.is_mine == (who == "Lee")
        assert by(cast, who, plan_of).proposals == (found,)
    for who in ("Dana", "Ben", "Mia"):
        assert by(cast, who, proposals_of, plan.episode) == ()
        assert TEXT not in repr(by(cast, who, plan_of))
    assert changes(engine) == [("propose", f"proposal {number}")]


def test_a_proposal_changes_nothing_of_the_plan(engine: sa.Engine, cast: Cast, plan: Plan, line: int) -> None:
    before = {
        table: rows for table, rows in rows_of(engine).items() if table not in {"proposal", "access_log"}
    }
    by(cast, "Pat", answer_proposal, by(cast, "Lee", propose, line, text=TEXT), UP)
    after = {table: rows for table, rows in rows_of(engine).items() if table in before}
    assert after == before


@pytest.mark.parametrize(
    ("who", "outcome", "may"),
    [
        ("Pat", UP, True),
        ("Pat", NOT_UP, True),
        ("Pat", BACK, False),
        ("Lee", BACK, True),
        ("Lee", UP, False),
        ("Lee", NOT_UP, False),
        ("Casey", UP, False),
        ("Casey", BACK, False),
        ("Dana", BACK, False),
    ],
)
def test_who_prescribes_answers_and_its_writer_takes_it_back(
    engine: sa.Engine, cast: Cast, plan: Plan, line: int, who: str, outcome: ProposalOutcome, may: bool
) -> None:
    number = by(cast, "Lee", propose, line, text=TEXT)
    if not may:
        with pytest.raises(NotPermitted):
            by(cast, who, answer_proposal, number, outcome)
        assert row(engine, "proposal", number).outcome is None
        return
    by(cast, who, answer_proposal, number, outcome)
    stored = row(engine, "proposal", number)
    assert (stored.outcome, stored.settled_at, stored.settled_by_id) == (outcome, NOON, cast.accounts[who])
    [answered] = by(cast, "Lee", proposals_of, plan.episode)
    assert (answered.outcome, answered.answered) == (outcome, Signed(who, TODAY))
    with pytest.raises(Conflict, match="settled"):
        by(cast, who, answer_proposal, number, outcome)


@pytest.mark.parametrize("who", ["Dana", "Ben", "Mia", "Casey"])
def test_a_family_and_a_counselor_do_not_propose(cast: Cast, plan: Plan, line: int, who: str) -> None:
    with pytest.raises(NotPermitted):
        by(cast, who, propose, line, text=TEXT)


def test_a_level_below_propose_does_not_propose(engine: sa.Engine, cast: Cast, plan: Plan, line: int) -> None:
    with engine.begin() as connection:
        uma = make_account(connection, cast.clinic, "Uma", Role.CLINICIAN)
        cast.tokens["Uma"] = make_session(connection, uma, NOON)
        link(connection, cast.clinic, uma, cast.mia, RelationshipKind.CARE_TEAM, Level.RECORD)
    with pytest.raises(NotPermitted):
        by(cast, "Uma", propose, line, text=TEXT)


@pytest.mark.parametrize(("text", "problem"), [("", "empty"), ("  ", "empty"), ("x" * 501, "too_long")])
def test_a_proposal_says_something_in_at_most_500_characters(
    cast: Cast, plan: Plan, line: int, text: str, problem: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        by(cast, "Lee", propose, line, text=text)
    assert (refused.value.field, refused.value.problem) == ("proposal", problem)


def test_another_childs_line_and_proposal_are_not_found(
    engine: sa.Engine, cast: Cast, plan: Plan, line: int, clock: Clock
) -> None:
    with engine.begin() as connection:
        noa = make_child(connection, cast.clinic, "Noa")
        link(connection, cast.clinic, cast.accounts["Lee"], noa, RelationshipKind.CARE_TEAM, Level.PROPOSE)
        episode = make_episode(connection, noa, START)
        other = make_prescription(connection, noa, episode, START)
    foreign = line_of(engine, Plan(episode, other))
    number = by(cast, "Lee", propose, line, text=TEXT)
    with pytest.raises(NotFound):
        by(cast, "Lee", propose, foreign, text=TEXT)
    cast.children["Mia"] = noa
    with pytest.raises(NotFound):
        by(cast, "Lee", answer_proposal, number, BACK)
    assert by(cast, "Lee", proposals_of, plan.episode) == ()


def test_the_caseload_says_that_a_proposal_waits(
    engine: sa.Engine, cast: Cast, plan: Plan, line: int, clock: Clock
) -> None:
    def waits(who: str) -> list[object]:
        with reading(cast.tokens[who]) as work:
            [found] = caseload_of(work).rows
        return [reason for reason in found.reasons if isinstance(reason, Proposals)]

    assert waits("Pat") == []
    first = by(cast, "Lee", propose, line, text=TEXT)
    clock.forward(days=1)
    second = by(cast, "Lee", propose, line, text="Or none at all.")
    assert waits("Pat") == waits("Lee") == [Proposals(2, TODAY)]
    by(cast, "Pat", answer_proposal, first, NOT_UP)
    assert waits("Pat") == [Proposals(1, clock.today)]
    by(cast, "Pat", answer_proposal, second, UP)
    assert waits("Pat") == []


def test_a_proposal_on_a_stopped_exercise_can_still_be_answered_and_none_of_an_ended_plan_waits(
    engine: sa.Engine, cast: Cast, plan: Plan, line: int, clock: Clock
) -> None:
    number = by(cast, "Lee", propose, line, text=TEXT)
    by(cast, "Pat", stop, plan.prescription, on=TODAY + timedelta(days=1), reason="Enough")
    clock.forward(days=2)
    shown = by(cast, "Pat", plan_of)
    assert [found.line_id for found in shown.stopped] == [line]
    assert [found.id for found in shown.proposals] == [number]
    by(cast, "Pat", end_episode, plan.episode, end=clock.today, reason=EpisodeEnd.OTHER)
    with reading(cast.tokens["Pat"]) as work:
        [found] = caseload_of(work).rows
    assert found.reasons == ()


def test_an_answer_is_shown_for_two_weeks(cast: Cast, plan: Plan, line: int, clock: Clock) -> None:
    by(cast, "Pat", answer_proposal, by(cast, "Lee", propose, line, text=TEXT), NOT_UP)
    clock.forward(days=13, hours=23)
    assert len(by(cast, "Lee", proposals_of, plan.episode)) == 1
    clock.forward(hours=2)
    assert by(cast, "Lee", proposals_of, plan.episode) == ()

"""An appointment written down: who was there, decisions, what they become, and since when the page looks back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from db.types import AccessibleChildId
from db.vocabulary import ConcernKind, MilestoneArea, VisitOutcome
from tests.cast import ZONE, Cast
from tests.steps import TODAY, TOMORROW, YESTERDAY, Clock, Plan, by, changes, make_two_weeks_of_plan, row
from tests.tracker.appointments.test_room import page
from tests.tracker.concerns.test_concerns import answers, asks
from tests.tracker.visits.planned import MEDICAL, PT, live_visits, planned_by, series_plan
from tracker.access.work import reading
from tracker.appointments.appointment import last_appointment
from tracker.appointments.holding import (
    decide,
    hold_appointment,
    make_milestone,
    make_proposal,
    withdraw_decision,
)
from tracker.appointments.past import appointments_of
from tracker.appointments.shown import AppointmentShown
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.milestones.timeline import milestones_of
from tracker.plans.proposals import proposals_of
from tracker.progress.sights import sights_of
from tracker.visits.marking import mark_visit


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def plan(engine: sa.Engine, cast: Cast) -> Plan:
    return make_two_weeks_of_plan(engine, cast)


def held(
    cast: Cast, people: str = "Dana, Mia, Lee", day: date = TODAY, who: str = "Lee", seen: int | None = None
) -> int:
    return by(cast, who, hold_appointment, day=day, people=people, seen=seen)


def decided(cast: Cast, text: str = "Two periods from Monday", day: date = TODAY, who: str = "Lee") -> int:
    return by(cast, who, decide, day=day, text=text)


def past(cast: Cast, who: str = "Dana") -> tuple[AppointmentShown, ...]:
    with reading(cast.tokens[who]) as work:
        return appointments_of(work, cast.mia)


def test_people_and_decisions_are_kept_by_day_and_all_of_the_family_reads_them(
    cast: Cast, clock: Clock
) -> None:
    held(cast)
    first = decided(cast)
    clock.forward(days=7)
    second = decided(cast, "Swim on Fridays", clock.today, "Pat")
    for who in ("Mia", "Dana", "Ben", "Casey"):
        latest, before = past(cast, who)
        assert (latest.day, latest.people) == (clock.today, "")
        assert [(one.id, one.by) for one in latest.decisions] == [(second, "Pat")]
        assert (before.day, before.people) == (TODAY, "Dana, Mia, Lee")
        assert [(one.id, one.text, one.by) for one in before.decisions] == [
            (first, "Two periods from Monday", "Lee")
        ]


def test_a_day_has_one_appointment_and_a_correction_replaces_it(engine: sa.Engine, cast: Cast) -> None:
    first = held(cast)
    assert held(cast) == first, "the same again is the one that stands"
    with pytest.raises(Conflict) as told:
        held(cast, "Ben, Lee", who="Pat")
    assert (told.value.what, told.value.limits) == ("appointment_written", {"name": "Lee"})
    second = held(cast, "Dana, Ben, Lee", who="Pat", seen=first)
    assert [each.people for each in past(cast)] == ["Dana, Ben, Lee"]
    assert row(engine, "appointment", first).withdrawn_at is not None
    assert row(engine, "appointment", second).replaces_id == first


def test_what_was_seen_and_is_gone_has_words_without_a_name(cast: Cast) -> None:
    with pytest.raises(Conflict) as told:
        held(cast, seen=999)
    assert (told.value.what, told.value.limits) == ("appointment_gone", {})
    assert not past(cast)


def test_who_wrote_it_down_stands_beside_it(cast: Cast) -> None:
    held(cast, who="Pat")
    decided(cast, day=YESTERDAY)
    assert [(each.day, each.by) for each in past(cast)] == [(TODAY, "Pat"), (YESTERDAY, "")]


def test_the_same_decision_twice_is_one_and_one_taken_back_stays_on_the_record(
    engine: sa.Engine, cast: Cast
) -> None:
    first = decided(cast)
    assert decided(cast) == first
    by(cast, "Pat", withdraw_decision, first)
    by(cast, "Pat", withdraw_decision, first)
    assert past(cast) == ()
    assert row(engine, "decision", first).text == "Two periods from Monday"
    assert decided(cast) != first
    assert [what for what, _subject in changes(engine)] == ["decide", "withdraw_decision", "decide"]


@pytest.mark.parametrize("day", [TOMORROW, TODAY - timedelta(days=367)])
def test_a_day_lies_between_a_year_ago_and_today(cast: Cast, day: date) -> None:
    with pytest.raises(InvalidInput, match="appointment_day"):
        held(cast, day=day)
    with pytest.raises(InvalidInput, match="appointment_day"):
        decided(cast, day=day)
    decided(cast, day=YESTERDAY)


@pytest.mark.parametrize("length", [0, 2001])
def test_texts_have_limits(cast: Cast, length: int) -> None:
    with pytest.raises(InvalidInput, match="people_there"):
        held(cast, "x" * length)
    with pytest.raises(InvalidInput, match="decision"):
        decided(cast, "x" * length)


def test_only_who_treats_writes_it_down(cast: Cast, plan: Plan) -> None:
    decision = decided(cast)
    calls: dict[str, Callable[[str], object]] = {
        "hold": lambda who: held(cast, who=who),
        "decide": lambda who: decided(cast, who=who),
        "withdraw": lambda who: by(cast, who, withdraw_decision, decision),
        "milestone": lambda who: by(
            cast, who, make_milestone, decision, area=MilestoneArea.HOME, name="A chore"
        ),
        "proposal": lambda who: by(cast, who, make_proposal, decision, plan.prescription, text="Fewer"),
    }
    for who in ("Mia", "Dana", "Ben", "Casey"):
        for call in calls.values():
            with pytest.raises(NotPermitted):
                call(who)
    assert not page(cast, who="Casey").may_hold
    assert page(cast, who="Lee").may_hold


def test_a_decision_becomes_a_milestone_with_its_agreed_day(cast: Cast, plan: Plan) -> None:
    decision = decided(cast, "Meet Ana on Saturday")
    made = by(
        cast,
        "Lee",
        make_milestone,
        decision,
        area=MilestoneArea.SOCIAL,
        name="Meet Ana",
        target_on=TOMORROW,
        agreed_with="Mia",
    )
    with reading(cast.tokens["Dana"]) as work:
        (milestone,) = milestones_of(work, cast.mia).milestones
    assert (milestone.id, milestone.name) == (made, "Meet Ana")
    assert milestone.target is not None
    assert (milestone.target.day, milestone.target.agreed_with) == (TOMORROW, "Mia")
    ((shown,),) = [each.decisions for each in past(cast)]
    assert (shown.milestone_id, shown.milestone, shown.is_used) == (made, "Meet Ana", True)
    with pytest.raises(Conflict, match="decision_used"):
        by(cast, "Pat", make_milestone, decision, area=MilestoneArea.SOCIAL, name="Meet Ana")
    with pytest.raises(Conflict, match="decision_used"):
        by(cast, "Pat", make_proposal, decision, plan.prescription, text="Fewer")


def test_what_cannot_be_a_milestone_changes_nothing(cast: Cast) -> None:
    decision = decided(cast)
    with pytest.raises(InvalidInput, match="periods"):
        by(cast, "Lee", make_milestone, decision, area=MilestoneArea.SCHOOL, name="Two periods")
    ((shown,),) = [each.decisions for each in past(cast)]
    assert not shown.is_used
    by(cast, "Lee", withdraw_decision, decision)
    with pytest.raises(Conflict, match="decision_used"):
        by(cast, "Lee", make_milestone, decision, area=MilestoneArea.HOME, name="A chore")
    with pytest.raises(NotFound):
        by(cast, "Lee", make_milestone, 999, area=MilestoneArea.HOME, name="A chore")


def test_a_decision_becomes_a_proposal_whose_words_are_the_teams(cast: Cast, plan: Plan) -> None:
    decision = decided(cast, "More stairs")
    by(cast, "Lee", make_proposal, decision, plan.prescription, text="12 times, she is ready to try")
    with reading(cast.tokens["Pat"]) as work:
        (proposal,) = proposals_of(work, cast.mia, plan.episode)
    assert (proposal.text, proposal.by) == ("12 times, she is ready to try", "Lee")
    ((shown,),) = [each.decisions for each in past(cast)]
    assert shown.is_proposed
    assert "ready" not in repr(past(cast))


def test_the_page_looks_back_to_the_last_appointment(cast: Cast, clock: Clock, plan: Plan) -> None:
    assert page(cast).since is None
    held(cast, day=TODAY)
    assert page(cast).since is None, "today's is not the last one"
    clock.forward(days=7)
    assert page(cast).since == TODAY


def test_a_medical_visit_that_was_attended_is_an_appointment_too(
    engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan
) -> None:
    series = planned_by(cast, "Pat", series_plan(MEDICAL, {0}, weeks=2))
    by(cast, "Pat", mark_visit, live_visits(engine, series)[0].id, VisitOutcome.NO_SHOW, seen=None)
    held(cast, day=TODAY - timedelta(days=10))
    clock.forward(days=8)
    assert page(cast).since == TODAY - timedelta(days=10), "nobody came"
    by(cast, "Pat", mark_visit, live_visits(engine, series)[1].id, VisitOutcome.ATTENDED, seen=None)
    assert page(cast).since == TODAY + timedelta(days=7)
    other = planned_by(cast, "Pat", series_plan(PT, first=clock.today))
    by(cast, "Pat", mark_visit, live_visits(engine, other)[0].id, VisitOutcome.ATTENDED, seen=None)
    clock.forward(days=1)
    assert page(cast).since == TODAY + timedelta(days=7), "therapy is none"


def test_the_last_appointment_was_before_today_where_the_child_lives(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    series = planned_by(cast, "Pat", series_plan(MEDICAL, {0}, weeks=2))
    first, second = live_visits(engine, series)
    for one in (first, second):
        clock.moment = one.starts_at
        by(cast, "Pat", mark_visit, one.id, VisitOutcome.ATTENDED, seen=None)
    days = [one.starts_at.astimezone(ZoneInfo(ZONE)).date() for one in (first, second)]
    assert page(cast).since == days[0], "today's is not the last one"
    midnight = datetime.combine(days[1] + timedelta(days=1), time(), ZoneInfo(ZONE))
    clock.moment = (midnight - timedelta(seconds=1)).astimezone(UTC)
    assert page(cast).since == days[0]
    clock.moment = midnight.astimezone(UTC)
    assert page(cast).since == days[1]


def test_the_last_appointment_is_found_without_reading_all_visits(
    engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan
) -> None:
    planned_by(cast, "Pat", series_plan(MEDICAL, {0}, weeks=2))
    clock.forward(days=8)
    asked: list[str] = []
    listen = lambda *of: asked.append(of[2])  # noqa: E731
    child = AccessibleChildId(cast.mia)
    with reading(cast.tokens["Lee"]) as work:
        sights = sights_of(work, child)
        sa.event.listen(engine, "before_cursor_execute", listen)
        try:
            last_appointment(work, child, sights)
        finally:
            sa.event.remove(engine, "before_cursor_execute", listen)
    of_visits = [" ".join(each.split()) for each in asked if "FROM visit " in " ".join(each.split())]
    assert len(of_visits) == 1
    assert of_visits[0].startswith("SELECT max(visit.starts_at)")


def test_questions_are_told_while_they_are_open_and_when_they_are_new(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    old, still = asks(cast, text="Old"), asks(cast, text="Still open", kind=ConcernKind.FOR_APPOINTMENT)
    answers(cast, old)
    clock.forward(days=3)
    held(cast, day=clock.today)
    clock.forward(days=3)
    new = asks(cast, text="New")
    answers(cast, new, in_person=True, text="")
    assert [concern.id for concern in page(cast, ("Dana",)).concerns] == [new, still]


def test_the_look_is_logged_once(engine: sa.Engine, cast: Cast) -> None:
    page(cast)
    log = sa.table("access_log", sa.column("access"), sa.column("what"))
    with engine.connect() as connection:
        assert list(connection.execute(sa.select(log.c.access, log.c.what))) == [("look", "appointment")]

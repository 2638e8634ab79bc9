"""A stranger cannot tell whether a child exists: every use case, swept."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType

import pytest
import sqlalchemy as sa

import tracker.appointments
import tracker.concerns
import tracker.library
import tracker.measures
import tracker.milestones
import tracker.plans
import tracker.progress
import tracker.record
import tracker.school
import tracker.visits
from db.vocabulary import Mark, ProposalOutcome
from tests.cast import Cast
from tests.db.described import rows_of
from tests.steps import TODAY, Plan, by
from tests.tracker.appointments.appointment_calls import CALLS as APPOINTMENT_CALLS
from tests.tracker.appointments.appointment_calls import OF_THE_FAMILY as WHO_ASK
from tests.tracker.measures.measure_calls import CALLS as MEASURE_CALLS
from tests.tracker.measures.measure_calls import OF_THE_CHILD
from tests.tracker.plans.test_who_plans import CALLS as PLAN_CALLS
from tests.tracker.plans.test_who_plans import Call
from tests.tracker.school.school_calls import CALLS as SCHOOL_CALLS
from tests.tracker.school.school_calls import OF_THE_FAMILY
from tests.tracker.visits.visit_calls import CALLS as VISIT_CALLS
from tracker.access.work import reading, writing
from tracker.errors import Conflict, InvalidInput, NotFound, TrackerError
from tracker.library.how import how_of
from tracker.plans import criteria, drafts, phases, proposals
from tracker.plans import plan as plan_page
from tracker.progress import adherence, day, header, paper, progress
from tracker.record import completions, days, notes, paper_week
from tracker.record.completions import DONE, Words
from tracker.record.occurrence import Occurrence

pytestmark = pytest.mark.everywhere

PACKAGES = (
    tracker.appointments,
    tracker.concerns,
    tracker.library,
    tracker.measures,
    tracker.milestones,
    tracker.plans,
    tracker.progress,
    tracker.record,
    tracker.school,
    tracker.visits,
)
CALLS: dict[str, Call] = {
    **PLAN_CALLS,
    **APPOINTMENT_CALLS,
    **MEASURE_CALLS,
    **SCHOOL_CALLS,
    **VISIT_CALLS,
    "answer": lambda w, c, _e, p: completions.answer(w, c, Occurrence(p, TODAY), DONE, seen=None),
    "propose": lambda w, c, _e, p: proposals.propose(w, c, p, text="fewer stairs"),
    "answer_proposal": lambda w, c, _e, _p: proposals.answer_proposal(w, c, 1, ProposalOutcome.TAKEN_UP),
    "drafts_of": lambda w, c, e, _p: drafts.drafts_of(w, c, e),
    "phases_of": lambda w, c, e, _p: phases.phases_of(w, c, e),
    "criteria_of": lambda w, c, e, _p: criteria.criteria_of(w, c, e),
    "proposals_of": lambda w, c, e, _p: proposals.proposals_of(w, c, e),
    "note_terms": lambda w, c, _e, _p: notes.note_terms(w, c),
    "note_only": lambda w, c, _e, p: completions.note_only(w, c, Occurrence(p, TODAY), Words("Windy")),
    "answer_all": lambda w, c, _e, p: completions.answer_all(w, c, [Occurrence(p, TODAY)]),
    "undo": lambda w, c, _e, _p: completions.undo(w, c, 1),
    "clear": lambda w, c, _e, _p: completions.clear(w, c, 1),
    "mark_day": lambda w, c, _e, _p: days.mark_day(w, c, TODAY, Mark.ILL, seen=None),
    "type_in": lambda w, c, _e, p: paper_week.type_in(w, c, [Occurrence(p, TODAY)]),
    "paper_week": lambda w, c, _e, _p: paper.paper_week(w, c),
    "exercises_of": lambda w, c, _e, _p: plan_page.exercises_of(w, c),
    "plan_of": lambda w, c, _e, _p: plan_page.plan_of(w, c),
    "how_of": lambda w, c, _e, p: how_of(w, c, p),
    "day_of": lambda w, c, _e, _p: day.day_of(w, c),
    "header_of": lambda w, c, _e, _p: header.header_of(w, c),
    "progress_of": lambda w, c, _e, _p: progress.progress_of(w, c),
    "weekly_adherence": lambda w, c, _e, _p: adherence.weekly_adherence(w, c),
}


def use_cases() -> set[str]:
    """Give every public function that takes a unit of work and the id of a child that nobody has checked."""
    return {
        name
        for package in PACKAGES
        for found in pkgutil.iter_modules(package.__path__)
        for name, function in functions(importlib.import_module(f"{package.__name__}.{found.name}"))
        if list(inspect.signature(function).parameters)[:2] == ["work", "child_id"]
    }


def functions(module: ModuleType) -> list[tuple[str, Callable[..., object]]]:
    return [
        (name, function)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]


def test_no_use_case_is_left_out_of_the_sweep() -> None:
    assert use_cases() == set(CALLS)


def test_a_function_of_an_unchecked_child_is_a_use_case() -> None:
    """So that a new one cannot hide behind another order or name of its parameters."""
    for package in PACKAGES:
        for found in pkgutil.iter_modules(package.__path__):
            for name, function in functions(importlib.import_module(f"{package.__name__}.{found.name}")):
                parameters = list(inspect.signature(function).parameters)
                assert ("child_id" in parameters) == (name in CALLS), name


@pytest.mark.parametrize("name", CALLS)
def test_a_strangers_call_is_like_one_for_a_child_that_does_not_exist(
    engine: sa.Engine, cast: Cast, plan: Plan, name: str
) -> None:
    before = rows_of(engine)
    heard = set()
    for who in ("Sam", "Iris", "Ada"):
        for child in (cast.mia, 999, 0, 2**40):
            for open_work in (reading, writing):
                with pytest.raises(TrackerError) as refused, open_work(cast.tokens[who]) as work:
                    CALLS[name](work, child, plan.episode, plan.prescription)
                heard.add((type(refused.value), str(refused.value), refused.value.args))
    assert heard == {(NotFound, "", ())}
    assert rows_of(engine) == before


def test_whoever_has_a_link_is_let_through(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    """The sweep would prove nothing about calls that find nothing for anybody."""
    by(cast, "Dana", CALLS["answer"], plan.episode, plan.prescription)
    by(cast, "Pat", PLAN_CALLS["pause"], plan.episode, plan.prescription)
    by(cast, "Lee", CALLS["propose"], plan.episode, plan.prescription)
    first = ["answer", "pause", "propose"]
    for name in ("save_template", "add_criterion", "find", "draft_exercise"):
        by(cast, "Pat", CALLS[name], plan.episode, plan.prescription)
        first.append(name)
    for name in SCHOOL_CALLS:
        with suppress(Conflict, InvalidInput):
            by(cast, OF_THE_FAMILY.get(name, "Pat"), CALLS[name], plan.episode, plan.prescription)
        first.append(name)
    for name in APPOINTMENT_CALLS:
        # Not of what was taken back, answered or used by the call before.
        with suppress(Conflict):
            by(cast, WHO_ASK.get(name, "Pat"), CALLS[name], plan.episode, plan.prescription)
        first.append(name)
    for name in VISIT_CALLS:
        with suppress(Conflict, InvalidInput):
            by(cast, "Pat", CALLS[name], plan.episode, plan.prescription)
        first.append(name)
    for name in MEASURE_CALLS:
        who = "Mia" if name in OF_THE_CHILD else "Pat"
        # Of a score that nobody has entered.
        with suppress(Conflict, InvalidInput, NotFound):
            by(cast, who, CALLS[name], plan.episode, plan.prescription)
        first.append(name)
    for name in sorted(set(CALLS) - set(first)):
        with suppress(Conflict, InvalidInput):
            by(cast, "Pat", CALLS[name], plan.episode, plan.prescription)

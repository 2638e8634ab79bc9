"""Every relationship x every action x every kind of record, and every use case behind the actions.

What is permitted is written out once more here, by hand: the product's own table is what is on trial.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
import sqlalchemy as sa

from db.types import AccessibleChildId
from tests.cast import Cast
from tests.security.actors import ACTORS, LINKED, RECORDS, SIGNED_OUT, UNLINKED, Record, World, build
from tests.steps import NOON, Clock
from tests.tracker.appointments.appointment_calls import BEHIND as BEHIND_OF_APPOINTMENTS
from tests.tracker.appointments.appointment_calls import FOR_STAFF
from tests.tracker.appointments.appointment_calls import OF_WHAT_IS_NOT_THERE as OF_APPOINTMENTS_AND_NOT_THERE
from tests.tracker.measures.measure_calls import BEHIND as BEHIND_OF_MEASURES
from tests.tracker.measures.measure_calls import OF_WHAT_IS_NOT_THERE as OF_MEASURES_AND_NOT_THERE
from tests.tracker.plans.test_who_plans import Call
from tests.tracker.school.school_calls import BEHIND as BEHIND_OF_SCHOOL
from tests.tracker.school.school_calls import OF_WHAT_IS_NOT_THERE as OF_SCHOOL_AND_NOT_THERE
from tests.tracker.test_strangers import CALLS
from tests.tracker.visits.visit_calls import BEHIND as BEHIND_OF_VISITS
from tests.tracker.visits.visit_calls import make_visit
from tracker.access.actor import OPERATOR, Credential
from tracker.access.policy import Action, ClinicAction
from tracker.access.work import Work, reading, writing
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted, RecordClosed, SignedOut

pytestmark = pytest.mark.everywhere

READS = {"see"}
FAMILY_READS = {"see", "see_access_log", "export"}
FAMILY_WRITES = {"record", "assent", "ask"}
TEAM = {"see", "record", "record_late", "excuse", "propose", "keep_visits", "plan_milestones"}
TEAM |= {"keep_measures", "answer_concern", "hold_appointment"}
PRESCRIBES = {"prescribe", "import", "export_plan"}
MAY: dict[str, set[str]] = {
    "child": FAMILY_READS | FAMILY_WRITES | {"renew_links", "hide_pain"},
    "guardian": FAMILY_READS | FAMILY_WRITES | {"consent"},
    "guardian of the other household": FAMILY_READS,
    "therapist": TEAM | PRESCRIBES,
    "covering therapist": TEAM | PRESCRIBES,
    "counselor": READS | {"keep_counseling"},
    "care team": TEAM,
}
STAFF = {"therapist", "covering therapist", "counselor", "care team"}
MAY_WHEN_CLOSED = {"see", "see_access_log", "export", "export_plan", "renew_links", "hide_pain"}
OTHER_CLINICS_GUARDIAN = FAMILY_READS | FAMILY_WRITES | {"consent"}

# Which action each use case of the record stands behind.
BEHIND: dict[str, Action] = {
    "how_of": Action.SEE,
    **dict.fromkeys(
        ("plan_of", "exercises_of", "day_of", "header_of", "progress_of", "weekly_adherence", "paper_week"),
        Action.SEE,
    ),
    **dict.fromkeys(("proposals_of", "drafts_of", "phases_of", "criteria_of"), Action.SEE),
    **dict.fromkeys(
        ("answer", "note_only", "note_terms", "answer_all", "undo", "clear", "type_in"), Action.RECORD
    ),
    "mark_day": Action.RECORD,
    **dict.fromkeys(("propose", "answer_proposal"), Action.PROPOSE),
    **dict.fromkeys(
        ("start_episode", "end_episode", "withdraw_episode", "pause", "resume"), Action.PRESCRIBE
    ),
    **dict.fromkeys(("prescribe", "earliest_start", "revise", "renew", "stop", "withdraw"), Action.PRESCRIBE),
    **dict.fromkeys(("draft_exercise", "draft_revision", "change_draft", "start_drafts"), Action.PRESCRIBE),
    **dict.fromkeys(("discard_draft", "give_drafts", "save_template", "apply_template"), Action.PRESCRIBE),
    **dict.fromkeys(("begin_phase", "withdraw_phase"), Action.PRESCRIBE),
    **dict.fromkeys(("add_criterion", "find", "withdraw_criterion"), Action.PRESCRIBE),
    **dict.fromkeys(("enter_in_error", "preview_of", "change_about"), Action.PRESCRIBE),
    **BEHIND_OF_APPOINTMENTS,
    **BEHIND_OF_MEASURES,
    **BEHIND_OF_SCHOOL,
    **BEHIND_OF_VISITS,
}
# Here they are asked for an entry, a pause or a proposal that nobody has made.
OF_WHAT_IS_NOT_THERE = {"undo", "clear", "resume", "answer_proposal", "find", "apply_template"}
OF_WHAT_IS_NOT_THERE |= OF_SCHOOL_AND_NOT_THERE | OF_MEASURES_AND_NOT_THERE | OF_APPOINTMENTS_AND_NOT_THERE
# What a use case may say once it has let somebody in: that is its own matter, and tested with it.
LET_IN = (Conflict, InvalidInput)


class DoneWith(Exception):
    """Ends a transaction without keeping anything."""


@pytest.fixture
def world(engine: sa.Engine, cast: Cast, clock: Clock) -> World:
    return build(engine, cast, NOON, fill=lambda record: make_visit(engine, record.child))


def expected(actor: str, record: str, action: str) -> type[Exception] | None:
    """Give the error that somebody gets, None where they are let in."""
    if actor in SIGNED_OUT:
        return SignedOut
    if (actor, record) == ("other clinic", "other clinic"):
        return None if action in OTHER_CLINICS_GUARDIAN else NotPermitted
    if actor not in LINKED or record not in {"own", "closed"}:
        return NotFound
    if action not in MAY[actor]:
        return NotPermitted
    return RecordClosed if record == "closed" and action not in MAY_WHEN_CLOSED else None


def test_the_matrix_is_of_all_there_are() -> None:
    assert set(MAY) == set(LINKED)
    assert set().union(*MAY.values()) == {str(action) for action in Action}
    assert set(ACTORS) == {*LINKED, *UNLINKED, *SIGNED_OUT}
    assert set(BEHIND) == set(CALLS), "a use case that is not listed is not tried"


def outcome(credential: Credential, call: Callable[[Work], object]) -> type[Exception] | None:
    """Try something, keep nothing of it, and give the error by which somebody was kept out."""

    def kept_out() -> type[Exception] | None:
        with writing(credential) as work:
            with suppress(*LET_IN):
                call(work)
            raise DoneWith

    try:
        return kept_out()
    except DoneWith:
        return None
    except (SignedOut, NotFound, NotPermitted) as refused:
        return type(refused)


def use(call: Call, place: Record, work: Work) -> object:
    return call(work, place.child, place.episode, place.prescription)


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("actor", ACTORS)
def test_each_action_lets_in_whom_it_should(world: World, actor: str, record: str) -> None:
    child = world.records[record].child
    for action in Action:
        got = outcome(world.credential(actor), partial(Work.child, child_id=child, action=action))
        assert got == expected(actor, record, action), action
        try:
            with reading(world.credential(actor)) as work:
                may = work.may(AccessibleChildId(child), action)
        except SignedOut:
            may = False
        assert may == (got is None), "a screen offers what will work, and nothing else"


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("actor", ACTORS)
def test_each_use_case_lets_in_whom_its_action_does(world: World, actor: str, record: str) -> None:
    for name, call in CALLS.items():
        wanted = expected(actor, record, BEHIND[name])
        place = world.records[record]
        got = outcome(world.credential(actor), partial(use, call, place))
        if wanted is None and name in OF_WHAT_IS_NOT_THERE:
            wanted = NotFound
        if wanted is None and name in FOR_STAFF and actor not in STAFF:
            wanted = NotPermitted
        assert got == wanted, name


def test_the_operator_reaches_every_record_but_an_erased_one(world: World) -> None:
    for record, place in world.records.items():
        got = outcome(OPERATOR, partial(Work.child, child_id=place.child, action=Action.SEE))
        assert got == (NotFound if record == "erased" else None)


ADMINISTRATORS_MAY = {str(action) for action in ClinicAction} - {"keep_library"}
CLINIC_MAY = {
    "therapist": {"add_child", "keep_library"},
    "covering therapist": {"add_child", "keep_library"},
    "counselor": {"add_child", "keep_library"},
    "care team": {"add_child", "keep_library"},
    "former member": {"add_child", "keep_library"},
    "colleague whose cover is over": {"add_child", "keep_library"},
    "administrator": ADMINISTRATORS_MAY,
    "administrator of the other clinic": ADMINISTRATORS_MAY,
}


@pytest.mark.parametrize("actor", ACTORS)
def test_each_action_of_a_clinic_lets_in_whom_it_should(world: World, actor: str) -> None:
    foreign = actor == "administrator of the other clinic"
    own = world.cast.other_clinic if foreign else world.cast.clinic
    clinics: list[int] = []
    for action in ClinicAction:

        def ask(work: Work, action: ClinicAction = action) -> None:
            clinics.append(work.require(action).clinic_id)

        got = outcome(world.credential(actor), ask)
        if actor in SIGNED_OUT:
            assert got is SignedOut
        else:
            assert got == (None if action in CLINIC_MAY.get(actor, set()) else NotPermitted), action
    assert set(clinics) <= {own}

"""Only a prescribing relationship changes a plan; a stranger cannot tell that there is one."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from db.vocabulary import CriterionKind, EpisodeEnd, Phase, Setting
from tests.cast import Cast, make_child
from tests.db.described import rows_of
from tests.factories import make_episode, make_prescription
from tests.steps import START, TODAY, TOMORROW, Plan, by, terms
from tracker.access.work import Work
from tracker.errors import NotFound, NotPermitted
from tracker.plans import about, criteria, drafts, episodes, phases, prescriptions, preview, templates
from tracker.plans.drafts import Prepared

pytestmark = pytest.mark.everywhere

Call = Callable[[Work, int, int, int], object]

CALLS: dict[str, Call] = {
    "start_episode": lambda w, c, _e, _p: episodes.start_episode(w, c, start=TODAY, setting=Setting.HOME),
    "end_episode": lambda w, c, e, _p: episodes.end_episode(w, c, e, end=TODAY, reason=EpisodeEnd.OTHER),
    "withdraw_episode": lambda w, c, e, _p: episodes.withdraw_episode(w, c, e),
    "pause": lambda w, c, e, _p: episodes.pause(w, c, e, from_day=TODAY, to_day=TODAY, reason="Camp"),
    "resume": lambda w, c, e, _p: episodes.resume(w, c, e, 1, on=TOMORROW),
    "prescribe": lambda w, c, e, _p: prescriptions.prescribe(
        w, c, e, exercise_version_id=1, terms=terms(), valid_from=TODAY
    ),
    "earliest_start": lambda w, c, _e, p: prescriptions.earliest_start(w, c, p),
    "revise": lambda w, c, _e, p: prescriptions.revise(
        w, c, p, terms=terms(), valid_from=TODAY, reason="Stronger"
    ),
    "renew": lambda w, c, _e, p: prescriptions.renew(w, c, p, first=TOMORROW, reason="It helped"),
    "stop": lambda w, c, _e, p: prescriptions.stop(w, c, p, on=TODAY, reason="Enough"),
    "withdraw": lambda w, c, _e, p: prescriptions.withdraw(w, c, p),
    "enter_in_error": lambda w, c, _e, p: prescriptions.enter_in_error(w, c, p, reason="Wrong child"),
    "preview_of": lambda w, c, _e, p: preview.preview_of(
        w, c, terms=terms(), valid_from=TODAY, prescription_id=p
    ),
    "draft_exercise": lambda w, c, e, _p: drafts.draft_exercise(
        w, c, e, exercise_version_id=1, prepared=Prepared(terms(), TOMORROW)
    ),
    "draft_revision": lambda w, c, _e, p: drafts.draft_revision(
        w, c, p, prepared=Prepared(terms(), TOMORROW)
    ),
    "change_draft": lambda w, c, _e, _p: drafts.change_draft(
        w, c, 1, prepared=Prepared(terms(30), TOMORROW), seen=1
    ),
    "start_drafts": lambda w, c, e, _p: drafts.start_drafts(w, c, e, TOMORROW, seen=[(1, 1)]),
    "discard_draft": lambda w, c, _e, _p: drafts.discard_draft(w, c, 1, seen=1),
    "give_drafts": lambda w, c, e, _p: drafts.give_drafts(w, c, e, seen=[(1, 1)]),
    "save_template": lambda w, c, e, _p: templates.save_template(w, c, e, name="Home start"),
    "apply_template": lambda w, c, e, _p: templates.apply_template(w, c, e, 1, first=TOMORROW),
    "begin_phase": lambda w, c, e, _p: phases.begin_phase(w, c, e, phase=Phase.HOME, first=TODAY),
    "withdraw_phase": lambda w, c, e, _p: phases.withdraw_phase(w, c, e, 1),
    "add_criterion": lambda w, c, e, _p: criteria.add_criterion(
        w, c, e, kind=CriterionKind.SCHOOL, text="Full days"
    ),
    "find": lambda w, c, _e, _p: criteria.find(w, c, 1, is_met=True, seen=None),
    "withdraw_criterion": lambda w, c, _e, _p: criteria.withdraw_criterion(w, c, 1),
    "change_about": lambda w, c, _e, _p: about.change_about(w, c, about.About(), seen=about.About()),
}
OF_A_PRESCRIPTION = [
    "earliest_start",
    "revise",
    "renew",
    "stop",
    "withdraw",
    "enter_in_error",
    "preview_of",
    "draft_revision",
]
OF_AN_EPISODE = ["end_episode", "withdraw_episode", "pause", "resume", "prescribe", "draft_exercise"]
OF_AN_EPISODE += ["begin_phase", "add_criterion"]


@pytest.mark.parametrize("name", CALLS)
def test_families_and_those_who_only_propose_change_no_plan(
    engine: sa.Engine, cast: Cast, plan: Plan, name: str
) -> None:
    before = rows_of(engine)
    for who in ("Mia", "Dana", "Ben", "Casey", "Lee"):
        with pytest.raises(NotPermitted):
            by(cast, who, CALLS[name], plan.episode, plan.prescription)
    assert rows_of(engine) == before


@pytest.mark.parametrize("name", CALLS)
def test_a_stranger_finds_nothing_to_plan(engine: sa.Engine, cast: Cast, plan: Plan, name: str) -> None:
    before = rows_of(engine)
    for who in ("Sam", "Ada", "Iris"):
        with pytest.raises(NotFound):
            by(cast, who, CALLS[name], plan.episode, plan.prescription)
    assert rows_of(engine) == before


def test_another_childs_plan_is_not_found_by_way_of_ones_own_child(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    with engine.begin() as connection:
        noa = make_child(connection, cast.clinic, "Noa")
        episode = make_episode(connection, noa, START)
        prescription = make_prescription(connection, noa, episode, START)
    before = rows_of(engine)
    for name in OF_A_PRESCRIPTION:
        with pytest.raises(NotFound):
            by(cast, "Pat", CALLS[name], plan.episode, prescription)
    for name in OF_AN_EPISODE:
        with pytest.raises(NotFound):
            by(cast, "Pat", CALLS[name], episode, plan.prescription)
    assert rows_of(engine) == before


@pytest.mark.parametrize("number", [0, -1, 999, 2**31, 2**63, 2**80])
def test_a_prescription_of_nobody_is_not_found(cast: Cast, plan: Plan, number: int) -> None:
    for name in OF_A_PRESCRIPTION:
        with pytest.raises(NotFound):
            by(cast, "Pat", CALLS[name], plan.episode, number)

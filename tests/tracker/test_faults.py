"""All or nothing: whichever statement of a use case fails, nothing of it is stored, the log row included."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import PoolProxiedConnection

from db.tables import METADATA
from db.vocabulary import (
    AmpsType,
    CompletionState,
    Discipline,
    EpisodeEnd,
    Instrument,
    Mark,
    Reporter,
    Role,
    Setting,
)
from tests.cast import Cast
from tests.db.described import rows_of
from tests.factories import make_prescription
from tests.steps import START, TODAY, TOMORROW, Plan, by, terms
from tests.tracker.appointments.appointment_calls import BEFORE as BEFORE_OF_APPOINTMENTS
from tests.tracker.appointments.appointment_calls import OF_THE_FAMILY as WHO_ASK
from tests.tracker.appointments.appointment_calls import WRITES_NOTHING as NOTHING_OF_APPOINTMENTS
from tests.tracker.school.school_calls import OF_THE_FAMILY, plan_second
from tests.tracker.test_strangers import CALLS
from tests.tracker.visits.planned import planned_by, series_plan
from tests.tracker.visits.visit_calls import WRITES_NOTHING as NOTHING_OF_VISITS
from tracker.access.accounts import create_account, create_clinic
from tracker.access.actor import OPERATOR
from tracker.access.joining import accept_invitation
from tracker.access.one_time_links import NewLink, new_invitation
from tracker.access.passwords import hash_password
from tracker.access.sign_in import sign_in, sign_out
from tracker.access.work import writing
from tracker.measures.entering import Entry, correct_score, enter_score, enter_scores
from tracker.measures.pain_settings import hide_pain, show_pain
from tracker.plans import drafts, episodes, prescriptions
from tracker.plans.about import About, change_about
from tracker.record import completions, days
from tracker.record.completions import DONE, Answer
from tracker.record.occurrence import Occurrence
from tracker.visits.series import show_to_child

pytestmark = pytest.mark.everywhere

NOT_DONE = Answer(CompletionState.NOT_DONE)
PASSWORD = "boots under a lemon sky"
WRITES_NOTHING = {"earliest_start", "preview_of", "header_of", "note_terms", "proposals_of"}
WRITES_NOTHING |= {"drafts_of", "phases_of", "criteria_of", "how_of", "paper_week"}
WRITES_NOTHING |= NOTHING_OF_VISITS
WRITES_NOTHING |= {"school_day_of"} | NOTHING_OF_APPOINTMENTS
MOST_STATEMENTS = 60
# The use cases of school, milestones, questions and appointments, with what has to be there before each.
LADDER = ("set_timetable", "lay_down_ladder")
STEP = (*LADDER, "plan_step")
PAGE, SECOND = "write_school_page", "plan_second"
BEFORE: dict[str, tuple[str, ...]] = {
    "set_timetable": (),
    "withdraw_timetable": ("set_timetable",),
    "add_closure": (),
    "withdraw_closure": ("add_closure",),
    "lay_down_ladder": (),
    "add_milestone": (),
    "change_milestone": LADDER,
    "withdraw_milestone": LADDER,
    "set_target": LADDER,
    "reach": LADDER,
    "set_back": LADDER,
    "withdraw_event": (*LADDER, "reach"),
    "plan_step": LADDER,
    "go_on": STEP,
    "step_back": (*LADDER, SECOND),
    "withdraw_step": STEP,
    "enter_school_day": STEP,
    "undo_school_day": (*STEP, "enter_school_day"),
    "clear_school_day": (*STEP, "enter_school_day"),
    "add_accommodation": (),
    "review_accommodation": ("add_accommodation",),
    "fade_accommodation": ("add_accommodation",),
    "withdraw_accommodation": ("add_accommodation",),
    PAGE: (),
    "tick_as_guardian": (PAGE,),
    "tick_as_child": (PAGE,),
    "school_of": (),
    "milestones_of": (),
    **BEFORE_OF_APPOINTMENTS,
}


class Pulled(Exception):
    """The plug, in the middle of a statement."""


@contextmanager
def pulled_at(engine: sa.Engine, number: int) -> Iterator[None]:
    """Let the n-th statement fail; a commit counts as one."""
    left = number
    commit = engine.dialect.do_commit

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Pulled

    def counted_commit(connection: PoolProxiedConnection) -> None:
        count()
        commit(connection)

    sa.event.listen(engine, "before_cursor_execute", count)
    try:
        with patch.object(engine.dialect, "do_commit", counted_commit):
            yield
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)


Act = Callable[[], object]


class Scene:
    """What has to be there before a use case, and then the use case."""

    def __init__(self, engine: sa.Engine, cast: Cast, plan: Plan) -> None:
        self.engine, self.cast, self.plan = engine, cast, plan
        self.today = Occurrence(plan.prescription, TODAY)

    def dana(self, name: str) -> Act:
        return lambda: by(self.cast, "Dana", CALLS[name], self.plan.episode, self.plan.prescription)

    def pat(self, name: str) -> Act:
        return lambda: by(self.cast, "Pat", CALLS[name], self.plan.episode, self.plan.prescription)

    def tick(self, wanted: Answer = DONE, seen: int | None = None) -> int:
        return by(self.cast, "Dana", completions.answer, self.today, wanted, seen=seen).id

    def revised(self) -> int:
        more = {"terms": terms(), "valid_from": TOMORROW, "reason": "Stronger"}
        return by(self.cast, "Pat", prescriptions.revise, self.plan.prescription, **more)  # type: ignore[arg-type]

    def invited(self) -> NewLink:
        with writing(self.cast.tokens["Ada"]) as work:
            return new_invitation(work, self.cast.accounts["Dana"])

    def answer(self) -> Act:
        return self.dana("answer")

    def answer_instead_of_another(self) -> Act:
        first = self.tick()
        return lambda: self.tick(NOT_DONE, first)

    def answer_with_another_note(self) -> Act:
        self.dana("note_only")()
        note = completions.Words("Calm")
        return lambda: by(self.cast, "Dana", completions.answer, self.today, DONE, seen=None, note=note)

    def note_only(self) -> Act:
        return self.dana("note_only")

    def answer_all(self) -> Act:
        with self.engine.begin() as connection:
            more = [make_prescription(connection, self.cast.mia, self.plan.episode, START) for _ in range(2)]
        wanted = [Occurrence(number, TODAY) for number in (self.plan.prescription, *more)]
        return lambda: by(self.cast, "Dana", completions.answer_all, wanted)

    def type_in(self) -> Act:
        return self.dana("type_in")

    def undo(self) -> Act:
        second = self.tick(NOT_DONE, self.tick())
        return lambda: by(self.cast, "Dana", completions.undo, second)

    def clear(self) -> Act:
        self.tick()
        return self.dana("clear")

    def mark_day(self) -> Act:
        return self.dana("mark_day")

    def mark_day_instead_of_another(self) -> Act:
        self.dana("mark_day")()
        return lambda: by(self.cast, "Dana", days.mark_day, TODAY, Mark.AWAY, seen=1)

    def propose(self) -> Act:
        return self.pat("propose")

    def answer_proposal(self) -> Act:
        self.pat("propose")()
        return self.pat("answer_proposal")

    def start_episode(self) -> Act:
        self.pat("end_episode")()
        return self.pat("start_episode")

    def end_episode(self) -> Act:
        return self.pat("end_episode")

    def pause(self) -> Act:
        return self.pat("pause")

    def resume(self) -> Act:
        ends = TODAY + timedelta(days=7)
        by(self.cast, "Pat", episodes.pause, self.plan.episode, from_day=TODAY, to_day=ends, reason="Camp")
        return self.pat("resume")

    def prescribe(self) -> Act:
        return self.pat("prescribe")

    def draft_exercise(self) -> Act:
        return self.pat("draft_exercise")

    def draft_revision(self) -> Act:
        return self.pat("draft_revision")

    def change_draft(self) -> Act:
        self.pat("draft_exercise")()
        return self.pat("change_draft")

    def start_drafts(self) -> Act:
        self.pat("draft_exercise")()
        self.pat("draft_revision")()
        return self.pat("start_drafts")

    def discard_draft(self) -> Act:
        self.pat("draft_exercise")()
        return self.pat("discard_draft")

    def give_drafts(self) -> Act:
        self.pat("draft_exercise")()
        self.pat("draft_revision")()
        return lambda: by(self.cast, "Pat", drafts.give_drafts, self.plan.episode, seen=[(1, 1)])

    def save_template(self) -> Act:
        return self.pat("save_template")

    def apply_template(self) -> Act:
        self.pat("save_template")()
        self.pat("stop")()
        return self.pat("apply_template")

    def begin_phase(self) -> Act:
        return self.pat("begin_phase")

    def withdraw_phase(self) -> Act:
        self.pat("begin_phase")()
        return self.pat("withdraw_phase")

    def add_criterion(self) -> Act:
        return self.pat("add_criterion")

    def find(self) -> Act:
        self.pat("add_criterion")()
        return self.pat("find")

    def withdraw_criterion(self) -> Act:
        self.pat("add_criterion")()
        return self.pat("withdraw_criterion")

    def revise(self) -> Act:
        return self.pat("revise")

    def renew(self) -> Act:
        self.pat("stop")()
        return self.pat("renew")

    def stop(self) -> Act:
        return self.pat("stop")

    def withdraw(self) -> Act:
        new = self.revised()
        return lambda: by(self.cast, "Pat", prescriptions.withdraw, new)

    def enter_in_error(self) -> Act:
        return self.pat("enter_in_error")

    def withdraw_episode(self) -> Act:
        by(self.cast, "Pat", episodes.end_episode, self.plan.episode, end=TOMORROW, reason=EpisodeEnd.OTHER)
        new = by(self.cast, "Pat", episodes.start_episode, start=TOMORROW, setting=Setting.HOME)
        return lambda: by(self.cast, "Pat", episodes.withdraw_episode, new)

    def change_about(self) -> Act:
        seen = About(amps_type=AmpsType.DIFFUSE)
        return lambda: by(self.cast, "Pat", change_about, About(precautions="Asthma"), seen=seen)

    def plan_series(self) -> Act:
        return self.pat("plan_series")

    def after_planning(self, name: str) -> Act:
        self.pat("plan_series")()
        return self.pat(name)

    def add_visit(self) -> Act:
        return self.after_planning("add_visit")

    def mark_visit(self) -> Act:
        return self.after_planning("mark_visit")

    def move_visit(self) -> Act:
        return self.after_planning("move_visit")

    def unmark_visit(self) -> Act:
        self.after_planning("mark_visit")()
        return self.pat("unmark_visit")

    def take_a_move_back(self) -> Act:
        self.after_planning("move_visit")()
        return self.pat("unmark_visit")

    def end_series(self) -> Act:
        return self.after_planning("end_series")

    def show_to_child(self) -> Act:
        series = planned_by(self.cast, "Casey", series_plan(Discipline.COUNSELING, {0}))
        return lambda: by(self.cast, "Casey", show_to_child, series, shown=True)

    def visits_of(self) -> Act:
        return self.dana("visits_of")

    def scored(self) -> int:
        return by(self.cast, "Pat", enter_score, Instrument.FDI, Reporter.CHILD, TODAY, 27)

    def enter_score(self) -> Act:
        return self.scored

    def enter_scores(self) -> Act:
        scores = [Entry(Instrument.FDI, Reporter.CHILD, 27), Entry(Instrument.PAIN, Reporter.CHILD, None)]
        return lambda: by(self.cast, "Pat", enter_scores, TODAY, scores)

    def correct_score(self) -> Act:
        first = self.scored()
        return lambda: by(self.cast, "Pat", correct_score, first, value=14, reason="Typed wrongly")

    def withdraw_score(self) -> Act:
        self.scored()
        return self.pat("withdraw_score")

    def measures_of(self) -> Act:
        return self.dana("measures_of")

    def set_pain(self) -> Act:
        return self.pat("set_pain")

    def hide_pain(self) -> Act:
        self.pat("set_pain")()
        return lambda: by(self.cast, "Mia", hide_pain)

    def show_pain(self) -> Act:
        self.hide_pain()()
        return lambda: by(self.cast, "Mia", show_pain)

    def add_watch_dates(self) -> Act:
        return self.pat("add_watch_dates")

    def withdraw_watch_dates(self) -> Act:
        self.pat("add_watch_dates")()
        return self.pat("withdraw_watch_dates")

    def exercises_of(self) -> Act:
        return self.pat("exercises_of")

    def plan_of(self) -> Act:
        return self.pat("plan_of")

    def progress_of(self) -> Act:
        return self.pat("progress_of")

    def day_of(self) -> Act:
        return self.dana("day_of")

    def weekly_adherence(self) -> Act:
        return self.pat("weekly_adherence")

    def school(self, name: str) -> Act:
        for first in BEFORE[name]:
            self._school(first)()
        return self._school(name)

    def _school(self, name: str) -> Act:
        call = plan_second if name == SECOND else CALLS[name]
        who = {**OF_THE_FAMILY, **WHO_ASK}.get(name, "Pat")
        return lambda: by(self.cast, who, call, self.plan.episode, self.plan.prescription)

    def create_clinic(self) -> Act:
        return lambda: create_clinic(OPERATOR, "Lakeside", "America/New_York")

    def create_account(self) -> Act:
        place = (self.cast.clinic, Role.FAMILY, "Gil", "gil@example.org")
        return lambda: create_account(OPERATOR, *place, PASSWORD)

    def sign_in(self) -> Act:
        account = sa.update(METADATA.tables["account"])
        with self.engine.begin() as connection:
            connection.execute(account.values(password_hash=hash_password(PASSWORD)))
        return lambda: sign_in("dana@example.org", PASSWORD)

    def sign_out(self) -> Act:
        return lambda: sign_out(self.cast.tokens["Dana"])

    def invite_again(self) -> Act:
        self.invited()
        return self.invited

    def accept_invitation(self) -> Act:
        link = self.invited()
        return lambda: accept_invitation(link.token, PASSWORD)


SCENES = [
    name
    for name in vars(Scene)
    if not name.startswith("_")
    and name not in {"dana", "pat", "tick", "revised", "invited", "school", "after_planning", "scored"}
]
SCENES += BEFORE


def test_every_use_case_that_writes_has_its_scene() -> None:
    assert set(CALLS) - WRITES_NOTHING <= set(SCENES)


@pytest.mark.parametrize("name", SCENES)
def test_all_or_nothing_at_every_statement(engine: sa.Engine, cast: Cast, plan: Plan, name: str) -> None:
    scene = Scene(engine, cast, plan)
    act: Act = scene.school(name) if name in BEFORE else getattr(scene, name)()
    before = rows_of(engine)
    for number in range(1, MOST_STATEMENTS):
        try:
            with pulled_at(engine, number):
                act()
        except Pulled:
            assert rows_of(engine) == before, f"half of {name} was stored at statement {number}"
            assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        else:
            break
    assert number > 3, "no statement was seen"
    assert rows_of(engine) != before, f"{name} passed at last, and stored nothing"

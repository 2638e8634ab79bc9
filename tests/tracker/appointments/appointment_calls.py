"""A call of each use case of questions and appointments, for the sweeps that try all of them as everybody."""

from db.vocabulary import ConcernKind, MilestoneArea
from tests.steps import TODAY
from tests.tracker.plans.test_who_plans import Call
from tracker.access.policy import Action
from tracker.appointments import appointment, holding, past
from tracker.concerns import answering, asking, concerns

SAME = ConcernKind.MORE_OF_THE_SAME
# Those that make what the others are about come first, and those that take it away last.
CALLS: dict[str, Call] = {
    "ask": lambda w, c, _e, _p: asking.ask(w, c, SAME, text="May she swim?"),
    "concerns_of": lambda w, c, _e, _p: concerns.concerns_of(w, c),
    "read_concerns": lambda w, c, _e, _p: answering.read_concerns(w, c, [1]),
    "answer_concern": lambda w, c, _e, _p: answering.answer_concern(
        w, c, 1, text="Yes", in_person=False, seen=None
    ),
    "take_back_answer": lambda w, c, _e, _p: answering.take_back_answer(w, c, 1),
    "take_back": lambda w, c, _e, _p: asking.take_back(w, c, 1),
    "appointment_of": lambda w, c, _e, _p: appointment.appointment_of(w, c),
    "appointments_of": lambda w, c, _e, _p: past.appointments_of(w, c),
    "hold_appointment": lambda w, c, _e, _p: holding.hold_appointment(
        w, c, day=TODAY, people="Dana, Lee", seen=None
    ),
    "decide": lambda w, c, _e, _p: holding.decide(w, c, day=TODAY, text="Two periods"),
    "make_milestone": lambda w, c, _e, _p: holding.make_milestone(
        w, c, 1, area=MilestoneArea.HOME, name="A chore"
    ),
    "make_proposal": lambda w, c, _e, p: holding.make_proposal(w, c, 1, p, text="Fewer stairs"),
    "withdraw_decision": lambda w, c, _e, _p: holding.withdraw_decision(w, c, 1),
}
OF_THE_FAMILY = {"ask": "Dana", "take_back": "Dana"}
WRITES_NOTHING = {"appointments_of"}
# A look at it is for the care team alone, by whatever link.
FOR_STAFF = {"appointment_of"}
BEHIND: dict[str, Action] = {
    **dict.fromkeys(("concerns_of", "read_concerns", "appointment_of", "appointments_of"), Action.SEE),
    **dict.fromkeys(("ask", "take_back"), Action.ASK),
    **dict.fromkeys(("answer_concern", "take_back_answer"), Action.ANSWER),
    **dict.fromkeys(("hold_appointment", "decide", "withdraw_decision"), Action.HOLD_APPOINTMENT),
    **dict.fromkeys(("make_milestone", "make_proposal"), Action.HOLD_APPOINTMENT),
}
OF_WHAT_IS_NOT_THERE = {"answer_concern", "take_back_answer", "take_back"}
OF_WHAT_IS_NOT_THERE |= {"make_milestone", "make_proposal", "withdraw_decision"}
# What has to be there before each, so that it writes something.
BEFORE: dict[str, tuple[str, ...]] = {
    "ask": (),
    "concerns_of": (),
    "read_concerns": ("ask",),
    "answer_concern": ("ask",),
    "take_back_answer": ("ask", "answer_concern"),
    "take_back": ("ask",),
    "appointment_of": (),
    "hold_appointment": (),
    "decide": (),
    "make_milestone": ("decide",),
    "make_proposal": ("decide",),
    "withdraw_decision": ("decide",),
}

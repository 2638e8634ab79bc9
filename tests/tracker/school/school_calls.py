"""A call of each use case of school and milestones, for the sweeps that try all of them as everybody."""

from datetime import timedelta

from db.vocabulary import MilestoneArea, SchoolPageLine
from tests.schooling import LADDER, MONDAY_TO_FRIDAY, words_of_a_page
from tests.steps import TODAY, TOMORROW
from tests.tracker.plans.test_who_plans import Call
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.milestones import events, ladder, targets, timeline
from tracker.school import accommodations, days, page, plan, school, ticks, timetable

LINE = SchoolPageLine.CONTACT
# Those that make what the others are about come first, and those that take it away last.
CALLS: dict[str, Call] = {
    "set_timetable": lambda w, c, _e, _p: timetable.set_timetable(
        w, c, first=TODAY, weekdays=MONDAY_TO_FRIDAY, periods=6, seen=None
    ),
    "lay_down_ladder": lambda w, c, _e, _p: ladder.lay_down_ladder(w, c, LADDER),
    "add_milestone": lambda w, c, _e, _p: ladder.add_milestone(w, c, area=MilestoneArea.HOME, name="A chore"),
    "set_target": lambda w, c, _e, _p: targets.set_target(w, c, 1, target_on=TOMORROW, seen=None),
    "plan_step": lambda w, c, _e, _p: plan.plan_step(w, c, 1, first=TODAY, seen=None),
    "enter_school_day": lambda w, c, _e, _p: days.enter_school_day(w, c, TODAY, days.Attended(1), seen=None),
    "add_closure": lambda w, c, _e, _p: timetable.add_closure(w, c, first=TOMORROW, last=TOMORROW),
    "add_accommodation": lambda w, c, _e, _p: accommodations.add_accommodation(
        w, c, text="Elevator", starts_on=TODAY
    ),
    "review_accommodation": lambda w, c, _e, _p: accommodations.review_accommodation(
        w, c, 1, review_on=TOMORROW
    ),
    "fade_accommodation": lambda w, c, _e, _p: accommodations.fade_accommodation(w, c, 1, faded_on=TOMORROW),
    "write_school_page": lambda w, c, _e, _p: page.write_school_page(
        w, c, words_of_a_page(TODAY + timedelta(days=9)), seen=None
    ),
    "tick_as_guardian": lambda w, c, _e, _p: ticks.tick_as_guardian(w, c, 1, LINE, agrees=True),
    "tick_as_child": lambda w, c, _e, _p: ticks.tick_as_child(w, c, 1, LINE, agrees=True),
    "reach": lambda w, c, _e, _p: events.reach(w, c, 1, day=TODAY),
    "set_back": lambda w, c, _e, _p: events.set_back(w, c, 1, day=TODAY),
    "go_on": lambda w, c, _e, _p: plan.go_on(w, c, 2, reached_id=1, reached_on=TODAY, first=TOMORROW, seen=1),
    "step_back": lambda w, c, _e, _p: plan.step_back(w, c, 1, first=TOMORROW, seen=1),
    "school_of": lambda w, c, _e, _p: school.school_of(w, c),
    "school_day_of": lambda w, c, _e, _p: school.school_day_of(w, c, TODAY),
    "milestones_of": lambda w, c, _e, _p: timeline.milestones_of(w, c),
    "undo_school_day": lambda w, c, _e, _p: days.undo_school_day(w, c, 1),
    "clear_school_day": lambda w, c, _e, _p: days.clear_school_day(w, c, 1),
    "withdraw_step": lambda w, c, _e, _p: plan.withdraw_step(w, c, 1),
    "withdraw_event": lambda w, c, _e, _p: events.withdraw_event(w, c, 1),
    "change_milestone": lambda w, c, _e, _p: ladder.change_milestone(w, c, 3, name="Short day", periods=3),
    "withdraw_milestone": lambda w, c, _e, _p: ladder.withdraw_milestone(w, c, 4),
    "withdraw_closure": lambda w, c, _e, _p: timetable.withdraw_closure(w, c, 1),
    "withdraw_timetable": lambda w, c, _e, _p: timetable.withdraw_timetable(w, c, 1),
    "withdraw_accommodation": lambda w, c, _e, _p: accommodations.withdraw_accommodation(w, c, 1),
}


def plan_second(w: Work, c: int, _e: int, _p: int) -> object:
    """Plan the second step, so that there is one to step back from."""
    return plan.plan_step(w, c, 2, first=TODAY, seen=None)


READS = {"school_of", "school_day_of", "milestones_of"}
RECORDS = {"enter_school_day", "undo_school_day", "clear_school_day", "reach", "withdraw_event"}
BEHIND: dict[str, Action] = {
    name: Action.SEE if name in READS else Action.RECORD if name in RECORDS else Action.PLAN_MILESTONES
    for name in CALLS
} | {"tick_as_guardian": Action.CONSENT, "tick_as_child": Action.ASSENT}
# Whose answers these are; nobody on the care team gives them.
OF_THE_FAMILY = {"tick_as_guardian": "Dana", "tick_as_child": "Mia"}
MAKES_SOMETHING = {
    "set_timetable",
    "lay_down_ladder",
    "add_milestone",
    "enter_school_day",
    "add_closure",
    "add_accommodation",
    "write_school_page",
}
# Without what the others make, these are about something that is not there. Two of them first ask what was seen.
OF_WHAT_IS_NOT_THERE = set(CALLS) - READS - MAKES_SOMETHING - {"go_on", "step_back"}

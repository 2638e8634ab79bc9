"""A call of each use case of measures, for the sweeps that try all of them as everybody."""

from db.vocabulary import Instrument, Reporter
from tests.steps import TODAY, TOMORROW
from tests.tracker.plans.test_who_plans import Call
from tracker.access.policy import Action
from tracker.measures import entering, measures, pain_settings, watch_dates
from tracker.measures.entering import Entry

FDI, CHILD = Instrument.FDI, Reporter.CHILD
FIRST = 1  # the measure or the watch date that a call is about

CALLS: dict[str, Call] = {
    # For a day to come, which everybody is told who is let in: whether a family may enter it, the clinic says.
    "enter_score": lambda w, c, _e, _p: entering.enter_score(w, c, FDI, CHILD, TOMORROW, 27),
    "enter_scores": lambda w, c, _e, _p: entering.enter_scores(w, c, TOMORROW, [Entry(FDI, CHILD, 27)]),
    "correct_score": lambda w, c, _e, _p: entering.correct_score(
        w, c, FIRST, value=14, reason="Typed wrongly"
    ),
    "withdraw_score": lambda w, c, _e, _p: entering.withdraw_score(w, c, FIRST),
    "measures_of": lambda w, c, _e, _p: measures.measures_of(w, c),
    "set_pain": lambda w, c, _e, _p: pain_settings.set_pain(
        w, c, every_weeks=4, is_turned_on=True, seen=None
    ),
    "hide_pain": lambda w, c, _e, _p: pain_settings.hide_pain(w, c),
    "show_pain": lambda w, c, _e, _p: pain_settings.show_pain(w, c),
    "add_watch_dates": lambda w, c, _e, _p: watch_dates.add_watch_dates(
        w, c, first=TODAY, last=TOMORROW, about="The school trip"
    ),
    "withdraw_watch_dates": lambda w, c, _e, _p: watch_dates.withdraw_watch_dates(w, c, FIRST),
}
BEHIND: dict[str, Action] = {
    "measures_of": Action.SEE,
    **dict.fromkeys(("enter_score", "enter_scores", "correct_score", "withdraw_score"), Action.RECORD),
    **dict.fromkeys(("set_pain", "add_watch_dates", "withdraw_watch_dates"), Action.KEEP_MEASURES),
    **dict.fromkeys(("hide_pain", "show_pain"), Action.HIDE_PAIN),
}
OF_WHAT_IS_NOT_THERE = {"correct_score", "withdraw_score"}
OF_THE_CHILD = {"hide_pain", "show_pain"}

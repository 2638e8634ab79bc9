"""What a copy of a record holds: its tables and their columns, each said in plain words for whoever opens it."""

from collections.abc import Mapping

from tracker.exchange.columns_of_days import FIGURES_OF_DAYS, KINDS_OF_DAYS
from tracker.exchange.columns_of_measures import KINDS_OF_MEASURES
from tracker.exchange.kind import ENTERED, WITHDRAWN, WRITTEN, Kind
from tracker.screen.words import N_

FORMAT, VERSION = "stepwise-record", 1


EXERCISE = {
    "exercise_no": N_("the exercise’s number in this copy"),
    "exercise": N_("its name"),
}

KINDS: tuple[Kind, ...] = (
    Kind(
        "child",
        N_("The child"),
        N_("One row: who it is, and what the care team has to know for the plan."),
        {
            "chosen_name": N_("the name that the child wants to be called by"),
            "birth_month": N_("year and month of birth"),
            "amps_type": N_("the type of the condition"),
            "body_areas": N_("the parts of the body that are affected"),
            "other_conditions": N_("other conditions"),
            "precautions": N_("what to be careful of"),
            "supporting_medication": N_("medication beside the exercises"),
            "school": N_("the school"),
            "school_class": N_("the class"),
            "begun_on": N_("the day on which this record was begun"),
            "closed_on": N_("the day on which it was closed; empty for an open record"),
        },
    ),
    Kind(
        "time_zones",
        N_("Where days are counted"),
        N_("A day in this copy is a day where the child lived then."),
        {
            "first_day": N_("the first day in this time zone; 1970-01-01 is “from the beginning”"),
            "time_zone": N_("the time zone"),
        },
    ),
    Kind(
        "episodes",
        N_("Courses of treatment"),
        N_("Treatment weeks are counted from the first day of each."),
        {
            "episode": N_("1 is the first course, 2 the second, and so on"),
            "first_day": N_("its first day"),
            "last_day": N_("its last day; empty while it goes on"),
            "setting": N_("where the treatment takes place"),
            "expected_weeks": N_("how many weeks were expected at its start"),
            "end_reason": N_("why it ended"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    Kind(
        "phases",
        N_("Phases"),
        N_("How intensive a course of treatment was, from when on."),
        {
            "episode": N_("the course of treatment"),
            "phase": N_("intensive, home or maintenance"),
            "first_day": N_("its first day; the next phase ends it"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    Kind(
        "criteria",
        N_("Before the end of a course"),
        N_("What function and school should look like before a course of treatment ends."),
        {
            "criterion_no": N_("its number in this copy"),
            "episode": N_("the course of treatment"),
            "kind": N_("function or school"),
            "text": N_("what it says"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    Kind(
        "findings",
        N_("What was found of that"),
        N_(
            "Each time that a clinician found it met, or open again. The last one stands; without one it is open."
        ),
        {
            "criterion_no": N_("which of the rows before"),
            "found": N_("met or open"),
            "found_on": N_("the day"),
            "found_at_utc": N_("the moment, where it is given"),
            "found_by": N_("who found it"),
        },
    ),
    Kind(
        "pauses",
        N_("Pauses"),
        N_("Days on which the plan asks for nothing."),
        {
            "episode": N_("the course of treatment"),
            "first_day": N_("the first day of the pause"),
            "last_day": N_("its last day"),
            "reason": N_("why"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    Kind(
        "prescriptions",
        N_("The plan"),
        N_(
            "Every exercise with every change of it: one row for each time that what is asked became another."
        ),
        {
            **EXERCISE,
            "revision": N_("1 is how it was first written, 2 the first change, and so on"),
            "episode": N_("the course of treatment"),
            "category": N_("what it trains"),
            "first_day": N_("the first day on which it is asked for"),
            "last_day": N_("the last day; empty while it goes on, or until its course of treatment ends"),
            "weekdays": N_("the days of the week on which it is asked for"),
            "times_per_day": N_("how many times on each of these days"),
            "times_per_week": N_("or how many times in a treatment week, on any days"),
            "parts_of_day": N_("when in the day it is done; empty for any time"),
            "dose_kind": N_("in what it is counted"),
            "total": N_("how much each time, in that"),
            "sets": N_("how many sets"),
            "reps": N_("how many repetitions in a set"),
            "hold_seconds": N_("how many seconds to hold"),
            "texture": N_("what the skin is touched with"),
            "task_unit": N_("in what the result of a timed task is taken"),
            "task_better": N_("whether a lower or a higher result is the better one"),
            "best_shown": N_("yes: the best result so far is shown"),
            "ceiling_closed": N_("yes: it is enough to stay at the level that was reached"),
            "about": N_("what the exercise is, as the clinic’s library said it then"),
            "steps": N_("how it is done, step by step, as the library said it then"),
            "instructions": N_("what to mind with this child"),
            "reason": N_("why it was written or changed"),
            "stop_reason": N_("why it was stopped"),
            **WRITTEN,
            **WITHDRAWN,
            "corrected_on": N_("the day on which it was marked as entered by mistake: it counts nowhere"),
        },
    ),
    Kind(
        "completions",
        N_("What was logged"),
        N_("One row for each answer to an exercise, also those that were taken back or changed later."),
        {
            "day": N_("the day that it is for"),
            **EXERCISE,
            "revision": N_("which row of the plan it belongs to"),
            "time": N_("1 is the first time of that day, 2 the second, and so on"),
            "state": N_("what was answered"),
            "amount": N_("how much, where it was done partly"),
            "result": N_("the result of a timed task"),
            "reason": N_("why not, where somebody said so"),
            "reporter": N_("whether the child, a parent or a clinician said it"),
            **ENTERED,
            **WITHDRAWN,
        },
    ),
    Kind(
        "day_marks",
        N_("Ill and away days"),
        N_("Days that the family marked as a whole."),
        {
            "day": N_("the day"),
            "mark": N_("ill (with something else) or away"),
            **ENTERED,
            **WITHDRAWN,
        },
    ),
    Kind(
        "notes",
        N_("Notes"),
        N_("Notes beside exercises that you can read, and your own that you took back."),
        {
            "day": N_("the day that it is for"),
            **EXERCISE,
            "time": N_("1 is the first time of that day, 2 the second, and so on"),
            "text": N_("what was written"),
            "readers": N_("for whom"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    *KINDS_OF_DAYS,
    *KINDS_OF_MEASURES,
    Kind(
        "links",
        N_("Who could open the record"),
        N_("One row for each person, and for each way in which they were linked to the child."),
        {
            "person": N_("the person"),
            "kind": N_("as what"),
            "level": N_("how far it reached"),
            "household": N_("the household, where it is your own"),
            "first_day": N_("the first day"),
            "last_day": N_("the last day, where one was set"),
            "ended_on": N_("the day on which it was ended at once"),
            "covers": N_("for which colleague it stood in"),
        },
    ),
    Kind(
        "consents",
        N_("Consents"),
        N_("What was agreed to, and what was not. A later answer stands in place of an earlier one."),
        {
            "kind": N_("a guardian’s consent, or the child’s assent"),
            "answer": N_("yes or no"),
            "wording": N_("which version of the words was answered"),
            "given_on": N_("the day"),
            "given_at_utc": N_("the moment, where it is given"),
            "given_by": N_("who answered"),
        },
    ),
    Kind(
        "weekly_figures",
        N_("Weeks"),
        N_("Home exercise, counted for each treatment week from the rows above."),
        {
            "episode": N_("the course of treatment"),
            "week": N_("the treatment week"),
            "first_day": N_("its first day"),
            "last_day": N_("its last day"),
            "due": N_("how many times an exercise was asked for"),
            "counted": N_("how many of them count already: answered, or their day is over"),
            "not_needed": N_(
                "how many were not needed, because of a pause, an ill or away day or the clinic"
            ),
            "not_logged": N_("how many of those that count were not logged"),
            "done": N_("how many were done; one that was done partly counts as a part"),
            "done_in_full": N_("how many were done in full"),
            "done_of_counted": N_("“done” divided by “counted”; empty where nothing counts"),
            "done_of_logged": N_("“done” divided by those that were logged"),
            "logged_of_counted": N_("the part that was logged at all"),
            "in_full_of_counted": N_("the part that was done in full"),
        },
    ),
    *FIGURES_OF_DAYS,
    Kind(
        "access_log",
        N_("Who has opened this record"),
        N_("One row for each day, person and page or change."),
        {
            "day": N_("the day"),
            "person": N_("who; empty for the clinic’s office, and for whoever runs its server"),
            "kind": N_("as what"),
            "access": N_("look: opened; change: changed something"),
            "what": N_("which page, or what was done, by its short name"),
        },
    ),
)

STATES: Mapping[str, str] = {
    "done": N_("It was done."),
    "partly": N_("A part of it was done; “amount” says how much, where somebody said so."),
    "not_done": N_("Somebody said: not today. That is an answer, and not the same as no answer."),
    "excused": N_("The clinic said that it is not needed."),
    "": N_("A time that nobody answered has no row at all."),
}

# Tables that name the child and are not in the copy, each with its reason; a test finds any that is forgotten.
LEFT_OUT: Mapping[str, str] = {
    "draft": "a prescription that is being prepared: what comes of it stands in the prescriptions",
    "erasure": "who asked to erase the record is a matter of the clinic's office; the log names it",
    "pain_setting": "which accounts show pain values: the copy holds what the reader's own account shows",
    "line": "each line's name and category stand in the rows of its prescriptions",
    "proposal": "a text of the care team for the care team; what came of it stands in the prescriptions",
    "week_tally": "counted from the other tables; the weekly figures are their sums",
}

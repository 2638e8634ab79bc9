"""The tables of visits, milestones and school in a copy of a record, each with its columns in plain words."""

from tracker.exchange.kind import ENTERED, WITHDRAWN, WRITTEN, Kind
from tracker.screen.words import N_

SERIES = {
    "series_no": N_("the series’ number in this copy"),
    "discipline": N_("what the visits are for"),
}
MILESTONE = {
    "milestone_no": N_("the step’s number in this copy"),
    "milestone": N_("its name"),
}
WEEK = {
    "week": N_("the treatment week; empty outside treatment"),
    "first_day": N_("its first day"),
    "last_day": N_("its last day"),
}

VISIT_KINDS: tuple[Kind, ...] = (
    Kind(
        "visit_series",
        N_("What is planned of visits"),
        N_("One row for each series of visits. Of counseling: only those that are yours to know."),
        {
            **SERIES,
            "kept_by": N_("the counselor who keeps it"),
            "per_week": N_("how many visits a week"),
            "weeks": N_("for how many weeks"),
            "weekdays": N_("on which days of the week; empty where each is booked by itself"),
            "first_day": N_("its first day"),
            "begins_at": N_("the time of day"),
            "time_zone": N_("on the clocks of which place"),
            "minutes": N_("how long each is, in minutes"),
            "modality": N_("in person or by video"),
            **WRITTEN,
            "without_from": N_("the first day without it, where it was ended before its time"),
            "ended_on": N_("the day on which that was said"),
            "ended_at_utc": N_("the moment of that"),
            "ended_by": N_("who ended it"),
        },
    ),
    Kind(
        "visits",
        N_("Visits"),
        N_("One row for each visit, also those that are no longer planned. What was said in one is nowhere."),
        {
            "visit_no": N_("the visit’s number in this copy"),
            **SERIES,
            "day": N_("its day"),
            "begins_at": N_("its time of day, where the child lives"),
            "begins_at_utc": N_("the moment"),
            "minutes": N_("how long it is, in minutes"),
            "modality": N_("in person or by video"),
            "state": N_("planned, or what became of it"),
            "reason": N_("why it was cancelled"),
            "in_place_of": N_("the number of the visit that was moved here"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    Kind(
        "visit_marks",
        N_("What was said of visits"),
        N_("Each time that somebody said what became of a visit, also what was changed later."),
        {
            "visit_no": N_("which of the rows before"),
            "state": N_("what became of it"),
            "reason": N_("why it was cancelled"),
            "marked_on": N_("the day on which that was said"),
            "marked_at_utc": N_("the moment, where it is given"),
            "marked_by": N_("who said it"),
            **WITHDRAWN,
        },
    ),
)
VISIT_FIGURES = Kind(
    "weekly_visits",
    N_("Weeks: visits"),
    N_("Visits by week, each kind by itself, counted from the rows above."),
    {
        **WEEK,
        "discipline": N_("what the visits are for"),
        "attended": N_("how many took place"),
        "counted": N_("of how many: those that took place, did not, or were cancelled by the family"),
        "no_show": N_("how many nobody came to"),
        "cancelled_by_family": N_("how many the family cancelled"),
        "cancelled_by_clinic": N_("how many the clinic cancelled; they are not counted"),
        "moved": N_("how many were moved; they are not counted"),
        "to_mark": N_("how many are over, and nothing is said of them yet"),
        "hours": N_("the hours of those that took place"),
    },
)
SCHOOL_FIGURES = Kind(
    "weekly_school",
    N_("Weeks: school"),
    N_("School by week, of the days that count so far, counted from the rows above."),
    {
        **WEEK,
        "attended": N_("how many periods were attended"),
        "planned": N_("how many were planned"),
        "attended_as_planned": N_("how many of those that were planned were attended"),
        "full_timetable": N_("how many a full timetable has"),
        "days_logged": N_("on how many days something was entered"),
        "days_not_logged": N_("on how many days with planned periods nothing was"),
        "attended_of_planned": N_(
            "“attended_as_planned” divided by “planned”; empty where there is no value"
        ),
        "attended_of_full": N_("“attended” divided by “full_timetable”"),
    },
)
MILESTONE_KINDS: tuple[Kind, ...] = (
    Kind(
        "milestones",
        N_("Steps"),
        N_("Steps toward school, social and physical life, and life at home. Those of school are a ladder."),
        {
            **MILESTONE,
            "area": N_("the part of life"),
            "place": N_("its place among those of this part: a lower number comes first"),
            "periods": N_("planned periods a day, of a step of school"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    Kind(
        "milestone_targets",
        N_("Targets"),
        N_("By when each step was to be reached. The last row of a step stands."),
        {
            **MILESTONE,
            "target": N_("the day; empty for none"),
            "agreed_with": N_("with whom it was agreed"),
            "set_on": N_("the day on which that was set"),
            "set_at_utc": N_("the moment, where it is given"),
            "set_by": N_("who set it"),
        },
    ),
    Kind(
        "milestone_events",
        N_("What was reached"),
        N_("One row for each time that a step was reached, or given back for now."),
        {
            **MILESTONE,
            "event": N_("reached, or set_back for “back for now”"),
            "day": N_("the day"),
            "reason": N_("why, where somebody said so"),
            **ENTERED,
            **WITHDRAWN,
        },
    ),
)
SCHOOL_KINDS: tuple[Kind, ...] = (
    Kind(
        "school_timetables",
        N_("Full timetable"),
        N_("How many periods school has on which weekdays, from a day on."),
        {
            "first_day": N_("the first day"),
            "weekdays": N_("the days of the week"),
            "periods": N_("the periods of a full day"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    Kind(
        "school_closures",
        N_("Closed and half days"),
        N_("Days on which the school is closed, or shorter."),
        {
            "first_day": N_("the first day"),
            "last_day": N_("the last day"),
            "periods": N_("the periods that are left; 0 is closed"),
            "name": N_("what the days are called"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    Kind(
        "school_plan",
        N_("Planned attendance"),
        N_("By which step of the ladder school is planned, from a day on."),
        {
            "first_day": N_("the first day; the next row’s ends it"),
            **MILESTONE,
            "periods": N_("planned periods a day"),
            "agreed_with": N_("with whom it was agreed"),
            "reason": N_("why"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    Kind(
        "school_days",
        N_("School days"),
        N_("One row for each entry of a day, also those that were taken back or changed later."),
        {
            "day": N_("the day that it is for"),
            "periods": N_("how many periods were attended"),
            "all_planned": N_("yes: it was all that was planned"),
            "reason": N_("why less, where somebody said so"),
            "reporter": N_("whether the child, a parent or a clinician said it"),
            **ENTERED,
            **WITHDRAWN,
        },
    ),
    Kind(
        "accommodations",
        N_("What the school does otherwise"),
        N_("One row for each accommodation."),
        {
            "text": N_("what it is"),
            "agreed_with": N_("with whom it was agreed"),
            "first_day": N_("the first day"),
            "review_on": N_("when it is looked at again"),
            "not_needed_from": N_("the first day on which it is not needed"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    Kind(
        "school_pages",
        N_("Page for the school"),
        N_("One row for each version of the words. The last one stands."),
        {
            "page_no": N_("the version’s number in this copy"),
            "contact": N_("whom the school can ask"),
            "break_place": N_("where to take a break"),
            "before_home": N_("what to do before sending home"),
            "when_to_call": N_("when to call"),
            "valid_until": N_("until when it is valid"),
            **WRITTEN,
        },
    ),
    Kind(
        "school_page_ticks",
        N_("What may go to the school"),
        N_("One row for each of your own answers to whether a line may go out. A later answer stands."),
        {
            "page_no": N_("which of the rows before"),
            "line": N_("which line"),
            "side": N_("for the guardian, or for the child"),
            "agrees": N_("yes or no"),
            "said_on": N_("the day"),
            "said_at_utc": N_("the moment, where it is given"),
            "said_by": N_("who said it"),
        },
    ),
)
KINDS_OF_DAYS = (*VISIT_KINDS, *MILESTONE_KINDS, *SCHOOL_KINDS)
FIGURES_OF_DAYS = (VISIT_FIGURES, SCHOOL_FIGURES)

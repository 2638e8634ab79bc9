"""The tables of measures, concerns and appointments in a copy of a record, each with its columns in plain words."""

from tracker.exchange.kind import ENTERED, WITHDRAWN, WRITTEN, Kind
from tracker.screen.words import N_

CONCERN = {"concern_no": N_("the message’s number in this copy")}

KINDS_OF_MEASURES: tuple[Kind, ...] = (
    Kind(
        "measures",
        N_("Measures"),
        N_(
            "One row for each score, also those that were taken back or corrected. Only what your account shows."
        ),
        {
            "measure_no": N_("its number in this copy"),
            "instrument": N_("the questionnaire or test"),
            "reporter": N_("whether the child, a parent or a clinician reported it"),
            "side": N_("the side of the body that was measured"),
            "day": N_("its day"),
            "value": N_("the score; empty where it is not scored, because it was left incomplete"),
            "in_place_of": N_("the number of the row that this one corrects"),
            "correction": N_("why it was corrected"),
            **ENTERED,
            **WITHDRAWN,
        },
    ),
    Kind(
        "watch_dates",
        N_("Watch dates"),
        N_("Days on which you and the care team agreed to look more closely."),
        {
            "first_day": N_("the first day"),
            "last_day": N_("the last day"),
            "about": N_("what it is about"),
            "agreed_with": N_("with whom it was agreed"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    Kind(
        "concerns",
        N_("Questions"),
        N_("One row for each message to the care team that is yours to read."),
        {
            **CONCERN,
            "kind": N_("more_of_the_same, something_new, or for_appointment"),
            "topic": N_("what is new or different"),
            "text": N_("what was written"),
            "readers": N_("who can read it: the care team and the writer’s household, or the care team only"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    Kind(
        "concern_reads",
        N_("Who has read"),
        N_("One row for each of the care team who has read one of these messages."),
        {
            **CONCERN,
            "read_on": N_("the day"),
            "read_at_utc": N_("the moment, where it is given"),
            "read_by": N_("who has read it"),
        },
    ),
    Kind(
        "concern_answers",
        N_("Answers"),
        N_("What the care team answered to these messages."),
        {
            **CONCERN,
            "text": N_("what was answered"),
            "in_person": N_("yes: it was talked about in person"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    Kind(
        "appointments",
        N_("Appointments"),
        N_("Who was there when the care team and a family looked at this record together."),
        {
            "day": N_("the day"),
            "people": N_("who was there"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
    Kind(
        "decisions",
        N_("Decisions"),
        N_("What was decided at these appointments."),
        {
            "day": N_("the day"),
            "text": N_("what was decided"),
            "milestone_no": N_("the number of the step that it became, among the rows of steps"),
            **WRITTEN,
            **WITHDRAWN,
        },
    ),
)

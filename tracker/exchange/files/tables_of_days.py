"""The files of visits, milestones and school, and their columns. Each of them may be missing."""

from tracker.exchange.files.kind import PLAN_ENDS, Kind

VISITS = Kind(
    "visits",
    ("day", "time", "discipline", "minutes", "state", "reason", "modality"),
    ("day", "time", "discipline", "minutes"),
    ("series", "visit", "in_place_of", "repeated_hour", "recorded_at", *PLAN_ENDS),
)
VISIT_SERIES = Kind(
    "visit_series",
    ("discipline", "first_day", "time", "per_week", "weeks", "minutes", "weekdays", "modality"),
    ("discipline", "first_day", "time", "minutes"),
    ("series", "visibility", "time_zone", "created_at", "ends_on", "ended_at"),
)
VISIT_MARKS = Kind(
    "visit_marks",
    ("visit", "state", "reason", "recorded_at", "withdrawn_at"),
    ("visit", "state", "withdrawn_at"),
)
MILESTONES = Kind(
    "milestones",
    ("area", "milestone", "periods", "target", "agreed_with"),
    ("area", "milestone"),
    ("step", "position", "set_at", *PLAN_ENDS),
)
MILESTONE_TARGETS = Kind(
    "milestone_targets", ("milestone", "target", "agreed_with", "set_at"), ("milestone",), ("step",)
)
MILESTONE_EVENTS = Kind(
    "milestone_events",
    ("milestone", "event", "day", "reason"),
    ("milestone", "event", "day"),
    ("step", "recorded_at", "withdrawn_at"),
)
SCHOOL = Kind(
    "school",
    ("day", "periods", "all_planned", "reason", "recorded_at", "reporter"),
    ("day", "periods"),
    ("late_reason", "withdrawn_at", "replaces"),
)
SCHOOL_CALENDAR = Kind(
    "school_calendar", ("kind", "from", "to", "weekdays", "periods", "name"), ("kind", "from"), PLAN_ENDS
)
SCHOOL_PLAN = Kind(
    "school_plan",
    ("milestone", "from", "agreed_with", "reason"),
    ("milestone", "from"),
    ("step", *PLAN_ENDS),
)
ACCOMMODATIONS = Kind(
    "accommodations",
    ("accommodation", "agreed_with", "from", "review_on", "not_needed_from"),
    ("accommodation", "from"),
    PLAN_ENDS,
)

OF_VISITS = (VISITS, VISIT_SERIES, VISIT_MARKS)
OF_MILESTONES = (MILESTONES, MILESTONE_TARGETS, MILESTONE_EVENTS)
OF_SCHOOL = (SCHOOL, SCHOOL_CALENDAR, SCHOOL_PLAN, ACCOMMODATIONS)
KINDS_OF_DAYS = (*OF_VISITS, *OF_MILESTONES, *OF_SCHOOL)

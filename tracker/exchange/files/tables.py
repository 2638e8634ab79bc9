"""The files of a folder and their columns. The first ones are those that other programs write; the rest is optional."""

from collections.abc import Mapping

from tracker.exchange.files.kind import PLAN_ENDS, Kind
from tracker.exchange.files.tables_of_days import KINDS_OF_DAYS

ROWS_OF_A_LIFE = 500_000
ROWS_OF_DAYS = 20_000

PRESCRIPTIONS = Kind(
    "prescriptions",
    (
        *("exercise", "category", "schedule", "times_per_day", "amount", "unit"),
        *("valid_from", "valid_to", "reason"),
    ),
    ("exercise", "schedule", "valid_from"),
    (
        *("episode", "line", "revision", "replaces", "dose_kind", "sets", "reps", "hold_seconds", "texture"),
        *("task_unit", "task_better", "best_shown", "ceiling_closed", "parts_of_day", "instructions"),
        *("stop_reason", *PLAN_ENDS, "entered_in_error_at", "entered_in_error_reason"),
    ),
)
COMPLETIONS = Kind(
    "completions",
    (
        *("exercise", "performed_on", "slot", "state", "amount", "barrier"),
        *("recorded_at", "reporter", "note"),
    ),
    ("exercise", "performed_on", "state"),
    (
        *("line", "revision", "result", "late_reason", "note_readers", "note_household", "note_written_at"),
        *("withdrawn_at", "replaces"),
    ),
    ROWS_OF_A_LIFE,
)
PAUSES = Kind("pauses", ("from", "to", "reason"), ("from", "to"), ("episode", *PLAN_ENDS))
DAYS = Kind(
    "days", ("day", "mark"), ("day", "mark"), ("recorded_at", "late_reason", "withdrawn_at"), ROWS_OF_DAYS
)
EPISODE = Kind(
    "episode",
    ("start", "end", "setting", "time_zone"),
    ("start",),
    ("episode", "expected_weeks", "end_reason", "end_note", *PLAN_ENDS),
)
NOTES = Kind(
    "notes",
    ("exercise", "performed_on", "slot", "note"),
    ("exercise", "performed_on", "note"),
    ("line", "revision", "readers", "household", "written_at"),
    ROWS_OF_A_LIFE,
)
PHASES = Kind("phases", ("phase", "from"), ("phase", "from"), ("episode", *PLAN_ENDS))
CRITERIA = Kind("criteria", ("kind", "text"), ("kind", "text"), ("episode", "criterion", *PLAN_ENDS))
FINDINGS = Kind("findings", ("criterion", "met", "found_at"), ("criterion", "met", "found_at"))
CHILD = Kind(
    "child",
    ("amps_type", "body_areas", "other_conditions", "precautions", "supporting_medication"),
    (),
    most_rows=1,
)
TIME_ZONES = Kind("time_zones", ("first_day", "time_zone"), ("first_day", "time_zone"))

# An export always holds these; each of the others only where it has a row.
ALWAYS = (EPISODE, PRESCRIPTIONS, COMPLETIONS, PAUSES, DAYS)
KINDS = (*ALWAYS, NOTES, PHASES, CRITERIA, FINDINGS, CHILD, TIME_ZONES, *KINDS_OF_DAYS)
BY_FILE: Mapping[str, Kind] = {kind.file: kind for kind in KINDS}

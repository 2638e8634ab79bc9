"""Every rule of the tables refuses what it should, on both databases, and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from db.tables import METADATA
from tests.db.world import MONDAY, NOW, World, day, insert

Ids = dict[str, int]
Changes = dict[str, Any]
CLINIC_RANGES = {
    "adherence_line_percent": (50, 100),
    "least_coverage_percent": (0, 100),
    "back_fill_days": (0, 7),
    "days_without_entries": (1, 14),
    "ill_days": (1, 14),
    "guardian_consent_below_age": (0, 30),
    "assent_from_age": (0, 30),
    "own_account_from_age": (0, 30),
    "majority_age": (0, 30),
}
WEEKLY = {"weekdays": None, "times_per_week": 3}
SET_UP = {"purpose": "set_up", "clinic_id": None, "account_id": None}
SETS = {"dose_kind": "sets_reps", "sets": 3, "reps": 10, "total": 30.0}

TIMED = {"dose_kind": "timed_task", "total": None, "task_unit": "seconds", "task_better": "lower"}
BRUSH = {"dose_kind": "texture_minutes", "texture": "a soft brush"}

RANGES = {
    ("visit_series", "per_week"): (1, 21),
    ("visit_series", "weeks"): (1, 104),
    ("visit_series", "minutes"): (5, 600),
    ("visit", "minutes"): (5, 600),
    ("milestone", "periods"): (0, 12),
    ("milestone", "position"): (1, 200),
    ("school_timetable", "weekdays"): (1, 127),
    ("school_timetable", "periods"): (1, 12),
    ("school_closure", "periods"): (0, 12),
    ("school_day", "periods"): (0, 12),
    ("instrument_setting", "every_weeks"): (1, 26),
    ("pain_setting", "every_weeks"): (1, 26),
    ("measure", "value"): (0, 1000),
}
FOR_ALL = {"visibility": "care_team_and_family", "shown_to_child": True}
CANCELLED = {"outcome": "cancelled_by_family", "reason": "insurance"}

OTHER_SERIES = ({"reporter": "parent"}, {"instrument": "grip", "side": "left"}, {"side": "right"})

FILLED_ONCE = {"child_body_area", "child_time_zone", "demo"}

ACCEPTED: list[tuple[str, Changes]] = [
    *((table, {}) for table in METADATA.tables if table not in FILLED_ONCE),
    *(("clinic", {column: limit}) for column, limits in CLINIC_RANGES.items() for limit in limits),
    ("prescription", WEEKLY),
    ("prescription", SETS),
    ("prescription", {"dose_kind": "open", "total": None}),
    ("prescription", {**TIMED, "best_shown": True, "ceiling_closed": True}),
    ("draft", {**TIMED, "task_unit": "count", "task_better": "higher"}),
    ("template_item", BRUSH),
    ("prescription", {"parts_of_day": 7}),
    ("exercise_version", {"video": ""}),
    ("completion", {"state": "partly", "result": 9.5}),
    ("episode_phase", {"starts_on": day(0), "withdrawn_at": NOW}),
    ("completion", {"state": "partly", "amount": 0}),
    ("completion", {"state": "not_done", "barrier": "tired"}),
    ("completion", {"performed_on": day(1), "withdrawn_at": NOW}),
    ("episode", {"expected_weeks": None}),
    ("relationship", {"ends_on": day(-9)}),
    ("one_time_link", SET_UP),
    ("closed_day", {"day": day(20), "withdrawn_at": NOW}),
    ("erasure", {"withdrawn_at": NOW}),
    ("proposal", {"outcome": None, "settled_at": None}),
    ("visit_series", {**FOR_ALL, "discipline": "physical_therapy"}),
    ("visit_series", FOR_ALL),
    ("visit_series", {"visibility": "counselor_only", "kept_by_id": 1, "shown_to_child": True}),
    ("visit_series", {"rule": "", "ends_on": MONDAY}),
    ("visit", {"starts_at": NOW + timedelta(days=1), "withdrawn_at": NOW}),
    ("visit_record", CANCELLED),
    ("visit_record", {**CANCELLED, "outcome": "cancelled_by_clinic"}),
    ("visit_record", {"outcome": "moved"}),
    ("milestone", {"area": "social", "periods": None}),
    ("milestone_target", {"target_on": None, "agreed_with": ""}),
    ("milestone_event", {"kind": "set_back", "on_day": day(1)}),
    ("school_closure", {"last_day": day(9), "periods": 0}),
    ("school_day", {"all_planned": True, "reason": None}),
    ("school_day", {"periods": 0}),
    ("school_day", {"day": day(2), "withdrawn_at": NOW}),
    ("school_plan", {"starts_on": day(0), "withdrawn_at": NOW}),
    ("school_timetable", {"valid_from": day(0), "withdrawn_at": NOW}),
    ("accommodation", {"review_on": MONDAY, "faded_on": MONDAY}),
    ("school_page_tick", {"agrees": False}),
    ("measure", {"value": None}),
    ("measure", {"on_day": day(1), "withdrawn_at": NOW}),
    *(("measure", {"on_day": day(1), **other}) for other in OTHER_SERIES),
    ("measure", {"value": 26, "replaces_id": 1, "correction": "misread"}),
    ("pain_setting", {"is_shown": False, "by_child": True}),
    ("concern", {"kind": "for_appointment", "topic": None}),
    ("concern_answer", {"text": "", "in_person": True}),
    ("appointment", {"on_day": day(1), "withdrawn_at": NOW}),
    ("decision", {"milestone_id": None, "proposal_id": None}),
    *((table, {column: limit}) for (table, column), limits in RANGES.items() for limit in limits),
]

REFUSED_TERMS: list[tuple[Changes, str]] = [
    ({"weekdays": None}, "one_schedule"),
    ({"times_per_week": 3}, "one_schedule"),
    ({"weekdays": 0}, "weekdays_range"),
    ({"weekdays": 128}, "weekdays_range"),
    ({"times_per_day": 0}, "times_per_day_range"),
    ({"times_per_day": 13}, "times_per_day_range"),
    ({**WEEKLY, "times_per_week": 0}, "times_per_week_range"),
    ({**WEEKLY, "times_per_week": 8}, "times_per_week_range"),
    ({**WEEKLY, "times_per_day": 2}, "weekly_once_a_day"),
    ({"total": 0}, "total_positive"),
    ({"total": None}, "total_of_countable_doses"),
    ({"dose_kind": "open"}, "total_of_countable_doses"),
    ({**TIMED, "total": 10.0}, "total_of_countable_doses"),
    ({**SETS, "total": 29}, "sets_reps_total"),
    ({**SETS, "sets": None}, "sets_reps_total"),
    ({**SETS, "reps": None}, "sets_reps_total"),
    ({"sets": 3}, "sets_reps_total"),
    ({"reps": 3}, "sets_reps_total"),
    ({"parts_of_day": -1}, "parts_of_day_range"),
    ({"parts_of_day": 8}, "parts_of_day_range"),
    ({"texture": "a soft brush"}, "texture_of_its_dose"),
    ({"dose_kind": "texture_minutes"}, "texture_of_its_dose"),
    ({"task_unit": "seconds"}, "task_of_a_timed_task"),
    ({"best_shown": True}, "task_of_a_timed_task"),
    ({"ceiling_closed": True}, "task_of_a_timed_task"),
    ({**TIMED, "task_unit": None}, "task_of_a_timed_task"),
    ({**TIMED, "task_better": None}, "task_of_a_timed_task"),
]

REFUSED_VALUES: list[tuple[str, Changes, str]] = [
    *(
        ("clinic", {column: value}, f"ck_clinic_{column}_range")
        for column, (low, high) in CLINIC_RANGES.items()
        for value in (low - 1, high + 1)
    ),
    ("account", {"sign_in_name": "Dana"}, "ck_account_sign_in_name_lower"),
    ("relationship", {"ends_on": day(-10)}, "ck_relationship_days_in_order"),
    ("relationship", {"covers_id": 2}, "ck_relationship_cover_is_dated"),
    ("relationship", {"covers_id": 1, "ends_on": day(9)}, "ck_relationship_cover_is_dated"),
    ("erasure", {"done_by_id": 1, "done_at": NOW}, "ck_erasure_two_people"),
    ("erasure", {"done_at": NOW, "withdrawn_at": NOW}, "ck_erasure_done_or_withdrawn"),
    ("proposal", {"text": ""}, "ck_proposal_text_not_empty"),
    ("proposal", {"outcome": None}, "ck_proposal_settled_with_an_outcome"),
    ("proposal", {"settled_at": None}, "ck_proposal_settled_with_an_outcome"),
    ("one_time_link", {**SET_UP, "purpose": "invitation"}, "ck_one_time_link_whose"),
    ("one_time_link", {"account_id": None}, "ck_one_time_link_whose"),
    ("one_time_link", {"clinic_id": None}, "ck_one_time_link_whose"),
    ("one_time_link", {"purpose": "set_up"}, "ck_one_time_link_whose"),
    ("one_time_link", {"purpose": "set_up", "account_id": None}, "ck_one_time_link_whose"),
    ("one_time_link", {"purpose": "set_up", "clinic_id": None}, "ck_one_time_link_whose"),
    ("one_time_link", {"expires_at": NOW}, "ck_one_time_link_moments_in_order"),
    ("one_time_link", {"expires_at": NOW - timedelta(seconds=1)}, "ck_one_time_link_moments_in_order"),
    ("demo", {"id": 0}, "ck_demo_one_row"),
    ("demo", {"id": 2}, "ck_demo_one_row"),
    ("episode", {"ends_on": day(-60)}, "ck_episode_days_in_order"),
    ("episode", {"ends_on": day(-61)}, "ck_episode_days_in_order"),
    ("episode", {"expected_weeks": 0}, "ck_episode_expected_weeks_range"),
    ("episode", {"expected_weeks": 105}, "ck_episode_expected_weeks_range"),
    ("plan_pause", {"to_day": day(2)}, "ck_plan_pause_days_in_order"),
    ("note", {"slot": 0}, "ck_note_slot_range"),
    ("note", {"slot": 25}, "ck_note_slot_range"),
    ("note", {"text": ""}, "ck_note_text_not_empty"),
    *(
        (table, changes, f"ck_{table}_{rule}")
        for table in ("prescription", "draft", "template_item")
        for changes, rule in REFUSED_TERMS
    ),
    ("draft", {"exercise_version_id": None}, "ck_draft_new_or_revised"),
    ("draft", {"line_id": 1, "revises_id": 1}, "ck_draft_new_or_revised"),
    ("draft", {"revises_id": 1}, "ck_draft_revises_of_a_line"),
    ("draft", {"valid_to": day(3)}, "ck_draft_days_in_order"),
    ("exercise_version", {"name": ""}, "ck_exercise_version_name_not_empty"),
    ("exercise_version", {"video": "http://clinic.example"}, "ck_exercise_version_video_is_https"),
    ("exercise_version", {"video": "javascript:alert(1)"}, "ck_exercise_version_video_is_https"),
    ("exercise_picture", {"width": 0}, "ck_exercise_picture_width_range"),
    ("exercise_picture", {"width": 2001}, "ck_exercise_picture_width_range"),
    ("exercise_picture", {"height": 0}, "ck_exercise_picture_height_range"),
    ("exercise_picture", {"height": 2001}, "ck_exercise_picture_height_range"),
    ("template", {"name": ""}, "ck_template_name_not_empty"),
    ("explanation", {"text": ""}, "ck_explanation_text_not_empty"),
    ("discharge_criterion", {"text": ""}, "ck_discharge_criterion_text_not_empty"),
    ("completion", {"result": 0}, "ck_completion_result_of_what_was_done"),
    ("completion", {"state": "not_done", "result": 9.5}, "ck_completion_result_of_what_was_done"),
    ("prescription", {"valid_to": day(10)}, "ck_prescription_days_in_order"),
    ("prescription", {"valid_to": day(9)}, "ck_prescription_days_in_order"),
    ("completion", {"slot": 0}, "ck_completion_slot_range"),
    ("completion", {"slot": 25}, "ck_completion_slot_range"),
    ("completion", {"state": "partly", "amount": -1}, "ck_completion_amount_of_partly"),
    ("completion", {"amount": 5}, "ck_completion_amount_of_partly"),
    ("completion", {"barrier": "tired"}, "ck_completion_barrier_of_not_done"),
    *(
        (table, {column: value}, f"ck_{table}_{column}_range")
        for (table, column), (low, high) in RANGES.items()
        for value in (low - 1, high + 1)
    ),
    *(
        (
            "visit_series",
            {**FOR_ALL, "discipline": "medical", **kept},
            "ck_visit_series_only_counseling_is_kept",
        )
        for kept in ({"visibility": "care_team"}, {"shown_to_child": False}, {"kept_by_id": 1})
    ),
    ("visit_series", {"visibility": "counselor_only"}, "ck_visit_series_somebody_keeps_it"),
    ("visit_series", {"ends_on": day(-1)}, "ck_visit_series_days_in_order"),
    ("visit_record", {**CANCELLED, "reason": None}, "ck_visit_record_reason_of_a_cancellation"),
    *(
        ("visit_record", {"outcome": outcome, "reason": "ill"}, "ck_visit_record_reason_of_a_cancellation")
        for outcome in ("attended", "no_show", "moved")
    ),
    ("milestone", {"name": ""}, "ck_milestone_name_not_empty"),
    ("milestone", {"periods": None}, "ck_milestone_periods_of_a_step_of_school"),
    ("milestone", {"area": "home"}, "ck_milestone_periods_of_a_step_of_school"),
    ("school_closure", {"last_day": day(3)}, "ck_school_closure_days_in_order"),
    ("school_day", {"all_planned": True}, "ck_school_day_reason_of_less"),
    ("accommodation", {"text": ""}, "ck_accommodation_text_not_empty"),
    ("accommodation", {"review_on": day(-1)}, "ck_accommodation_review_in_order"),
    ("accommodation", {"faded_on": day(-1)}, "ck_accommodation_fade_in_order"),
    ("measure", {"replaces_id": 1}, "ck_measure_correction_has_a_reason"),
    ("watch_date", {"to_day": day(3)}, "ck_watch_date_days_in_order"),
    ("concern", {"text": ""}, "ck_concern_text_not_empty"),
    ("concern", {"topic": None}, "ck_concern_topic_of_something_new"),
    ("concern", {"kind": "more_of_the_same"}, "ck_concern_topic_of_something_new"),
    ("concern_answer", {"text": ""}, "ck_concern_answer_text_unless_in_person"),
    ("decision", {"text": ""}, "ck_decision_text_not_empty"),
]

FRESH = {"token_hash": "f" * 64}


def revising(ids: Ids, who: str) -> Changes:
    """Let a draft be of a change of somebody's line."""
    line, prescription = ids[f"{who}_line"], ids[f"{who}_prescription"]
    return {"line_id": line, "revises_id": prescription, "exercise_version_id": None}


WRITERS = {
    "visit_series": ("created_by_id", "ended_by_id", "kept_by_id"),
    "visit": ("created_by_id", "withdrawn_by_id"),
    "visit_record": ("recorded_by_id", "withdrawn_by_id"),
    "milestone": ("created_by_id", "withdrawn_by_id"),
    "milestone_event": ("recorded_by_id", "withdrawn_by_id"),
    "milestone_target": ("set_by_id",),
    "school_timetable": ("created_by_id", "withdrawn_by_id"),
    "school_closure": ("created_by_id", "withdrawn_by_id"),
    "school_plan": ("created_by_id", "withdrawn_by_id"),
    "school_day": ("recorded_by_id", "withdrawn_by_id"),
    "accommodation": ("created_by_id", "withdrawn_by_id"),
    "school_page": ("written_by_id",),
    "instrument_setting": ("set_by_id",),
    "pain_setting": ("set_by_id",),
    "measure": ("recorded_by_id", "withdrawn_by_id"),
    "watch_date": ("created_by_id", "withdrawn_by_id"),
    "concern": ("written_by_id", "withdrawn_by_id"),
    "concern_read": ("read_by_id",),
    "concern_answer": ("written_by_id", "withdrawn_by_id"),
    "appointment": ("written_by_id", "withdrawn_by_id"),
    "decision": ("written_by_id", "withdrawn_by_id", "proposal_id"),
}
OF_A_CHILD = ("pain_setting", "measure", "watch_date", "concern", "appointment", "decision")

REFUSED_LINKS: list[tuple[str, Callable[[Ids], Changes], str]] = [
    ("account", lambda _: {"sign_in_name": "mine"}, "uq_account_sign_in_name"),
    ("episode", lambda _: {"number": 1}, "uq_episode_child_id_number"),
    ("completion", lambda _: {"performed_on": day(1)}, "uq_completion_live"),
    ("day_mark", lambda _: {"day": day(5)}, "uq_day_mark_live"),
    ("day_mark", lambda _: {"day": day(5), "mark": "away"}, "uq_day_mark_live"),
    ("sign_in_session", lambda _: {"token_hash": "0" * 64}, "uq_sign_in_session_token_hash"),
    ("one_time_link", lambda _: {"token_hash": "0" * 64}, "uq_one_time_link_token_hash"),
    ("closed_day", lambda _: {"day": day(20), "name": "Snow"}, "uq_closed_day_live"),
    ("demo", lambda _: {"seed": 8}, "pk_demo"),
    ("week_tally", lambda _: {"week": 1}, "pk_week_tally"),
    ("child_time_zone", lambda _: {}, "pk_child_time_zone"),
    ("child_body_area", lambda _: {}, "pk_child_body_area"),
    ("account", lambda _: {"clinic_id": 999}, "fk_account_clinic_id"),
    ("child", lambda _: {"clinic_id": 999}, "fk_child_clinic_id"),
    ("child_time_zone", lambda _: {"child_id": 999}, "fk_child_time_zone_child_id"),
    ("child_body_area", lambda _: {"child_id": 999}, "fk_child_body_area_child_id"),
    ("sign_in_session", lambda _: {"account_id": 999, "token_hash": "1"}, "fk_sign_in_session_account_id"),
    (
        "relationship",
        lambda ids: {"account_id": ids["other_account"]},
        "fk_relationship_account_id_clinic_id",
    ),
    ("relationship", lambda ids: {"child_id": ids["other_child"]}, "fk_relationship_child_id_clinic_id"),
    ("relationship", lambda ids: {"clinic_id": ids["other_clinic"]}, "fk_relationship_"),
    (
        "relationship",
        lambda ids: {"covers_id": ids["other_account"], "ends_on": day(9)},
        "fk_relationship_covers_id_clinic_id",
    ),
    ("child", lambda _: {"closed_by_id": 999}, "fk_child_closed_by_id"),
    ("account_notice", lambda _: {"account_id": 999}, "fk_account_notice_account_id"),
    ("account_notice", lambda _: {"by_id": 999}, "fk_account_notice_by_id"),
    ("consent", lambda _: {"child_id": 999}, "fk_consent_child_id"),
    ("consent", lambda _: {"given_by_id": 999}, "fk_consent_given_by_id"),
    ("erasure", lambda ids: {"child_id": ids["other_child"]}, "uq_erasure_open"),
    ("erasure", lambda _: {"clinic_id": 999}, "fk_erasure_clinic_id"),
    ("erasure", lambda _: {"child_id": 999}, "fk_erasure_child_id"),
    ("erasure", lambda _: {"asked_by_id": 999}, "fk_erasure_asked_by_id"),
    ("erasure", lambda _: {"done_by_id": 999}, "fk_erasure_done_by_id"),
    ("erasure", lambda _: {"withdrawn_by_id": 999}, "fk_erasure_withdrawn_by_id"),
    ("proposal", lambda ids: {"line_id": ids["other_line"]}, "fk_proposal_line_id_"),
    ("proposal", lambda ids: {"child_id": ids["other_child"]}, "fk_proposal_line_id_"),
    ("proposal", lambda _: {"proposed_by_id": 999}, "fk_proposal_proposed_by_id"),
    ("proposal", lambda _: {"settled_by_id": 999}, "fk_proposal_settled_by_id"),
    ("episode", lambda _: {"child_id": 999}, "fk_episode_child_id"),
    ("episode", lambda _: {"withdrawn_by_id": 999}, "fk_episode_withdrawn_by_id"),
    ("line", lambda ids: {"episode_id": ids["other_episode"]}, "fk_line_episode_id_child_id"),
    ("line", lambda ids: {"child_id": ids["other_child"]}, "fk_line_episode_id_child_id"),
    ("plan_pause", lambda ids: {"episode_id": ids["other_episode"]}, "fk_plan_pause_episode_id_child_id"),
    ("prescription", lambda ids: {"episode_id": ids["other_episode"]}, "fk_prescription_line_id_"),
    ("prescription", lambda ids: {"line_id": ids["other_line"]}, "fk_prescription_line_id_"),
    ("prescription", lambda ids: {"child_id": ids["other_child"]}, "fk_prescription_line_id_"),
    ("prescription", lambda ids: {"replaces_id": ids["other_prescription"]}, "fk_prescription_replaces_id_"),
    ("prescription", lambda _: {"created_by_id": 999}, "fk_prescription_created_by_id"),
    ("completion", lambda ids: {"prescription_id": ids["other_prescription"]}, "fk_completion_prescription_"),
    ("completion", lambda ids: {"child_id": ids["other_child"]}, "fk_completion_prescription_"),
    ("completion", lambda _: {"replaces_id": 999}, "fk_completion_replaces_id"),
    ("completion", lambda _: {"recorded_by_id": 999}, "fk_completion_recorded_by_id"),
    ("day_mark", lambda _: {"child_id": 999}, "fk_day_mark_child_id"),
    ("one_time_link", lambda ids: {**FRESH, "account_id": ids["other_account"]}, "fk_one_time_link_account_"),
    ("one_time_link", lambda ids: {**FRESH, "clinic_id": ids["other_clinic"]}, "fk_one_time_link_account_"),
    ("one_time_link", lambda _: {**FRESH, "created_by_id": 999}, "fk_one_time_link_created_by_id"),
    ("closed_day", lambda _: {"clinic_id": 999}, "fk_closed_day_clinic_id"),
    ("closed_day", lambda _: {"created_by_id": 999}, "fk_closed_day_created_by_id"),
    ("closed_day", lambda _: {"withdrawn_by_id": 999}, "fk_closed_day_withdrawn_by_id"),
    ("setting_change", lambda _: {"clinic_id": 999}, "fk_setting_change_clinic_id"),
    ("setting_change", lambda _: {"changed_by_id": 999}, "fk_setting_change_changed_by_id"),
    ("exercise", lambda _: {"clinic_id": 999}, "fk_exercise_clinic_id"),
    ("exercise", lambda _: {"added_by_id": 999}, "fk_exercise_added_by_id"),
    ("exercise", lambda _: {"retired_by_id": 999}, "fk_exercise_retired_by_id"),
    ("exercise_picture", lambda _: {"clinic_id": 999}, "fk_exercise_picture_clinic_id"),
    ("exercise_picture", lambda _: {"added_by_id": 999}, "fk_exercise_picture_added_by_id"),
    ("exercise_version", lambda _: {"number": 1}, "uq_exercise_version_exercise_id_number"),
    ("exercise_version", lambda ids: {"clinic_id": ids["other_clinic"]}, "fk_exercise_version_exercise_id_"),
    ("exercise_version", lambda _: {"picture_id": 999}, "fk_exercise_version_picture_id_"),
    ("exercise_version", lambda _: {"written_by_id": 999}, "fk_exercise_version_written_by_id"),
    ("exercise_version", lambda _: {"approved_by_id": 999}, "fk_exercise_version_approved_by_id"),
    ("template", lambda _: {"clinic_id": 999}, "fk_template_clinic_id"),
    ("template", lambda _: {"saved_by_id": 999}, "fk_template_saved_by_id"),
    ("template", lambda _: {"retired_by_id": 999}, "fk_template_retired_by_id"),
    ("template_item", lambda _: {"position": 1}, "uq_template_item_template_id_position"),
    ("template_item", lambda ids: {"clinic_id": ids["other_clinic"]}, "fk_template_item_"),
    ("template_item", lambda _: {"exercise_id": 999}, "fk_template_item_exercise_id_clinic_id"),
    ("explanation", lambda _: {"clinic_id": 999}, "fk_explanation_clinic_id"),
    ("explanation", lambda _: {"written_by_id": 999}, "fk_explanation_written_by_id"),
    ("explanation", lambda _: {"approved_by_id": 999}, "fk_explanation_approved_by_id"),
    ("episode_phase", lambda _: {"starts_on": day(0)}, "uq_episode_phase_live"),
    (
        "episode_phase",
        lambda ids: {"episode_id": ids["other_episode"]},
        "fk_episode_phase_episode_id_child_id",
    ),
    ("episode_phase", lambda _: {"created_by_id": 999}, "fk_episode_phase_created_by_id"),
    (
        "discharge_criterion",
        lambda ids: {"child_id": ids["other_child"]},
        "fk_discharge_criterion_episode_id_",
    ),
    ("discharge_criterion", lambda _: {"created_by_id": 999}, "fk_discharge_criterion_created_by_id"),
    ("criterion_finding", lambda ids: {"child_id": ids["other_child"]}, "fk_criterion_finding_criterion_id_"),
    ("criterion_finding", lambda _: {"found_by_id": 999}, "fk_criterion_finding_found_by_id"),
    ("draft", lambda ids: revising(ids, "mine"), "uq_draft_line_id"),
    (
        "draft",
        lambda ids: {
            **revising(ids, "other"),
            "child_id": ids["other_child"],
            "episode_id": ids["other_episode"],
            "revises_id": ids["mine_prescription"],
        },
        "fk_draft_revises_",
    ),
    ("draft", lambda ids: revising(ids, "other"), "fk_draft_line_id_"),
    ("draft", lambda ids: {"episode_id": ids["other_episode"]}, "fk_draft_episode_id_child_id"),
    ("draft", lambda _: {"exercise_version_id": 999}, "fk_draft_exercise_version_id"),
    ("draft", lambda _: {"changed_by_id": 999}, "fk_draft_changed_by_id"),
    ("prescription", lambda _: {"exercise_version_id": 999}, "fk_prescription_exercise_version_id"),
    ("week_tally", lambda ids: {"episode_id": ids["other_episode"]}, "fk_week_tally_episode_id_child_id"),
    ("week_tally", lambda ids: {"child_id": ids["other_child"]}, "fk_week_tally_"),
    ("week_tally", lambda ids: {"prescription_id": ids["other_prescription"]}, "fk_week_tally_prescription_"),
    ("visit_record", lambda ids: {"visit_id": ids["visit"]}, "uq_visit_record_live"),
    ("milestone_event", lambda _: {"on_day": day(1)}, "uq_milestone_event_live"),
    ("school_timetable", lambda _: {"valid_from": day(0)}, "uq_school_timetable_live"),
    ("school_plan", lambda _: {"starts_on": day(0)}, "uq_school_plan_live"),
    ("school_day", lambda _: {"day": day(2)}, "uq_school_day_live"),
    *(
        (table, lambda _: {"child_id": 999}, f"fk_{table}_child_id")
        for table in ("visit_series", "milestone", "school_timetable", "school_closure", "school_day")
    ),
    *(
        (table, lambda _: {"child_id": 999}, f"fk_{table}_child_id")
        for table in ("accommodation", "school_page")
    ),
    ("visit", lambda ids: {"child_id": ids["other_child"]}, "fk_visit_series_id_child_id"),
    ("visit", lambda _: {"series_id": 999}, "fk_visit_series_id_child_id"),
    ("visit", lambda _: {"moved_from_id": 999}, "fk_visit_moved_from_id_child_id"),
    ("visit_record", lambda ids: {"child_id": ids["other_child"]}, "fk_visit_record_visit_id_child_id"),
    *(
        (table, lambda ids: {"child_id": ids["other_child"]}, f"fk_{table}_milestone_id_child_id")
        for table in ("milestone_event", "milestone_target", "school_plan")
    ),
    ("school_day", lambda _: {"replaces_id": 999}, "fk_school_day_replaces_id"),
    (
        "school_page_tick",
        lambda ids: {"child_id": ids["other_child"]},
        "fk_school_page_tick_page_id_child_id",
    ),
    ("school_page_tick", lambda _: {"ticked_by_id": 999}, "fk_school_page_tick_ticked_by_id"),
    ("measure", lambda _: {"on_day": day(1)}, "uq_measure_live"),
    ("appointment", lambda _: {"on_day": day(1)}, "uq_appointment_live"),
    ("concern_read", lambda ids: {"concern_id": ids["concern"]}, "uq_concern_read_concern_id_read_by_id"),
    ("instrument_setting", lambda _: {"clinic_id": 999}, "fk_instrument_setting_clinic_id"),
    *((table, lambda _: {"child_id": 999}, f"fk_{table}_child_id") for table in OF_A_CHILD),
    *(
        (table, lambda ids: {"child_id": ids["other_child"]}, f"fk_{table}_concern_id_child_id")
        for table in ("concern_read", "concern_answer")
    ),
    ("decision", lambda ids: {"child_id": ids["other_child"]}, "fk_decision_milestone_id_child_id"),
    ("measure", lambda _: {"replaces_id": 999, "correction": "misread"}, "fk_measure_replaces_id"),
    ("appointment", lambda _: {"replaces_id": 999}, "fk_appointment_replaces_id"),
    *(
        (table, lambda _, column=column: {column: 999}, f"fk_{table}_{column}")
        for table, columns in WRITERS.items()
        for column in columns
    ),
]


def refusal(connection: sa.Connection, table: str, row: Changes) -> str:
    with pytest.raises(IntegrityError) as refused:
        connection.execute(sa.insert(METADATA.tables[table]), row)
    return str(refused.value.orig)


@pytest.mark.parametrize(("table", "changes"), ACCEPTED)
def test_what_the_rules_allow_is_stored(
    world: World, connection: sa.Connection, table: str, changes: Changes
) -> None:
    fresh = FRESH if table in {"sign_in_session", "one_time_link"} else {}
    assert insert(connection, table, world.valid(table, **{**fresh, **changes})) > 0


@pytest.mark.parametrize(("table", "changes", "rule"), REFUSED_VALUES)
def test_a_value_outside_its_rule_is_refused(
    world: World, connection: sa.Connection, table: str, changes: Changes, rule: str
) -> None:
    assert rule in refusal(connection, table, world.valid(table, **changes))


@pytest.mark.parametrize(("table", "changes", "rule"), REFUSED_LINKS)
def test_a_row_that_points_astray_or_stands_twice_is_refused(
    world: World, connection: sa.Connection, table: str, changes: Callable[[Ids], Changes], rule: str
) -> None:
    message = refusal(connection, table, world.valid(table, **changes(world.ids)))
    if connection.dialect.name == "postgresql":
        assert rule in message
    else:  # SQLite names no foreign key and no index
        assert ("FOREIGN KEY" if rule.startswith("fk_") else "UNIQUE") in message


def test_each_check_of_the_tables_is_tried() -> None:
    """Except those of the vocabularies, which test_types.py walks through by itself."""
    named = {
        str(constraint.name)
        for table in METADATA.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint) and not getattr(constraint, "_type_bound", False)
    }
    assert named == {rule for _, _, rule in REFUSED_VALUES}


def test_withdrawn_entries_and_marks_may_repeat(world: World, connection: sa.Connection) -> None:
    for _ in range(3):
        insert(connection, "completion", world.valid("completion", performed_on=day(1), withdrawn_at=NOW))
        insert(connection, "day_mark", world.valid("day_mark", day=day(5), withdrawn_at=NOW))


def test_an_entry_comes_alive_again_only_if_none_lives(world: World, connection: sa.Connection) -> None:
    completion = METADATA.tables["completion"]
    row = world.valid("completion", performed_on=day(1), withdrawn_at=NOW)
    old = insert(connection, "completion", row)
    with pytest.raises(IntegrityError):
        connection.execute(sa.update(completion).where(completion.c.id == old).values(withdrawn_at=None))

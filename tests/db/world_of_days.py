"""One row of every table of visits, milestones and school; `world.py` adds them to its own."""

from datetime import date, datetime, time
from typing import Any

Row = dict[str, Any]


def rows_of_days(ids: dict[str, int], now: datetime, days: list[date]) -> dict[str, Row]:
    """Give a row of each table, of the first child; each may be added beside those that are there."""
    child = {"child_id": ids["mine_child"]}
    milestone = {**child, "milestone_id": ids["milestone"]}
    return {
        "visit_series": series_row(ids["mine_child"], days[0], now),
        "visit": {
            **child,
            "series_id": ids["visit_series"],
            "starts_at": now,
            "minutes": 45,
            "modality": "video",
            "created_at": now,
        },
        "visit_record": {
            **child,
            "visit_id": ids["unmarked_visit"],
            "outcome": "no_show",
            "recorded_at": now,
        },
        "milestone": milestone_row(ids["mine_child"], now),
        "milestone_target": {**milestone, "target_on": days[9], "agreed_with": "the school", "set_at": now},
        "milestone_event": {
            **milestone,
            "kind": "reached",
            "on_day": days[2],
            "reason": "",
            "recorded_at": now,
        },
        "school_timetable": {
            **child,
            "valid_from": days[1],
            "weekdays": 31,
            "periods": 6,
            "created_at": now,
        },
        "school_closure": {
            **child,
            "first_day": days[4],
            "last_day": days[4],
            "periods": 3,
            "name": "Half day",
            "created_at": now,
        },
        "school_plan": {
            **milestone,
            "starts_on": days[3],
            "agreed_with": "the school",
            "reason": "",
            "created_at": now,
        },
        "school_day": {
            **child,
            "day": days[3],
            "periods": 1,
            "all_planned": False,
            "reason": "tired",
            "reporter": "parent",
            "late_reason": "",
            "recorded_at": now,
        },
        "accommodation": {
            **child,
            "text": "leaves five minutes early",
            "agreed_with": "the school",
            "starts_on": days[0],
            "review_on": days[8],
            "faded_on": None,
            "created_at": now,
        },
        "school_page": page_row(ids["mine_child"], days[9], now),
        "school_page_tick": {
            **child,
            "page_id": ids["school_page"],
            "line": "contact",
            "side": "child",
            "agrees": True,
            "ticked_at": now,
            "ticked_by_id": ids["mine_account"],
        },
    }


def series_row(child: int, first_day: date, now: datetime) -> Row:
    return {
        "child_id": child,
        "discipline": "counseling",
        "visibility": "care_team",
        "shown_to_child": False,
        "kept_by_id": None,
        "per_week": 1,
        "weeks": 8,
        "first_day": first_day,
        "begins_at": time(15, 30),
        "minutes": 45,
        "modality": "in_person",
        "time_zone": "America/New_York",
        "rule": "FREQ=WEEKLY;COUNT=8",
        "created_at": now,
    }


def milestone_row(child: int, now: datetime) -> Row:
    return {
        "child_id": child,
        "area": "school",
        "position": 2,
        "name": "One period",
        "periods": 1,
        "created_at": now,
    }


def page_row(child: int, valid_until: date, now: datetime) -> Row:
    return {
        "child_id": child,
        "contact": "the school nurse",
        "break_place": "the library",
        "before_home": "",
        "when_to_call": "",
        "valid_until": valid_until,
        "written_at": now,
    }

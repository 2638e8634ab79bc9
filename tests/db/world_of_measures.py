"""One row of every table of measures, concerns and appointments; `world.py` adds them to its own."""

from datetime import date, datetime
from typing import Any

Row = dict[str, Any]


def rows_of_measures(ids: dict[str, int], now: datetime, days: list[date]) -> dict[str, Row]:
    """Give a row of each table, of the first child; each may be added beside those that are there."""
    child = {"child_id": ids["mine_child"]}
    written = {"written_at": now, "written_by_id": ids["mine_account"]}
    return {
        "instrument_setting": {
            "clinic_id": ids["mine_clinic"],
            "instrument": "grip",
            "is_used": True,
            "every_weeks": 4,
            "families_enter": False,
            "set_at": now,
        },
        "pain_setting": {
            **child,
            "every_weeks": None,
            "is_shown": True,
            "by_child": False,
            "set_at": now,
        },
        "measure": {
            **child,
            "instrument": "functional_disability",
            "reporter": "child",
            "side": "both",
            "on_day": days[3],
            "value": 27,
            "correction": "",
            "recorded_at": now,
        },
        "watch_date": {
            **child,
            "from_day": days[4],
            "to_day": days[4],
            "about": "the first week of school",
            "agreed_with": "",
            "created_at": now,
        },
        "concern": concern_row(ids, now),
        "concern_read": {
            **child,
            "concern_id": ids["unread_concern"],
            "read_at": now,
            "read_by_id": ids["mine_account"],
        },
        "concern_answer": {
            **child,
            "concern_id": ids["concern"],
            "text": "as we said",
            "in_person": False,
            **written,
        },
        "appointment": {**child, "on_day": days[3], "people": "the family", **written},
        "decision": {
            **child,
            "on_day": days[3],
            "text": "a walk to school",
            "milestone_id": ids["milestone"],
            "proposal_id": ids["proposal"],
            **written,
        },
    }


def concern_row(ids: dict[str, int], now: datetime) -> Row:
    return {
        "child_id": ids["mine_child"],
        "kind": "something_new",
        "topic": "fever",
        "text": "since this morning",
        "readers": "team_and_household",
        "household": "",
        "written_at": now,
        "written_by_id": ids["mine_account"],
    }

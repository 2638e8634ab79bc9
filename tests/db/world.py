"""One row of every table, each of which the rules accept: tests then change one thing that they must refuse."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from db.tables import METADATA
from db.tables.accounts import AGES
from tests.db.world_of_days import milestone_row, page_row, rows_of_days, series_row
from tests.db.world_of_measures import concern_row, rows_of_measures

NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
MONDAY = date(2025, 3, 3)
Row = dict[str, Any]
COUNTS = {"due": 7, "settled": 2, "excused": 1, "without_entry": 4, "credit": 1.5, "full": 1}
Tables = Mapping[str, sa.Table]
MADE = ("clinic", "account", "child", "episode", "line", "prescription", "completion")
ADDED = (
    "child_body_area",
    "child_time_zone",
    "relationship",
    "sign_in_session",
    "one_time_link",
    "closed_day",
    "setting_change",
    "demo",
    "access_log",
    "plan_pause",
    "day_mark",
    "note",
    "account_notice",
    "consent",
    "erasure",
    "proposal",
    "exercise",
    "exercise_picture",
    "exercise_version",
    "template",
    "template_item",
    "explanation",
    "episode_phase",
    "discharge_criterion",
    "criterion_finding",
    "draft",
    "week_tally",  # the last of these, since those before it forget it
)
ADDED_OF_DAYS = (
    "visit_record",
    "milestone_target",
    "milestone_event",
    "school_timetable",
    "school_closure",
    "school_plan",
    "school_day",
    "accommodation",
    "school_page_tick",
)
ADDED_OF_MEASURES = (
    "instrument_setting",
    "pain_setting",
    "measure",
    "watch_date",
    "concern_read",
    "concern_answer",
    "appointment",
    "decision",
)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


DAYS = [day(number) for number in range(10)]


@dataclass
class World:
    """Two clinics, each with an account and a child in treatment, and how a further row of a table looks."""

    engine: sa.Engine
    ids: dict[str, int] = field(default_factory=dict)

    def valid(self, table: str, **changes: Any) -> Row:
        """Give a row that can be added beside those that are there."""
        return {**new_rows(self.ids)[table], **changes}


def insert(connection: sa.Connection, table: str, row: Row, tables: Tables = METADATA.tables) -> int:
    key = connection.execute(sa.insert(tables[table]), row).inserted_primary_key
    assert key is not None
    return int(key[0])


def fill(engine: sa.Engine) -> World:
    """Fill a database of today."""
    world = World(engine)
    with engine.begin() as connection:
        fill_plans(connection, world.ids)
        fill_days(connection, world.ids)
        fill_measures(connection, world.ids)
    return world


def fill_plans(connection: sa.Connection, ids: dict[str, int], tables: Tables = METADATA.tables) -> None:
    """Fill what there was before there were visits, milestones and school."""

    add = partial(insert, connection, tables=tables)
    for who in ("mine", "other"):
        clinic = add("clinic", _clinic(who))
        account = add("account", _account(clinic, who))
        child = add("child", _child(clinic, who))
        episode = add("episode", _episode(child, 1, day(0)))
        line = add("line", _line(child, episode))
        place = {"child_id": child, "episode_id": episode, "line_id": line}
        prescription = add("prescription", _prescription(place, day(0), day(10)))
        entry = add("completion", _completion(child, prescription, day(1)))
        made = (clinic, account, child, episode, line, prescription, entry)
        ids.update({f"{who}_{name}": key for name, key in zip(MADE, made, strict=True)})
    ids["exercise"] = add("exercise", _exercise(ids["mine_clinic"]))
    ids["exercise_version"] = add("exercise_version", _version(ids, 1))
    ids["template"] = add("template", _template(ids["mine_clinic"]))
    place = {"child_id": ids["mine_child"], "episode_id": ids["mine_episode"]}
    ids["criterion"] = add("discharge_criterion", _criterion(place))
    rows = _rows_of_plans(ids)
    rows["exercise_version"]["number"] = 2
    rows["template_item"]["position"] = 1
    rows["episode_phase"]["starts_on"] = day(0)
    rows["draft"] |= {"line_id": ids["mine_line"], "revises_id": ids["mine_prescription"]}
    rows["draft"]["exercise_version_id"] = None
    rows["day_mark"]["day"] = day(5)
    rows["note"]["performed_on"] = day(1)
    rows["closed_day"]["day"] = day(20)
    rows["erasure"]["child_id"] = ids["other_child"]
    rows["week_tally"]["week"] = 1
    added = {table: add(table, rows[table]) for table in ADDED}
    ids["proposal"] = added["proposal"]


def fill_days(connection: sa.Connection, ids: dict[str, int]) -> None:
    """Fill visits, milestones and school beside a plan."""
    child = ids["mine_child"]
    ids["visit_series"] = insert(connection, "visit_series", series_row(child, day(0), NOW))
    visit = {"series_id": ids["visit_series"], "child_id": child, "starts_at": NOW + timedelta(days=1)}
    visit |= {"minutes": 45, "modality": "in_person", "created_at": NOW}
    ids["visit"] = insert(connection, "visit", visit)
    ids["unmarked_visit"] = insert(connection, "visit", {**visit, "starts_at": NOW + timedelta(days=2)})
    ids["milestone"] = insert(connection, "milestone", milestone_row(child, NOW))
    ids["school_page"] = insert(connection, "school_page", page_row(child, day(9), NOW))
    rows = rows_of_days(ids, NOW, DAYS)
    rows["visit_record"]["visit_id"] = ids["visit"]
    rows["milestone_event"]["on_day"] = day(1)
    for table, column in (("school_timetable", "valid_from"), ("school_plan", "starts_on")):
        rows[table][column] = day(0)
    rows["school_day"]["day"] = day(2)
    for table in ADDED_OF_DAYS:
        insert(connection, table, rows[table])


def fill_measures(connection: sa.Connection, ids: dict[str, int]) -> None:
    """Fill measures, concerns and appointments beside them."""
    for name in ("concern", "unread_concern"):
        ids[name] = insert(connection, "concern", concern_row(ids, NOW))
    rows = new_rows(ids)
    rows["concern_read"]["concern_id"] = ids["concern"]
    rows["measure"]["on_day"] = rows["appointment"]["on_day"] = day(1)
    for table in ADDED_OF_MEASURES:
        insert(connection, table, rows[table])


def new_rows(ids: dict[str, int]) -> dict[str, Row]:
    """Give a row of each table that can be added beside those that are there."""
    return _rows_of_plans(ids) | rows_of_days(ids, NOW, DAYS) | rows_of_measures(ids, NOW, DAYS)


def _clinic(name: str) -> Row:
    return {
        "name": name,
        "time_zone": "America/New_York",
        "adherence_line_percent": 80,
        "least_coverage_percent": 70,
        "back_fill_days": 2,
        "days_without_entries": 3,
        "ill_days": 3,
        "emergency_text": "",
        "crisis_text": "",
        "confidentiality_text": "",
        **dict.fromkeys(AGES),
        "created_at": NOW,
    }


def _account(clinic: int, name: str) -> Row:
    return {
        "clinic_id": clinic,
        "role": "family",
        "name": name,
        "sign_in_name": name,
        "password_hash": "!",
        "created_at": NOW,
    }


def _child(clinic: int, name: str) -> Row:
    return {
        "clinic_id": clinic,
        "chosen_name": name,
        "amps_type": "diffuse",
        "other_conditions": "",
        "precautions": "",
        "supporting_medication": "",
        "school": "",
        "school_class": "",
        "created_at": NOW,
    }


def _episode(child: int, number: int, starts_on: date, ends_on: date | None = None) -> Row:
    return {
        "child_id": child,
        "number": number,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "setting": "home",
        "expected_weeks": 8,
        "end_note": "",
        "created_at": NOW,
    }


def _exercise(clinic: int) -> Row:
    return {"clinic_id": clinic, "added_at": NOW}


def _version(ids: dict[str, int], number: int) -> Row:
    return {
        "clinic_id": ids["mine_clinic"],
        "exercise_id": ids["exercise"],
        "number": number,
        "name": "Stairs",
        "category": "functional",
        "about": "",
        "steps": "",
        "video": "https://clinic.example/stairs",
        "written_at": NOW,
    }


def _template(clinic: int) -> Row:
    return {"clinic_id": clinic, "name": "Home start", "about": "", "saved_at": NOW}


def _criterion(place: Row) -> Row:
    return {**place, "kind": "school", "text": "full days", "created_at": NOW}


def _terms() -> Row:
    return {
        "weekdays": 127,
        "times_per_day": 1,
        "times_per_week": None,
        "parts_of_day": 0,
        "dose_kind": "count",
        "sets": None,
        "reps": None,
        "total": 10.0,
        "texture": "",
        "task_unit": None,
        "task_better": None,
        "best_shown": False,
        "ceiling_closed": False,
        "instructions": "",
    }


def _line(child: int, episode: int) -> Row:
    return {"child_id": child, "episode_id": episode, "exercise": "Stairs", "category": "functional"}


def _prescription(place: Row, valid_from: date, valid_to: date | None) -> Row:
    return {
        **place,
        "replaces_id": None,
        "is_renewal": False,
        "valid_from": valid_from,
        "valid_to": valid_to,
        **_terms(),
        "reason": "",
        "created_at": NOW,
        "withdrawn_at": None,
        "stop_reason": "",
        "entered_in_error_reason": "",
    }


def _completion(child: int, prescription: int, performed_on: date) -> Row:
    return {
        "child_id": child,
        "prescription_id": prescription,
        "performed_on": performed_on,
        "slot": 1,
        "state": "done",
        "amount": None,
        "barrier": None,
        "reporter": "parent",
        "late_reason": "",
        "replaces_id": None,
        "recorded_at": NOW,
        "withdrawn_at": None,
    }


def tally(ids: dict[str, int], week: int, who: str = "mine") -> Row:
    """Give the tally of a treatment week of a child's first prescription."""
    return {
        "episode_id": ids[f"{who}_episode"],
        "week": week,
        "prescription_id": ids[f"{who}_prescription"],
        "child_id": ids[f"{who}_child"],
        "next_day": day(7 * week),
        **COUNTS,
    }


def _rows_of_plans(ids: dict[str, int]) -> dict[str, Row]:
    child, episode = ids["mine_child"], ids["mine_episode"]
    clinic, account = ids["mine_clinic"], ids["mine_account"]
    place = {"child_id": child, "episode_id": episode, "line_id": ids["mine_line"]}
    link = {"clinic_id": clinic, "account_id": account, "child_id": child}
    return {
        "clinic": _clinic("third"),
        "account": _account(clinic, "third"),
        "child": _child(clinic, "third"),
        "child_body_area": {"child_id": child, "body_area": "back"},
        "child_time_zone": {"child_id": child, "valid_from": day(-90), "time_zone": "Europe/Paris"},
        "relationship": {
            **link,
            "kind": "guardian",
            "level": "record",
            "household": "",
            "starts_on": day(-9),
            "created_at": NOW,
        },
        "sign_in_session": {
            "account_id": account,
            "token_hash": "0" * 64,
            "device": "",
            "created_at": NOW,
            "last_seen_at": NOW,
            "expires_at": NOW,
        },
        "account_notice": {"account_id": account, "what": "sign_in_reset", "at": NOW, "by_id": account},
        "consent": {
            "child_id": child,
            "kind": "assent",
            "answer": "yes",
            "wording": "1",
            "given_at": NOW,
            "given_by_id": account,
        },
        "erasure": {"clinic_id": clinic, "child_id": child, "asked_at": NOW, "asked_by_id": account},
        "proposal": {
            **place,
            "text": "fewer stairs",
            "proposed_at": NOW,
            "proposed_by_id": account,
            "outcome": "taken_up",
            "settled_at": NOW,
        },
        "one_time_link": {
            "purpose": "invitation",
            "token_hash": "0" * 64,
            "clinic_id": clinic,
            "account_id": account,
            "created_at": NOW,
            "expires_at": NOW + timedelta(days=7),
        },
        "closed_day": {"clinic_id": clinic, "day": day(21), "name": "Snow", "created_at": NOW},
        "setting_change": {
            "clinic_id": clinic,
            "changed_at": NOW,
            "setting": "ill_days",
            "before": "3",
            "after": "5",
        },
        "exercise": _exercise(clinic),
        "exercise_picture": {
            "clinic_id": clinic,
            "content": b"a picture",
            "width": 640,
            "height": 480,
            "added_at": NOW,
        },
        "exercise_version": _version(ids, 3),
        "template": _template(clinic),
        "template_item": {
            "clinic_id": clinic,
            "template_id": ids["template"],
            "position": 2,
            "exercise_id": ids["exercise"],
            **_terms(),
        },
        "explanation": {
            "clinic_id": clinic,
            "audience": "child",
            "text": "The pain is real.",
            "written_at": NOW,
        },
        "episode_phase": {
            "child_id": child,
            "episode_id": episode,
            "phase": "home",
            "starts_on": day(7),
            "created_at": NOW,
        },
        "discharge_criterion": _criterion({"child_id": child, "episode_id": episode}),
        "criterion_finding": {
            "child_id": child,
            "criterion_id": ids["criterion"],
            "is_met": True,
            "found_at": NOW,
        },
        "draft": {
            "child_id": child,
            "episode_id": episode,
            "exercise_version_id": ids["exercise_version"],
            "valid_from": day(3),
            "valid_to": None,
            **_terms(),
            "reason": "",
            "version": 1,
            "changed_at": NOW,
        },
        "demo": {"id": 1, "seed": 7, "made_at": NOW},
        "episode": _episode(child, 2, day(-60), day(-30)),
        "line": _line(child, episode),
        "prescription": _prescription(place, day(10), None),
        "plan_pause": {
            "child_id": child,
            "episode_id": episode,
            "from_day": day(3),
            "to_day": day(3),
            "reason": "",
            "created_at": NOW,
        },
        "completion": _completion(child, ids["mine_prescription"], day(2)),
        "day_mark": {"child_id": child, "day": day(6), "mark": "ill", "late_reason": "", "recorded_at": NOW},
        "note": {
            "child_id": child,
            "prescription_id": ids["mine_prescription"],
            "performed_on": day(2),
            "slot": 1,
            "text": "windy",
            "readers": "team_only",
            "household": "",
            "written_at": NOW,
            "written_by_id": account,
        },
        "week_tally": tally(ids, 2),
        "access_log": {"at": NOW, "child_id": child, "access": "look", "what": "today", "subject": ""},
    }

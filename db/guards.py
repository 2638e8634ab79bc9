"""Write-once rows: what may change after it was inserted is an allow-list, and nothing is ever deleted.

The guard sits on the engine, so it sees a flushed object, a single statement and a bulk `update()` alike. One
exemption: a statement that says that it erases a child's record may delete that child's rows. Only
`db.queries.erasure` says so.
"""

import operator
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

MAY_CHANGE: Mapping[str, frozenset[str]] = {
    "prescription": frozenset(
        {
            "valid_to",
            "stop_reason",
            "withdrawn_at",
            "withdrawn_by_id",
            "entered_in_error_at",
            "entered_in_error_by_id",
            "entered_in_error_reason",
        }
    ),
    "line": frozenset(),
    "exercise": frozenset({"retired_at", "retired_by_id"}),
    "exercise_picture": frozenset(),
    "exercise_version": frozenset({"approved_at", "approved_by_id"}),
    "template": frozenset({"retired_at", "retired_by_id"}),
    "template_item": frozenset(),
    "explanation": frozenset({"approved_at", "approved_by_id"}),
    "episode_phase": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "discharge_criterion": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "criterion_finding": frozenset(),
    "episode": frozenset({"ends_on", "end_reason", "end_note", "withdrawn_at", "withdrawn_by_id"}),
    "plan_pause": frozenset({"to_day", "withdrawn_at", "withdrawn_by_id"}),
    "completion": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "note": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "day_mark": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "visit_series": frozenset({"shown_to_child", "ends_on", "ended_at", "ended_by_id"}),
    "visit": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "visit_record": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "milestone": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "milestone_target": frozenset(),
    "milestone_event": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "school_timetable": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "school_closure": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "school_plan": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "school_day": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "accommodation": frozenset({"review_on", "faded_on", "withdrawn_at", "withdrawn_by_id"}),
    "school_page": frozenset(),
    "school_page_tick": frozenset(),
    "instrument_setting": frozenset(),
    "pain_setting": frozenset(),
    "measure": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "watch_date": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "concern": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "concern_read": frozenset(),
    "concern_answer": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "appointment": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "decision": frozenset({"milestone_id", "proposal_id", "withdrawn_at", "withdrawn_by_id"}),
    "child_time_zone": frozenset(),
    "relationship": frozenset({"ends_on", "revoked_at"}),
    "consent": frozenset(),
    "erasure": frozenset({"done_at", "done_by_id", "withdrawn_at", "withdrawn_by_id"}),
    "proposal": frozenset({"outcome", "settled_at", "settled_by_id"}),
    "account_notice": frozenset({"seen_at"}),
    "one_time_link": frozenset({"used_at", "withdrawn_at"}),
    "closed_day": frozenset({"withdrawn_at", "withdrawn_by_id"}),
    "setting_change": frozenset(),
    "demo": frozenset(),
    "access_log": frozenset(),
}


ERASES = "erases_a_record"
# The log outlives what it points at, and the request itself says who erased.
NEVER_ERASED = frozenset({"access_log", "erasure"})


class WriteOnce(Exception):
    """A statement would have changed history."""


def guard(engine: sa.Engine) -> None:
    """Refuse statements that change a guarded table outside its allow-list."""
    event.listen(engine, "before_execute", _check)


def _check(
    _connection: sa.Connection,
    statement: Any,
    multiparams: Sequence[Mapping[str, Any]],
    params: Mapping[str, Any],
    _options: object,
) -> None:
    if isinstance(statement, sa.Insert):
        _check_upsert(statement)
    if not isinstance(statement, (sa.Update, sa.Delete)):
        return
    if not isinstance(statement.table, sa.Table):
        raise WriteOnce("change a table by its own name: a guard cannot see through an alias or a join")
    table = statement.table.name
    allowed = MAY_CHANGE.get(table)
    if allowed is None:
        return
    if isinstance(statement, sa.Delete):
        if _erases_one_child(statement):
            return
        raise WriteOnce(f"rows of {table} are never deleted: withdraw or end them instead")
    columns = set(statement.table.columns.keys())
    named = {str(getattr(column, "key", column)) for column in (statement._values or {})}  # noqa: SLF001
    given = {key for row in (*multiparams, params) for key in row if key in columns}
    if forbidden := (named | given) - allowed:
        raise WriteOnce(f"{table}.{', '.join(sorted(forbidden))} is write-once: add a new row instead")


def _erases_one_child(statement: sa.Delete) -> bool:
    """Say whether a deletion is marked as an erasure, by itself, and is of nothing but the rows of one child."""
    table = statement.table
    assert isinstance(table, sa.Table)
    if not statement.get_execution_options().get(ERASES) or table.name in NEVER_ERASED:
        return False
    child, where = table.columns.get("child_id"), statement.whereclause
    return (
        child is not None
        and isinstance(where, sa.BinaryExpression)
        and where.operator is operator.eq
        and where.left is child
        and isinstance(where.right, sa.BindParameter)
    )


def _check_upsert(statement: sa.Insert) -> None:
    clause = getattr(statement, "_post_values_clause", None)
    if statement.table.name in MAY_CHANGE and hasattr(clause, "update_values_to_set"):
        raise WriteOnce(f"rows of {statement.table.name} are never overwritten: do nothing on conflict")

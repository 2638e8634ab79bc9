"""The rules that tables cannot say: no overlap of intervals, append-only logs, and tallies that are never stale.

Alembic neither sees triggers nor keeps them when it rebuilds a SQLite table, so `db.schema` drops them before
it migrates and makes them again after. A trigger is made only once its table exists.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

FAR = "9999-12-31"
TALLY = "week_tally"


@dataclass(frozen=True)
class Interval:
    """Rows of one owner whose half-open intervals must not overlap, apart from rows that count nowhere."""

    table: str
    owner: str
    first: str
    end: str
    counts: str
    message: str


INTERVALS = (
    Interval(
        "prescription",
        "line_id",
        "valid_from",
        "valid_to",
        "withdrawn_at IS NULL",
        "revisions of a line must not overlap",
    ),
    Interval(
        "episode",
        "child_id",
        "starts_on",
        "ends_on",
        "withdrawn_at IS NULL",
        "episodes of a child must not overlap",
    ),
)
APPEND_ONLY = ("access_log", "setting_change")


@dataclass(frozen=True)
class Fact:
    """A table whose rows the tallies of past weeks are counted from, and the first day that a row can change."""

    table: str
    first_day: str


BEFORE_ALL = "'0001-01-01'"
FACTS = (
    Fact("completion", "NEW.performed_on"),
    Fact("day_mark", "NEW.day"),
    Fact("plan_pause", BEFORE_ALL),
    Fact("prescription", BEFORE_ALL),
    Fact("episode", BEFORE_ALL),
)


def create(connection: sa.Connection) -> None:
    """Make every trigger and exclusion constraint whose table exists."""
    existing = set(sa.inspect(connection).get_table_names())
    build = _create_sqlite if connection.dialect.name == "sqlite" else _create_postgresql
    for statement in build(_intervals(connection, existing), existing):
        connection.exec_driver_sql(statement)


def drop(connection: sa.Connection) -> None:
    """Drop all of them, so that tables may be rebuilt."""
    existing = set(sa.inspect(connection).get_table_names())
    if connection.dialect.name == "sqlite":
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
        for name in list(names):
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        return
    for interval in INTERVALS:
        if interval.table in existing:
            connection.exec_driver_sql(
                f"ALTER TABLE {interval.table} DROP CONSTRAINT IF EXISTS ex_{interval.table}_overlap"
            )
    for table in APPEND_ONLY:
        if table in existing:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS tr_{table}_append_only ON {table}")
    for fact in FACTS:
        if fact.table in existing:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS tr_{fact.table}_tally ON {fact.table}")


def _intervals(connection: sa.Connection, existing: set[str]) -> list[Interval]:
    """Give the rules whose table exists; in the first version an episode could not be withdrawn yet."""
    columns = {
        table: {column["name"] for column in sa.inspect(connection).get_columns(table)} for table in existing
    }
    return [
        rule if "withdrawn_at" in columns[rule.table] else replace(rule, counts="1 = 1")
        for rule in INTERVALS
        if rule.table in existing
    ]


def _create_sqlite(intervals: Sequence[Interval], existing: set[str]) -> Iterator[str]:
    for interval in intervals:
        yield from _overlap_sqlite(interval)
    for table in APPEND_ONLY:
        if table in existing:
            for verb in ("UPDATE", "DELETE"):
                yield (
                    f"CREATE TRIGGER tr_{table}_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            # REPLACE deletes the row in its way without waking the trigger for deletions.
            yield (
                f"CREATE TRIGGER tr_{table}_insert BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for fact in FACTS:
        if {fact.table, TALLY} <= existing:
            for verb in ("INSERT", "UPDATE"):
                yield (
                    f"CREATE TRIGGER tr_{fact.table}_tally_{verb.lower()} AFTER {verb} ON {fact.table} "
                    f"BEGIN {_forget(fact)}; END"
                )


def _forget(fact: Fact) -> str:
    return f"DELETE FROM {TALLY} WHERE child_id = NEW.child_id AND next_day > {fact.first_day}"


def _overlap_sqlite(rule: Interval) -> Iterator[str]:
    table, owner, first, end, counts = rule.table, rule.owner, rule.first, rule.end, rule.counts
    new_counts = counts.replace("withdrawn_at", "NEW.withdrawn_at")
    for verb in ("INSERT", "UPDATE"):
        yield (
            f"CREATE TRIGGER tr_{table}_overlap_{verb.lower()} AFTER {verb} ON {table} WHEN {new_counts} "
            f"BEGIN SELECT RAISE(ABORT, '{rule.message}') WHERE EXISTS (SELECT 1 FROM {table} "
            f"WHERE {owner} = NEW.{owner} AND id <> NEW.id AND {counts} "
            f"AND {first} < coalesce(NEW.{end}, '{FAR}') AND NEW.{first} < coalesce({end}, '{FAR}')); END"
        )


def _create_postgresql(intervals: Sequence[Interval], existing: set[str]) -> Iterator[str]:
    for rule in intervals:
        # An int4range of one number stands for equality: btree_gist is not everywhere.
        yield (
            f"ALTER TABLE {rule.table} ADD CONSTRAINT ex_{rule.table}_overlap EXCLUDE USING gist "
            f"(int4range({rule.owner}, {rule.owner}, '[]') WITH &&, "
            f"daterange({rule.first}, {rule.end}) WITH &&) WHERE ({rule.counts})"
        )
    for table in APPEND_ONLY:
        if table in existing:
            yield (
                f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
            )
            yield (
                f"CREATE TRIGGER tr_{table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
            )
    for fact in FACTS:
        if {fact.table, TALLY} <= existing:
            # Whoever keeps tallies holds this lock alone, so a fact is written either before they are counted or
            # after they are kept, and then deletes them.
            yield (
                f"CREATE OR REPLACE FUNCTION {fact.table}_tally() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN PERFORM pg_advisory_xact_lock_shared(-NEW.child_id::bigint); "
                f"{_forget(fact)}; RETURN NULL; END $$"
            )
            yield (
                f"CREATE TRIGGER tr_{fact.table}_tally AFTER INSERT OR UPDATE ON {fact.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {fact.table}_tally()"
            )

"""A database's schema and rows as plain sets, to compare two databases of one kind."""

import re
from typing import Any

import sqlalchemy as sa

from db.engine import connect

POSTGRESQL = (
    """SELECT table_name, 'column', column_name, data_type, character_maximum_length, is_nullable, column_default
       FROM information_schema.columns WHERE table_schema = 'public'""",
    """SELECT conrelid::regclass::text, 'constraint', conname, pg_get_constraintdef(oid)
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "SELECT tablename, 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """SELECT tgrelid::regclass::text, 'trigger', tgname, pg_get_triggerdef(oid), tgenabled
       FROM pg_trigger WHERE NOT tgisinternal""",
    "SELECT '', 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


def schema_of(engine: sa.Engine) -> set[str]:
    """Give every column, constraint, index and trigger, each as one line; the order of columns is left out."""
    with connect(engine, write=False) as connection:
        if engine.dialect.name == "sqlite":
            return _sqlite(connection)
        return {
            " | ".join(map(str, row))
            for query in POSTGRESQL
            for row in connection.exec_driver_sql(query)
            if row[0] != "alembic_version"
        }


def rows_of(engine: sa.Engine, *, but: str = "") -> dict[str, list[dict[str, Any]]]:
    """Give every row of every table as the driver gives it, without the column `but`."""
    found: dict[str, list[dict[str, Any]]] = {}
    with connect(engine, write=False) as connection:
        for table in sa.inspect(connection).get_table_names():
            rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings()
            found[table] = sorted(({k: v for k, v in row.items() if k != but} for row in rows), key=str)
    return found


def _sqlite(connection: sa.Connection) -> set[str]:
    found = set()
    query = "SELECT type, tbl_name, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    for kind, table, name, sql in connection.exec_driver_sql(query):
        plain = " ".join(sql.replace('"', "").split())
        if table == "alembic_version":
            continue
        if kind == "table":
            body, kind_of_table = plain[plain.index("(") + 1 :].rsplit(")", 1)
            found |= {f"{table} | {part}" for part in (*_parts(body), kind_of_table.strip())}
        else:
            found.add(f"{table} | {kind} | {name} | {plain}")
    return found


def _parts(body: str) -> list[str]:
    """Split the body of CREATE TABLE at the commas that lie in no parenthesis."""
    parts, depth = [""], 0
    for sign in body:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [_one_spelling(part.strip().replace("( ", "(").replace(" )", ")")) for part in parts]


def _one_spelling(part: str) -> str:
    """Write a default as it was given: a table that Alembic rebuilt has parentheses around it."""
    return re.sub(r"DEFAULT \(('[^']*')\)", r"DEFAULT \1", part)

"""One PostgreSQL database for many tests, one after the other: emptying takes a fiftieth of the time of making one."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from db.engine import make_engine

# What a test has deleted still takes room until a vacuum, which nobody waits for here.
TESTS_EACH = 100
# Whoever is still connected is of a test that is over.
_ALONE = sa.text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
# As a replica, neither the guards of what is only ever added to nor foreign keys are asked.
_EMPTY = sa.text(r"""
DO $$
DECLARE a_table text; used record;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR a_table IN
        SELECT quote_ident(tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'DELETE FROM ' || a_table;
    END LOOP;
    FOR used IN SELECT quote_ident(sequencename) AS name, start_value FROM pg_sequences WHERE last_value IS NOT NULL
    LOOP
        PERFORM setval(used.name, used.start_value, false);
    END LOOP;
END $$
""")
# Differs as soon as a test has changed a table, a guard or the revision.
_SHAPE = sa.text(r"""
SELECT string_agg(part, ',' ORDER BY part) FROM (
    SELECT concat_ws(' ', c.relname, a.attname, a.xmin) AS part
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'public'\:\:regnamespace
    UNION ALL SELECT concat_ws(' ', oid, xmin) FROM pg_constraint WHERE connamespace = 'public'\:\:regnamespace
    UNION ALL SELECT concat_ws(' ', oid, xmin) FROM pg_trigger
    UNION ALL SELECT concat_ws(' ', oid, xmin) FROM pg_proc WHERE pronamespace = 'public'\:\:regnamespace
    UNION ALL SELECT version_num FROM alembic_version
) AS parts
""")


class Emptied:
    """A database for the next test, with nothing in it; a fresh one where a test left its mark on the last."""

    def __init__(self, make: Callable[[], str], drop: Callable[[str], None]) -> None:
        self._make, self._drop = make, drop
        self._engine: sa.Engine | None = None
        self._url, self._shape, self._tests = "", "", 0

    def take(self) -> str:
        """Give the URL of the database."""
        if self._engine is None:
            self._url, self._tests = self._make(), 0
            self._engine = make_engine(self._url)
            self._shape = self._empty(self._engine)
        self._tests += 1
        return self._url

    def give_back(self, url: str) -> None:
        """Empty it for the next test, or throw it away."""
        assert self._engine is not None
        assert url == self._url
        try:
            worn = self._empty(self._engine) != self._shape or self._tests >= TESTS_EACH
        except DBAPIError:
            worn = True
        if worn:
            self.close()
            self._drop(url)

    def close(self) -> None:
        """Let go of the database, which ends with its server."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _empty(self, engine: sa.Engine) -> str:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(_ALONE)
            connection.execute(_EMPTY)
            return str(connection.execute(_SHAPE).scalar_one())

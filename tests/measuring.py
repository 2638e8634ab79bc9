"""Scores for tests, written past the use cases: what a child has of an instrument, and whether pain is shown."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import InstrumentSetting, Measure, PainSetting
from db.vocabulary import Instrument, Reporter, Side


def insert_scores(
    connection: sa.Connection,
    child: int,
    instrument: Instrument,
    reporter: Reporter,
    values: Mapping[date, float | None],
    side: Side = Side.BOTH,
) -> list[int]:
    """Scores of one series by their days; gives their ids in order."""
    return [
        insert_row(
            connection,
            Measure(
                child_id=child,
                instrument=instrument,
                reporter=reporter,
                side=side,
                on_day=day,
                value=value,
                recorded_at=datetime(day.year, day.month, day.day, 17, tzinfo=UTC),
            ),
        )
        for day, value in values.items()
    ]


def insert_use(
    connection: sa.Connection,
    clinic: int,
    *instruments: Instrument,
    every_weeks: int | None = None,
    families: bool = True,
) -> None:
    """Let a clinic use instruments."""
    for instrument in instruments:
        row = InstrumentSetting(
            clinic_id=clinic,
            instrument=instrument,
            is_used=True,
            every_weeks=every_weeks,
            families_enter=families,
            set_at=datetime.now(UTC),
        )
        insert_row(connection, row)


def turn_pain_on(connection: sa.Connection, child: int, every_weeks: int | None = None) -> None:
    """Let the family's accounts see pain values, by a clinician's word."""
    row = PainSetting(
        child_id=child, every_weeks=every_weeks, is_shown=True, by_child=False, set_at=datetime.now(UTC)
    )
    insert_row(connection, row)

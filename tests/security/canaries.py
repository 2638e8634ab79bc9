"""Words that nobody else uses, in every text of a record: wherever one turns up, something has leaked."""

import secrets

import sqlalchemy as sa

from db.queries.base import insert_row, table_of
from db.tables import Child, Note
from db.vocabulary import Readers
from tests.steps import NOON, TODAY

CANARY = "canary"


def fill_texts(engine: sa.Engine, child: int, prescription: int, writer: int) -> str:
    """Write a word of its own into each text of a record; give the word."""
    word = f"{CANARY}{secrets.token_hex(4)}"
    row = table_of(Child)
    about = {
        "chosen_name": f"{word}name",
        "other_conditions": f"{word}conditions",
        "precautions": f"{word}precautions",
        "supporting_medication": f"{word}medication",
        "school": f"{word}school",
        "school_class": f"{word}class",
    }
    with engine.begin() as connection:
        connection.execute(sa.update(row).where(row.c.id == child).values(**about))
        # The texts of a plan are write-once; these were never entered otherwise.
        connection.exec_driver_sql(f"UPDATE line SET exercise = '{word}exercise' WHERE child_id = {child}")
        connection.exec_driver_sql(
            f"UPDATE prescription SET instructions = '{word}how', reason = '{word}why' WHERE child_id = {child}"
        )
        connection.exec_driver_sql(
            f"UPDATE relationship SET household = '{word}home' WHERE child_id = {child}"
        )
        note = Note(
            child_id=child,
            prescription_id=prescription,
            performed_on=TODAY,
            slot=1,
            text=f"{word}note",
            readers=Readers.TEAM_AND_HOUSEHOLD,
            household=f"{word}home",
            written_at=NOON,
            written_by_id=writer,
        )
        insert_row(connection, note)
    return word

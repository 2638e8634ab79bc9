"""Measures, questions, answers and decisions of every kind, as use cases leave them, straight into the database."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from db.tables import METADATA
from tests.cast import Cast
from tests.steps import TODAY, Clock


def tell_measures(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """Tell it: Mia's messages are for the team only or taken back, Dana's and Ben's for their own homes."""
    with engine.begin() as connection:
        teller = Teller(connection, cast, clock)
        first = teller.measure("functional_disability", "child", 27)
        teller.measure("functional_disability", "child", None, on_day=TODAY)
        teller.measure("functional_disability", "child", 26, replaces_id=first, correction="misread")
        teller.measure("pain_intensity", "child", 7)
        teller.measure("promis_pain_interference", "parent", 61.5)
        teller.add("pain_setting", is_shown=False, by_child=False, set_at=clock.moment)
        days = {
            "from_day": TODAY,
            "to_day": TODAY,
            "about": "the first week of school",
            "agreed_with": "Dana",
        }
        teller.add("watch_date", **days, created_at=clock.moment)
        mine = teller.concern("Mia", "MIA-TEAM", "team_only")
        teller.concern("Mia", "MIA-BACK", "team_and_household", withdrawn_at=clock.moment)
        hers = teller.concern("Dana", "DANA-HOME", "team_and_household", household="Dana's home")
        teller.concern("Ben", "BEN-HOME", "team_and_household", household="Ben's home")
        for concern in (mine, hers):
            teller.answer(concern, "ANSWER-TO-MIA" if concern == mine else "ANSWER-TO-DANA")
        teller.written("Lee", "decision", on_day=TODAY, text="a walk to school")
        teller.written("Lee", "appointment", on_day=TODAY, people="Mia, Dana, Lee")


class Teller:
    """Adds rows of Mia's."""

    def __init__(self, connection: sa.Connection, cast: Cast, clock: Clock) -> None:
        self.connection, self.cast, self.now = connection, cast, clock.moment

    def add(self, table: str, **row: Any) -> int:
        values = {"child_id": self.cast.mia, **row}
        key = self.connection.execute(sa.insert(METADATA.tables[table]), values).inserted_primary_key
        assert key is not None
        return int(key[0])

    def written(self, who: str, table: str, **row: Any) -> int:
        return self.add(table, written_at=self.now, written_by_id=self.cast.accounts[who], **row)

    def measure(self, instrument: str, reporter: str, value: float | None, **row: Any) -> int:
        if "replaces_id" in row:
            measure = METADATA.tables["measure"]
            old = sa.update(measure).where(measure.c.id == row["replaces_id"])
            self.connection.execute(old.values(withdrawn_at=self.now))
        plain = {
            "side": "both",
            "on_day": TODAY - timedelta(days=7),
            "correction": "",
            "recorded_at": self.now,
            "recorded_by_id": self.cast.accounts["Pat"],
        }
        values = {**plain, "instrument": instrument, "reporter": reporter, "value": value}
        return self.add("measure", **{**values, **row})

    def concern(self, who: str, text: str, readers: str, **row: Any) -> int:
        kind = {"kind": "more_of_the_same", "topic": None, "household": ""}
        return self.written(who, "concern", **{**kind, "text": text, "readers": readers, **row})

    def answer(self, concern: int, text: str) -> None:
        self.written("Pat", "concern_answer", concern_id=concern, text=text, in_person=False)
        self.add("concern_read", concern_id=concern, read_at=self.now, read_by_id=self.cast.accounts["Pat"])

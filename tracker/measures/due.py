"""When a score is due: so many weeks after the last one, from the first day of the treatment on. No database."""

from dataclasses import dataclass
from datetime import date, timedelta

from db.tables.measures import MOST_WEEKS_APART
from db.vocabulary import Instrument, Reporter

MOST_WEEKS = MOST_WEEKS_APART


@dataclass(frozen=True)
class Due:
    """The day from which the next score is due. `last` is the latest score's day; None before the first."""

    instrument: Instrument
    reporter: Reporter
    every_weeks: int
    last: date | None
    day: date

    def is_due(self, today: date) -> bool:
        """Say whether it is due now."""
        return self.day <= today


def due_on(last: date | None, every_weeks: int, start: date) -> date:
    """Give the day from which the next score is due, in an episode that began on `start`.

    What was scored before the episode says nothing of it: its first score is due on its first day.
    """
    if last is None or last < start:
        return start
    return last + timedelta(weeks=every_weeks)

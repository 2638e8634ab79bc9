"""Appointments and what was decided, as a screen shows them: plain values. No database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DecisionShown:
    """What was decided, by whose hand it was written down, and what it became.

    `milestone` is the name of the milestone, empty where it has become none or that was taken away again.
    """

    id: int
    day: date
    text: str
    by: str
    milestone_id: int | None
    milestone: str
    is_proposed: bool

    @property
    def is_used(self) -> bool:
        """Say whether it became a milestone or a proposal."""
        return self.milestone_id is not None or self.is_proposed


@dataclass(frozen=True)
class AppointmentShown:
    """One day's appointment: who was there, in words, by whose hand that was written down, and its decisions.

    Where only decisions were written it has no id, and both are empty.
    """

    id: int | None
    day: date
    people: str
    by: str
    decisions: tuple[DecisionShown, ...]


NOBODY = (None, "", "")


def by_day(
    held: Sequence[tuple[int, date, str, str]], decided: Sequence[DecisionShown]
) -> tuple[AppointmentShown, ...]:
    """Put appointments, as (id, day, people, writer), and decisions together, the latest day first."""
    written = {day: (number, people, by) for number, day, people, by in held}
    days = sorted({*written, *(one.day for one in decided)}, reverse=True)
    return tuple(_on(day, written.get(day, NOBODY), decided) for day in days)


def _on(
    day: date, written: tuple[int | None, str, str], decided: Sequence[DecisionShown]
) -> AppointmentShown:
    number, people, by = written
    return AppointmentShown(number, day, people, by, tuple(one for one in decided if one.day == day))

"""What a record is about."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Occurrence:
    """One time that an exercise is due, or one time that it was done beyond that: `slot` counts from 1."""

    prescription_id: int
    day: date
    slot: int = 1

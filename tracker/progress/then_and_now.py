"""School then and now: the latest week that is over against the first, by what was attended of a full timetable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.school.attendance import SchoolWeek, Sight

FEWEST_WEEKS = 2
LEAST_POINTS = 10  # of a hundred, below which two weeks of school are about the same


class Turn(StrEnum):
    """What became of school since the start."""

    MORE = "more"
    LESS = "less"
    SAME = "same"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True)
class SchoolChange:
    """The first week with a value and the latest that is over; each None where there is none.

    `most` is the fullest week between them if school was clearly more then than in the latest; else None.
    """

    turn: Turn
    first: SchoolWeek | None = None
    latest: SchoolWeek | None = None
    most: SchoolWeek | None = None


def school_change(weeks: Iterable[SchoolWeek], today: date) -> SchoolChange:
    """Compare by the whole timetable: as the plan grows, attended of planned may fall while school grows."""
    told = [week for week in weeks if week.sight is Sight.VALUES and week.last < today]
    if len(told) < FEWEST_WEEKS:
        return SchoolChange(Turn.NOT_ENOUGH, *told)
    first, latest = told[0], told[-1]
    points = _points(first, latest)
    most = _most(told[1:-1], latest)
    if abs(points) < LEAST_POINTS:
        return SchoolChange(Turn.SAME, first, latest, most)
    return SchoolChange(Turn.MORE if points > 0 else Turn.LESS, first, latest, most)


def _most(between: Sequence[SchoolWeek], latest: SchoolWeek) -> SchoolWeek | None:
    """Give the fullest week, where since then school fell by a step: of what was planned, or of what was attended."""
    most = max(between, key=lambda week: week.of_full or 0, default=latest)
    fell = -_points(most, latest)
    stepped_back = 100 * (most.planned / most.full - latest.planned / latest.full) >= LEAST_POINTS
    return most if fell >= LEAST_POINTS or (fell > 0 and stepped_back) else None


def _points(first: SchoolWeek, latest: SchoolWeek) -> float:
    assert first.of_full is not None
    assert latest.of_full is not None
    return round(100 * (latest.of_full - first.of_full), 6)

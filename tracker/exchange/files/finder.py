"""Find the revision that an entry belongs to: the one in force on its day, or the one that its row names."""

from collections.abc import Sequence
from datetime import date

from tracker.errors import InvalidInput
from tracker.exchange.files.kind import ROWS_OF_A_PLAN
from tracker.exchange.files.planned import PlannedLine, PlannedRecord, PlannedRevision
from tracker.exchange.files.values import Row


class Finder:
    """The lines of a record by the names of their exercises."""

    def __init__(self, record: PlannedRecord) -> None:
        self._by_name: dict[str, list[PlannedLine]] = {}
        for line in record.lines:
            self._by_name.setdefault(line.exercise, []).append(line)

    def find(self, row: Row, exercise: str, day: date, *, is_live: bool) -> PlannedRevision:
        """Give the revision; raises `InvalidInput`. A live entry lies on a day on which its revision is in force."""
        lines: Sequence[PlannedLine] = self._by_name.get(exercise, ())
        if not lines:
            raise InvalidInput("exercise", "no_such_exercise")
        number = row.whole("line", 1, ROWS_OF_A_PLAN)
        if number is not None:
            lines = [line for line in lines if line.number == number]
            if not lines:
                raise InvalidInput("line", "no_such_number")
        revision = row.whole("revision", 1, ROWS_OF_A_PLAN)
        if revision is not None:
            return _named(lines, revision, day, is_live=is_live)
        return _in_force(lines, day)


def _named(lines: Sequence[PlannedLine], number: int, day: date, *, is_live: bool) -> PlannedRevision:
    named = [r for line in lines for r in line.revisions if r.number == number]
    if not named:
        raise InvalidInput("revision", "no_such_number")
    if len(named) > 1:
        raise InvalidInput("line", "which_line")
    [found] = named
    if is_live and not (found.stands and found.in_force(day)):
        raise InvalidInput("performed_on", "not_in_force")
    return found


def _in_force(lines: Sequence[PlannedLine], day: date) -> PlannedRevision:
    found = [r for line in lines for r in line.revisions if r.counts and r.in_force(day)]
    if not found:
        raise InvalidInput("performed_on", "not_in_force")
    if len(found) > 1:
        raise InvalidInput("line", "which_line")
    return found[0]

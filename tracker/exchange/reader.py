"""What one reader of a record learns of when something was done, and by whom."""

from dataclasses import dataclass
from datetime import date, datetime

from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import Role
from tracker.access.work import Work

Value = str | int | float | date | tuple[str, ...] | None
Row = dict[str, Value]


@dataclass(frozen=True)
class Reader:
    """The actor as the reader of a child's record.

    A family's clock times are nobody else's business at home: of what another one of the family did there is the day
    only, and so of what was brought in from files, which name nobody. What the reader did, and what the clinic did,
    has its moment.
    """

    work: Work
    child: AccessibleChildId

    def day(self, moment: datetime | None) -> date | None:
        """Give the day of a moment, where the child lived then."""
        return None if moment is None else self.work.day_of(self.child, moment)

    def time(self, moment: datetime | None, by_id: int | None, by_role: Role | None) -> str | None:
        """Give a moment in UTC as ISO 8601 to the second, None where it is not this reader's."""
        others = by_role in {Role.FAMILY, None} and by_id != self.work.account_id
        return None if moment is None or others else f"{moment:%Y-%m-%dT%H:%M:%SZ}"

    def done(self, what: str, moment: datetime | None, by_id: int | None, row: AnyRow) -> Row:
        """Give the three columns that say when and by whom something was written, entered or given."""
        return {
            f"{what}_on": self.day(moment),
            f"{what}_at_utc": self.time(moment, by_id, row.by_role),
            f"{what}_by": row.by or "",
        }

    def entered(self, row: AnyRow, day: date) -> Row:
        """Give the same of an entry for a day, and how many days later it was made."""
        entered = self.day(row.recorded_at)
        assert entered is not None
        return {
            **self.done("entered", row.recorded_at, row.recorded_by_id, row),
            "days_later": (entered - day).days,
        }

    def withdrawn(self, row: AnyRow) -> Row:
        """Give the three columns that say the same of a withdrawal; empty for what stands."""
        return {
            "withdrawn_on": self.day(row.withdrawn_at),
            "withdrawn_at_utc": self.time(row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_by_role),
            "withdrawn_by": row.withdrawn_by or "",
        }

    def written(self, moment: datetime | None, by_id: int | None, row: AnyRow) -> Row:
        """Give the six columns of what is written down and can be withdrawn."""
        return {**self.done("written", moment, by_id, row), **self.withdrawn(row)}

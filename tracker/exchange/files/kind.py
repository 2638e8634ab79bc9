"""What a file is: its columns, and how many rows it may have."""

from dataclasses import dataclass

ROWS_OF_A_PLAN = 5_000
PLAN_ENDS = ("created_at", "withdrawn_at")


@dataclass(frozen=True)
class Kind:
    """One file: its first columns, those `needed` among them, the optional ones, and how many rows it may have."""

    name: str
    first: tuple[str, ...]
    needed: tuple[str, ...]
    more: tuple[str, ...] = ()
    most_rows: int = ROWS_OF_A_PLAN

    @property
    def columns(self) -> tuple[str, ...]:
        """Give all columns in their order."""
        return self.first + self.more

    @property
    def file(self) -> str:
        """Give the file's name."""
        return f"{self.name}.csv"

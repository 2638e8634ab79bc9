"""What can go wrong in a way that a person can do something about. `screen.messages` puts it into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.vocabulary import LinkPurpose


class TrackerError(Exception):
    """Something was not done, and nothing was stored."""


class SignedOut(TrackerError):
    """There is no session, or it has ended."""


class SignInRefused(TrackerError):
    """Name and password open no account. It never says which of the two, nor whether there is such an account."""


class LinkRefused(TrackerError):
    """A one-time link opens nothing, or nothing any more: `why` is "used", "expired", "withdrawn" or "unknown"."""

    def __init__(self, purpose: LinkPurpose, why: str) -> None:
        super().__init__(f"{purpose}: {why}")
        self.purpose = purpose
        self.why = why


class NotMigrated(TrackerError):
    """The database does not have the schema of this version."""


class IsADemo(TrackerError):
    """The database bears the demo's mark: anybody may sign in to it, so it must never serve as a record."""


class NotADemo(TrackerError):
    """The database in the demo's place does not bear its mark."""


class DemoRunning(TrackerError):
    """The demo's database is still open in another process."""


class NotFound(TrackerError):
    """It does not exist, or the actor may not know that it does."""


class NotPermitted(TrackerError):
    """The actor may see it, but not do this with it."""


class RecordClosed(NotPermitted):
    """The record is closed: it can be read, and nothing more."""


class ConsentMissing(NotPermitted):
    """No guardian has agreed to this child's record, or whoever had agreed took it back."""


class AssentMissing(NotPermitted):
    """The child has not said yes to its record through its own sign-in."""


class Busy(TrackerError):
    """Another writer held the database for too long."""


class Unwritable(TrackerError):
    """The disk is full, or the database cannot be written."""


class Conflict(TrackerError):
    """Somebody else was faster; `what` names the fact that stands now, `limits` fill its sentence."""

    def __init__(self, what: str, **limits: object) -> None:
        super().__init__(f"{what} {limits or ''}".strip())
        self.what = what
        self.limits = limits


class InvalidInput(TrackerError):
    """A value cannot be stored: `field` names it, `problem` says why, `limits` fill the sentence."""

    def __init__(self, field: str, problem: str, **limits: object) -> None:
        super().__init__(f"{field}: {problem} {limits or ''}".strip())
        self.field = field
        self.problem = problem
        self.limits: Mapping[str, object] = limits


@dataclass(frozen=True)
class Flaw:
    """What is wrong in one row of a file, counted as a spreadsheet program does; row 0 stands for the whole file."""

    file: str
    row: int
    error: InvalidInput


class FilesRefused(TrackerError):
    """Files cannot be taken in as they are: the first of their `flaws`, and how many `more` there are."""

    def __init__(self, flaws: Sequence[Flaw], more: int = 0) -> None:
        super().__init__(f"{len(flaws) + more} flaws")
        self.flaws = tuple(flaws)
        self.more = more

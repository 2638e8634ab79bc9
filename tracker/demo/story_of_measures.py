"""What a story of the demo has of measures, questions and appointments. Days count back from today."""

from collections.abc import Mapping
from dataclasses import dataclass

from db.vocabulary import ConcernKind, ConcernTopic, Instrument, Readers, Reporter, Side
from tracker.progress.reading import Finding

Value = float | None


@dataclass(frozen=True)
class Taken:
    """The scores of one instrument by one reporter, by how many days ago; None was left incomplete."""

    instrument: Instrument
    reporter: Reporter
    values: Mapping[int, Value]
    side: Side = Side.BOTH


@dataclass(frozen=True)
class Pain:
    """That Pat turned pain values on for the family so many days ago, and when the child hid them again."""

    shown_ago: int
    every_weeks: int | None = None
    hidden_ago: int | None = None


@dataclass(frozen=True)
class Watch:
    """Days that were agreed to be watched, counted from today: below 0 are to come."""

    first_ago: int
    last_ago: int
    about: str
    agreed_with: str


@dataclass(frozen=True)
class Asked:
    """A question, how many days ago, and what Pat answered and when; `read_ago` without an answer was only read."""

    ago: int
    writer: str
    kind: ConcernKind
    text: str
    topic: ConcernTopic | None = None
    readers: Readers = Readers.TEAM_AND_HOUSEHOLD
    read_ago: int | None = None
    answer: str = ""


@dataclass(frozen=True)
class Met:
    """An appointment that Lee held, with whom, and what was decided."""

    ago: int
    people: str
    decisions: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """All of it of one child; `reads` is what the reading of function says of the latest episode."""

    taken: tuple[Taken, ...] = ()
    pain: Pain | None = None
    watch: Watch | None = None
    asked: tuple[Asked, ...] = ()
    met: tuple[Met, ...] = ()
    reads: Finding | None = None


NOT_MEASURED = Measured()


def by_child(instrument: Instrument, values: Mapping[int, Value]) -> Taken:
    """Give the scores by the child's own word."""
    return Taken(instrument, Reporter.CHILD, values)


def by_parent(instrument: Instrument, values: Mapping[int, Value]) -> Taken:
    """Give the scores by a parent's word."""
    return Taken(instrument, Reporter.PARENT, values)


def by_test(instrument: Instrument, values: Mapping[int, Value], side: Side = Side.BOTH) -> Taken:
    """Give the results of a test that a clinician takes."""
    return Taken(instrument, Reporter.CLINICIAN, values, side)

"""Concerns as a screen shows them: plain values. No database, no clock."""

from dataclasses import dataclass
from datetime import date, datetime

from db.vocabulary import ConcernKind, ConcernTopic, Readers

IN_ORDER = (ConcernKind.SOMETHING_NEW, ConcernKind.MORE_OF_THE_SAME, ConcernKind.FOR_APPOINTMENT)


@dataclass(frozen=True)
class Signed:
    """Who did something, when by the clinic's clocks, and on which day where the child lives."""

    name: str
    at: datetime
    day: date
    is_me: bool


@dataclass(frozen=True)
class AnswerShown:
    """What the team answered; the text may be empty where it was talked about in person."""

    id: int
    text: str
    in_person: bool
    by: Signed


@dataclass(frozen=True)
class ConcernShown:
    """A question or worry, with who has read it and the answers, both the earliest first.

    Only something new has a `topic`. `may_take_back` is for its writer, as long as nobody has answered.
    """

    id: int
    kind: ConcernKind
    topic: ConcernTopic | None
    text: str
    readers: Readers
    household: str
    writer_id: int
    by: Signed
    read_by: tuple[Signed, ...]
    answers: tuple[AnswerShown, ...]
    may_take_back: bool

    @property
    def is_open(self) -> bool:
        """Say whether nobody has answered yet."""
        return not self.answers

    @property
    def is_read_by_me(self) -> bool:
        """Say whether the actor is among those who have been seen to read it."""
        return any(reader.is_me for reader in self.read_by)

    @property
    def latest_answer(self) -> int | None:
        """Give the id of the latest answer, for who answers to say what was seen."""
        return self.answers[-1].id if self.answers else None


@dataclass(frozen=True)
class Terms:
    """What stands before a form to write in: who can read it, the usual first, and the clinic's own texts.

    Texts are empty where the clinic has none of its own. `confidentiality` is None for everybody but the child itself.
    """

    readers: tuple[Readers, ...]
    confidentiality: str | None
    emergency: str
    phone: str
    crisis: str


@dataclass(frozen=True)
class Concerns:
    """What the actor may read of a child's concerns, the latest first. `terms` is for families, None for the care team.

    `unread` are those that the actor, of the care team, has not been seen to read.
    """

    child_id: int
    child_name: str
    today: date
    concerns: tuple[ConcernShown, ...]
    terms: Terms | None
    may_ask: bool
    may_answer: bool
    unread: tuple[int, ...]

    def open_of(self, kind: ConcernKind) -> list[ConcernShown]:
        """Give those of a kind that nobody has answered."""
        return [each for each in self.concerns if each.is_open and each.kind is kind]

    @property
    def answered(self) -> list[ConcernShown]:
        """Give those with an answer."""
        return [each for each in self.concerns if not each.is_open]

    def one(self, concern_id: int) -> ConcernShown | None:
        """Give one of them."""
        return next((each for each in self.concerns if each.id == concern_id), None)

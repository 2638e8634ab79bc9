"""Texts put into questions, their answers, and what is written down of an appointment."""

from collections.abc import Sequence

from db.vocabulary import ConcernKind, ConcernTopic, MilestoneArea
from tests.security.filling import Fill, Filling
from tracker.access.work import reading, writing
from tracker.appointments.holding import decide, hold_appointment, make_milestone, make_proposal
from tracker.appointments.past import appointments_of
from tracker.concerns.answering import answer_concern
from tracker.concerns.asking import ask

SAME = ConcernKind.MORE_OF_THE_SAME


def _ask(at: Filling, text: str, kind: ConcernKind = SAME) -> int:
    with writing(at.cast.tokens["Dana"]) as work:
        topic = ConcernTopic.OTHER if kind is ConcernKind.SOMETHING_NEW else None
        return ask(work, at.cast.mia, kind, text=text, topic=topic)


def asked(kind: ConcernKind) -> Fill:
    def fill(at: Filling, texts: Sequence[str]) -> None:
        _ask(at, "\n".join(texts), kind)

    return fill


def answered(at: Filling, texts: Sequence[str]) -> None:
    concern = _ask(at, "May she swim?")
    with writing(at.cast.tokens["Pat"]) as work:
        answer_concern(work, at.cast.mia, concern, text="\n".join(texts), in_person=False, seen=None)


def _decide(at: Filling, text: str) -> int:
    with writing(at.cast.tokens["Lee"]) as work:
        return decide(work, at.cast.mia, day=at.today, text=text)


def decided(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        _decide(at, text)


def people(at: Filling, texts: Sequence[str]) -> None:
    """One after the other on the same day: the last one stands."""
    for text in texts:
        with reading(at.cast.tokens["Lee"]) as work:
            held = [each.id for each in appointments_of(work, at.cast.mia) if each.day == at.today]
        with writing(at.cast.tokens["Lee"]) as work:
            seen = held[0] if held else None
            hold_appointment(work, at.cast.mia, day=at.today, people=text, seen=seen)


def milestones(field: str) -> Fill:
    def fill(at: Filling, texts: Sequence[str]) -> None:
        for number, text in enumerate(texts):
            decision = _decide(at, f"A step, {field} {number}")
            values = {"name": f"A step, {field} {number}", field: text}
            with writing(at.cast.tokens["Lee"]) as work:
                make_milestone(work, at.cast.mia, decision, area=MilestoneArea.HOME, **values)  # type: ignore[arg-type]

    return fill


def proposed(at: Filling, texts: Sequence[str]) -> None:
    line = at.line_of(next(iter(at.plan.values())))
    for number, text in enumerate(texts):
        decision = _decide(at, f"Fewer, {number}")
        with writing(at.cast.tokens["Lee"]) as work:
            make_proposal(work, at.cast.mia, decision, line, text=text)

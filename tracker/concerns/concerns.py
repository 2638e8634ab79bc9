"""Read a child's concerns: everything that the page Questions shows."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from db.queries import children
from db.queries import concerns as rows
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import ConcernKind, ConcernTopic, Readers
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.concerns.asking import terms_of
from tracker.concerns.shown import AnswerShown, Concerns, ConcernShown, Signed
from tracker.record.notes import readable


def concerns_of(work: Work, child_id: int, *, screen: str = "questions") -> Concerns:
    """Give what the actor may read of a child's concerns, and log the look.

    As many statements for a hundred of them as for one. Nobody is told that there is one that they may not read.
    """
    child = work.child(child_id, Action.SEE, screen=screen)
    found = read_concerns_of(work, child)
    for_staff = work.is_on_care_team(child)
    unread = [
        each.id for each in found if for_staff and work.account_id is not None and not each.is_read_by_me
    ]
    return Concerns(
        child_id=child,
        child_name=children.chosen_name(work.connection, child),
        today=work.today_of(child),
        concerns=found,
        terms=None if for_staff else terms_of(work, child),
        may_ask=work.may(child, Action.ASK),
        may_answer=work.may(child, Action.ANSWER),
        unread=tuple(unread),
    )


def read_concerns_of(work: Work, child: AccessibleChildId) -> tuple[ConcernShown, ...]:
    """Give the concerns that the actor may read, the latest first."""
    mine = [row for row in rows.concerns(work.connection, child) if readable(work, child, row)]
    if not mine:
        return ()
    reads = _by_concern(rows.reads(work.connection, child))
    answers = _by_concern(rows.answers(work.connection, child))
    may_ask = work.may(child, Action.ASK)
    return tuple(
        _shown(work, child, row, reads.get(row.id, ()), answers.get(row.id, ()), may_ask=may_ask)
        for row in mine
    )


def _by_concern(found: Iterable[AnyRow]) -> dict[int, list[AnyRow]]:
    grouped: dict[int, list[AnyRow]] = {}
    for row in found:
        grouped.setdefault(row.concern_id, []).append(row)
    return grouped


def _shown(
    work: Work,
    child: AccessibleChildId,
    row: AnyRow,
    reads: Iterable[AnyRow],
    answers: Iterable[AnyRow],
    *,
    may_ask: bool,
) -> ConcernShown:
    def signed(name: str, at: datetime, account_id: int) -> Signed:
        zone = ZoneInfo(work.actor.clinic_time_zone) if work.account_id is not None else at.tzinfo
        return Signed(name, at.astimezone(zone), work.day_of(child, at), account_id == work.account_id)

    said = tuple(
        AnswerShown(
            each.id, each.text, each.in_person, signed(each.writer, each.written_at, each.written_by_id)
        )
        for each in answers
    )
    by = signed(row.writer, row.written_at, row.written_by_id)
    return ConcernShown(
        id=row.id,
        kind=ConcernKind(row.kind),
        topic=None if row.topic is None else ConcernTopic(row.topic),
        text=row.text,
        readers=Readers(row.readers),
        household=row.household,
        writer_id=row.written_by_id,
        by=by,
        read_by=tuple(signed(each.reader, each.read_at, each.read_by_id) for each in reads),
        answers=said,
        may_take_back=may_ask and by.is_me and not said,
    )

"""Rows of a copy that say what was recorded, who stood how to the child, and who has opened the record."""

from collections.abc import Sequence

from db.queries import audit, export
from db.queries.base import AnyRow
from db.vocabulary import Role
from tracker.access.access_log import Who, who_did
from tracker.exchange.plan import Numbers, last_day
from tracker.exchange.reader import Reader, Row
from tracker.record.hidden import hidden_subjects


def completion(reader: Reader, numbers: Numbers, row: AnyRow) -> Row:
    """Give one answer. Why the clinic entered it later than families can is written for the care team."""
    return {
        "day": row.performed_on,
        **numbers.exercise(row.prescription_id),
        "revision": numbers.places[row.prescription_id].revision,
        "time": row.slot,
        "state": row.state,
        "amount": row.amount,
        "result": row.result,
        "reason": row.barrier,
        "reporter": row.reporter,
        **reader.entered(row, row.performed_on),
        **reader.withdrawn(row),
    }


def day_mark(reader: Reader, row: AnyRow) -> Row:
    """Give a day that was marked ill or away."""
    return {"day": row.day, "mark": row.mark, **reader.entered(row, row.day), **reader.withdrawn(row)}


def note(reader: Reader, numbers: Numbers, row: AnyRow) -> Row:
    """Give a note. The caller has asked whether the reader may read it."""
    return {
        "day": row.performed_on,
        **numbers.exercise(row.prescription_id),
        "time": row.slot,
        "text": row.text,
        "readers": row.readers,
        **reader.written(row.written_at, row.written_by_id, row),
    }


def links(reader: Reader, rows: Sequence[AnyRow]) -> list[Row]:
    """Give who stood how to the child. Another household's name is its own business."""
    names = {row.account_id: row.by or "" for row in rows}
    mine = {link.household for link in reader.work.links(reader.child)}
    return [
        {
            "person": names[row.account_id],
            "kind": row.kind,
            "level": row.level,
            "household": row.household if row.household in mine else "",
            "first_day": row.starts_on,
            "last_day": last_day(row.ends_on),
            "ended_on": reader.day(row.revoked_at),
            "covers": names.get(row.covers_id, ""),
        }
        for row in rows
    ]


def consent(reader: Reader, row: AnyRow) -> Row:
    """Give one answer to what was asked to be agreed to."""
    return {
        "kind": row.kind,
        "answer": row.answer,
        "wording": row.wording,
        **reader.done("given", row.given_at, row.given_by_id, row),
    }


def access_log(reader: Reader) -> list[Row]:
    """Give the log as its page does, by day and person, without what this reader must not learn from it."""
    work, child = reader.work, reader.child
    kinds = audit.latest_kinds(work.connection, child)
    hidden = set(hidden_subjects(work, child))
    found = {
        (str(reader.day(row.at)), *_named(who_did(work, row, kinds)), str(row.access), str(row.what))
        for row in export.log_rows(work.connection, child, work.actor.clinic_id)
        if row.subject not in hidden
    }
    columns = ("day", "person", "kind", "access", "what")
    return [dict(zip(columns, row, strict=True)) for row in sorted(found)]


def _named(who: Who) -> tuple[str, str]:
    """Give name and kind of link; the office and the server's operator have no name here."""
    if who.role is None:
        return "", "server"
    if who.kind is None and who.role is Role.ADMINISTRATOR:
        return "", "office"
    return who.name, str(who.kind or who.role)

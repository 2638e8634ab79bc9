"""What a clinic explains about the condition and its treatment: a text for the child and one for its carers.

An edit adds a text. Families read the one that a clinician of their clinic approved last, and nothing else.
"""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from db.queries import explanations as rows
from db.queries import settings
from db.queries.base import AnyRow, insert_row
from db.tables import Explanation
from db.tables.library import LONG_TEXT
from db.vocabulary import Audience, RelationshipKind
from tracker.access.policy import ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict
from tracker.library.explanation_texts import USUAL
from tracker.text import checked_text

LONGEST = LONG_TEXT


@dataclass(frozen=True)
class Explained:
    """A text with who wrote and who approved it; days are the clinic's, and None until then.

    Without an `id` it is the product's own text, which nobody of the clinic has taken over or changed yet.
    """

    id: int | None
    text: str
    written_by: str = ""
    written_on: date | None = None
    approved_by: str = ""
    approved_on: date | None = None


@dataclass(frozen=True)
class Kept:
    """What clinicians read: the latest text, and the one that families read now, None if there is none."""

    latest: Explained
    released: Explained | None


def explanation_of(work: Work, audience: Audience) -> Explained | None:
    """Give what families of the actor's clinic read: what was approved last; None until something is."""
    return _latest(work, audience, approved=True)


def explanation_to_keep(work: Work, audience: Audience) -> Kept:
    """Give what a clinician's clinic wrote last, the product's own text before that, and what families read."""
    work.require(ClinicAction.KEEP_LIBRARY)
    latest = _latest(work, audience, approved=False) or Explained(None, USUAL[audience])
    return Kept(latest, _latest(work, audience, approved=True))


def write_explanation(work: Work, audience: Audience, text: str, *, seen: int | None, approve: bool) -> int:
    """Add a text of up to 8000 characters and give its id; families read it once it is approved.

    `seen` is the id of the text that was edited. Raises `InvalidInput`, and `Conflict` when there is a later one.
    """
    actor = work.require(ClinicAction.KEEP_LIBRARY)
    text = checked_text("explanation", text, required=True, limit=LONGEST)
    _check_seen(work, audience, seen)
    row = Explanation(
        clinic_id=actor.clinic_id,
        audience=audience,
        text=text,
        written_at=work.now,
        written_by_id=work.account_id,
        approved_at=work.now if approve else None,
        approved_by_id=work.account_id if approve else None,
    )
    new_id = insert_row(work.connection, row)
    work.log_for_clinic(actor.clinic_id, "write_explanation", f"explanation {new_id}")
    return new_id


def approve_explanation(work: Work, audience: Audience, *, seen: int | None) -> None:
    """Approve the latest text with the actor's name; where the clinic has none, the product's own becomes its own.

    `seen` is the id of the text that was read. Raises `Conflict` when there is a later one.
    """
    actor = work.require(ClinicAction.KEEP_LIBRARY)
    if seen is None:
        write_explanation(work, audience, USUAL[audience], seen=None, approve=True)
        return
    latest = _check_seen(work, audience, seen)
    if latest is not None and latest.approved_at is None:
        values = {"approved_at": work.now, "approved_by_id": work.account_id}
        rows.approve(work.connection, latest.id, values)
        work.log_for_clinic(actor.clinic_id, "approve_explanation", f"explanation {latest.id}")


def own_audience(work: Work) -> Audience:
    """Give for whom the text is that somebody reads first: the child at its own sign-in, carers otherwise."""
    kinds = {link.kind for child_id, _name in work.followed() for link in work.links(child_id)}
    return Audience.CHILD if RelationshipKind.CHILD in kinds else Audience.CARERS


def _check_seen(work: Work, audience: Audience, seen: int | None) -> AnyRow | None:
    """Let the clinic's texts stay as they are until the end, and check that the latest is the one that was seen."""
    clinic_id = work.actor.clinic_id
    settings.settings_of(work.connection, clinic_id, lock=True)
    latest = rows.latest(work.connection, clinic_id, audience, approved=False)
    if (None if latest is None else latest.id) != seen:
        raise Conflict("explanation_changed")
    return latest


def _latest(work: Work, audience: Audience, *, approved: bool) -> Explained | None:
    actor = work.actor
    row = rows.latest(work.connection, actor.clinic_id, audience, approved=approved)
    if row is None:
        return None
    zone = ZoneInfo(actor.clinic_time_zone)
    approved_on = None if row.approved_at is None else row.approved_at.astimezone(zone).date()
    written_on = row.written_at.astimezone(zone).date()
    return Explained(row.id, row.text, row.writer or "", written_on, row.approver or "", approved_on)

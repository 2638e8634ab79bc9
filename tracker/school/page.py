"""The words of the page for the school. Each edit is a new version, for which everybody agrees anew."""

from dataclasses import dataclass
from datetime import date

from db.queries import children
from db.queries import school as rows
from db.queries.base import AnyRow, insert_row
from db.tables import SchoolPage
from db.types import AccessibleChildId
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput
from tracker.plans.episodes import FURTHEST
from tracker.text import checked_text

LONGEST_LINE = 300  # letters of each text, so that all of it stands on one page


@dataclass(frozen=True)
class PageWords:
    """What stands on the page beside the planned periods; a text that is empty leaves its line out."""

    contact: str
    break_place: str
    before_home: str
    when_to_call: str
    valid_until: date


def write_school_page(work: Work, child_id: int, words: PageWords, *, seen: int | None) -> int:
    """Write the page in place of the version `seen` (None: there was none), and give the new version's id.

    What was agreed to of the version before holds no more; the same words again are the version that stands. Raises
    `InvalidInput` for a text over its limit or a last day that is over or more than a year ahead, and `Conflict` when
    somebody else has written one meanwhile.
    """
    child = work.child(child_id, Action.PLAN_MILESTONES)
    children.lock(work.connection, child)
    today = work.today_of(child)
    if not today <= words.valid_until <= today + FURTHEST:
        raise InvalidInput("valid_until", "range", low=today, high=today + FURTHEST)
    words = PageWords(
        contact=checked_text("contact", words.contact, limit=LONGEST_LINE),
        break_place=checked_text("break_place", words.break_place, limit=LONGEST_LINE),
        before_home=checked_text("before_home", words.before_home, limit=LONGEST_LINE),
        when_to_call=checked_text("when_to_call", words.when_to_call, limit=LONGEST_LINE),
        valid_until=words.valid_until,
    )
    standing = rows.latest_page(work.connection, child)
    if standing is not None and words_of(standing) == words:
        return int(standing.id)
    if (None if standing is None else standing.id) != seen:
        raise Conflict("changed")
    return _write(work, child, words)


def renew_school_page(work: Work, child: AccessibleChildId) -> None:
    """Write the words that stand as a new version, if there are any: something else that is on the page has changed.

    The caller has locked the child, and changes that in the same transaction.
    """
    standing = rows.latest_page(work.connection, child)
    if standing is not None:
        _write(work, child, words_of(standing))


def words_of(row: AnyRow) -> PageWords:
    """Give the words of a version."""
    return PageWords(row.contact, row.break_place, row.before_home, row.when_to_call, row.valid_until)


def _write(work: Work, child: AccessibleChildId, words: PageWords) -> int:
    row = SchoolPage(child_id=child, **vars(words), written_at=work.now, written_by_id=work.account_id)
    page_id = insert_row(work.connection, row)
    work.log(child, "write_school_page", f"school_page {page_id}")
    return page_id

"""Who agrees that a line of the page goes to the school: a guardian and the child, each for itself.

A line goes out once a guardian and the child agree to it, and nobody says no. Of what one person says the latest
stands. The child is one person: once it has a sign-in of its own, only what it said itself is its word. Who has ceased
to be a guardian neither agrees nor stands in the way, for itself or in the child's place; so does everybody whose link
ended as the child came of age. A child of age with a sign-in decides alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db.queries import children
from db.queries import school as rows
from db.queries.base import AnyRow, insert_row
from db.tables import SchoolPageTick
from db.types import AccessibleChildId
from db.vocabulary import PageSide, RelationshipKind, SchoolPageLine
from tracker.access.ages import first_day_of_age
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, NotFound, NotPermitted


@dataclass(frozen=True)
class LineTicks:
    """How a line stands. `guardian` and `child` are what each side says, None for nothing.

    Of several guardians the side agrees where one does and none says no. `mine` is what the actor said as a guardian,
    and `mine_as_child` what the actor said as the child or in its place.
    """

    line: SchoolPageLine
    guardian: bool | None
    child: bool | None
    mine: bool | None
    mine_as_child: bool | None
    needs_guardian: bool = True

    @property
    def goes_out(self) -> bool:
        """Say whether the line is printed."""
        return self.child is True and (self.guardian is True or not self.needs_guardian)


def tick_as_guardian(work: Work, child_id: int, page_id: int, line: SchoolPageLine, *, agrees: bool) -> None:
    """Say as a guardian whether a line may go to the school; the same again is one answer.

    Raises `NotFound` for another child's page, and `Conflict` where a newer version has taken its place.
    """
    child = work.child(child_id, Action.CONSENT)
    _tick(work, child, page_id, line, PageSide.GUARDIAN, agrees)


def tick_as_child(work: Work, child_id: int, page_id: int, line: SchoolPageLine, *, agrees: bool) -> None:
    """Say the same as the child, through its own sign-in or, where it has none, through a guardian's.

    Raises `NotPermitted` for a guardian of a child who has a sign-in: nobody answers in its place.
    """
    child = work.child(child_id, Action.ASSENT)
    _tick(work, child, page_id, line, PageSide.CHILD, agrees)


def read_ticks(work: Work, child: AccessibleChildId, page_id: int) -> tuple[LineTicks, ...]:
    """Read how each line of a page stands."""
    of_age_since = _of_age_since(work, child)
    found = _said(work, child, page_id, of_age_since)
    has_own_account = work.consents(child).has_own_account
    as_child = is_child(work, child)
    # Without a sign-in it is a guardian who answers in its place, and nobody's word alone is enough for that.
    needs_guardian = not has_own_account or of_age_since is None
    return tuple(
        _stand(
            line,
            [row for row in found if row.line == line],
            account_id=work.account_id,
            as_child=as_child,
            has_own_account=has_own_account,
            needs_guardian=needs_guardian,
        )
        for line in SchoolPageLine
    )


def is_child(work: Work, child: AccessibleChildId) -> bool:
    """Say whether the actor is the child itself."""
    return any(link.kind is RelationshipKind.CHILD for link in work.links(child))


def _stand(
    line: SchoolPageLine,
    found: Sequence[AnyRow],
    *,
    account_id: int | None,
    as_child: bool,
    has_own_account: bool,
    needs_guardian: bool,
) -> LineTicks:
    of_guardians = [row for row in found if row.side == PageSide.GUARDIAN and row.by_guardian]
    of_child = [
        row
        for row in found
        if row.side == PageSide.CHILD and (row.by_child or (row.by_guardian and not has_own_account))
    ]
    childs_word = next((row.agrees for row in reversed(of_child)), None)
    return LineTicks(
        line,
        guardian=_together(row.agrees for row in of_guardians),
        child=childs_word,
        mine=_by(account_id, of_guardians),
        mine_as_child=childs_word if as_child else _by(account_id, of_child),
        needs_guardian=needs_guardian,
    )


def _together(answers: Iterable[bool]) -> bool | None:
    said = list(answers)
    return all(said) if said else None


def _by(account_id: int | None, found: Iterable[AnyRow]) -> bool | None:
    return next((row.agrees for row in found if row.ticked_by_id == account_id), None)


def _said(work: Work, child: AccessibleChildId, page_id: int, of_age_since: date | None) -> list[AnyRow]:
    since = of_age_since or date.min
    return rows.ticks(work.connection, child, page_id, since, work.today_of_clinic)


def _of_age_since(work: Work, child: AccessibleChildId) -> date | None:
    """Give the day on which the child came of age, None before it and where the month or the age is not known."""
    age = work.actor.majority_age
    if age is None:
        return None
    born = rows.birth_month_and_type(work.connection, child).birth_month
    if born is None:
        return None
    since = first_day_of_age(born, age)
    return since if since <= work.today_of_clinic else None


def _tick(
    work: Work,
    child: AccessibleChildId,
    page_id: int,
    line: SchoolPageLine,
    side: PageSide,
    agrees: bool,  # noqa: FBT001 - what is said, passed on
) -> None:
    children.lock(work.connection, child)
    page = rows.latest_page(work.connection, child)
    if page is None or page.id < page_id:
        raise NotFound
    if page.id != page_id:
        raise Conflict("page_changed")
    if side is PageSide.CHILD and not is_child(work, child) and work.consents(child).has_own_account:
        raise NotPermitted
    said = _said(work, child, page_id, _of_age_since(work, child))
    mine = [row for row in said if (row.line, row.side, row.ticked_by_id) == (line, side, work.account_id)]
    if mine and mine[-1].agrees == agrees:
        return
    row = SchoolPageTick(
        child_id=child,
        page_id=page_id,
        line=line,
        side=side,
        agrees=agrees,
        ticked_at=work.now,
        ticked_by_id=work.actor.account_id,
    )
    tick_id = insert_row(work.connection, row)
    work.log(child, "tick_school_page", f"school_page_tick {tick_id}")

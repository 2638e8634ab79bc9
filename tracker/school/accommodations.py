"""Use cases of accommodations: what the school does otherwise, its review, and since when it is not needed."""

from dataclasses import dataclass
from datetime import date

from db.queries import children, plans
from db.queries import school as rows
from db.queries.base import AnyRow, insert_row
from db.tables import Accommodation
from db.types import AccessibleChildId
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import InvalidInput, NotFound
from tracker.milestones.targets import checked_agreed_with
from tracker.plans.episodes import FURTHEST
from tracker.text import checked_text


@dataclass(frozen=True)
class AccommodationShown:
    """An accommodation. `faded_on` is the first day without it; None while nobody has named one."""

    id: int
    text: str
    agreed_with: str
    starts_on: date
    review_on: date | None
    faded_on: date | None

    def is_over(self, today: date) -> bool:
        """Say whether it is not needed any more."""
        return self.faded_on is not None and self.faded_on <= today


def add_accommodation(
    work: Work,
    child_id: int,
    *,
    text: str,
    starts_on: date,
    agreed_with: str = "",
    review_on: date | None = None,
) -> int:
    """Add an accommodation and give its id; it may have begun up to a year ago. Raises `InvalidInput`."""
    child = work.child(child_id, Action.PLAN_MILESTONES)
    today = work.today_of(child)
    if not today - FURTHEST <= starts_on <= today + FURTHEST:
        raise InvalidInput("from", "range", low=today - FURTHEST, high=today + FURTHEST)
    row = Accommodation(
        child_id=child,
        text=checked_text("accommodation", text, required=True),
        agreed_with=checked_agreed_with(agreed_with),
        starts_on=starts_on,
        review_on=_checked_review(review_on, starts_on),
        created_at=work.now,
        created_by_id=work.account_id,
    )
    accommodation_id = insert_row(work.connection, row)
    work.log(child, "add_accommodation", f"accommodation {accommodation_id}")
    return accommodation_id


def review_accommodation(work: Work, child_id: int, accommodation_id: int, *, review_on: date | None) -> None:
    """Set the day on which an accommodation is looked at again; None for no such day. Raises `InvalidInput`."""
    child, row = _open(work, child_id, accommodation_id)
    _change(
        work, child, row, "review_accommodation", {"review_on": _checked_review(review_on, row.starts_on)}
    )


def fade_accommodation(work: Work, child_id: int, accommodation_id: int, *, faded_on: date | None) -> None:
    """Set the first day on which an accommodation is not needed; None where it is needed after all."""
    child, row = _open(work, child_id, accommodation_id)
    today = work.today_of(child)
    if faded_on is not None and not row.starts_on <= faded_on <= today + FURTHEST:
        raise InvalidInput("faded", "range", low=row.starts_on, high=today + FURTHEST)
    _change(work, child, row, "fade_accommodation", {"faded_on": faded_on})


def withdraw_accommodation(work: Work, child_id: int, accommodation_id: int) -> None:
    """Take back an accommodation that was entered wrongly."""
    child, row = _open(work, child_id, accommodation_id)
    values = dict(plans.withdrawn(work.now, work.account_id))
    _change(work, child, row, "withdraw_accommodation", values)


def read_accommodations(work: Work, child: AccessibleChildId) -> tuple[AccommodationShown, ...]:
    """Read a child's accommodations, those agreed first ahead."""
    return tuple(AccommodationShown(*row) for row in rows.accommodations(work.connection, child))


def _open(work: Work, child_id: int, accommodation_id: int) -> tuple[AccessibleChildId, AnyRow]:
    child = work.child(child_id, Action.PLAN_MILESTONES)
    children.lock(work.connection, child)
    standing = rows.accommodations(work.connection, child)
    found = next((row for row in standing if row.id == accommodation_id), None)
    if found is None:
        raise NotFound
    return child, found


def _change(work: Work, child: AccessibleChildId, row: AnyRow, what: str, values: dict[str, object]) -> None:
    if all(getattr(row, name, None) == value for name, value in values.items()):
        return
    rows.change_accommodation(work.connection, row.id, values)
    work.log(child, what, f"accommodation {row.id}")


def _checked_review(review_on: date | None, starts_on: date) -> date | None:
    if review_on is not None and not starts_on <= review_on <= starts_on + 2 * FURTHEST:
        raise InvalidInput("review", "range", low=starts_on, high=starts_on + 2 * FURTHEST)
    return review_on

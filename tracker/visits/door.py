"""Who may plan and mark visits: the care team all that it may know of, and a counselor the counseling."""

from db.queries import children, visits
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import Discipline, SeriesVisibility
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import NotFound
from tracker.visits.sight import FOR_ALL, sight_of

# The one word by which the log tells of a series that is not for all: so that no reader can sort out which it was.
KEPT = "keep_counseling"


def open_for_visits(work: Work, child_id: int, discipline: Discipline) -> AccessibleChildId:
    """Open a child's record to plan or mark visits of a discipline; raises as `work.child` does."""
    child = work.child(child_id, Action.SEE)
    as_counselor = discipline is Discipline.COUNSELING and work.may(child, Action.KEEP_COUNSELING)
    return work.child(child_id, Action.KEEP_COUNSELING if as_counselor else Action.KEEP_VISITS)


def may_keep(work: Work, child: AccessibleChildId, discipline: Discipline) -> bool:
    """Say whether the actor may plan and mark visits of a discipline, so that a screen offers only what will work."""
    if work.may(child, Action.KEEP_VISITS):
        return True
    return discipline is Discipline.COUNSELING and work.may(child, Action.KEEP_COUNSELING)


def open_series(work: Work, child_id: int, series_id: int) -> tuple[AccessibleChildId, AnyRow]:
    """Open a child's record to change a series, and give its row; one that is not shown is `NotFound`.

    From then on nobody else changes what is planned or said of the child until the transaction ends.
    """
    child = work.child(child_id, Action.SEE)
    children.lock(work.connection, child)
    row = visits.series(work.connection, child, sight_of(work, child), series_id)
    if row is None:
        raise NotFound
    return open_for_visits(work, child_id, Discipline(row.discipline)), row


def open_visit(work: Work, child_id: int, visit_id: int) -> tuple[AccessibleChildId, AnyRow]:
    """Open a child's record to say something of a visit, and give its row, withdrawn or not, as `open_series` does."""
    child = work.child(child_id, Action.SEE)
    children.lock(work.connection, child)
    row = visits.visit_of(work.connection, child, sight_of(work, child), visit_id)
    if row is None:
        raise NotFound
    return open_for_visits(work, child_id, Discipline(row.discipline)), row


def log_visits(
    work: Work, child: AccessibleChildId, what: str, subject: str, visibility: SeriesVisibility
) -> None:
    """Log a change; of a series that is not for all, with the one word that such changes share."""
    if visibility == FOR_ALL:
        work.log(child, what, subject)
    else:
        work.log(child, KEPT, subject)

"""Whether a moment is free for a visit. One that was cancelled or moved has left its time to others.

Whoever asks holds the child locked, so that what is free stays free until the transaction ends.
"""

from datetime import datetime, timedelta

from db.queries import visits
from db.types import AccessibleChildId
from db.vocabulary import VisitOutcome
from tracker.access.work import Work
from tracker.errors import Conflict
from tracker.visits.clinic_days import clinic_days
from tracker.visits.sight import sight_of

A_MOMENT = timedelta(microseconds=1)
TAKES_ITS_TIME = {None, VisitOutcome.ATTENDED, VisitOutcome.NO_SHOW}


def check_free(work: Work, child: AccessibleChildId, series_id: int, starts_at: datetime) -> None:
    """Refuse a moment at which a series has a visit; raises `Conflict`."""
    rows = visits.visits_within(
        work.connection, child, sight_of(work, child), starts_at, starts_at + A_MOMENT
    )
    if any(row.series_id == series_id and row.outcome in TAKES_ITS_TIME for row in rows):
        raise Conflict("visit_there", day=clinic_days(work, child).day_of(starts_at))

"""Whether a moment is free for a visit. One that was cancelled or moved has left its time to others."""

from datetime import datetime, timedelta

from db.queries import visits
from db.types import AccessibleChildId
from db.vocabulary import Discipline
from tracker.access.work import Work
from tracker.errors import Conflict
from tracker.visits.clinic_days import clinic_days
from tracker.visits.outcomes import TAKES_ITS_TIME
from tracker.visits.planning import LONGEST, Met, Preview
from tracker.visits.sight import sight_of

A_MOMENT = timedelta(microseconds=1)


def check_free(work: Work, child: AccessibleChildId, series_id: int, starts_at: datetime) -> None:
    """Refuse a moment at which a series has a visit; raises `Conflict`. The caller holds the child locked."""
    rows = visits.visits_within(
        work.connection, child, sight_of(work, child), starts_at, starts_at + A_MOMENT
    )
    if any(row.series_id == series_id and row.outcome in TAKES_ITS_TIME for row in rows):
        raise Conflict("visit_there", day=clinic_days(work, child).day_of(starts_at))


def met_by(work: Work, child: AccessibleChildId, preview: Preview, minutes: int) -> tuple[Met, ...]:
    """Give the visits that stand while one of a series of visits of so many minutes would be, in order."""
    if not preview.visits:
        return ()
    length = timedelta(minutes=minutes)
    begins = [visit.starts_at for visit in preview.visits]
    rows = visits.visits_within(
        work.connection,
        child,
        sight_of(work, child),
        min(begins) - timedelta(minutes=LONGEST),
        max(begins) + length,
    )
    return tuple(
        Met(row.starts_at.astimezone(begins[0].tzinfo), Discipline(row.discipline))
        for row in rows
        if row.outcome in TAKES_ITS_TIME
        and any(
            begin < row.starts_at + timedelta(minutes=row.minutes) and row.starts_at < begin + length
            for begin in begins
        )
    )

"""Read measures as series: one for each instrument, reporter and side, never mixed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from db.queries import measures
from db.queries.base import AnyRow
from db.queries.measures import PainSight
from db.types import AccessibleChildId
from db.vocabulary import Instrument, Reporter, Role, Side
from tracker.access.work import Work
from tracker.measures.instruments import SCALES, Scale


@dataclass(frozen=True)
class Score:
    """What was measured on a day; `value` None is "not scored". `replaces_id` names the one that it corrects.

    `by` is the name, and `by_id` the account, of who entered it; `by_family` says that it is a family's account.
    """

    id: int
    day: date
    value: float | None
    correction: str
    replaces_id: int | None
    recorded_at: datetime
    by: str
    by_id: int | None = None
    by_family: bool = False


@dataclass(frozen=True)
class Series:
    """The scores of one instrument by one reporter for one side, the earliest first."""

    instrument: Instrument
    reporter: Reporter
    side: Side
    scores: tuple[Score, ...]

    @property
    def scale(self) -> Scale:
        """Give what the registry says of its instrument."""
        return SCALES[self.instrument]

    @property
    def scored(self) -> tuple[Score, ...]:
        """Give those that have a value."""
        return tuple(score for score in self.scores if score.value is not None)


def read_series(
    work: Work, child: AccessibleChildId, sight: PainSight, first: date, last: date
) -> tuple[Series, ...]:
    """Give a child's series of some days, both included, in the registry's order, without empty ones."""
    return series_of(measures.measures(work.connection, child, sight, first, last))


def series_of(rows: Iterable[AnyRow]) -> tuple[Series, ...]:
    """Sort the rows of `db.queries.measures.measures` into series."""
    found: dict[tuple[Instrument, Reporter, Side], list[Score]] = {}
    for row in rows:
        key = Instrument(row.instrument), Reporter(row.reporter), Side(row.side)
        found.setdefault(key, []).append(_score(row))
    return tuple(
        Series(scale.instrument, reporter, side, tuple(found[scale.instrument, reporter, side]))
        for scale in SCALES.values()
        for reporter in scale.reporters
        for side in scale.sides
        if (scale.instrument, reporter, side) in found
    )


def _score(row: AnyRow) -> Score:
    return Score(
        row.id,
        row.on_day,
        row.value,
        row.correction,
        row.replaces_id,
        row.recorded_at,
        row.writer or "",
        row.recorded_by_id,
        row.writer_role == Role.FAMILY,
    )

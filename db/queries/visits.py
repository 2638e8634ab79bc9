"""Visit series and visits. Every statement that reads them takes a `Sight`: what is not shown is not there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from db.queries.base import AnyRow, change_rows, given, table_of
from db.tables import Account, Visit, VisitRecord, VisitSeries
from db.types import AccessibleChildId
from db.vocabulary import Discipline, SeriesVisibility, VisitOutcome

account = table_of(Account)
record = table_of(VisitRecord)
series_table = table_of(VisitSeries)
visit = table_of(Visit)


@dataclass(frozen=True)
class Sight:
    """Which series somebody may know of.

    All that is not counseling; and of counseling the series that this account keeps, those with one of these
    visibilities, and for the child's own account those that its counselor has turned on for it. Where the child looks
    along with others, `only_shown_to_child` leaves of the visibilities only what was turned on for it.
    """

    account_id: int | None
    visibilities: tuple[SeriesVisibility, ...]
    as_child: bool
    only_shown_to_child: bool = False

    @property
    def values(self) -> dict[str, object]:
        """Give the values that `SHOWN` asks for."""
        return {
            "sight_account": self.account_id,
            "sight_visibilities": list(self.visibilities),
            "sight_as_child": self.as_child,
            "sight_only_shown": self.only_shown_to_child,
        }


SHOWN = sa.or_(
    series_table.c.discipline != Discipline.COUNSELING,
    series_table.c.kept_by_id == sa.bindparam("sight_account", type_=sa.Integer()),
    sa.and_(
        series_table.c.visibility.in_(
            sa.bindparam("sight_visibilities", type_=series_table.c.visibility.type, expanding=True)
        ),
        sa.or_(sa.not_(sa.bindparam("sight_only_shown", type_=sa.Boolean())), series_table.c.shown_to_child),
    ),
    sa.and_(sa.bindparam("sight_as_child", type_=sa.Boolean()), series_table.c.shown_to_child),
)

_KEEPER = account.alias("keeper")
_SERIES_OF = (
    sa.select(series_table, _KEEPER.c.name.label("keeper"))
    .outerjoin(_KEEPER, _KEEPER.c.id == series_table.c.kept_by_id)
    .where(series_table.c.child_id == given("child_id", series_table.c.child_id), SHOWN)
    .order_by(series_table.c.first_day, series_table.c.id)
)
_SERIES = _SERIES_OF.where(series_table.c.id == given("series_id", series_table.c.id))

_BEFORE, _AFTER = visit.alias("came_from"), visit.alias("went_to")
# The child, too: few visits were ever moved, so that SQLite, once told so by ANALYZE, would search all of them.
_MOVED_HERE = sa.and_(
    _AFTER.c.child_id == visit.c.child_id,
    _AFTER.c.moved_from_id == visit.c.id,
    _AFTER.c.withdrawn_at.is_(None),
)
MARK = sa.and_(record.c.visit_id == visit.c.id, record.c.withdrawn_at.is_(None))
IN_SERIES = series_table.c.id == visit.c.series_id
PLANNED = visit.c.withdrawn_at.is_(None)
_OF_CHILD = visit.c.child_id == given("child_id", visit.c.child_id)
VISITS = (
    sa.select(
        visit.c.id,
        visit.c.child_id,
        visit.c.series_id,
        visit.c.starts_at,
        visit.c.minutes,
        visit.c.modality,
        visit.c.withdrawn_at,
        series_table.c.discipline,
        series_table.c.visibility,
        series_table.c.ends_on,
        record.c.id.label("mark_id"),
        record.c.outcome,
        record.c.reason,
        _BEFORE.c.starts_at.label("moved_from"),
        _AFTER.c.id.label("moved_to_id"),
        _AFTER.c.starts_at.label("moved_to"),
    )
    .join(series_table, IN_SERIES)
    .outerjoin(record, MARK)
    .outerjoin(_BEFORE, _BEFORE.c.id == visit.c.moved_from_id)
    .outerjoin(_AFTER, _MOVED_HERE)
    .where(SHOWN)
    .order_by(visit.c.starts_at, visit.c.id)
)
SINCE = visit.c.starts_at >= given("since", visit.c.starts_at)
UNTIL = visit.c.starts_at < given("until", visit.c.starts_at)
_ONE = VISITS.where(_OF_CHILD, visit.c.id == given("visit_id", visit.c.id))
_WITHIN = VISITS.where(_OF_CHILD, PLANNED, SINCE, UNTIL)
_FROM = VISITS.where(_OF_CHILD, PLANNED, SINCE, sa.or_(UNTIL, record.c.id.is_(None))).limit(
    sa.bindparam("most", type_=sa.Integer())
)
_FROM_IN_SERIES = VISITS.where(
    _OF_CHILD, PLANNED, SINCE, visit.c.series_id == given("series_id", visit.c.series_id)
)
_NUMBER = (
    sa.select(sa.func.count())
    .select_from(visit)
    .join(series_table, IN_SERIES)
    .where(_OF_CHILD, PLANNED, visit.c.series_id == given("series_id", visit.c.series_id), SHOWN)
)
_FACTS = (
    sa.select(
        visit.c.series_id, series_table.c.discipline, visit.c.starts_at, visit.c.minutes, record.c.outcome
    )
    .join(series_table, IN_SERIES)
    .outerjoin(record, MARK)
    .where(_OF_CHILD, PLANNED, SINCE, UNTIL, SHOWN)
    .order_by(visit.c.starts_at)
)


_LATEST = (
    sa.select(sa.func.max(visit.c.starts_at))
    .join(series_table, IN_SERIES)
    .join(record, MARK)
    .where(
        _OF_CHILD,
        PLANNED,
        UNTIL,
        SHOWN,
        series_table.c.discipline == given("discipline", series_table.c.discipline),
        record.c.outcome == given("outcome", record.c.outcome),
    )
)


def _hidden() -> sa.CompoundSelect[Any]:
    # Where nobody keeps a series the question whether this account does has no answer, and that means no.
    hidden = sa.and_(
        series_table.c.child_id == given("child_id", series_table.c.child_id),
        sa.not_(sa.func.coalesce(SHOWN, sa.false())),
    )
    name = [sa.literal(table).label("name") for table in ("visit_series", "visit", "visit_record")]
    whole = sa.select(name[0], series_table.c.id).where(hidden)
    # Named once more for each table: its index begins with the child.
    of_child = visit.c.child_id == given("child_id", visit.c.child_id)
    visits = sa.select(name[1], visit.c.id).join(series_table, IN_SERIES).where(hidden, of_child)
    marks = (
        sa.select(name[2], record.c.id)
        .join(visit, visit.c.id == record.c.visit_id)
        .join(series_table, IN_SERIES)
        .where(hidden, of_child, record.c.child_id == given("child_id", record.c.child_id))
    )
    return sa.union_all(whole, visits, marks)


_HIDDEN = _hidden()


def series(
    connection: sa.Connection, child_id: AccessibleChildId, sight: Sight, series_id: int
) -> AnyRow | None:
    """Give a child's series, None if there is none such, or it is not shown."""
    values = {"child_id": child_id, "series_id": series_id, **sight.values}
    return connection.execute(_SERIES, values).first()


def all_series(connection: sa.Connection, child_id: AccessibleChildId, sight: Sight) -> list[AnyRow]:
    """Give a child's series with the name of who keeps each, the earliest first."""
    return list(connection.execute(_SERIES_OF, {"child_id": child_id, **sight.values}))


def visit_of(
    connection: sa.Connection, child_id: AccessibleChildId, sight: Sight, visit_id: int
) -> AnyRow | None:
    """Give a child's visit with its mark, withdrawn or not; None if there is none such, or it is not shown."""
    values = {"child_id": child_id, "visit_id": visit_id, **sight.values}
    return connection.execute(_ONE, values).first()


def visits_within(
    connection: sa.Connection, child_id: AccessibleChildId, sight: Sight, since: datetime, until: datetime
) -> list[AnyRow]:
    """Give a child's visits with their marks that begin in `[since, until)`, in order."""
    values = {"child_id": child_id, "since": since, "until": until, **sight.values}
    return list(connection.execute(_WITHIN, values))


def visits_from(
    connection: sa.Connection,
    child_id: AccessibleChildId,
    sight: Sight,
    since: datetime,
    until: datetime,
    most: int,
) -> list[AnyRow]:
    """Give up to `most` visits in order: all that begin in `[since, until)`, then those to come without a mark."""
    values = {"child_id": child_id, "since": since, "until": until, "most": most, **sight.values}
    return list(connection.execute(_FROM, values))


def visits_of_series(
    connection: sa.Connection, child_id: AccessibleChildId, sight: Sight, series_id: int, since: datetime
) -> list[AnyRow]:
    """Give the visits of one series from a moment on, in order."""
    values = {"child_id": child_id, "series_id": series_id, "since": since, **sight.values}
    return list(connection.execute(_FROM_IN_SERIES, values))


def number_of_visits(
    connection: sa.Connection, child_id: AccessibleChildId, sight: Sight, series_id: int
) -> int:
    """Count the visits of a series that are not withdrawn."""
    values = {"child_id": child_id, "series_id": series_id, **sight.values}
    return int(connection.execute(_NUMBER, values).scalar_one())


def facts(
    connection: sa.Connection, child_id: AccessibleChildId, sight: Sight, since: datetime, until: datetime
) -> list[AnyRow]:
    """Give (series, discipline, starts_at, minutes, outcome) of the visits that begin in `[since, until)`."""
    values = {"child_id": child_id, "since": since, "until": until, **sight.values}
    return list(connection.execute(_FACTS, values))


def latest(
    connection: sa.Connection,
    child_id: AccessibleChildId,
    sight: Sight,
    discipline: Discipline,
    outcome: VisitOutcome,
    until: datetime,
) -> datetime | None:
    """Give when the latest visit of a discipline with this outcome began, of those that begin before `until`."""
    values = {"child_id": child_id, "discipline": discipline, "outcome": outcome, "until": until}
    return connection.execute(_LATEST, {**values, **sight.values}).scalar()


def hidden(connection: sa.Connection, child_id: AccessibleChildId, sight: Sight) -> list[AnyRow]:
    """Give (table, id) of all rows about a child's visits of which somebody must not know."""
    return list(connection.execute(_HIDDEN, {"child_id": child_id, **sight.values}))


def change_series(connection: sa.Connection, series_id: int, values: Mapping[str, object]) -> None:
    """Change what may change of a series; the guard refuses the rest."""
    change_rows(connection, sa.update(series_table).where(series_table.c.id == series_id).values(**values))


def withdraw_visits(connection: sa.Connection, ids: Sequence[int], values: Mapping[str, object]) -> None:
    """Withdraw visits; they count nowhere any more."""
    change_rows(connection, sa.update(visit).where(visit.c.id.in_(ids), PLANNED).values(**values))


def withdraw_record(connection: sa.Connection, record_id: int, values: Mapping[str, object]) -> None:
    """Withdraw what was said of a visit."""
    live = sa.and_(record.c.id == record_id, record.c.withdrawn_at.is_(None))
    change_rows(connection, sa.update(record).where(live).values(**values))

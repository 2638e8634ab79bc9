"""Measures, and how a clinic and a child use them. Statements that read measures take a `PainSight`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from db.queries.base import AnyRow, given, given_any, table_of
from db.tables import Account, Episode, InstrumentSetting, Measure, PainSetting, WatchDate
from db.types import AccessibleChildId
from db.vocabulary import Instrument, Reporter, Role, Side

account = table_of(Account)
episode = table_of(Episode)
instrument_setting = table_of(InstrumentSetting)
measure = table_of(Measure)
pain = table_of(PainSetting)
watch_date = table_of(WatchDate)


@dataclass(frozen=True)
class PainSight:
    """Which instruments do not exist for somebody, because their scores are about pain."""

    left_out: tuple[Instrument, ...]

    @property
    def values(self) -> dict[str, object]:
        """Give the values that `SHOWN` asks for."""
        return {"left_out": list(self.left_out)}


SHOWN = measure.c.instrument.not_in(given_any("left_out", measure.c.instrument))
LIVE = measure.c.withdrawn_at.is_(None)
_OF_CHILD = measure.c.child_id == given("child_id", measure.c.child_id)
_ROWS = (
    sa.select(
        measure.c.id,
        measure.c.instrument,
        measure.c.reporter,
        measure.c.side,
        measure.c.on_day,
        measure.c.value,
        measure.c.correction,
        measure.c.replaces_id,
        measure.c.recorded_at,
        measure.c.recorded_by_id,
        account.c.name.label("writer"),
        account.c.role.label("writer_role"),
    )
    .outerjoin(account, account.c.id == measure.c.recorded_by_id)
    .where(
        _OF_CHILD,
        SHOWN,
        measure.c.on_day >= given("first", measure.c.on_day),
        measure.c.on_day <= sa.bindparam("last", type_=sa.Date()),
    )
    .order_by(measure.c.on_day, measure.c.id)
)
_MEASURES = _ROWS.where(LIVE)
_LATER = measure.alias("later")
_CORRECTED = _ROWS.where(sa.exists().where(_LATER.c.replaces_id == measure.c.id).correlate(measure))
_MEASURE = sa.select(measure).where(_OF_CHILD, SHOWN, measure.c.id == given("measure_id", measure.c.id))
_ON_DAY = sa.select(measure).where(
    _OF_CHILD,
    LIVE,
    measure.c.instrument == given("instrument", measure.c.instrument),
    measure.c.reporter == given("reporter", measure.c.reporter),
    measure.c.side == given("side", measure.c.side),
    measure.c.on_day == given("day", measure.c.on_day),
)
_LAST_SCORED = sa.select(sa.func.max(measure.c.on_day)).where(
    _OF_CHILD,
    LIVE,
    measure.c.value.is_not(None),
    measure.c.instrument == given("instrument", measure.c.instrument),
    measure.c.reporter == given("reporter", measure.c.reporter),
)
_WITHDRAW = sa.update(measure).where(measure.c.id == given("measure_id", measure.c.id), LIVE)
_WITHDRAW_WATCH_DATE = sa.update(watch_date).where(
    watch_date.c.id == given("watch_date_id", watch_date.c.id), watch_date.c.withdrawn_at.is_(None)
)
_PAIN_SETTINGS = (
    sa.select(pain, account.c.name.label("setter"))
    .outerjoin(account, account.c.id == pain.c.set_by_id)
    .where(pain.c.child_id == given("child_id", pain.c.child_id))
    .order_by(pain.c.id.desc())
)
_PAIN_SETTING = _PAIN_SETTINGS.limit(1)
_NEWER = instrument_setting.alias("newer")
_INSTRUMENTS = sa.select(instrument_setting).where(
    instrument_setting.c.clinic_id == given("clinic_id", instrument_setting.c.clinic_id),
    sa.not_(
        sa.exists()
        .where(
            _NEWER.c.clinic_id == instrument_setting.c.clinic_id,
            _NEWER.c.instrument == instrument_setting.c.instrument,
            _NEWER.c.id > instrument_setting.c.id,
        )
        .correlate(instrument_setting)
    ),
)


def _writer(scores: sa.FromClause, writers: sa.FromClause) -> sa.Case[int]:
    """Tell whose a score is among several people: each parent's own, and one of staff, whoever entered it."""
    of_parent = sa.and_(scores.c.reporter == Reporter.PARENT, writers.c.role == Role.FAMILY)
    return sa.case((of_parent, scores.c.recorded_by_id), else_=0)


_SERIES = (measure.c.child_id, measure.c.instrument, measure.c.reporter)
# From a few episodes to the first and the last day of each series in them, by whoever entered it: one index has it all.
_BY_WRITER = (
    sa.select(
        *_SERIES,
        measure.c.recorded_by_id,
        sa.func.min(measure.c.on_day).label("first"),
        sa.func.max(measure.c.on_day).label("last"),
    )
    .select_from(episode)
    .join(measure, measure.c.child_id == episode.c.child_id)
    .where(
        episode.c.id.in_(given_any("episodes", episode.c.id)),
        measure.c.instrument.in_(given_any("instruments", measure.c.instrument)),
        LIVE,
        measure.c.value.is_not(None),
        measure.c.on_day >= episode.c.starts_on,
        sa.or_(episode.c.ends_on.is_(None), measure.c.on_day < episode.c.ends_on),
    )
    .group_by(*_SERIES, measure.c.recorded_by_id)
    .subquery("by_writer")
)
# The same of each series, and of each parent's own.
_ENDS = (
    sa.select(
        *(_BY_WRITER.c[column.name] for column in _SERIES),
        _writer(_BY_WRITER, account).label("writer"),
        sa.func.min(_BY_WRITER.c.first).label("first"),
        sa.func.max(_BY_WRITER.c.last).label("last"),
    )
    .outerjoin_from(_BY_WRITER, account, account.c.id == _BY_WRITER.c.recorded_by_id)
    .group_by(*(_BY_WRITER.c[column.name] for column in _SERIES), sa.text(str(len(_SERIES) + 1)))
    .subquery("ends")
)
# Only the two scores that a reading compares leave the database.
_ENDS_OF_SERIES = (
    sa.select(measure, sa.literal("").label("writer"), account.c.role.label("writer_role"))
    .select_from(_ENDS)
    .join(
        measure,
        sa.and_(
            *(column == _ENDS.c[column.name] for column in _SERIES),
            measure.c.on_day.in_((_ENDS.c.first, _ENDS.c.last)),
        ),
    )
    .outerjoin(account, account.c.id == measure.c.recorded_by_id)
    .where(LIVE, measure.c.value.is_not(None), _writer(measure, account) == _ENDS.c.writer)
    .order_by(measure.c.child_id, measure.c.on_day)
)
_HIDDEN = sa.union_all(
    sa.select(sa.literal("measure").label("name"), measure.c.id).where(_OF_CHILD, sa.not_(SHOWN)),
    sa.select(sa.literal("pain_setting").label("name"), pain.c.id).where(
        pain.c.child_id == given("child_id", pain.c.child_id),
        sa.or_(
            sa.bindparam("is_pain_hidden", type_=sa.Boolean()),
            sa.and_(pain.c.by_child, sa.bindparam("is_childs_word_hidden", type_=sa.Boolean())),
        ),
    ),
)
_WATCH_DATES = (
    sa.select(watch_date)
    .where(
        watch_date.c.child_id == given("child_id", watch_date.c.child_id), watch_date.c.withdrawn_at.is_(None)
    )
    .order_by(watch_date.c.from_day, watch_date.c.id)
)


def measures(
    connection: sa.Connection, child_id: AccessibleChildId, sight: PainSight, first: date, last: date
) -> list[AnyRow]:
    """Give a child's live measures of some days, both included, with who entered them, the earliest first."""
    values = {"child_id": child_id, "first": first, "last": last, **sight.values}
    return list(connection.execute(_MEASURES, values))


def hidden(
    connection: sa.Connection, child_id: AccessibleChildId, sight: PainSight, *, is_childs_word_hidden: bool
) -> list[AnyRow]:
    """Give (table, id) of all rows about a child's pain of which somebody must not know, withdrawn ones among them.

    `is_childs_word_hidden` is for whom it does not exist that the child hid pain values, or showed them again.
    """
    values = {
        "child_id": child_id,
        "is_pain_hidden": bool(sight.left_out),
        "is_childs_word_hidden": is_childs_word_hidden,
        **sight.values,
    }
    return list(connection.execute(_HIDDEN, values))


def pain_setting(connection: sa.Connection, child_id: AccessibleChildId) -> AnyRow | None:
    """Give how a child's pain is recorded and shown, with who set it; None if nobody ever set it."""
    return connection.execute(_PAIN_SETTING, {"child_id": child_id}).first()


def watch_dates(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give a child's agreed watch dates, the earliest first."""
    return list(connection.execute(_WATCH_DATES, {"child_id": child_id}))


def corrected_measures(
    connection: sa.Connection, child_id: AccessibleChildId, sight: PainSight, first: date, last: date
) -> list[AnyRow]:
    """Give the measures of these days that another one stands in place of, in the same shape."""
    values = {"child_id": child_id, "first": first, "last": last, **sight.values}
    return list(connection.execute(_CORRECTED, values))


def measure_of(
    connection: sa.Connection, child_id: AccessibleChildId, sight: PainSight, measure_id: int
) -> AnyRow | None:
    """Give one measure, live or withdrawn; None if it is not this child's, or does not exist for this sight."""
    values = {"child_id": child_id, "measure_id": measure_id, **sight.values}
    return connection.execute(_MEASURE, values).first()


def measure_on(
    connection: sa.Connection,
    child_id: AccessibleChildId,
    instrument: Instrument,
    reporter: Reporter,
    side: Side,
    day: date,
) -> AnyRow | None:
    """Give the live measure of one series and one day. Only for who may enter it: it takes no sight."""
    values = {"child_id": child_id, "instrument": instrument, "reporter": reporter, "side": side, "day": day}
    return connection.execute(_ON_DAY, values).first()


def last_scored(
    connection: sa.Connection, child_id: AccessibleChildId, instrument: Instrument, reporter: Reporter
) -> date | None:
    """Give the day of the latest score by a reporter. Only for who may enter it: it takes no sight."""
    values = {"child_id": child_id, "instrument": instrument, "reporter": reporter}
    found: date | None = connection.execute(_LAST_SCORED, values).scalar()
    return found


def withdraw_measure(connection: sa.Connection, measure_id: int, values: Mapping[str, object]) -> bool:
    """Withdraw a live measure; False if it was withdrawn before."""
    return connection.execute(_WITHDRAW, {"measure_id": measure_id, **values}).rowcount == 1


def pain_settings(connection: sa.Connection, child_id: AccessibleChildId) -> list[AnyRow]:
    """Give all that was ever set of a child's pain, the latest first."""
    return list(connection.execute(_PAIN_SETTINGS, {"child_id": child_id}))


def withdraw_watch_date(connection: sa.Connection, watch_date_id: int, values: Mapping[str, object]) -> bool:
    """Withdraw agreed days; False if they were withdrawn before."""
    return connection.execute(_WITHDRAW_WATCH_DATE, {"watch_date_id": watch_date_id, **values}).rowcount == 1


def instrument_settings(connection: sa.Connection, clinic_id: int) -> list[AnyRow]:
    """Give how a clinic uses its instruments: the latest row of each that was ever set."""
    return list(connection.execute(_INSTRUMENTS, {"clinic_id": clinic_id}))


def ends_of_series(
    connection: sa.Connection, episodes: Sequence[int], instruments: Sequence[Instrument]
) -> list[AnyRow]:
    """Give the first and the latest score of each series within these episodes, in the shape of `measures`.

    Of what parents report those two of each parent's own, and of what staff entered for one.

    Only for instruments that are not about pain, and that have no sides: it takes no sight.
    """
    values = {"episodes": list(episodes), "instruments": list(instruments)}
    return list(connection.execute(_ENDS_OF_SERIES, values))

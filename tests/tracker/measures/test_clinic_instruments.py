"""Which instruments a clinic uses: an administrator sets it, and nobody overwrites somebody else."""

import pytest
import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import InstrumentSetting, SettingChange
from db.vocabulary import Instrument
from tests.cast import Cast
from tests.steps import Clock, changes
from tests.tracker.office.office import office
from tracker.errors import InvalidInput, NotPermitted
from tracker.measures.clinic_instruments import (
    USUAL,
    InstrumentsOvertaken,
    Use,
    Uses,
    change_instruments,
    instruments_of,
)
from tracker.measures.instruments import SCALES, Kind

FDI, PAIN, WALK, CALI = Instrument.FDI, Instrument.PAIN, Instrument.SIX_MINUTE_WALK, Instrument.CALI_9
EVERY_FOUR = Use(True, 4, families_enter=True)


def now(cast: Cast) -> Uses:
    return office(cast, "Ada", instruments_of)


def change(cast: Cast, changes: Uses, seen: Uses | None = None) -> Uses:
    return office(cast, "Ada", change_instruments, changes, seen=now(cast) if seen is None else seen)


def test_a_clinic_that_set_nothing(cast: Cast, clock: Clock) -> None:
    found = now(cast)
    assert tuple(found) == tuple(SCALES)
    used = {name for name, use in found.items() if use.is_used}
    assert used == {FDI, WALK, PAIN}
    assert not any(use.every_weeks or use.families_enter for use in found.values())


def test_what_was_changed_stands_and_is_logged(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    then = change(cast, {CALI: EVERY_FOUR, WALK: Use()})
    assert then == now(cast)
    assert (then[CALI], then[WALK], then[FDI]) == (EVERY_FOUR, Use(), USUAL[FDI])
    change(cast, {CALI: Use(True)})
    assert now(cast)[CALI] == Use(True)
    change_table, row_table = table_of(SettingChange), table_of(InstrumentSetting)
    with engine.connect() as connection:
        said = connection.execute(sa.select(change_table).order_by(change_table.c.id)).all()
        rows = connection.execute(sa.select(row_table)).all()
    assert [(row.setting, row.before, row.after) for row in said] == [
        (f"instrument {CALI}", "unused", "4 families"),
        (f"instrument {WALK}", "visits", "unused"),
        (f"instrument {CALI}", "4 families", "visits"),
    ]
    assert len(rows) == 3
    assert [what for what, _ in changes(engine)] == ["change_setting"] * 3


def test_nothing_new_writes_nothing(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    change(cast, now(cast))
    assert changes(engine) == []


@pytest.mark.parametrize(
    ("instrument", "use", "problem"),
    [
        (FDI, Use(True, 0), "weeks_apart"),
        (FDI, Use(True, 27), "weeks_apart"),
        (PAIN, Use(True, 4), "interval_of_child"),
        (WALK, Use(True, families_enter=True), "clinicians_test"),
    ],
)
def test_what_an_instrument_cannot_have(
    engine: sa.Engine, cast: Cast, clock: Clock, instrument: Instrument, use: Use, problem: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        change(cast, {CALI: EVERY_FOUR, instrument: use})
    assert (refused.value.field, refused.value.problem) == (instrument, problem)
    assert changes(engine) == []


def test_who_comes_second_is_told_what_stands(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    seen = now(cast)
    change(cast, {FDI: EVERY_FOUR})
    with pytest.raises(InstrumentsOvertaken) as told:
        change(cast, {FDI: Use(), CALI: Use(True)}, seen)
    assert told.value.instruments == (FDI,)
    assert told.value.uses[FDI] == EVERY_FOUR
    assert not now(cast)[CALI].is_used
    # What the other one set, and nobody here touched, is no reason.
    change(cast, {**seen, CALI: Use(True)}, seen)
    assert (now(cast)[FDI], now(cast)[CALI]) == (EVERY_FOUR, Use(True))


def test_only_administrators_and_only_their_own_clinic(cast: Cast, clock: Clock) -> None:
    change(cast, {FDI: EVERY_FOUR})
    for who in ("Pat", "Dana", "Mia", "Sam", "Casey"):
        for use_case in (instruments_of, lambda work: change_instruments(work, {}, seen={})):
            with pytest.raises(NotPermitted):
                office(cast, who, use_case)


def test_function_comes_first_and_pain_last() -> None:
    kinds = [scale.kind for scale in SCALES.values()]
    assert kinds == sorted(kinds, key=list(Kind).index)

"""Entering scores: what can be one, who enters what, corrections, and two people at once."""

import math
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.queries.base import insert_row, table_of
from db.tables import InstrumentSetting, Measure
from db.vocabulary import Instrument, Reporter, Side
from tests.cast import Cast
from tests.measuring import insert_scores
from tests.steps import NOON, TODAY, TOMORROW, YESTERDAY, Clock, Plan, by, changes
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.measures.entering import Entry, correct_score, enter_score, enter_scores, withdraw_score
from tracker.measures.instruments import ALL, Scale
from tracker.measures.measures import measures_of
from tracker.measures.pain_settings import hide_pain, set_pain
from tracker.measures.read import Series

FDI, PAIN, WALK, GRIP = Instrument.FDI, Instrument.PAIN, Instrument.SIX_MINUTE_WALK, Instrument.GRIP
SLEEP = Instrument.SLEEP
CHILD, PARENT, CLINICIAN = Reporter.CHILD, Reporter.PARENT, Reporter.CLINICIAN
MEASURE = table_of(Measure)
LONG_AGO = TODAY - timedelta(days=366)


def use(engine: sa.Engine, cast: Cast, *instruments: Instrument, families: bool = True) -> None:
    """Let the clinic use instruments, and families enter them where a family can."""
    with engine.begin() as connection:
        for instrument in instruments:
            row = InstrumentSetting(
                clinic_id=cast.clinic,
                instrument=instrument,
                is_used=True,
                families_enter=families,
                set_at=NOON,
            )
            insert_row(connection, row)


def enter(
    cast: Cast,
    value: float | None,
    who: str = "Pat",
    instrument: Instrument = FDI,
    reporter: Reporter = CHILD,
    day: date = TODAY,
    side: Side = Side.BOTH,
) -> int:
    return by(cast, who, enter_score, instrument, reporter, day, value, side)


def rows(engine: sa.Engine) -> list[tuple[int, float | None, bool]]:
    """Give (id, value, whether it is live) of all that was ever entered."""
    query = sa.select(MEASURE).order_by(MEASURE.c.id)
    with engine.connect() as connection:
        return [(row.id, row.value, row.withdrawn_at is None) for row in connection.execute(query)]


def series(cast: Cast, who: str = "Pat") -> list[Series]:
    return list(by(cast, who, measures_of).series)


def test_a_score_is_entered_and_logged_without_its_value(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    first = enter(cast, 27)
    assert rows(engine) == [(first, 27, True)]
    assert changes(engine) == [("enter_score", f"measure {first}")]


def test_the_same_score_again_is_the_one_that_stands(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    assert enter(cast, 27) == enter(cast, 27, who="Lee")
    assert len(rows(engine)) == 1


@pytest.mark.parametrize("found", ALL, ids=lambda scale: str(scale.instrument))
def test_a_score_out_of_its_range_is_refused_with_the_range(
    engine: sa.Engine, cast: Cast, clock: Clock, found: Scale
) -> None:
    use(engine, cast, found.instrument, families=False)
    place = {"instrument": found.instrument, "reporter": found.reporters[0], "side": found.sides[0]}
    step = 10**-found.decimals
    for value in (found.low - step, found.high + step, math.nan, math.inf, -math.inf):
        with pytest.raises(InvalidInput) as refused:
            enter(cast, value, **place)  # type: ignore[arg-type]
        assert (refused.value.field, refused.value.problem) == (found.instrument, "score_range")
        whose = {"reporter": found.reporters[0], "side": found.sides[0]}
        assert refused.value.limits == {"low": found.low, "high": found.high, **whose}
    with pytest.raises(InvalidInput, match="score_"):
        enter(cast, found.low + step / 10, **place)  # type: ignore[arg-type]
    assert rows(engine) == []
    enter(cast, found.low, **place)  # type: ignore[arg-type]
    enter(cast, found.high, day=YESTERDAY, **place)  # type: ignore[arg-type]
    assert [value for _, value, _ in rows(engine)] == [found.low, found.high]


def test_incomplete_is_not_scored_and_counts_as_no_value(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    enter(cast, None)
    [only] = series(cast)
    assert [score.value for score in only.scores] == [None]
    assert only.scored == ()


def test_child_and_parent_are_two_series_and_sides_as_well(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    use(engine, cast, GRIP)
    enter(cast, 27)
    enter(cast, 35, reporter=PARENT)
    for side, value in ((Side.LEFT, 11.5), (Side.RIGHT, 12)):
        enter(cast, value, instrument=GRIP, reporter=CLINICIAN, side=side)
    found = {(one.instrument, one.reporter, one.side): one.scores[0].value for one in series(cast)}
    assert found == {
        (FDI, CHILD, Side.BOTH): 27,
        (FDI, PARENT, Side.BOTH): 35,
        (GRIP, CLINICIAN, Side.LEFT): 11.5,
        (GRIP, CLINICIAN, Side.RIGHT): 12,
    }


@pytest.mark.parametrize(
    ("instrument", "reporter", "side", "field"),
    [
        (FDI, CLINICIAN, Side.BOTH, "reporter"),
        (WALK, CHILD, Side.BOTH, "reporter"),
        (FDI, CHILD, Side.LEFT, "side"),
        (GRIP, CLINICIAN, Side.BOTH, "side"),
    ],
)
def test_only_its_own_reporters_and_sides(
    cast: Cast, clock: Clock, instrument: Instrument, reporter: Reporter, side: Side, field: str
) -> None:
    with pytest.raises(InvalidInput, match=field):
        enter(cast, 20, instrument=instrument, reporter=reporter, side=side)


def test_what_the_clinic_does_not_use_nobody_enters(cast: Cast, clock: Clock) -> None:
    for who in ("Pat", "Lee"):
        with pytest.raises(NotPermitted):
            enter(cast, 50, who=who, instrument=Instrument.CALI_9)


def test_staff_enters_up_to_today_and_back_for_a_year(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with pytest.raises(InvalidInput, match="day: future"):
        enter(cast, 27, day=TOMORROW)
    with pytest.raises(InvalidInput, match="day: past_limit"):
        enter(cast, 27, day=LONG_AGO - timedelta(days=1))
    enter(cast, 27, day=LONG_AGO)


def test_a_family_enters_what_the_clinic_lets_it_by_its_own_word_within_the_back_fill(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    for who in ("Dana", "Mia"):
        with pytest.raises(NotPermitted):
            enter(cast, 27, who=who, reporter=CHILD if who == "Mia" else PARENT)
    use(engine, cast, FDI)
    for who, other in (("Dana", CHILD), ("Mia", PARENT)):
        with pytest.raises(NotPermitted):
            enter(cast, 27, who=who, reporter=other)
    enter(cast, 27, who="Mia")
    enter(cast, 30, who="Dana", reporter=PARENT, day=TODAY - timedelta(days=2))
    with pytest.raises(InvalidInput, match="past_limit"):
        enter(cast, 30, who="Dana", reporter=PARENT, day=TODAY - timedelta(days=3))
    with pytest.raises(NotPermitted):
        enter(cast, 27, who="Casey")


def test_scores_of_a_form_are_entered_all_or_none(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    entries = [Entry(FDI, CHILD, 27), Entry(WALK, CLINICIAN, 1001)]
    with pytest.raises(InvalidInput, match="six_minute_walk"):
        by(cast, "Pat", enter_scores, TODAY, entries)
    assert rows(engine) == []
    by(cast, "Pat", enter_scores, TODAY, [entries[0], Entry(WALK, CLINICIAN, 480)])
    assert len(rows(engine)) == 2
    with pytest.raises(InvalidInput, match="none_given"):
        by(cast, "Pat", enter_scores, TODAY, [])


def test_a_correction_keeps_the_old_value(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    first = enter(cast, 72 - 45)
    with pytest.raises(InvalidInput, match="correction: empty"):
        by(cast, "Pat", correct_score, first, value=14, reason=" ")
    second = by(cast, "Pat", correct_score, first, value=14, reason="Two items read wrongly")
    assert rows(engine) == [(first, 27, False), (second, 14, True)]
    found = by(cast, "Pat", measures_of)
    [score] = found.series[0].scores
    assert (score.value, score.correction, score.replaces_id) == (14, "Two items read wrongly", first)
    assert [earlier.value for earlier in found.before(score)] == [27]
    third = by(cast, "Lee", correct_score, second, value=None, reason="Left incomplete", day=YESTERDAY)
    found = by(cast, "Pat", measures_of)
    [score] = found.series[0].scores
    assert (score.id, score.day, score.value) == (third, YESTERDAY, None)
    assert [(earlier.value, earlier.day) for earlier in found.before(score)] == [(14, TODAY), (27, TODAY)]
    assert [what for what, _ in changes(engine)] == ["enter_score", "correct_score", "correct_score"]


def test_a_score_of_long_ago_is_corrected_on_its_day_and_moved_no_further_back(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    day = LONG_AGO - timedelta(days=1)
    with pytest.raises(InvalidInput, match="past_limit"):
        enter(cast, 27, day=day)
    with engine.begin() as connection:
        [first] = insert_scores(connection, cast.mia, FDI, CHILD, {day: 27})
    earlier = day - timedelta(days=1)
    with pytest.raises(InvalidInput, match="past_limit"):
        by(cast, "Pat", correct_score, first, value=14, reason="Typed wrongly", day=earlier)
    second = by(cast, "Pat", correct_score, first, value=14, reason="Typed wrongly", day=day)
    assert rows(engine) == [(first, 27, False), (second, 14, True)]


def test_correcting_to_what_stands_is_nothing_new(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    first = enter(cast, 27)
    assert by(cast, "Pat", correct_score, first, value=27, reason="") == first
    assert len(rows(engine)) == 1


def test_who_comes_second_is_told_what_stands_now(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    first = enter(cast, 27)
    with pytest.raises(Conflict) as told:
        enter(cast, 14, who="Lee")
    whose = {"instrument": Instrument.FDI, "reporter": Reporter.CHILD, "side": Side.BOTH}
    assert (told.value.what, told.value.limits) == ("score_there", {"day": TODAY, "stands": "27", **whose})
    by(cast, "Lee", correct_score, first, value=20, reason="Added up again")
    with pytest.raises(Conflict) as told:
        by(cast, "Pat", correct_score, first, value=14, reason="Typed wrongly")
    assert told.value.limits["stands"] == "20"
    by(cast, "Lee", withdraw_score, rows(engine)[-1][0])
    with pytest.raises(Conflict, match="score_gone"):
        by(cast, "Pat", correct_score, first, value=14, reason="Typed wrongly")
    enter(cast, None)
    with pytest.raises(Conflict, match="not_scored_there"):
        enter(cast, 14)


def test_a_score_corrected_onto_a_day_that_has_one_is_refused(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    enter(cast, 27, day=YESTERDAY)
    second = enter(cast, 14)
    before = rows(engine)
    with pytest.raises(Conflict, match="score_there"):
        by(cast, "Pat", correct_score, second, value=14, reason="Of the day before", day=YESTERDAY)
    assert rows(engine) == before


def test_a_score_taken_back_leaves_its_day_open(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    first = enter(cast, 27)
    for _twice in range(2):
        by(cast, "Pat", withdraw_score, first)
    assert series(cast) == []
    enter(cast, 14)
    assert [live for *_, live in rows(engine)] == [False, True]
    with pytest.raises(NotFound):
        by(cast, "Pat", withdraw_score, 999)


def test_a_family_corrects_what_it_entered_itself_while_the_day_is_open(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    use(engine, cast, FDI)
    danas = enter(cast, 27, who="Dana", reporter=PARENT)
    pats = enter(cast, 30, reporter=PARENT, day=YESTERDAY)
    for who, number in (("Ben", danas), ("Mia", danas), ("Dana", pats), ("Casey", danas)):
        with pytest.raises(NotPermitted):
            by(cast, who, correct_score, number, value=20, reason="Typed wrongly")
        with pytest.raises(NotPermitted):
            by(cast, who, withdraw_score, number)
    found = by(cast, "Dana", measures_of)
    assert [found.may_correct(score) for one in found.series for score in one.scores] == [False, True]
    second = by(cast, "Dana", correct_score, danas, value=20, reason="Typed wrongly")
    clock.forward(days=3)
    with pytest.raises(InvalidInput, match="past_limit"):
        by(cast, "Dana", correct_score, second, value=22, reason="Again")
    found = by(cast, "Dana", measures_of)
    assert not any(found.may_correct(score) for one in found.series for score in one.scores)


def turn_on(cast: Cast, every_weeks: int | None, *, shown: bool = True) -> None:
    now = by(cast, "Pat", measures_of).pain
    assert now is not None
    by(cast, "Pat", set_pain, every_weeks=every_weeks, is_turned_on=shown, seen=now.id)


def test_a_family_enters_pain_only_where_it_is_turned_on_and_due(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    use(engine, cast, PAIN)

    def mias(value: float | None, day: date) -> int:
        return enter(cast, value, who="Mia", instrument=PAIN, day=day)

    with pytest.raises(NotPermitted):
        mias(6, TODAY)
    turn_on(cast, 4, shown=False)
    with pytest.raises(NotPermitted):
        mias(6, TODAY)
    turn_on(cast, None)
    with pytest.raises(NotPermitted):
        mias(6, TODAY)  # at visits, so nobody at home is asked
    turn_on(cast, 4)
    mias(6, TODAY)
    for days in range(1, 28):
        clock.moment = NOON + timedelta(days=days)
        with pytest.raises(InvalidInput, match="not_due") as told:
            mias(6, clock.today)
        assert told.value.limits == {"earliest": TODAY + timedelta(days=28)}
    clock.moment = NOON + timedelta(days=28)
    mias(5, clock.today)
    # A parent's word is another series, with an interval of its own.
    enter(cast, 7, who="Dana", instrument=PAIN, reporter=PARENT, day=clock.today)
    by(cast, "Mia", hide_pain)
    for who, reporter in (("Mia", CHILD), ("Dana", PARENT)):
        with pytest.raises(NotPermitted):
            enter(cast, 7, who=who, instrument=PAIN, reporter=reporter, day=clock.today)
    enter(cast, 7, instrument=PAIN, day=clock.today - timedelta(days=1))


def test_pain_that_is_off_is_not_there_to_be_corrected(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    use(engine, cast, PAIN)
    turn_on(cast, 1)
    mias = enter(cast, 6, who="Mia", instrument=PAIN)
    by(cast, "Mia", hide_pain)
    with pytest.raises(NotFound):
        by(cast, "Mia", withdraw_score, mias)
    with pytest.raises(NotFound):
        by(cast, "Mia", correct_score, mias, value=5, reason="Typed wrongly")


def test_sleep_has_quarters_of_an_hour(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    use(engine, cast, SLEEP)
    enter(cast, 7.25, who="Mia", instrument=SLEEP)
    with pytest.raises(InvalidInput) as told:
        enter(cast, 7.255, who="Mia", instrument=SLEEP, day=YESTERDAY)
    whose = {"reporter": CHILD, "side": Side.BOTH}
    assert told.value.limits == {"low": 0, "high": 24, "decimals": 2, **whose}

"""Pain is off for the family until a clinician turns it on, and the child has the last word on hiding it."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import PainSetting
from tests.cast import Cast
from tests.steps import Clock, by, changes
from tests.tracker.office.office import office
from tracker.access.work import reading
from tracker.errors import Conflict, InvalidInput, NotPermitted, RecordClosed
from tracker.measures.pain import ALL_SHOWN, NONE_SHOWN, family_sight, pain_sight_of
from tracker.measures.pain_settings import PainNow, PainOvertaken, hide_pain, pain_now, set_pain, show_pain
from tracker.office.closing import close_record

SETTING = table_of(PainSetting)
FAMILY, STAFF = ("Dana", "Ben", "Mia"), ("Pat", "Lee", "Casey")


def now(cast: Cast) -> PainNow:
    with reading(cast.tokens["Pat"]) as work:
        return pain_now(work, cast.mia)  # type: ignore[arg-type]


def put(cast: Cast, *, weeks: int | None = None, on: bool = True, who: str = "Pat") -> PainNow:
    return by(cast, who, set_pain, every_weeks=weeks, is_turned_on=on, seen=now(cast).id)


def shown(cast: Cast) -> bool:
    """Whether the family's accounts see pain, all of them alike; staff sees it at any time."""
    sights = set()
    for who in (*FAMILY, *STAFF):
        with reading(cast.tokens[who]) as work:
            sight = pain_sight_of(work, cast.mia)  # type: ignore[arg-type]
            if who in STAFF:
                assert sight == ALL_SHOWN
            else:
                sights.add(sight)
            assert family_sight(work, cast.mia) in (ALL_SHOWN, NONE_SHOWN)  # type: ignore[arg-type]
    [sight] = sights
    return sight == ALL_SHOWN


def test_nobody_ever_set_it(cast: Cast, clock: Clock) -> None:
    assert now(cast) == PainNow()
    assert not shown(cast)


def test_a_clinician_turns_it_on_and_off(cast: Cast, clock: Clock) -> None:
    put(cast, weeks=4)
    assert shown(cast)
    assert now(cast).every_weeks == 4
    put(cast, weeks=4, on=False)
    assert not shown(cast)


def test_the_child_hides_it_and_shows_it_again(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    put(cast, weeks=4)
    for _twice in range(2):
        by(cast, "Mia", hide_pain)
    assert not shown(cast)
    assert (now(cast).is_hidden, now(cast).every_weeks) == (True, 4)
    by(cast, "Mia", show_pain)
    assert shown(cast)
    with engine.connect() as connection:
        rows = connection.execute(sa.select(SETTING).order_by(SETTING.c.id)).all()
    assert [(row.is_shown, row.by_child) for row in rows] == [(True, False), (False, True), (True, True)]


def test_what_the_child_hid_stays_hidden_when_the_interval_changes(cast: Cast, clock: Clock) -> None:
    put(cast, weeks=4)
    by(cast, "Mia", hide_pain)
    put(cast, weeks=2)
    assert not shown(cast)
    assert (now(cast).every_weeks, now(cast).is_hidden, now(cast).is_turned_on) == (2, True, True)
    by(cast, "Mia", show_pain)
    assert shown(cast)


def test_it_tells_the_clinicians_last_setting_and_since_when_the_child_hides_it(
    cast: Cast, clock: Clock
) -> None:
    def told() -> tuple[date | None, str, date | None]:
        return now(cast).set_on, now(cast).set_by, now(cast).hidden_on

    days = [clock.today + timedelta(days=number) for number in range(5)]
    put(cast, weeks=4)
    clock.forward(days=1)
    by(cast, "Mia", hide_pain)
    assert told() == (days[0], "Pat", days[1])
    clock.forward(days=1)
    put(cast, weeks=2, who="Lee")
    assert told() == (days[2], "Lee", days[1])
    clock.forward(days=1)
    by(cast, "Mia", show_pain)
    assert told() == (days[2], "Lee", None)
    clock.forward(days=1)
    by(cast, "Mia", hide_pain)
    assert told() == (days[2], "Lee", days[4])
    put(cast, weeks=2, on=False)
    assert told() == (days[4], "Pat", None)


def test_the_child_shows_it_only_while_a_clinicians_last_word_was_on(cast: Cast, clock: Clock) -> None:
    with pytest.raises(Conflict, match="not_turned_on"):
        by(cast, "Mia", show_pain)
    put(cast)
    by(cast, "Mia", hide_pain)
    put(cast, on=False)
    with pytest.raises(Conflict, match="not_turned_on"):
        by(cast, "Mia", show_pain)
    assert not shown(cast)
    put(cast)
    assert shown(cast)


def test_nobody_of_the_family_turns_it_on(cast: Cast, clock: Clock) -> None:
    for who in ("Dana", "Ben", "Mia", "Casey"):
        with pytest.raises(NotPermitted):
            put(cast, who=who)
    for who in ("Dana", "Ben", "Pat", "Lee", "Casey"):
        for use_case in (hide_pain, show_pain):
            with pytest.raises(NotPermitted):
                by(cast, who, use_case)


def test_the_child_has_its_word_in_a_closed_record_too(cast: Cast, clock: Clock) -> None:
    put(cast, weeks=4)
    office(cast, "Ada", close_record, cast.mia)
    by(cast, "Mia", hide_pain)
    assert not shown(cast)
    with pytest.raises(RecordClosed):
        put(cast, weeks=2)
    by(cast, "Mia", show_pain)
    assert shown(cast)


@pytest.mark.parametrize("weeks", [0, 27, -1])
def test_an_interval_out_of_its_limits(cast: Cast, clock: Clock, weeks: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        put(cast, weeks=weeks)
    assert (refused.value.field, refused.value.limits) == ("pain_weeks", {"low": 1, "high": 26})


def test_who_comes_second_is_told_what_stands(cast: Cast, clock: Clock) -> None:
    put(cast, weeks=4)
    with pytest.raises(PainOvertaken) as told:
        by(cast, "Lee", set_pain, every_weeks=2, is_turned_on=False, seen=None)
    assert (told.value.now.every_weeks, told.value.now.is_turned_on) == (4, True)
    # The same once more is what stands, whatever was seen.
    assert by(cast, "Lee", set_pain, every_weeks=4, is_turned_on=True, seen=None) == now(cast)


def test_the_log_has_one_word_for_all_of_it(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    put(cast)
    by(cast, "Mia", hide_pain)
    by(cast, "Mia", show_pain)
    assert {what for what, _ in changes(engine)} == {"set_measures"}

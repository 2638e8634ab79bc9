"""The log of a record, as its family reads it, does not tell of pain that is off, nor a guardian what the child hid."""

import pytest
import sqlalchemy as sa

from db.vocabulary import Access, Instrument, Reporter
from tests.cast import Cast
from tests.measuring import insert_use
from tests.steps import TODAY, YESTERDAY, Clock, by
from tests.tracker.exchange.conftest import files_of
from tests.tracker.exchange.test_record import Rows, tables
from tracker.access.access_log import OpenedOn, record_log
from tracker.measures.entering import correct_score, enter_score, withdraw_score
from tracker.measures.pain_settings import hide_pain, set_pain, show_pain

pytestmark = pytest.mark.everywhere

FDI, PAIN, INTERFERENCE = Instrument.FDI, Instrument.PAIN, Instrument.PROMIS_PAIN_INTERFERENCE
CHILD = Reporter.CHILD
FAMILY = ("Dana", "Ben", "Mia")
# On the page, and in the copy.
Log = tuple[tuple[OpenedOn, ...], Rows]


def log_of(cast: Cast, who: str) -> Log:
    return by(cast, who, record_log).days, tables(files_of(cast, who))["access_log"]


def logs(cast: Cast) -> dict[str, Log]:
    return {who: log_of(cast, who) for who in FAMILY}


def changed(cast: Cast, who: str) -> list[tuple[str, str]]:
    """Who changed what by the log of somebody, on both ways to read it."""
    days, copy = log_of(cast, who)
    found = {
        (each.who.name, what)
        for on in days
        for each in on.opened
        for access, what in each.what
        if access is Access.CHANGE
    }
    assert {(row["person"], row["what"]) for row in copy if row["access"] == "change"} == found
    return sorted(found)


def test_the_log_does_not_tell_of_pain_that_is_off(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        insert_use(connection, cast.clinic, FDI, PAIN, INTERFERENCE)
    by(cast, "Lee", enter_score, FDI, CHILD, TODAY, 27)
    logs(cast)  # The looks that reading it leaves in it.
    before = logs(cast)
    first = by(cast, "Pat", enter_score, PAIN, CHILD, TODAY, 6)
    assert logs(cast) == before
    by(cast, "Pat", correct_score, first, value=5, reason="Typed wrongly")
    taken_back = by(cast, "Pat", enter_score, INTERFERENCE, CHILD, YESTERDAY, 60)
    by(cast, "Pat", withdraw_score, taken_back)
    now = by(cast, "Pat", set_pain, every_weeks=4, is_turned_on=False, seen=None)
    assert logs(cast) == before
    by(cast, "Pat", set_pain, every_weeks=1, is_turned_on=True, seen=now.id)
    assert {who for who, log in logs(cast).items() if log != before[who]} == set(FAMILY)
    clock.forward(days=1)
    by(cast, "Mia", hide_pain)
    clock.forward(days=-1)
    assert logs(cast) == before
    assert changed(cast, "Dana") == [("Lee", "enter_score")]


@pytest.mark.parametrize("who", ["Dana", "Ben"])
def test_a_guardians_log_does_not_tell_that_the_child_hid_pain(cast: Cast, clock: Clock, who: str) -> None:
    by(cast, "Pat", enter_score, PAIN, CHILD, TODAY, 6)
    by(cast, "Pat", set_pain, every_weeks=None, is_turned_on=True, seen=None)
    shown = [("Pat", "enter_score"), ("Pat", "set_measures")]
    assert changed(cast, who) == shown
    by(cast, "Mia", hide_pain)
    assert changed(cast, who) == changed(cast, "Mia") == []
    again = by(cast, "Mia", show_pain)
    assert changed(cast, who) == shown
    assert changed(cast, "Mia") == [("Mia", "set_measures"), *shown]
    by(cast, "Pat", set_pain, every_weeks=None, is_turned_on=False, seen=again.id)
    assert changed(cast, who) == changed(cast, "Mia") == []

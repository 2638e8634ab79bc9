"""Pain that is off for an account is nowhere: all that a reader can see is the same with its scores and without them.

Scores are entered, corrected and taken back, and an interval is set. Whatever a reader could read before is compared,
letter by letter, with what it reads then; once pain is turned on, the same comparison finds it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import Instrument, Reporter
from tests.cast import Cast
from tests.conftest import MakeDatabase
from tests.factories import make_history, make_plan
from tests.measuring import insert_scores, insert_use
from tests.security.looking import Read, Screens, all_seen, drawn, screens_of
from tests.steps import START, TODAY, Clock, by
from tracker.access.access_log import record_log
from tracker.appointments.appointment import appointment_of
from tracker.concerns.concerns import concerns_of
from tracker.exchange.record import copy_of
from tracker.exchange.sheet import sheet_of
from tracker.measures.entering import correct_score, enter_score, withdraw_score
from tracker.measures.measures import measures_of
from tracker.measures.pain_settings import hide_pain, pain_now, set_pain
from tracker.plans.plan import plan_of
from tracker.progress.day import day_of
from tracker.progress.progress import progress_of

pytestmark = pytest.mark.everywhere

FAMILY = ("Mia", "Dana", "Ben")
WEEK = timedelta(days=7)
PAGES = ("today", "visits", "school", "plan", "progress", "measures", "questions", "milestones", "access_log")


def fill(engine: sa.Engine, cast: Cast) -> None:
    """A record with function in it, at a clinic that uses everything and lets families enter it."""
    with engine.begin() as connection:
        make_history(connection, cast.mia, make_plan(connection, cast.mia, START), START, 14)
        insert_use(connection, cast.clinic, *Instrument)
        insert_scores(connection, cast.mia, Instrument.FDI, Reporter.CHILD, {START: 27, START + WEEK: 14})


def keep_pain(cast: Cast) -> None:
    """Let all happen to scores of pain that can happen, at an interval of its own."""

    def score(instrument: Instrument, reporter: Reporter, day: date, value: float | None) -> int:
        return by(cast, "Pat", enter_score, instrument, reporter, day, value)

    first = score(Instrument.PAIN, Reporter.CHILD, START, 7)
    by(cast, "Pat", correct_score, first, day=START, value=8, reason="misread")
    gone = score(Instrument.PAIN, Reporter.PARENT, START + WEEK, 6)
    by(cast, "Pat", withdraw_score, gone)
    score(Instrument.PAIN, Reporter.CHILD, TODAY, None)
    score(Instrument.PROMIS_PAIN_INTERFERENCE, Reporter.CHILD, START, 61.5)
    score(Instrument.PROMIS_PAIN_INTERFERENCE, Reporter.CHILD, START + WEEK, 59.5)
    turn(cast, on=False)


def turn(cast: Cast, *, on: bool) -> None:
    def set_now(work, child):  # type: ignore[no-untyped-def]
        seen = pain_now(work, child).id
        return set_pain(work, child, every_weeks=2, is_turned_on=on, seen=seen)

    by(cast, "Pat", set_now)


def everything(child: int) -> dict[str, Read]:
    return {
        "progress": lambda w: progress_of(w, child),
        "measures": lambda w: measures_of(w, child),
        "today": lambda w: day_of(w, child),
        "plan": lambda w: plan_of(w, child),
        "sheet": lambda w: sheet_of(w, child),
        "questions": lambda w: concerns_of(w, child),
        "log": lambda w: record_log(w, child),
        "copy": lambda w: copy_of(w, child),
    }


def test_a_family_reads_the_same_as_if_there_were_none(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    fill(engine, cast)
    reads = everything(cast.mia)
    room: dict[str, Read] = {"room": lambda w: appointment_of(w, cast.mia)}
    before = {who: all_seen(cast, who, reads) for who in FAMILY}
    in_the_room = all_seen(cast, "Pat", room)
    by_pat = all_seen(cast, "Pat", reads)
    keep_pain(cast)
    for who in FAMILY:
        assert all_seen(cast, who, reads) == before[who], who
    assert all_seen(cast, "Pat", room) == in_the_room
    assert {name for name, text in all_seen(cast, "Pat", reads).items() if text != by_pat[name]} >= {
        "progress",
        "measures",
    }
    turn(cast, on=True)
    for who in FAMILY:
        now = all_seen(cast, who, reads)
        assert {name for name, text in now.items() if text != before[who][name]} >= {
            "progress",
            "measures",
            "copy",
        }
    assert all_seen(cast, "Pat", room) != in_the_room
    by(cast, "Mia", hide_pain)
    for who in ("Dana", "Ben"):
        now = all_seen(cast, who, reads)
        assert {name for name, text in now.items() if text != before[who][name]} <= {"measures"}, who
        assert "61.5" not in now["measures"]
    assert all_seen(cast, "Pat", room) == in_the_room


@pytest.fixture
def screens(make_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Screens]:
    with screens_of(fill, make_database, monkeypatch) as opened:
        yield opened


def test_no_screen_of_the_family_or_the_room_shows_a_trace(screens: Screens) -> None:
    def all_drawn() -> dict[str, list[str]]:
        found = {f"{who} {page}": drawn(screens, who, page) for who in ("Mia", "Dana") for page in PAGES}
        return found | {"room": drawn(screens, "Pat", "appointment")}

    all_drawn()  # the first look of each stands in the log from then on
    without = all_drawn()
    keep_pain(screens.cast)
    with_it = all_drawn()
    for name, before in without.items():
        assert with_it[name] == before, name
    turn(screens.cast, on=True)
    shown = all_drawn()
    for name, trace in (("Mia progress", "0 to 10"), ("Dana progress", "0 to 10"), ("Dana measures", "59.5")):
        assert not any(trace in node for node in without[name]), name
        assert any(trace in node for node in shown[name]), name
    assert shown["room"] != without["room"]

"""Counseling that somebody must not know of is nowhere: all that a reader can see is the same with it and without it.

A whole series is put into a record beside other visits: on days and at a time of which nothing else is, attended,
missed, cancelled and moved. Whatever a reader could read before is compared, letter by letter, with what it reads then.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from db.vocabulary import CancelReason, Level, RelationshipKind, Role, SeriesVisibility, VisitOutcome
from tests.cast import Cast, link, make_account, make_session
from tests.conftest import MakeDatabase
from tests.factories import make_history, make_plan
from tests.security.looking import Read, Screens, all_seen, drawn, screens_of
from tests.steps import NOON, START, TODAY, Clock, by, changes
from tests.tracker.visits.planned import COUNSELING, MON, OT, PT, THU, live_visits, planned_by, series_plan
from tracker.access.access_log import record_log
from tracker.access.clinic_log import Filters, choices, clinic_log
from tracker.exchange.files.packing import zipped_files
from tracker.exchange.record import copy_of
from tracker.exchange.sheet import sheet_of
from tracker.plans.plan import plan_of
from tracker.progress.caseload import caseload_of
from tracker.progress.day import day_of
from tracker.progress.progress import progress_of
from tracker.visits.attendance import attendance_of
from tracker.visits.day import visit_day
from tracker.visits.marking import mark_visit
from tracker.visits.moving import move_visit
from tracker.visits.next import visits_on
from tracker.visits.series import add_visit, show_to_child
from tracker.visits.visits import Span, visits_of

pytestmark = pytest.mark.everywhere

ONLY, TEAM, ALL = SeriesVisibility
SUNDAY = 6
EARLY = time(7, 35)
A_DAY = timedelta(days=1)
WEEKS = [TODAY + number * 7 * A_DAY for number in range(-2, 3)]
# Days of that series and others: one of each that was missed, added, cancelled, moved and stays as it was.
DAYS = [TODAY + number * A_DAY for number in (-2, -1, 0, 5, 6, 12, 13)]
# Besides the cast: Cora, another counselor, and Uma, who covers for Pat.
READERS = ("Mia", "Dana", "Ben", "Pat", "Lee", "Casey", "Cora", "Uma", "Ada", "Sam")
CARE_TEAM = {"Casey", "Cora", "Pat", "Lee", "Uma"}


def fill(engine: sa.Engine, cast: Cast) -> None:
    """A record in which there is something of everything but counseling."""
    with engine.begin() as connection:
        plan = make_plan(connection, cast.mia, START)
        make_history(connection, cast.mia, plan, START, 14)
        for name, kind in (
            ("Cora", RelationshipKind.COUNSELOR),
            ("Uma", RelationshipKind.PHYSICAL_THERAPIST),
        ):
            account = make_account(connection, cast.clinic, name, Role.CLINICIAN)
            cast.accounts[name] = account
            cast.tokens[name] = make_session(connection, account, NOON)
            link(connection, cast.clinic, account, cast.mia, kind, Level.SEE)
    therapy = live_visits(engine, planned_by(cast, "Pat", series_plan(PT, {MON, THU}, first=START, weeks=4)))
    planned_by(cast, "Lee", series_plan(OT, {THU}, first=START, weeks=4, at=time(14)))
    by(cast, "Pat", mark_visit, therapy[0].id, VisitOutcome.ATTENDED, seen=None)
    by(cast, "Pat", mark_visit, therapy[1].id, VisitOutcome.NO_SHOW, seen=None)


def keep(
    engine: sa.Engine,
    cast: Cast,
    visibility: SeriesVisibility,
    weekday: int = SUNDAY,
    *,
    shown_to_child: bool = False,
) -> None:
    """Put counseling beside it, and let all happen to it that can happen."""
    plan = series_plan(COUNSELING, {weekday}, first=START, weeks=6, at=EARLY, minutes=25)
    series = planned_by(cast, "Casey", plan, visibility)
    first, second, third, fourth, *_ = live_visits(engine, series)
    mark = partial(mark_visit, seen=None)
    by(cast, "Casey", mark, first.id, VisitOutcome.ATTENDED)
    by(cast, "Casey", mark, second.id, VisitOutcome.NO_SHOW)
    cancel = partial(mark, outcome=VisitOutcome.CANCELLED_BY_FAMILY, reason=CancelReason.DISTANCE)
    by(cast, "Casey", cancel, third.id)
    by(cast, "Casey", move_visit, fourth.id, day=fourth.starts_at.date() - A_DAY, begins_at=EARLY, seen=None)
    # One of them would be the next visit of all.
    for day in (TODAY - 2 * A_DAY, TODAY + A_DAY):
        by(cast, "Casey", add_visit, series, day=day, begins_at=time(7, 40))
    # Not only counseling that anybody could know of now: what was turned on and off again leaves nothing either.
    by(cast, "Casey", show_to_child, series, shown=not shown_to_child)
    by(cast, "Casey", show_to_child, series, shown=shown_to_child)


def everything(child: int) -> dict[str, Read]:
    """Every question about a record by which visits, or a trace of them, could come to a reader."""
    return {
        "attendance": lambda w: attendance_of(w, child),
        "all attendance": lambda w: attendance_of(w, child, first=date(2024, 1, 1)),
        "caseload": caseload_of,
        "progress": lambda w: progress_of(w, child),
        "plan": lambda w: plan_of(w, child),
        "sheet": lambda w: sheet_of(w, child),
        "record log": lambda w: record_log(w, child),
        "clinic log": lambda w: clinic_log(w, Filters()),
        "clinic log of the child": lambda w: clinic_log(w, Filters(child_id=child)),
        "choices of the log": choices,
        "copy": lambda w: copy_of(w, child),
        "files": lambda w: unpacked(zipped_files(w, child)),
        **{f"week of {day}": partial(visits_of, child_id=child, around=day) for day in WEEKS},
        **{
            f"month of {day}": partial(visits_of, child_id=child, around=day, span=Span.MONTH)
            for day in WEEKS[::4]
        },
        **{f"Today, {day}": partial(visits_on, child_id=child, day=day) for day in DAYS},
        **{f"all of Today, {day}": partial(day_of, child_id=child, day=day) for day in DAYS[:9:4]},
        **{f"caseload of {day}": partial(visit_day, day=day) for day in DAYS},
    }


def unpacked(packed: tuple[str, bytes]) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed[1])) as files:
        return {name: files.read(name) for name in files.namelist()}


def seen_by(cast: Cast, who: str) -> dict[str, str]:
    return all_seen(cast, who, everything(cast.mia))


def test_whoever_may_not_know_reads_the_same_as_if_there_were_none(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    fill(engine, cast)
    before = {who: seen_by(cast, who) for who in READERS}
    # In the office's log, visits that are for all stand as those of every other discipline do.
    steps = [
        (ONLY, False, {"Casey"}),
        (ONLY, True, {"Casey", "Mia"}),
        (TEAM, False, CARE_TEAM),
        (ALL, False, {*CARE_TEAM, "Dana", "Ben", "Ada"}),
    ]
    for weekday, (visibility, shown, may) in enumerate(steps, start=3):
        keep(engine, cast, visibility, weekday, shown_to_child=shown)
        for who in READERS:
            now = seen_by(cast, who)
            other = {name for name in now if now[name] != before[who][name]}
            # And whoever may know of it does, so that the comparison is shown to find what there is.
            assert bool(other) == (who in may), f"{visibility}, {who}: {other}"
            if who in may - {"Ada"}:
                assert {"attendance", f"week of {TODAY}"} <= other, who
            before[who] = now


def test_the_log_has_one_word_for_all_that_is_not_for_all(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    for visibility in (ONLY, TEAM):
        keep(engine, cast, visibility)
    assert {what for what, _ in changes(engine)} == {"keep_counseling"}
    keep(engine, cast, ALL)
    assert {what for what, _ in changes(engine)} > {"keep_counseling", "plan_series"}


@pytest.fixture
def screens(make_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Screens]:
    with screens_of(fill, make_database, monkeypatch) as opened:
        yield opened


FAMILY_PAGES = ("today", "visits", "school", "plan", "progress", "milestones")
PAGES_OF = {
    "Mia": FAMILY_PAGES,
    "Dana": FAMILY_PAGES,
    "Pat": ("caseload", "visit_day", "visits", "progress", "today", "school", "milestones", "data"),
    "Lee": ("caseload", "visit_day", "visits"),
    "Ada": ("people",),
    "Sam": ("visits",),
}
# What these show of looks depends on what was looked at before, so they are read when all else was.
LOGS_OF = {"Mia": "access_log", "Dana": "access_log", "Ada": "access_log"}


def all_drawn(screens: Screens) -> dict[str, list[str]]:
    found = {f"{who} {page}": drawn(screens, who, page) for who, pages in PAGES_OF.items() for page in pages}
    for who, page in LOGS_OF.items():
        drawn(screens, who, page)
    return found | {f"{who} {page}": drawn(screens, who, page) for who, page in LOGS_OF.items()}


def test_no_screen_of_anybody_else_shows_a_trace(screens: Screens) -> None:
    # That a counselor has looked at visits is no secret, but it stands in the logs from then on.
    by_casey = drawn(screens, "Casey", "visits")
    without = all_drawn(screens)
    keep(screens.engine, screens.cast, ONLY)
    with_it = all_drawn(screens)
    for name, before in without.items():
        assert with_it[name] == before, name
        assert not any("7:35" in node for node in before)
    assert any("Counseling visits are kept by the counselor." in node for node in without["Dana visits"])
    after = drawn(screens, "Casey", "visits")
    assert after != by_casey
    assert any("7:35" in node for node in after)

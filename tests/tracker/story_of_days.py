"""Visits, steps and school with something of every kind in them, and counseling that not everybody may know of."""

from dataclasses import dataclass
from datetime import time, timedelta

from db.vocabulary import (
    CancelReason,
    Discipline,
    MilestoneArea,
    SchoolPageLine,
    SchoolReason,
    SeriesVisibility,
    VisitOutcome,
)
from tests.cast import Cast
from tests.steps import START, TODAY, TOMORROW, by
from tracker.access.actor import SessionToken
from tracker.access.work import reading
from tracker.milestones.events import reach, set_back, withdraw_event
from tracker.milestones.ladder import NewStep, add_milestone, lay_down_ladder
from tracker.milestones.targets import set_target
from tracker.school.accommodations import add_accommodation, fade_accommodation
from tracker.school.days import ALL_PLANNED, Attended, enter_school_day
from tracker.school.page import PageWords, write_school_page
from tracker.school.plan import plan_step
from tracker.school.ticks import tick_as_child, tick_as_guardian
from tracker.school.timetable import add_closure, set_timetable
from tracker.visits.marking import mark_visit
from tracker.visits.moving import move_visit
from tracker.visits.planning import SeriesPlan
from tracker.visits.series import end_series, plan_series

MONDAYS, MONDAY_TO_FRIDAY = frozenset({0}), 31
WEEK = timedelta(days=7)
FORMULA_STEP = "=One period"
LATER_AT_SCHOOL = "CANARY-entered-later-because"


@dataclass(frozen=True)
class Days:
    """The ids of its series by a name, and of its visits in their order of time, by that name."""

    series: dict[str, int]
    visits: dict[str, list[int]]
    steps: tuple[int, ...]


def tell_days(cast: Cast) -> Days:
    """Tell it at the noon of `TODAY`, a Monday, of a child whose school and physical therapy began two weeks before."""
    days = _visits(cast)
    steps = _milestones(cast)
    _school(cast, steps)
    return Days(days.series, days.visits, steps)


def _visits(cast: Cast) -> Days:
    therapy = SeriesPlan(Discipline.PHYSICAL_THERAPY, START, time(15, 30), 45, MONDAYS, 1, 5)
    talks = SeriesPlan(Discipline.COUNSELING, START + timedelta(days=2), time(9), 50, frozenset({2}), 1, 4)
    doctor = SeriesPlan(Discipline.MEDICAL, TOMORROW, time(11), 30)
    visibility = SeriesVisibility
    series = {
        "therapy": by(cast, "Pat", plan_series, therapy),
        "only": by(cast, "Casey", plan_series, talks, visibility=visibility.COUNSELOR_ONLY),
        "team": by(cast, "Casey", plan_series, talks, visibility=visibility.CARE_TEAM),
        "hers": by(
            cast, "Casey", plan_series, talks, visibility=visibility.COUNSELOR_ONLY, shown_to_child=True
        ),
        "all": by(
            cast,
            "Casey",
            plan_series,
            SeriesPlan(Discipline.COUNSELING, START + timedelta(days=3), time(10), 25),
            visibility=visibility.CARE_TEAM_AND_FAMILY,
            shown_to_child=True,
        ),
        "doctor": by(cast, "Lee", plan_series, doctor),
    }
    visits = {name: _visits_of(cast.tokens["Casey"], series_id) for name, series_id in series.items()}
    first, second, _, fourth, _ = visits["therapy"]
    by(cast, "Pat", mark_visit, first, VisitOutcome.ATTENDED, seen=None)
    wrong = by(cast, "Pat", mark_visit, second, VisitOutcome.NO_SHOW, seen=None)
    family = VisitOutcome.CANCELLED_BY_FAMILY
    by(cast, "Lee", mark_visit, second, family, reason=CancelReason.INSURANCE, seen=wrong.id)
    by(cast, "Pat", move_visit, fourth, day=TODAY + 8 * timedelta(days=1), begins_at=time(16), seen=None)
    for name in ("only", "team", "hers", "all"):
        by(cast, "Casey", mark_visit, visits[name][0], VisitOutcome.ATTENDED, seen=None)
    by(cast, "Pat", end_series, series["therapy"], on=TODAY + 2 * WEEK)
    return Days(series, visits, ())


def _visits_of(token: SessionToken, series_id: int) -> list[int]:
    """Ask the database itself."""
    with reading(token) as work:
        query = f"SELECT id FROM visit WHERE series_id = {series_id} ORDER BY starts_at"
        return [row.id for row in work.connection.exec_driver_sql(query)]


def _milestones(cast: Cast) -> tuple[int, ...]:
    ladder = [
        NewStep("Visit the building", 0),
        NewStep(FORMULA_STEP, 1, TOMORROW, "the school"),
        NewStep("Half day", 3),
    ]
    steps = by(cast, "Pat", lay_down_ladder, ladder)
    friends = by(cast, "Lee", add_milestone, area=MilestoneArea.SOCIAL, name="Meets a friend")
    sleep = by(cast, "Lee", add_milestone, area=MilestoneArea.HOME, name="In bed by ten", target_on=TOMORROW)
    by(cast, "Pat", set_target, friends, target_on=TOMORROW, agreed_with="=the family", seen=None)
    by(cast, "Mia", reach, friends, day=START, reason="")
    by(cast, "Pat", set_back, friends, day=START + WEEK, reason="+a hard week")
    by(cast, "Dana", reach, friends, day=TODAY, reason="")
    mistaken = by(cast, "Ben", reach, sleep, day=TODAY, reason="")
    by(cast, "Pat", withdraw_event, mistaken)
    return (*steps, friends, sleep)


def _school(cast: Cast, steps: tuple[int, ...]) -> None:
    whole = {"first": START, "weekdays": MONDAY_TO_FRIDAY, "periods": 6, "seen": None}
    by(cast, "Pat", set_timetable, **whole)  # type: ignore[arg-type]
    half = START + timedelta(days=3)
    by(cast, "Pat", add_closure, first=half, last=half, periods=1, name="@Half day")
    began = by(cast, "Pat", plan_step, steps[1], first=START, agreed_with="the school", seen=None)
    said = by(cast, "Mia", enter_school_day, TODAY, ALL_PLANNED, seen=None)
    less = Attended(0, SchoolReason.TIRED)
    by(cast, "Dana", enter_school_day, TODAY, less, seen=said.id)
    # For the care team alone: a copy of the family's does not hold it.
    by(
        cast,
        "Pat",
        enter_school_day,
        START + timedelta(days=1),
        ALL_PLANNED,
        seen=None,
        late_reason=LATER_AT_SCHOOL,
    )
    by(cast, "Pat", plan_step, steps[2], first=TODAY + WEEK, reason="-easier now", seen=began)
    leaves = {"text": "=leaves early", "starts_on": START, "agreed_with": "Ms Gray", "review_on": TOMORROW}
    accommodation = by(cast, "Pat", add_accommodation, **leaves)  # type: ignore[arg-type]
    by(cast, "Pat", fade_accommodation, accommodation, faded_on=TODAY + WEEK)
    words = PageWords("@the nurse", "the library", "a glass of water", "a fever", TODAY + 4 * WEEK)
    page = by(cast, "Pat", write_school_page, words, seen=None)
    by(cast, "Dana", tick_as_guardian, page, SchoolPageLine.CONTACT, agrees=True)
    by(cast, "Mia", tick_as_child, page, SchoolPageLine.CONTACT, agrees=True)
    by(cast, "Mia", tick_as_child, page, SchoolPageLine.DIAGNOSIS, agrees=False)

"""What is drawn behind: another course, or the weeks before maintenance, at its place and in its table rows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.vocabulary import Discipline, Instrument
from tests.tracker.charts.measured import chart, measured, series
from tests.tracker.charts.plotted import FULL, SILENT, START, WORKED, on, progress, trace, weeks_of
from tests.tracker.charts.test_life_marks import LIFE
from tracker.charts.attendance import chart_of_attendance
from tracker.charts.home_exercise import chart_of_weeks
from tracker.charts.mark_pieces import NOTED
from tracker.charts.pieces import BEHIND
from tracker.charts.school import chart_of_school
from tracker.charts.sentences import Voice
from tracker.charts.stage import stage_of
from tracker.progress.behind import Behind
from tracker.progress.marks import Marks
from tracker.progress.progress import Progress
from tracker.progress.spans import EpisodeSpan
from tracker.progress.weeks import NOTHING
from tracker.progress.window import between
from tracker.school.attendance import SchoolWeek
from tracker.visits.attendance import Attendance, AttendanceWeek, VisitTally
from tracker.visits.weeks import VisitWeek

PT = Discipline.PHYSICAL_THERAPY
BEGUN = date(2025, 3, 3)
COURSE = "course 1, begun Mon 3 Mar 2025"


def school_week(number: int, attended: int = 6, planned: int = 8) -> SchoolWeek:
    """One of five days, of a timetable of 20 periods."""
    counts = {"planned": planned, "full": 20, "attended": attended, "as_planned": attended}
    days = {"logged": 5, "logged_of_planned": 5, "not_logged": 0}
    return SchoolWeek(number, on(number), on(number, 7), **counts, **days, has_school=planned > 0)


def behind(moved: int = 0) -> Behind:
    span = EpisodeSpan(9, 1, BEGUN, BEGUN + timedelta(weeks=4))
    return Behind(span, weeks_of([WORKED, NOTHING, SILENT, FULL]), (), (), moved)


def shown(moved: int = 0) -> Progress:
    return replace(progress([FULL] * 4), behind=behind(moved))


@pytest.mark.parametrize("moved", [0, 6])
def test_home_exercise_of_the_other_course(moved: int) -> None:
    drawn = chart_of_weeks(shown(moved), Voice.STAFF)
    line = trace(drawn.figure, BEHIND)
    assert list(line.x) == [week + moved for week in (1, 2, 3, 4)]
    assert list(line.y) == [75, None, None, 100], "neither nothing due nor silence is a low figure"
    assert line.hovertext[0].startswith(f"{COURSE}<br>Week 1<br>strict 75 % (4.5 of 6)")
    assert list(drawn.table["Weeks of"]) == ["this course"] * 4 + [COURSE] * 4
    assert list(drawn.table["Strict"])[4:] == ["75 % (4.5 of 6)", "–", "0 % (0 of 6)", "100 % (7 of 7)"]
    assert f"hollow, dotted: {COURSE}, laid over, done of all that was due" in drawn.legend


def test_the_weeks_before_are_named_by_their_numbers() -> None:
    before = (series(Instrument.FDI, {START: 30, on(3): 9}),)
    same = replace(behind(), span=EpisodeSpan(1, 1, START, None), series=before)
    now = measured(series(Instrument.FDI, {on(1): 16}), behind=same)
    for drawn in (chart_of_weeks(now, Voice.FAMILY), chart(now)):
        assert set(drawn.table["Weeks of"]) == {"this course", "weeks 1 to 4 of this course"}
        assert any(
            line.startswith("hollow, dotted: weeks 1 to 4 of this course, laid over") for line in drawn.legend
        )
        assert "weeks 1 to 4 of this course" in drawn.alt


def test_school_of_the_other_course() -> None:
    school = (school_week(1, attended=3), school_week(2, attended=0, planned=0))
    with_school = replace(behind(2), school=school)
    now = replace(progress([FULL] * 4), behind=with_school)
    drawn = chart_of_school([school_week(1)], now.today, stage_of(now))
    line = trace(drawn.figure, BEHIND)
    assert list(line.x) == [3, 4]
    assert list(line.y) == [pytest.approx(15), None]
    assert list(drawn.table["Weeks of"]) == ["this course", COURSE, COURSE]


def test_marks_stand_on_every_chart_of_weeks_and_are_numbered_alike() -> None:
    now = progress([FULL] * 4, marks=Marks(life=LIFE, ill=(on(1),)))
    stage = stage_of(now)
    home, school = (
        chart_of_weeks(now, Voice.STAFF, stage=stage),
        chart_of_school([school_week(1)], now.today, stage),
    )
    for each in (home, school):
        assert list(trace(each.figure, NOTED).text) == ["1", "2", "3"]
        assert list(trace(each.figure, "ill").x) == [pytest.approx(0.5 + 1 / 14)]
    assert home.notes == school.notes


def test_the_sentence_tells_what_is_drawn_behind() -> None:
    school = (school_week(1, attended=3), school_week(2))
    was = Behind(
        behind().span,
        behind().weeks,
        school,
        (series(Instrument.FDI, {BEGUN: 30, BEGUN + timedelta(days=21): 9}),),
    )
    now = measured(series(Instrument.FDI, {on(1): 16}), weeks=4, behind=was)
    alts = [
        chart_of_weeks(now, Voice.STAFF).alt,
        chart_of_school([school_week(1)], now.today, stage_of(now)).alt,
        chart(now).alt,
    ]
    behinds = [alt.partition(f"Drawn behind it, {COURSE}: ")[2] for alt in alts]
    assert "Week 1: strict 75 % (4.5 of 6)" in behinds[0]
    assert "Week 1" in behinds[1]
    assert "30 in week 1, 9 in week 4" in behinds[2]
    alone = measured(series(Instrument.FDI, {on(1): 16}), weeks=4)
    assert "Drawn behind" not in chart(alone).alt + chart_of_weeks(alone, Voice.STAFF).alt


def test_a_week_that_is_still_open_is_so_behind_too() -> None:
    now = shown()
    open_week = replace(behind(), weeks=weeks_of([WORKED, FULL]))
    last = open_week.weeks[-1].last
    table = chart_of_weeks(replace(now, behind=open_week, today=last), Voice.STAFF).table
    assert list(table["Week"])[-2:] == ["1", "2, so far"]
    table = chart_of_weeks(replace(now, behind=open_week, today=last + timedelta(days=1)), Voice.STAFF).table
    assert list(table["Week"])[-2:] == ["1", "2"]


def test_scores_after_the_last_week_are_of_staying_well_only() -> None:
    later = on(5, 20)
    now = measured(series(Instrument.FDI, {on(1): 16, later: 8}), weeks=4)
    assert now.episode is not None
    assert [score.day for each in between(now, 1, 12).series for score in each.scores] == [on(1)]
    kept = between(now, 1, 12, past_the_end=True).series
    assert [score.day for each in kept for score in each.scores] == [on(1), later]


OPEN = "dotted frame: this week, still open"


@pytest.mark.parametrize("compared", [False, True])
def test_every_legend_tells_the_frame_of_the_week_that_is_still_open(compared: bool) -> None:
    every = progress([FULL] * 4, today=on(4, 3))
    now = replace(
        every, behind=behind() if compared else None, series=(series(Instrument.FDI, {on(1): 9.0}),)
    )
    stage = stage_of(now)
    school = [school_week(n) for n in (1, 2, 3)]
    visits = Attendance(
        (AttendanceWeek(VisitWeek(1, on(1), on(1, 7)), {PT: VisitTally(attended=1)}),),
        {PT: VisitTally(attended=1)},
        {},
    )
    for drawn in (
        chart(now),
        chart_of_school(school, now.today, stage),
        chart_of_weeks(now, Voice.STAFF, stage=stage),
        chart_of_attendance(visits, stage, Voice.STAFF),
    ):
        assert drawn.legend.count(OPEN) == 1
    assert OPEN not in chart(replace(now, today=on(5))).legend

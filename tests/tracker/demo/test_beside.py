"""Visits, school and steps of the demo's children are those of their stories, and are read by whom they are for."""

from datetime import timedelta

import pytest

from db.vocabulary import Discipline, MilestoneEventKind
from tests.tracker.demo.conftest import NOW, Demo, Make
from tracker import clock
from tracker.access.work import reading
from tracker.demo.stories import MARLO, MIA
from tracker.demo.story import Story
from tracker.milestones.shown import State
from tracker.milestones.timeline import milestones_of
from tracker.progress.caseload import caseload_of
from tracker.progress.progress import progress_of
from tracker.school.attendance import Sight
from tracker.school.school import school_of
from tracker.visits.attendance import attendance_of
from tracker.visits.next import visits_on

PT, COUNSELING = Discipline.PHYSICAL_THERAPY, Discipline.COUNSELING


def test_mia_climbs_the_ladder_and_reached_a_step_twice(demo: Demo) -> None:
    with reading(demo.sign_in("Dana")) as work:
        found = milestones_of(work, demo.child("Mia"))
    with reading(demo.sign_in("Dana")) as work:
        school = school_of(work, demo.child("Mia"))
    kinds = {m.name: [event.kind for event in m.events] for m in found.milestones if m.events}
    reached, back = MilestoneEventKind.REACHED, MilestoneEventKind.SET_BACK
    assert kinds["Meets a friend outside school"] == [reached, back, reached]
    assert kinds["One period"] == kinds["Two periods"] == [reached]
    assert {m.name: m.state for m in found.milestones}["Half day"] is State.TARGET
    over = [week for week in school.weeks if week.last < demo.today]
    assert [week.sight for week in over] == [Sight.VALUES] * len(over)
    assert sum(week.attended for week in over) > 20


def test_of_mias_visits_everybody_knows_and_of_marlos_counseling_only_casey(demo: Demo) -> None:
    def disciplines(who: str, child: str) -> set[Discipline]:
        with reading(demo.sign_in(who)) as work:
            return set(attendance_of(work, demo.child(child)).by)

    for who in ("Dana", "Ben", "Mia", "Pat", "Casey", "Lee"):
        assert disciplines(who, "Mia") == {PT, COUNSELING}
    assert disciplines("Casey", "Marlo") == {PT, COUNSELING}
    assert disciplines("Pat", "Marlo") == disciplines("Parent of Marlo", "Marlo") == {PT}


def test_juniper_is_back_at_full_days_and_tansy_has_none_planned(demo: Demo) -> None:
    with reading(demo.sign_in("Pat")) as work:
        juniper = milestones_of(work, demo.child("Juniper")).milestones
    with reading(demo.sign_in("Pat")) as work:
        tansy = school_of(work, demo.child("Tansy"))
    assert {m.name: m.state for m in juniper}["Full day"] is State.REACHED
    assert tansy.weeks
    assert {week.sight for week in tansy.weeks} == {Sight.NO_SCHOOL}
    assert {week.of_planned for week in tansy.weeks} == {None}


def test_marlo_stepped_back_and_progress_says_so(demo: Demo) -> None:
    with reading(demo.sign_in("Pat")) as work:
        life = progress_of(work, demo.child("Marlo")).marks.life
    assert [(step.name, step.periods) for step in life.school] == [("Half day", 3), ("Two periods", 2)]
    assert [(step.name, step.kind) for step in life.steps] == [
        ("Two periods", MilestoneEventKind.REACHED),
        ("Half day", MilestoneEventKind.SET_BACK),
    ]
    assert {visit.discipline for visit in life.visits} == {PT}
    assert [visit.attended for visit in life.visits].count(False) == 3


@pytest.mark.parametrize("later", [0, 2, 3])  # a Wednesday, a Friday and a Saturday
def test_a_visit_comes_soon_whatever_weekday_it_is(
    make: Make, later: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = make(NOW + timedelta(days=later), [MARLO, MIA])
    monkeypatch.setenv("TRACKER_DATABASE_URL", demo.url)
    with clock.at(demo.now):
        for story in (MARLO, MIA):
            _check_visits(demo, story)
        with reading(demo.sign_in("Pat")) as work:
            rows = {row.name: tuple(reason.kind for reason in row.reasons) for row in caseload_of(work).rows}
    assert rows == {story.name: story.shows.reasons for story in (MARLO, MIA)}
    demo.engine.dispose()


def _check_visits(demo: Demo, story: Story) -> None:
    with reading(demo.sign_in("Pat")) as work:
        child = demo.child(story.name)
        coming = visits_on(work, child, demo.today)
        figures = attendance_of(work, child).by[PT]
    assert coming.to_come
    soon = (*coming.of_day, *coming.to_come)[0]
    assert soon.day - demo.today <= timedelta(days=3)
    assert figures.to_mark <= 1
    assert figures.attended > figures.counted / 2

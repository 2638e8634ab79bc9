"""The demo's children have the measures of their stories, and pain is where its story shows it."""

from datetime import date

import pytest

from db.vocabulary import ConcernKind, Instrument
from tests.tracker.demo.conftest import Demo
from tracker.access.work import reading
from tracker.concerns.concerns import concerns_of
from tracker.demo.stories import STORIES
from tracker.demo.story import Story
from tracker.measures.measures import measures_of
from tracker.progress.caseload import caseload_of
from tracker.progress.reading import Finding

each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
PAIN = {Instrument.PAIN, Instrument.PROMIS_PAIN_INTERFERENCE}


def instruments(demo: Demo, who: str, child: str) -> set[Instrument]:
    with reading(demo.sign_in(who)) as work:
        return {series.instrument for series in measures_of(work, demo.child(child)).series}


@each_story
def test_the_caseload_reads_function_as_the_story_tells_it(demo: Demo, story: Story) -> None:
    with reading(demo.sign_in("Pat")) as work:
        row = next(row for row in caseload_of(work).rows if row.name == story.name)
    assert row.function is not None
    assert row.function.finding is story.measured.reads


def test_the_stories_tell_both_ways() -> None:
    found = {story.measured.reads for story in STORIES}
    assert found >= {
        Finding.BETTER,
        Finding.WORSE,
        Finding.NO_CHANGE,
        Finding.LOWEST_BAND,
        Finding.NOT_ENOUGH,
    }


@each_story
def test_every_score_of_the_story_is_on_the_record_as_it_was_told(demo: Demo, story: Story) -> None:
    rows = demo.rows(
        "SELECT instrument, reporter, side, on_day, value FROM measure WHERE child_id = :child",
        child=demo.child(story.name),
    )
    told = {
        (taken.instrument, taken.reporter, taken.side, ago, value)
        for taken in story.measured.taken
        for ago, value in taken.values.items()
    }
    assert {
        (
            row.instrument,
            row.reporter,
            row.side,
            (demo.today - date.fromisoformat(str(row.on_day)[:10])).days,
            row.value,
        )
        for row in rows
    } == told
    assert len(rows) == len(told)


def test_pain_is_hidden_from_mias_family_and_shown_to_junipers(demo: Demo) -> None:
    assert instruments(demo, "Pat", "Mia") >= PAIN
    for who in ("Mia", "Dana", "Ben"):
        assert not instruments(demo, who, "Mia") & PAIN
    assert Instrument.PAIN in instruments(demo, "Parent of Juniper", "Juniper")


def test_wren_has_hidden_what_was_turned_on(demo: Demo) -> None:
    assert Instrument.PAIN in instruments(demo, "Pat", "Wren")
    for who in ("Wren", "Parent of Wren"):
        assert not instruments(demo, who, "Wren") & PAIN


def test_each_household_sees_its_own_questions_and_the_team_all_of_them(demo: Demo) -> None:
    def asked(who: str) -> list[str]:
        with reading(demo.sign_in(who)) as work:
            return [concern.by.name for concern in concerns_of(work, demo.child("Mia")).concerns]

    assert sorted(asked("Pat")) == ["Ben", "Dana", "Dana", "Mia", "Mia"]
    assert set(asked("Ben")) == {"Ben"}
    assert "Ben" not in asked("Dana")
    with reading(demo.sign_in("Lee")) as work:
        kinds = [concern.kind for concern in concerns_of(work, demo.child("Mia")).concerns]
    assert kinds.count(ConcernKind.FOR_APPOINTMENT) == 3

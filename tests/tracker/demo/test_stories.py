"""Each story can be read from its chart and from the caseload; the figures are the oracle's."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from db.vocabulary import EpisodeEnd
from tests.oracle.case import Week
from tests.tracker.demo.conftest import NOW, ZONE, Demo, Make
from tests.tracker.demo.read_back import revised_weeks, weeks_of
from tracker import clock
from tracker.access.work import reading
from tracker.demo.stories import JUNIPER, STORIES
from tracker.demo.story import Story
from tracker.progress.adherence import weekly_adherence
from tracker.progress.caseload import Row, caseload_of
from tracker.progress.progress import progress_of
from tracker.progress.reasons import NoEntries

LINE, LEAST_COVERAGE = Fraction(80, 100), Fraction(70, 100)
each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)


def answered(week: Week) -> int:
    return week.settled - week.without_entry


def has_few(week: Week) -> bool:
    return week.settled > 0 and answered(week) < LEAST_COVERAGE * week.settled


def is_under(week: Week) -> bool:
    return (
        answered(week) > 0 and not has_few(week) and week.credit / answered(week) < LINE - Fraction(1, 10**9)
    )


def row_of(demo: Demo, story: Story) -> Row:
    with reading(demo.sign_in("Pat")) as work:
        return next(row for row in caseload_of(work).rows if row.name == story.name)


@each_story
def test_the_chart_shows_the_story(demo: Demo, story: Story) -> None:
    shows = story.shows
    weeks = weeks_of(demo, demo.child(story.name), shows.episodes)
    over = [week for week in weeks if week.last < demo.today]
    assert [week.week for week in weeks] == list(range(1, shows.weeks + 1))
    assert [week.week for week in over if has_few(week)] == list(shows.few_entries)
    assert [week.week for week in over if week.settled == 0] == list(shows.without_value)
    assert revised_weeks(demo, demo.child(story.name), shows.episodes) == list(shows.revised)
    # Weeks under the line early on are part of a story of going well: what counts is how it goes now.
    latest = [week.week for week in over[-2:] if is_under(week)]
    assert latest == list(shows.under_line)


@each_story
def test_every_figure_is_the_oracles(demo: Demo, story: Story) -> None:
    child = demo.child(story.name)
    for number in range(1, len(story.episodes) + 1):
        with reading(demo.sign_in("Pat")) as work:
            ours = weekly_adherence(work, child, episode_number=number)
        theirs = weeks_of(demo, child, number)
        assert [week.week for week in ours] == [week.week for week in theirs]
        for week, naive in zip(ours, theirs, strict=True):
            t = week.tally
            assert (week.first, week.last) == (naive.first, naive.last)
            assert (t.due, t.settled, t.excused, t.without_entry) == (
                *(naive.due, naive.settled, naive.excused),
                naive.without_entry,
            )
            assert t.credit == pytest.approx(naive.credit)
        assert all(week.first <= demo.today for week in ours)


@each_story
def test_the_page_marks_what_changed(demo: Demo, story: Story) -> None:
    with reading(demo.sign_in("Pat")) as work:
        progress = progress_of(work, demo.child(story.name))
    start = progress.weeks[0].first
    latest = story.episodes[-1]
    changes = progress.marks.changes
    assert [(c.day - start).days + 1 for c in changes if c.before and c.after] == [
        revision.day for revision in latest.revisions
    ]
    assert [(c.day - start).days + 1 for c in changes if c.before and not c.after] == [
        stop.day for stop in latest.stops
    ]
    assert tuple((day - start).days + 1 for day in progress.marks.ill) == latest.ill
    assert tuple((day - start).days + 1 for day in progress.marks.away) == latest.away
    assert len(progress.marks.pauses) == (latest.pause is not None)
    assert len(progress.episodes) == story.shows.episodes


@each_story
def test_the_caseload_says_why_to_look_and_no_more(demo: Demo, story: Story) -> None:
    row = row_of(demo, story)
    assert tuple(reason.kind for reason in row.reasons) == story.shows.reasons
    assert row.week == story.shows.weeks
    silent = [reason.days for reason in row.reasons if isinstance(reason, NoEntries)]
    assert silent == [days for days in (story.shows.days_without_entries,) if days]


def test_the_caseload_begins_with_those_who_need_a_look(demo: Demo) -> None:
    with reading(demo.sign_in("Pat")) as work:
        names = [row.name for row in caseload_of(work).rows]
    assert names == ["Marlo", "Linden", "Sorrel", "Tansy", "Juniper", "Kestrel", "Mia", "Pippin", "Wren"]


def test_mia_goes_well_in_two_households(demo: Demo) -> None:
    weeks = weeks_of(demo, demo.child("Mia"), 1)
    observed = [week.observed or 0 for week in weeks]
    assert observed == sorted(observed)
    assert is_under(weeks[0])
    assert not is_under(weeks[-2])
    rows = demo.rows(
        "SELECT account.name, count(*) FROM completion JOIN account ON account.id = recorded_by_id"
        " WHERE child_id = :child GROUP BY account.name",
        child=demo.child("Mia"),
    )
    entered = {str(name): count for name, count in rows}
    assert set(entered) == {"Mia", "Dana", "Ben"}
    assert min(entered.values()) > 10


def test_the_first_of_two_episodes_ended_with_its_goals_reached_and_stays(demo: Demo) -> None:
    wren = demo.child("Wren")
    rows = demo.rows("SELECT number, end_reason FROM episode WHERE child_id = :c ORDER BY number", c=wren)
    assert [tuple(row) for row in rows] == [(1, EpisodeEnd.GOALS_REACHED), (2, None)]
    first = weeks_of(demo, wren, 1)
    assert len(first) == 8
    assert all(week.settled for week in first)


def test_the_pause_is_no_gap(demo: Demo) -> None:
    """A week that the plan paused asks for nothing; a silent one asks, and nobody answered."""
    paused = weeks_of(demo, demo.child("Kestrel"), 1)[4]
    silent = weeks_of(demo, demo.child("Linden"), 1)[8]
    assert (paused.due, paused.excused, paused.observed) == (0, 28, None)
    assert (silent.due, silent.excused, silent.coverage) == (28, 0, 0)


@pytest.mark.parametrize("later", range(7))
def test_a_story_on_weekdays_is_told_on_any_weekday(
    make: Make, later: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = make(NOW + timedelta(days=later), [JUNIPER])
    monkeypatch.setenv("TRACKER_DATABASE_URL", demo.url)
    with clock.at(demo.now):
        test_the_chart_shows_the_story(demo, JUNIPER)
        test_the_caseload_says_why_to_look_and_no_more(demo, JUNIPER)
        test_the_page_marks_what_changed(demo, JUNIPER)
        # Two swims of two are a whole week, and from the fourth week three of three.
        swims = [w for w in weeks_of(demo, demo.child("Juniper"), 1) if w.last < demo.today]
        assert {w.week: w.due for w in swims} == {1: 30, 2: 30, 3: swims[2].due, 4: 31, 5: 24, 6: 24}
    demo.engine.dispose()


def test_the_history_keeps_the_rules(demo: Demo) -> None:
    """Everything was entered at its own time: on its day or up to two days later, and nothing in the future."""
    rows = demo.rows("SELECT performed_on, recorded_at FROM completion")
    assert len(rows) > 1000
    late = {days_late(str(day), str(recorded)) for day, recorded in rows}
    assert late == {0, 1}
    assert max(str(recorded) for _, recorded in rows) <= f"{demo.now:%Y-%m-%d %H:%M:%S.%f}"
    assert max(str(day) for day, _ in rows) == str(demo.today)
    in_vain = demo.rows(
        "SELECT completion.id FROM completion JOIN prescription ON prescription.id = prescription_id"
        " WHERE performed_on < valid_from OR performed_on >= valid_to"
    )
    assert in_vain == []


def test_everybody_signed_what_they_did(demo: Demo) -> None:
    for table, column in (
        ("completion", "recorded_by_id"),
        ("day_mark", "recorded_by_id"),
        ("prescription", "created_by_id"),
        ("plan_pause", "created_by_id"),
        ("episode", "created_by_id"),
    ):
        ((unsigned,),) = demo.rows(f"SELECT count(*) FROM {table} WHERE {column} IS NULL")
        assert unsigned == 0, table
    changed = {str(what) for (what,) in demo.rows("SELECT DISTINCT what FROM access_log")}
    assert {
        "answer",
        "mark_day",
        "prescribe",
        "revise",
        "stop",
        "pause",
        "end_episode",
        "write_note",
    } <= changed


def days_late(day: str, recorded: str) -> int:
    moment = datetime.fromisoformat(recorded).replace(tzinfo=UTC).astimezone(ZONE)
    return (moment.date() - date.fromisoformat(day)).days

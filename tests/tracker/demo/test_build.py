"""How the demo is made: the same from the same seed, in the past up to now, and with no door left open."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from db.vocabulary import CompletionState, Readers, Reporter
from tests.db.described import rows_of
from tests.tracker.demo.conftest import NOW, Demo, Make
from tracker import clock
from tracker.access.sign_in import sign_in
from tracker.access.work import reading
from tracker.demo.build import SEED
from tracker.demo.office import USED
from tracker.demo.people import CAST, NO_KEY, sign_in_name
from tracker.demo.stories import MIA, PIPPIN, SORREL
from tracker.errors import SignInRefused
from tracker.office.clinic_settings import changes, settings_of
from tracker.office.closed_days import closed_days
from tracker.office.people import PersonState, people
from tracker.progress.day import day_of
from tracker.progress.shown import Day

TWO = (MIA, PIPPIN)
# Far from the days on which clocks change, and in the middle of a month.
SUMMER = datetime(2026, 7, 14, 17, tzinfo=UTC)


@pytest.fixture(scope="module")
def two(make: Make) -> Demo:
    return make(NOW, TWO)


@pytest.fixture
def mia(two: Demo, monkeypatch: pytest.MonkeyPatch) -> Iterator[Demo]:
    """Mia and Pippin, in the product's database at the moment at which they were made."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", two.url)
    with clock.at(two.now):
        yield two


def seen_by(demo: Demo, who: str, day: date | None = None) -> Day:
    with reading(demo.sign_in(who)) as work:
        return day_of(work, demo.child("Mia"), day)


def test_today_is_alive(mia: Demo) -> None:
    day = seen_by(mia, "Dana")
    assert (day.week, day.answered, day.asked) == (5, 3, 6)
    said = [item.entry.state for item in day.items if item.entry]
    assert sorted(said) == [CompletionState.DONE, CompletionState.DONE, CompletionState.PARTLY]
    assert {item.entry.reporter for item in day.items if item.entry} == {Reporter.PARENT}
    entered = "SELECT DISTINCT account.name FROM completion JOIN account ON account.id = recorded_by_id"
    rows = mia.rows(
        f"{entered} WHERE child_id = :c AND performed_on = :d", c=mia.child("Mia"), d=str(mia.today)
    )
    assert [tuple(row) for row in rows] == [("Ben",)]


def test_each_household_sees_its_own_note_and_the_therapist_both(mia: Demo) -> None:
    def writers(who: str) -> list[str]:
        return [note.writer for item in seen_by(mia, who).items for note in item.notes]

    assert writers("Dana") == ["Dana"]
    assert writers("Ben") == ["Ben"]
    assert sorted(writers("Pat")) == ["Ben", "Dana"]


def test_mia_logged_yesterday_by_herself_after_midnight(mia: Demo) -> None:
    yesterday = seen_by(mia, "Dana", mia.today - timedelta(days=1))
    entries = [item.entry for item in yesterday.items if item.entry]
    assert {(entry.reporter, entry.days_late) for entry in entries} == {(Reporter.CHILD, 1)}
    assert [item.exercise.name for item in yesterday.items if not item.entry] == ["Belly breathing"]
    assert [open_day.still_open for open_day in yesterday.days] == [0, 1, 3]


def test_what_mia_wrote_for_her_team_alone_is_the_teams(mia: Demo) -> None:
    day = mia.today - timedelta(days=9)
    for who, seen in (("Pat", [Readers.TEAM_ONLY]), ("Mia", [Readers.TEAM_ONLY]), ("Dana", []), ("Ben", [])):
        assert [note.readers for item in seen_by(mia, who, day).items for note in item.notes] == seen, who


def test_no_session_outlives_the_making(make: Make) -> None:
    demo = make(NOW, [PIPPIN])
    sessions = demo.rows("SELECT revoked_at IS NULL AND expires_at > :now FROM sign_in_session", now=str(NOW))
    assert {tuple(row) for row in sessions} == {(0,)}


def test_no_password_opens_an_account(mia: Demo) -> None:
    for password in ("", NO_KEY, "!", sign_in_name("Dana"), "correct horse battery"):
        with pytest.raises(SignInRefused):
            sign_in(sign_in_name("Dana"), password)
    assert {str(kept) for (kept,) in mia.rows("SELECT DISTINCT password_hash FROM account")} == {"!", NO_KEY}


def test_the_people_page_shows_everybody_at_home_and_one_guardian_invited(mia: Demo) -> None:
    with reading(mia.sign_in("Ada")) as work:
        found = {person.name: person.state for person in people(work)}
    assert found.pop("Parent of Pippin") is PersonState.INVITED
    assert found == dict.fromkeys(CAST, PersonState.ACTIVE)


def test_the_clinic_page_shows_what_ada_set(mia: Demo) -> None:
    with reading(mia.sign_in("Ada")) as work:
        made = changes(work)
        assert [closed.day for closed in closed_days(work)] == [mia.today + timedelta(days=11)]
        values = settings_of(work).values
        assert "911" in str(values["emergency_text"])
        assert values["region"] == "US-NY"
    assert {change.who for change in made} == {"Ada"}
    texts, region, day = 3, 1, 1
    assert len(made) == texts + region + day + len(USED)


def test_sam_follows_nobody_and_ben_two_children(mia: Demo) -> None:
    for who, names in (("Sam", []), ("Ada", []), ("Ben", ["Mia", "Pippin"]), ("Dana", ["Mia"])):
        with reading(mia.sign_in(who)) as work:
            assert [name for _, name in work.followed()] == names


def plain(demo: Demo) -> dict[str, list[dict[str, Any]]]:
    return rows_of(demo.engine, but="token_hash")


def test_the_same_seed_and_moment_make_the_same_rows(make: Make) -> None:
    once, again, other = make(NOW, TWO), make(NOW, TWO), make(NOW, TWO, SEED + 1)
    assert plain(once) == plain(again)
    assert plain(once)["completion"] != plain(other)["completion"]
    assert [tuple(row) for row in once.rows("SELECT id, seed, made_at FROM demo")] == [
        (1, SEED, f"{NOW:%Y-%m-%d %H:%M:%S.%f}")
    ]


def test_another_day_moves_all_of_it_by_days(make: Make) -> None:
    first, later = make(SUMMER, [SORREL]), make(SUMMER + timedelta(days=3), [SORREL])
    for table, dated in (
        ("completion", ("performed_on", "recorded_at")),
        ("episode", ("starts_on", "created_at")),
        ("prescription", ("valid_from", "created_at")),
    ):
        moved = [
            {**row, **{column: _moved(row[column], 3) for column in dated}} for row in plain(first)[table]
        ]
        assert sorted(moved, key=str) == plain(later)[table]


def _moved(text: str, days: int) -> str:
    moved = datetime.fromisoformat(text) + timedelta(days=days)
    return f"{moved:%Y-%m-%d}" if len(text) == len("2026-07-14") else f"{moved:%Y-%m-%d %H:%M:%S.%f}"


def test_made_just_after_midnight_nothing_lies_in_the_future(make: Make) -> None:
    demo = make(datetime(2026, 7, 14, 4, 1, tzinfo=UTC), TWO)
    assert demo.today == date(2026, 7, 14)
    for table, column in (("completion", "recorded_at"), ("note", "written_at"), ("access_log", "at")):
        ((latest,),) = demo.rows(f"SELECT max({column}) FROM {table}")
        assert latest == "2026-07-14 04:01:00.000000", table
    rows = demo.rows("SELECT id FROM completion WHERE performed_on = '2026-07-14'")
    assert len(rows) == len(MIA.today) + len(PIPPIN.today)

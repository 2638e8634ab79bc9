"""Notes: who reads them, and that nobody takes over or erases somebody else's."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import Clinic, Episode, Note, Prescription, Relationship
from db.vocabulary import CompletionState, Level, Readers, RelationshipKind, Role
from tests.cast import ZONE, Cast, link, make_account, make_session
from tests.factories import make_plan
from tracker import clock
from tracker.access.actor import SessionToken
from tracker.access.work import reading, writing
from tracker.errors import InvalidInput, NotFound, NotPermitted
from tracker.plans.plan import plan_of
from tracker.progress.day import day_of
from tracker.progress.shown import Item
from tracker.record.completions import DONE, Answer, Words, answer, clear, note_only, undo
from tracker.record.notes import NoteTerms, note_terms
from tracker.record.occurrence import Occurrence

NOW = datetime(2026, 3, 11, 20, 10, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
TODAY = date(2026, 3, 11)
TEAM, HOUSEHOLD = Readers.TEAM_ONLY, Readers.TEAM_AND_HOUSEHOLD
PARTLY = Answer(CompletionState.PARTLY)
EVERYBODY = ("Mia", "Dana", "Ben", "Pat", "Lee", "Casey")


@pytest.fixture(autouse=True)
def at_ten_past_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def walk(engine: sa.Engine, cast: Cast) -> Occurrence:
    with engine.begin() as connection:
        return Occurrence(make_plan(connection, cast.mia, TODAY)["Walk"], TODAY)


def say(
    cast: Cast,
    who: str,
    where: Occurrence,
    text: str | None,
    readers: Readers = HOUSEHOLD,
    wanted: Answer = DONE,
    seen: int | None = None,
) -> int:
    note = None if text is None else Words(text, readers)
    with writing(cast.tokens[who]) as work:
        return answer(work, cast.mia, where, wanted, seen=seen, note=note).id


def item(cast: Cast, token: SessionToken, where: Occurrence) -> Item:
    with reading(token) as work:
        return next(item for item in day_of(work, cast.mia).items if item.occurrence == where)


def reads(cast: Cast, who: str, where: Occurrence) -> list[tuple[str, str]]:
    return [(note.writer, note.text) for note in item(cast, cast.tokens[who], where).notes]


@pytest.mark.parametrize(
    ("writer", "readers", "who_reads"),
    [
        ("Dana", HOUSEHOLD, {"Dana", "Pat", "Lee", "Casey"}),
        ("Dana", TEAM, {"Dana", "Pat", "Lee", "Casey"}),
        ("Mia", HOUSEHOLD, {"Mia", "Pat", "Lee", "Casey"}),
        ("Pat", HOUSEHOLD, {"Pat", "Lee", "Casey"}),
    ],
)
def test_a_note_never_reaches_the_other_household(
    cast: Cast, walk: Occurrence, writer: str, readers: Readers, who_reads: set[str]
) -> None:
    say(cast, writer, walk, "a word for you", readers)
    assert {who for who in EVERYBODY if reads(cast, who, walk)} == who_reads


def test_a_note_reaches_the_second_guardian_of_the_same_household(
    engine: sa.Engine, cast: Cast, walk: Occurrence
) -> None:
    with engine.begin() as connection:
        account = make_account(connection, cast.clinic, "Rosa", Role.FAMILY)
        guardian = RelationshipKind.GUARDIAN
        link(connection, cast.clinic, account, cast.mia, guardian, Level.RECORD, "Dana's home")
        rosa = make_session(connection, account, NOW)
    say(cast, "Dana", walk, "for us", HOUSEHOLD)
    assert [note.text for note in item(cast, rosa, walk).notes] == ["for us"]
    say(cast, "Dana", walk, "for the team", TEAM)
    assert item(cast, rosa, walk).notes == ()


def test_a_former_household_does_not_read_what_is_written_now(
    engine: sa.Engine, cast: Cast, walk: Occurrence
) -> None:
    relationship = table_of(Relationship)
    with engine.begin() as connection:
        ben = relationship.c.account_id == cast.accounts["Ben"]
        connection.execute(sa.update(relationship).where(ben).values(ends_on=date(2026, 1, 31)))
        args = (cast.clinic, cast.accounts["Ben"], cast.mia, RelationshipKind.GUARDIAN, Level.RECORD)
        link(connection, *args, "Dana's home", date(2025, 1, 1), date(2026, 1, 31))
        link(connection, *args, "Ben's new home", date(2026, 2, 1))
    say(cast, "Ben", walk, "from my new home")
    assert reads(cast, "Dana", walk) == []
    assert reads(cast, "Ben", walk) == [("Ben", "from my new home")]


def test_whoever_ticks_next_neither_reads_nor_erases_a_note(cast: Cast, walk: Occurrence) -> None:
    first = say(cast, "Mia", walk, "only for you, Pat", TEAM, PARTLY)
    second = say(cast, "Dana", walk, None, seen=first)
    third = say(cast, "Ben", walk, "", wanted=PARTLY, seen=second)
    assert reads(cast, "Dana", walk) == reads(cast, "Ben", walk) == []
    for take_back in (undo, clear):
        with writing(cast.tokens["Dana"]) as work:
            take_back(work, cast.mia, third)
    assert reads(cast, "Mia", walk) == reads(cast, "Pat", walk) == [("Mia", "only for you, Pat")]


def test_two_people_write_beside_the_same_exercise(cast: Cast, walk: Occurrence) -> None:
    say(cast, "Dana", walk, "slow at first")
    say(cast, "Ben", walk, "fine on the way back")
    assert reads(cast, "Pat", walk) == [("Dana", "slow at first"), ("Ben", "fine on the way back")]
    assert reads(cast, "Dana", walk) == [("Dana", "slow at first")]


def test_a_writer_changes_and_takes_away_the_own_note(
    engine: sa.Engine, cast: Cast, walk: Occurrence
) -> None:
    for text in (" slow ", "slow", "slower", ""):
        say(cast, "Dana", walk, text)
    assert reads(cast, "Pat", walk) == []
    with engine.connect() as connection:
        kept = connection.execute(sa.select(table_of(Note).c.text, table_of(Note).c.withdrawn_at)).all()
    assert [row.text for row in kept] == ["slow", "slower"]
    assert all(row.withdrawn_at is not None for row in kept)


def test_a_note_alone_does_not_say_that_it_was_done(cast: Cast, walk: Occurrence) -> None:
    with writing(cast.tokens["Dana"]) as work:
        note_only(work, cast.mia, walk, Words("we had visitors"))
    found = item(cast, cast.tokens["Pat"], walk)
    assert (found.entry, [note.text for note in found.notes]) == (None, ["we had visitors"])


def test_an_over_long_note_names_its_limit_and_stores_nothing(cast: Cast, walk: Occurrence) -> None:
    with pytest.raises(InvalidInput) as refused:
        say(cast, "Dana", walk, "x" * 501)
    assert (refused.value.field, refused.value.limits) == ("note", {"limit": 500, "length": 501})
    found = item(cast, cast.tokens["Dana"], walk)
    assert (found.entry, found.notes) == (None, ())


@pytest.mark.parametrize(("who", "error"), [("Sam", NotFound), ("Iris", NotFound), ("Casey", NotPermitted)])
def test_who_may_not_record_writes_no_note(
    cast: Cast, walk: Occurrence, who: str, error: type[Exception]
) -> None:
    with writing(cast.tokens[who]) as work, pytest.raises(error):
        note_only(work, cast.mia, walk, Words("hello"))
    with writing(cast.tokens["Iris"]) as work, pytest.raises(NotFound):
        note_only(work, cast.children["Noor"], walk, Words("hello"))


def terms(cast: Cast, who: str) -> NoteTerms:
    with reading(cast.tokens[who]) as work:
        return note_terms(work, cast.mia)


def test_who_shares_no_household_writes_for_the_care_team(cast: Cast, walk: Occurrence) -> None:
    assert terms(cast, "Dana") == terms(cast, "Ben") == NoteTerms((HOUSEHOLD, TEAM), urgent=("", ""))
    assert terms(cast, "Pat") == terms(cast, "Lee") == NoteTerms((TEAM,))
    say(cast, "Pat", walk, "slower than on Monday", HOUSEHOLD)
    assert reads(cast, "Lee", walk) == [("Pat", "slower than on Monday")]
    for who in ("Dana", "Ben", "Mia"):
        assert reads(cast, who, walk) == []


def test_the_child_hears_of_the_limits_of_confidentiality(engine: sa.Engine, cast: Cast) -> None:
    assert terms(cast, "Mia").confidentiality == ""
    with engine.begin() as connection:
        clinic = table_of(Clinic)
        text = "We tell somebody if you are in danger."
        connection.execute(
            sa.update(clinic).where(clinic.c.id == cast.clinic).values(confidentiality_text=text)
        )
    assert terms(cast, "Mia").confidentiality == text
    for who in ("Dana", "Pat"):
        assert terms(cast, who).confidentiality is None


def test_what_is_for_the_care_team_alone_is_not_even_read_for_a_family(
    engine: sa.Engine, cast: Cast, walk: Occurrence
) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(table_of(Episode)).values(end_note="quarrel at home"))
        wrong = {"entered_in_error_at": NOW, "entered_in_error_reason": "mixed up with Noor"}
        connection.execute(sa.update(table_of(Prescription)).values(**wrong))
    for who in EVERYBODY:
        with reading(cast.tokens[who]) as work:
            shown = repr(plan_of(work, cast.mia))
        for secret in ("quarrel at home", "mixed up with Noor"):
            assert (secret in shown) == (who in {"Pat", "Lee", "Casey"})


def test_a_child_who_shares_notes_with_a_home_may_keep_one_from_it(
    engine: sa.Engine, cast: Cast, walk: Occurrence
) -> None:
    assert terms(cast, "Mia").readers == (TEAM,)
    with engine.begin() as connection:
        row = table_of(Relationship)
        connection.exec_driver_sql(f"DELETE FROM {row.name} WHERE account_id = {cast.accounts['Mia']}")
        kind = RelationshipKind.CHILD
        link(connection, cast.clinic, cast.accounts["Mia"], cast.mia, kind, Level.RECORD, "Dana's home")
    assert terms(cast, "Mia").readers == (HOUSEHOLD, TEAM)
    say(cast, "Mia", walk, "with the dog", HOUSEHOLD)
    assert (reads(cast, "Dana", walk), reads(cast, "Ben", walk)) == ([("Mia", "with the dog")], [])
    with writing(cast.tokens["Mia"]) as work:
        note_only(work, cast.mia, walk, Words("not at school today", TEAM))
    for who in ("Dana", "Ben"):
        assert reads(cast, who, walk) == []
    assert reads(cast, "Pat", walk) == [("Mia", "not at school today")]

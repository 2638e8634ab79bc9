"""Erased by two: nothing of the child is left but numbers, and nothing of anybody else is touched."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.guards import NEVER_ERASED
from db.queries import erasure as sql
from db.queries.base import insert_row, table_of
from db.queries.erasure import ERASED
from db.tables import METADATA, Account, Erasure, OneTimeLink, SignInSession
from db.vocabulary import Level, LinkPurpose, RelationshipKind, Role
from tests.at_once import together
from tests.cast import LONG_AGO, Cast, link, make_account, make_child, make_session
from tests.db.described import rows_of
from tests.factories import make_history, make_plan
from tests.steps import NOON, START, TODAY, Clock, Plan, by, row
from tests.tracker.office.office import add_administrator, give_passwords, office
from tests.tracker.story_of_a_record import ABOUT, CANARIES, OTHER_CHILD, tell
from tests.tracker.story_of_measures import tell_measures
from tests.tracker.test_faults import Pulled, pulled_at
from tests.tracker.test_strangers import CALLS
from tracker.access.accounts import insert_account
from tracker.access.actor import OPERATOR
from tracker.access.passwords import hash_password
from tracker.access.shelf import SHELF, Draft
from tracker.access.sign_in import sign_in
from tracker.access.work import reading, writing
from tracker.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    NotPermitted,
    SignedOut,
    SignInRefused,
    TrackerError,
)
from tracker.exchange.record import copy_of
from tracker.office.children import change_child, child_of_clinic, children_of_clinic
from tracker.office.closing import close_record, closing_of, open_record
from tracker.office.erasure import (
    Asked,
    ask_to_erase,
    erase_record,
    erasure_of,
    withdraw_erasure,
)
from tracker.office.links import link as link_by_office
from tracker.progress.adherence import weekly_adherence

PASSWORD = "a long evening walk by the river"
GUARDIAN = RelationshipKind.GUARDIAN
SQLITE = pytest.mark.parametrize(
    "database", ["sqlite"], indirect=True
)  # docs/erasing.md says what PostgreSQL does


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """With a second and a third administrator, one of the other clinic, and Leo, of whom Ben is guardian, too."""
    add_administrator(engine, cast, "Eve", cast.clinic)
    add_administrator(engine, cast, "Max", cast.clinic)
    add_administrator(engine, cast, "Zed", cast.other_clinic)
    with engine.begin() as connection:
        leo = cast.children["Leo"] = make_child(connection, cast.clinic, "Leo")
        link(connection, cast.clinic, cast.accounts["Ben"], leo, GUARDIAN, Level.RECORD, "Ben's home")
        make_history(connection, leo, make_plan(connection, leo, START), START, 3)
    give_passwords(engine)
    return cast


@pytest.fixture
def asked(engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan) -> Plan:
    """A record, closed, that Ada has asked to erase."""
    ask(cast)
    return plan


@pytest.fixture
def told(engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan) -> Plan:
    """The same with something of every kind in it."""
    tell(engine, cast, clock, plan)
    tell_measures(engine, cast, clock)
    ask(cast)
    return plan


def ask(cast: Cast) -> None:
    office(cast, "Ada", close_record, cast.mia)
    office(cast, "Ada", ask_to_erase, cast.mia, "Mia")


def state(cast: Cast, who: str = "Eve") -> Asked | None:
    return office(cast, who, erasure_of, cast.mia).asked


def hindrance(cast: Cast, who: str) -> tuple[str, dict[str, object]] | None:
    found = office(cast, who, erasure_of, cast.mia).hindrance
    return None if found is None else (found.what, found.limits)


def of_mia(engine: sa.Engine, cast: Cast) -> dict[str, int]:
    """How many rows each table has that names her by a number."""
    with engine.connect() as connection:
        return {
            name: connection.execute(
                sa.select(sa.func.count()).select_from(table).where(table.c.child_id == cast.mia)
            ).scalar_one()
            for name, table in METADATA.tables.items()
            if "child_id" in table.columns
        }


def everything(engine: sa.Engine) -> str:
    return repr(rows_of(engine))


def test_nothing_of_the_child_is_left_but_numbers(engine: sa.Engine, cast: Cast, told: Plan) -> None:
    before = of_mia(engine, cast)
    assert all(before[name] for name in ERASED if name != "week_tally"), (
        "the story has something of every kind"
    )
    assert all(word in everything(engine) for word in CANARIES)
    assert erase_record(cast.tokens["Eve"], cast.mia)
    after = of_mia(engine, cast)
    assert {name for name, count in after.items() if count} == NEVER_ERASED
    said = everything(engine)
    for word in (
        *CANARIES - {OTHER_CHILD},
        "Mia",
        "mia@",
        "Dana",
        "dana@",
        ABOUT.precautions,
        "Full days",
        "Camp",
    ):
        assert word not in said, word
    left = row(engine, "child", cast.mia)._asdict()
    assert {name for name, value in left.items() if value not in {"", None}} == {
        "id",
        "clinic_id",
        "created_at",
        "closed_at",
        "closed_by_id",
        "erased_at",
    }


def test_the_log_keeps_its_numbers_and_says_who_asked_and_who_erased(
    engine: sa.Engine, cast: Cast, asked: Plan
) -> None:
    before = rows_of(engine)["access_log"]
    erase_record(cast.tokens["Eve"], cast.mia)
    log = METADATA.tables["access_log"]
    with engine.connect() as connection:
        rows = connection.execute(sa.select(log).order_by(log.c.id)).all()
    assert rows_of(engine)["access_log"][: len(before)] != []
    assert [r.id for r in rows[: len(before)]] == sorted(r["id"] for r in before)
    known = {"ask_to_erase", "erase_record", "erase_account"}
    accounts = cast.accounts
    assert [(r.what, r.account_id, r.subject, r.child_id) for r in rows if r.what in known] == [
        ("ask_to_erase", accounts["Ada"], "erasure 1", cast.mia),
        ("erase_account", accounts["Eve"], f"account {accounts['Mia']}", None),
        ("erase_account", accounts["Eve"], f"account {accounts['Dana']}", None),
        ("erase_record", accounts["Eve"], "erasure 1", cast.mia),
    ]
    request = row(engine, "erasure", 1)
    assert (request.asked_by_id, request.done_by_id) == (accounts["Ada"], accounts["Eve"])


def test_whoever_of_the_family_has_no_other_child_loses_name_and_sign_in(
    engine: sa.Engine, cast: Cast, asked: Plan
) -> None:
    with engine.begin() as connection:
        former = make_account(connection, cast.clinic, "Rosa", Role.FAMILY, hash_password(PASSWORD))
        link(connection, cast.clinic, former, cast.mia, GUARDIAN, Level.SEE, "R", LONG_AGO, date(2021, 1, 1))
        token = make_session(connection, former, NOON)
        invitation = OneTimeLink(
            purpose=LinkPurpose.INVITATION,
            token_hash="7" * 64,
            clinic_id=cast.clinic,
            account_id=former,
            created_at=NOON,
            expires_at=NOON + timedelta(days=7),
        )
        link_id = insert_row(connection, invitation)
        device = sa.update(table_of(SignInSession)).values(device="Rosa's telephone")
        connection.execute(device.where(table_of(SignInSession).c.account_id == former))
    before = {name: row(engine, "account", number) for name, number in cast.accounts.items()}
    erase_record(cast.tokens["Eve"], cast.mia)
    for number in (cast.accounts["Mia"], cast.accounts["Dana"], former):
        account = row(engine, "account", number)
        assert (account.name, account.sign_in_name, account.password_hash) == ("", f" erased-{number}", "!")
        assert account.disabled_at is not None
    for signed_in in (cast.tokens["Mia"], cast.tokens["Dana"], token):
        with pytest.raises(SignedOut), reading(signed_in):
            pass
    for name in ("rosa@example.org", f"erased-{former}", f" erased-{former}"):
        with pytest.raises(SignInRefused):
            sign_in(name, PASSWORD)
    assert row(engine, "one_time_link", link_id).withdrawn_at is not None
    assert "telephone" not in everything(engine)
    for name in set(cast.accounts) - {"Mia", "Dana"}:
        assert row(engine, "account", cast.accounts[name]) == before[name]
    with writing(cast.tokens["Ada"]) as work:  # and their sign-in names are free again
        insert_account(work, cast.clinic, Role.FAMILY, "Dana", "dana@example.org", "!")


def test_who_has_another_child_keeps_everything_of_it(engine: sa.Engine, cast: Cast, asked: Plan) -> None:
    leo = cast.children["Leo"]

    def of_leo() -> dict[str, object]:
        return {
            name: [r for r in rows if r.get("child_id") == leo]
            for name, rows in rows_of(engine).items()
            if name not in {"access_log", "week_tally"}
        }

    before = of_leo()
    erase_record(cast.tokens["Eve"], cast.mia)
    assert of_leo() == before
    with writing(cast.tokens["Ben"]) as work:
        assert work.followed() == [(leo, "Leo")]
        assert copy_of(work, leo).child_name == "Leo"


def test_a_child_who_is_a_guardian_now_keeps_the_sign_in(engine: sa.Engine, cast: Cast, asked: Plan) -> None:
    with engine.begin() as connection:
        link(connection, cast.clinic, cast.accounts["Mia"], cast.children["Leo"], GUARDIAN, Level.SEE, "M")
    erase_record(cast.tokens["Eve"], cast.mia)
    with reading(cast.tokens["Mia"]) as work:
        assert work.followed() == [(cast.children["Leo"], "Leo")]


def test_afterwards_no_use_case_finds_it(cast: Cast, asked: Plan) -> None:
    erase_record(cast.tokens["Eve"], cast.mia)
    for name, call in CALLS.items():
        for who in ("Ben", "Pat", "Sam", "Ada"):
            with pytest.raises(TrackerError) as refused:
                by(cast, who, call, asked.episode, asked.prescription)
            assert type(refused.value) is NotFound, (who, name)


def test_afterwards_the_office_and_the_command_line_do_not_find_it(
    engine: sa.Engine, cast: Cast, asked: Plan
) -> None:
    facts = office(cast, "Ada", child_of_clinic, cast.mia)[1]
    erase_record(cast.tokens["Eve"], cast.mia)
    before = rows_of(engine)
    sam = (cast.accounts["Sam"], GUARDIAN, Level.SEE, "S")
    for call in (
        lambda: office(cast, "Ada", child_of_clinic, cast.mia),
        lambda: office(cast, "Ada", change_child, cast.mia, facts, seen=facts),
        lambda: office(cast, "Ada", link_by_office, cast.mia, *sam),
        lambda: office(cast, "Ada", close_record, cast.mia),
        lambda: office(cast, "Ada", open_record, cast.mia),
        lambda: office(cast, "Ada", closing_of, cast.mia),
        lambda: office(cast, "Ada", erasure_of, cast.mia),
        lambda: office(cast, "Ada", ask_to_erase, cast.mia, ""),
        lambda: office(cast, "Ada", withdraw_erasure, cast.mia),
        lambda: erase_record(cast.tokens["Max"], cast.mia),
        lambda: by(cast, "Ben", copy_of),
    ):
        with pytest.raises(NotFound):
            call()
    with pytest.raises(NotFound), reading(OPERATOR) as work:
        weekly_adherence(work, cast.mia, screen="")
    assert cast.mia not in {entry.id for entry in office(cast, "Ada", children_of_clinic)}
    assert rows_of(engine) == before


def test_nobody_goes_on_with_what_was_being_typed_on_its_pages(cast: Cast, asked: Plan) -> None:
    pat, mia, leo = cast.accounts["Pat"], cast.mia, cast.children["Leo"]
    for child in (mia, leo):
        SHELF.keep(pat, f"tab {child}", Draft(1, f"plan?child={child}", {"reason": "more stairs"}, NOON))
    erase_record(cast.tokens["Eve"], mia)
    assert SHELF.take(pat, f"plan?child={mia}", live=(), now=NOON) == {}
    assert SHELF.take(pat, f"plan?child={leo}", live=(), now=NOON) == {"reason": "more stairs"}


def test_it_takes_another_administrator(engine: sa.Engine, cast: Cast, asked: Plan) -> None:
    before = rows_of(engine)
    with pytest.raises(Conflict, match="takes_another"):
        erase_record(cast.tokens["Ada"], cast.mia)
    for who in ("Mia", "Dana", "Ben", "Pat", "Casey", "Lee", "Sam"):
        for use_case in (erasure_of, withdraw_erasure):
            with pytest.raises(NotPermitted):
                office(cast, who, use_case, cast.mia)
        with pytest.raises(NotPermitted):
            office(cast, who, ask_to_erase, cast.mia, "Mia")
        with pytest.raises(NotPermitted):
            erase_record(cast.tokens[who], cast.mia)
    with pytest.raises(NotFound):
        erase_record(cast.tokens["Zed"], cast.mia)
    assert rows_of(engine) == before


def test_the_database_itself_wants_two_people(engine: sa.Engine, cast: Cast, asked: Plan) -> None:
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(sa.update(table_of(Erasure)).values(done_by_id=cast.accounts["Ada"]))


def test_only_a_closed_record_is_asked_for(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Conflict, match="record_open"):
        office(cast, "Ada", ask_to_erase, cast.mia, "Mia")
    with pytest.raises(Conflict, match="nobody_asked"):
        erase_record(cast.tokens["Eve"], cast.mia)


@pytest.mark.parametrize("name", ["", "Mi", "Leo", "Mia Mia", "Mіa"])
def test_another_name_is_refused(engine: sa.Engine, cast: Cast, plan: Plan, name: str) -> None:
    office(cast, "Ada", close_record, cast.mia)
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match="name_to_confirm"):
        office(cast, "Ada", ask_to_erase, cast.mia, name)
    assert rows_of(engine) == before


@pytest.mark.parametrize("name", ["Mia", " mia ", "ＭＩＡ"])
def test_the_spelling_of_the_name_does_not_matter(cast: Cast, plan: Plan, name: str) -> None:
    office(cast, "Ada", close_record, cast.mia)
    office(cast, "Ada", ask_to_erase, cast.mia, name)
    asked = state(cast)
    assert asked == Asked("Ada", by_me=False, on=TODAY, until=TODAY + timedelta(days=30))
    mine = state(cast, "Ada")
    assert mine is not None
    assert mine.by_me


def test_a_request_is_made_once(cast: Cast, asked: Plan) -> None:
    with pytest.raises(Conflict, match="erasure_asked"):
        office(cast, "Eve", ask_to_erase, cast.mia, "Mia")


@pytest.mark.parametrize("who", ["Ada", "Eve", "Max"])
def test_it_is_taken_back_by_whomever(engine: sa.Engine, cast: Cast, asked: Plan, who: str) -> None:
    office(cast, who, withdraw_erasure, cast.mia)
    office(cast, who, withdraw_erasure, cast.mia)
    assert state(cast) is None
    with pytest.raises(Conflict, match="nobody_asked"):
        erase_record(cast.tokens["Eve"], cast.mia)
    request = row(engine, "erasure", 1)
    assert request.withdrawn_by_id == cast.accounts[who]
    office(cast, "Eve", ask_to_erase, cast.mia, "Mia")
    assert erase_record(cast.tokens["Ada"], cast.mia)


def test_a_request_is_good_for_thirty_days(engine: sa.Engine, cast: Cast, clock: Clock, asked: Plan) -> None:
    clock.forward(days=30, hours=10, minutes=59, seconds=59)  # still that day where the clinic is
    for name in ("Ada", "Eve", "Max"):
        with engine.begin() as connection:
            cast.tokens[name] = make_session(connection, cast.accounts[name], clock.moment)
    assert state(cast) is not None
    clock.forward(seconds=1)
    assert state(cast) is None
    with pytest.raises(Conflict, match="nobody_asked"):
        erase_record(cast.tokens["Eve"], cast.mia)
    office(cast, "Eve", ask_to_erase, cast.mia, "Mia")
    assert erase_record(cast.tokens["Ada"], cast.mia)
    assert row(engine, "erasure", 1).withdrawn_at is not None


def test_a_clinic_with_one_administrator_is_told_that_it_takes_two(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    office(cast, "Ada", close_record, cast.mia)
    assert hindrance(cast, "Ada") is None
    account = table_of(Account)
    with engine.begin() as connection:
        others = account.c.id.in_([cast.accounts["Eve"], cast.accounts["Max"]])
        connection.execute(sa.update(account).where(others).values(disabled_at=account.c.created_at))
    assert hindrance(cast, "Ada") == ("one_administrator", {})
    with pytest.raises(Conflict, match="one_administrator"):
        office(cast, "Ada", ask_to_erase, cast.mia, "Mia")


def test_two_who_erase_at_the_same_moment_erase_once(engine: sa.Engine, cast: Cast, asked: Plan) -> None:
    got = together(1, lambda who, _round: erase_record(cast.tokens[who], cast.mia), ("Eve", "Max"))
    [(refused, done)] = [sorted(each, key=str) for each in zip(*got.values(), strict=True)]
    assert (type(refused), done) == (NotFound, True)
    log = METADATA.tables["access_log"]
    with engine.connect() as connection:
        done = sa.select(sa.func.count()).where(log.c.what == "erase_record")
        assert connection.execute(done).scalar() == 1


def test_whatever_fails_nothing_is_erased(engine: sa.Engine, cast: Cast, asked: Plan) -> None:
    before = rows_of(engine)
    for number in range(1, 90):
        try:
            with pulled_at(engine, number):
                erase_record(cast.tokens["Eve"], cast.mia)
        except Pulled:
            assert rows_of(engine) == before
        else:
            break
    else:
        pytest.fail("it never came to an end")
    assert number > len(ERASED)
    assert of_mia(engine, cast)["completion"] == 0


def bytes_of(engine: sa.Engine) -> bytes:
    path = str(engine.url.database)
    return b"".join(
        Path(f"{path}{end}").read_bytes() for end in ("", "-wal") if Path(f"{path}{end}").exists()
    )


@pytest.fixture
def careless(engine: sa.Engine) -> None:
    """As on a machine whose SQLite leaves what it deletes or moves in the file."""

    def leave_it(connection: sa.engine.interfaces.DBAPIConnection, *_: object) -> None:
        connection.cursor().execute("PRAGMA secure_delete = OFF")

    sa.event.listen(engine, "connect", leave_it)
    engine.dispose()


def fill(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    """Notes of two children in turn, of all lengths, so that pages are split again and again."""
    note = METADATA.tables["note"]
    with engine.begin() as connection:
        [theirs] = connection.execute(
            sa.select(METADATA.tables["prescription"].c.id)
            .where(METADATA.tables["prescription"].c.child_id == cast.children["Leo"])
            .limit(1)
        ).scalars()
        for number in range(400):
            mine = number % 3 == 0
            connection.execute(
                sa.insert(note).values(
                    child_id=cast.mia if mine else cast.children["Leo"],
                    prescription_id=plan.prescription if mine else theirs,
                    performed_on=START - timedelta(days=number),
                    slot=1,
                    text=("CANARY-mine " if mine else "theirs ") * (number % 37 + 1),
                    readers="team_only",
                    household="",
                    written_at=NOON,
                    written_by_id=cast.accounts["Pat"],
                )
            )


@SQLITE
def test_no_byte_of_it_is_left_in_the_file(careless: None, engine: sa.Engine, cast: Cast, told: Plan) -> None:
    fill(engine, cast, told)
    before = bytes_of(engine)
    assert before.count(b"CANARY-mine") > 1000
    assert erase_record(cast.tokens["Eve"], cast.mia)
    after = bytes_of(engine)
    assert b"theirs theirs" in after
    for word in (b"CANARY-mine", b"Mia", b"dana@example.org", b"Up you go", *(w.encode() for w in CANARIES)):
        if word.decode() != OTHER_CHILD:
            assert word not in after, word


@SQLITE
def test_who_reads_for_too_long_keeps_traces_and_that_is_said(
    careless: None, engine: sa.Engine, cast: Cast, told: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "BUSY_SECONDS", 0)
    with engine.connect().execution_options(write=False) as reader:
        reader.exec_driver_sql("SELECT count(*) FROM note").scalar()
        assert not erase_record(cast.tokens["Eve"], cast.mia)
    assert of_mia(engine, cast)["note"] == 0
    assert sql.clear_traces(engine)
    assert b"CANARY-Mia" not in bytes_of(engine)

"""The clinic's access log: a hundred rows a page, filtered, of this clinic alone, and read by administrators alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import METADATA, AccessLog
from db.vocabulary import Access
from tests.cast import Cast
from tests.db.described import rows_of
from tests.steps import TODAY, Clock
from tests.tracker.office.office import add_administrator, office
from tracker.access import clinic_log as module
from tracker.access.clinic_log import (
    OPERATOR_OF_SERVER,
    SIGN_INS,
    ClinicLog,
    Filters,
    LogKind,
    Named,
    choices,
    clinic_log,
)
from tracker.access.work import reading, writing
from tracker.errors import InvalidInput, NotPermitted

LOOK, CHANGE = Access.LOOK, Access.CHANGE


@pytest.fixture(autouse=True)
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast, and Otto who manages the other clinic."""
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    return cast


def add(engine: sa.Engine, cast: Cast, at: datetime, **more: object) -> None:
    row = {
        "clinic_id": cast.clinic,
        "account_id": cast.accounts["Pat"],
        "child_id": cast.mia,
        "access": LOOK,
        "what": "plan",
    } | more
    with engine.begin() as connection:
        insert_row(connection, AccessLog(at=at, **row))  # type: ignore[arg-type]


def read(cast: Cast, who: str = "Ada", **filters: object) -> ClinicLog:
    return office(cast, who, clinic_log, Filters(**filters))  # type: ignore[arg-type]


def whats(found: ClinicLog) -> list[str]:
    """What is on the page, without the reader's own looks at it."""
    return [row.what for row in found.rows if row.what != "clinic_log"]


def test_a_row_says_when_who_which_child_and_what(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    add(engine, cast, datetime(2025, 3, 3, 16, 30, tzinfo=UTC))
    own, row = read(cast).rows
    assert (row.at.isoformat(), row.who, row.child, row.children, row.access, row.what) == (
        "2025-03-03T11:30:00-05:00", Named(cast.accounts["Pat"], "Pat"), Named(cast.mia, "Mia"), 0, LOOK, "plan",
    )  # fmt: skip
    assert own.who is not None
    assert (own.who.name, own.child, own.what) == ("Ada", None, "clinic_log")


def test_looks_at_the_log_are_in_it_once_in_fifteen_minutes(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    for minutes in (0, 5, 9, 3, 15):
        clock.forward(minutes=minutes)
        with reading(cast.tokens["Ada"]) as work:
            clinic_log(work, Filters())
    kept = [row["what"] for row in rows_of(engine)["access_log"]]
    assert kept == ["clinic_log"] * 3


@pytest.mark.parametrize("who", ["Pat", "Casey", "Lee", "Dana", "Mia", "Sam"])
def test_only_administrators_read_it(engine: sa.Engine, cast: Cast, who: str) -> None:
    before = rows_of(engine)
    for open_work in (reading, writing):
        with pytest.raises(NotPermitted), open_work(cast.tokens[who]) as work:
            clinic_log(work, Filters())
        with pytest.raises(NotPermitted), open_work(cast.tokens[who]) as work:
            choices(work)
    assert rows_of(engine) == before


def test_nothing_of_another_clinic_is_ever_in_it(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    noor = cast.children["Noor"]
    theirs = {"clinic_id": cast.other_clinic, "account_id": cast.accounts["Iris"]}
    add(engine, cast, clock.moment, **theirs, child_id=noor, what="today")
    add(engine, cast, clock.moment, **theirs, child_id=None, what="caseload", subject=f"children {cast.mia}")
    add(engine, cast, clock.moment, clinic_id=None, child_id=None, account_id=None, access=CHANGE, what="x")
    for name, number in (("child_id", noor), ("child_id", cast.mia), ("account_id", cast.accounts["Iris"])):
        assert whats(read(cast, **{name: number})) == []  # type: ignore[arg-type]
    assert whats(read(cast)) == []
    assert sorted(whats(read(cast, "Otto"))) == ["caseload", "today"]
    people, children = office(cast, "Ada", choices)
    assert {each.name for each in people} & {"Iris", "Otto"} == set()
    assert children == [Named(cast.mia, "Mia")]


def test_a_child_of_another_clinic_has_no_name_here(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    """No row leads there; were there one, it would not tell the name."""
    add(engine, cast, clock.moment, child_id=cast.children["Noor"])
    assert "Noor" not in repr(read(cast))


def test_an_erased_record_keeps_its_number_alone(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    add(engine, cast, clock.moment)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE child SET erased_at = created_at"))
    assert read(cast, child_id=cast.mia).rows[-1].child == Named(cast.mia, "")
    assert office(cast, "Ada", choices)[1] == [Named(cast.mia, "")]


def test_a_caseload_counts_its_children_and_is_found_by_each(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    add(engine, cast, clock.moment, child_id=None, what="caseload", subject=f"children {cast.mia} 13 31")
    assert [row.children for row in read(cast).rows if row.what == "caseload"] == [3]
    found = {n: whats(read(cast, child_id=n)) for n in (cast.mia, 13, 31, 3, 113, 2**40)}
    assert found == {cast.mia: ["caseload"], 13: ["caseload"], 31: ["caseload"], 3: [], 113: [], 2**40: []}


def test_it_is_filtered_by_person_child_kind_and_days(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    nobodys = {"child_id": None, "access": CHANGE}
    midnight = datetime(2025, 3, 2, 5, tzinfo=UTC)
    add(engine, cast, midnight, what="plan")
    add(engine, cast, midnight - timedelta(seconds=1), what="today", account_id=cast.accounts["Dana"])
    add(engine, cast, midnight + timedelta(hours=1), what="revise", access=CHANGE)
    add(engine, cast, midnight + timedelta(hours=2), what="adherence", account_id=None)
    for hours, what in enumerate(sorted(SIGN_INS), 3):
        add(engine, cast, midnight + timedelta(hours=hours), what=what, **nobodys)
    signs = sorted(SIGN_INS, reverse=True)
    pat, second = cast.accounts["Pat"], date(2025, 3, 2)
    assert whats(read(cast)) == [*signs, "adherence", "revise", "plan", "today"]
    for filters, expected in (
        ({"account_id": pat}, [*signs, "revise", "plan"]),
        ({"account_id": cast.accounts["Dana"]}, ["today"]),
        ({"account_id": OPERATOR_OF_SERVER}, ["adherence"]),
        ({"child_id": cast.mia}, ["adherence", "revise", "plan", "today"]),
        ({"kind": LogKind.LOOK}, ["adherence", "plan", "today"]),
        ({"kind": LogKind.CHANGE}, ["revise"]),
        ({"kind": LogKind.SIGN_IN}, signs),
        ({"first_day": second}, [*signs, "adherence", "revise", "plan"]),
        ({"last_day": second - timedelta(days=1)}, ["today"]),
        ({"first_day": second, "last_day": second, "kind": LogKind.LOOK}, ["adherence", "plan"]),
        ({"account_id": pat, "child_id": cast.mia, "kind": LogKind.CHANGE}, ["revise"]),
        ({"last_day": date(2024, 1, 1)}, []),
        ({"account_id": 2**40}, []),
    ):
        assert whats(read(cast, **filters)) == expected, filters


def test_days_the_wrong_way_round_are_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="to: before"):
        read(cast, first_day=TODAY, last_day=TODAY - timedelta(days=1))


def test_a_page_goes_on_where_the_last_one_ended(
    engine: sa.Engine, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in the middle of rows of one moment, and while new ones come in."""
    for number in range(7):
        add(engine, cast, clock.moment - timedelta(hours=number // 4), what=f"look {number}")
    monkeypatch.setattr(module, "ROWS_A_PAGE", 3)
    pages = [read(cast)]
    while pages[-1].rest is not None:
        clock.forward(minutes=20)
        pages.append(office(cast, "Ada", clinic_log, Filters(), pages[-1].rest))
    assert [len(page.rows) for page in pages] == [3, 3, 2]
    expected = [f"look {number}" for number in (3, 2, 1, 0, 6, 5, 4)]
    assert [what for page in pages for what in whats(page)] == expected


def test_the_limit_is_in_the_statement(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    add(engine, cast, clock.moment)
    statements: list[str] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    read(cast)
    sa.event.remove(engine, "before_cursor_execute", note)
    of_log = [text for text in statements if text.startswith("SELECT") and "FROM access_log" in text]
    assert of_log
    assert all("LIMIT" in text for text in of_log)


def test_nothing_clinical_is_among_what_it_reads(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    child = METADATA.tables["child"]
    with engine.begin() as connection:
        secrets = {"precautions": "CANARY", "other_conditions": "CANARY", "supporting_medication": "CANARY"}
        connection.execute(sa.update(child).values(**secrets))
    add(engine, cast, clock.moment, subject="prescription 7", access=CHANGE, what="revise")
    assert "CANARY" not in repr(read(cast))
    assert "prescription" not in repr(read(cast))

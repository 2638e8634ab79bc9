"""A closed record on its pages, through the entry script: read by its family and its team, changed by nobody."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from db.queries.base import table_of
from db.tables import Child, Episode
from db.vocabulary import Level, RelationshipKind
from tests.cast import Cast, link, make_child, make_session
from tests.db.described import rows_of
from tests.factories import make_plan
from tests.pages.conftest import Visit
from tests.pages.office import errors, has_button, opened, press, texts
from tests.steps import START, TODAY, Clock, by
from tests.tracker.office.office import add_administrator, give_passwords, office
from tracker.office.closing import close_record
from tracker.office.erasure import ask_to_erase, withdraw_erasure
from tracker.record.completions import DONE, answer
from tracker.record.occurrence import Occurrence

CLOSED = "This record was closed on Mon 3 Mar. You can read it and take a copy."
READ_ONLY = "This record was closed on Mon 3 Mar. You can read it."
CHILD = table_of(Child)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast with a second administrator, and a plan of Mia's, of which she did the walk today."""
    add_administrator(engine, cast, "Eve", cast.clinic)
    give_passwords(engine)
    with engine.begin() as connection:
        walk = make_plan(connection, cast.mia, START)["Walk"]
    by(cast, "Mia", answer, Occurrence(walk, TODAY), DONE, seen=None)
    return cast


def copies(at: AppTest) -> list[str]:
    return [str(found.proto.body) for found in at.get("html") if "/record/" in str(found.proto.body)]


def child(engine: sa.Engine, cast: Cast) -> sa.Row[tuple[object, ...]]:
    with engine.connect() as connection:
        return connection.execute(sa.select(CHILD).where(CHILD.c.id == cast.mia)).one()


@pytest.mark.parametrize(("who", "line"), [("Dana", CLOSED), ("Mia", CLOSED), ("Pat", READ_ONLY)])
def test_every_page_says_that_it_is_closed_and_offers_nothing_to_change(
    engine: sa.Engine, cast: Cast, visit: Visit, who: str, line: str
) -> None:
    for page in ("today", "plan", "progress"):
        before = opened(visit, who, page, cast.mia)
        assert line not in texts(before)
        offered = any(not button.disabled for button in before.button)
        assert offered == (page == "today" or (page, who) == ("plan", "Pat"))
    office(cast, "Ada", close_record, cast.mia)
    for page in ("today", "plan", "progress"):
        at = opened(visit, who, page, cast.mia)
        assert [info.value for info in at.info][:1] == [line]
        rest = [b for b in at.button if not b.disabled and not str(b.key).startswith("more-")]
        assert rest == []
        if page == "today":
            [walk] = [b for b in at.button if str(b.key).startswith("done-")]
            assert walk.disabled
            assert "Walk" in walk.label
            assert "done" in walk.label
            assert not at.progress, "nobody is asked for anything any more"
            assert "no plan" not in texts(at)


def test_after_the_treatment_today_promises_nothing(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(table_of(Episode)).values(ends_on=TODAY))
    assert "Your clinic will add one" in texts(opened(visit, "Dana", "today"))
    office(cast, "Ada", close_record, cast.mia)
    assert [info.value for info in opened(visit, "Dana", "today").info] == [CLOSED]


def test_with_several_children_the_line_has_a_name(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        leo = make_child(connection, cast.clinic, "Leo")
        guardian = RelationshipKind.GUARDIAN
        link(connection, cast.clinic, cast.accounts["Dana"], leo, guardian, Level.RECORD, "Dana's home")
        make_plan(connection, leo, START)
    office(cast, "Ada", close_record, cast.mia)
    at = opened(visit, "Dana", "today")
    said = "The record of Mia was closed on Mon 3 Mar. You can read it and take a copy."
    assert [info.value for info in at.info] == [said]
    assert any(not button.disabled for button in at.button if f"done-{leo}-" in str(button.key))
    assert all(button.disabled for button in at.button if f"done-{cast.mia}-" in str(button.key))
    assert sum(f"done-{cast.mia}-" in str(button.key) for button in at.button) == 1


def test_a_year_later_the_day_has_its_year(engine: sa.Engine, cast: Cast, clock: Clock, visit: Visit) -> None:
    office(cast, "Ada", close_record, cast.mia)
    clock.forward(days=25)
    assert CLOSED in texts(opened(visit, "Dana", "plan"))
    clock.moment += timedelta(days=300)
    with engine.begin() as connection:
        cast.tokens["Dana"] = make_session(connection, cast.accounts["Dana"], clock.moment)
    assert "closed on Mon 3 Mar 2025." in texts(opened(visit, "Dana", "plan"))


def test_the_way_to_a_copy_is_the_familys(cast: Cast, visit: Visit) -> None:
    for who in ("Dana", "Mia"):
        [anchor] = copies(opened(visit, who, "access_log", cast.mia))
        assert f'href="/record/{cast.mia}.zip"' in anchor
    for who in ("Pat", "Lee", "Casey"):
        assert copies(opened(visit, who, "access_log", cast.mia)) == []


def test_an_administrator_closes_and_opens(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Ada", "people", cast.mia)
    assert not has_button(at, "open-record")
    press(at, "close-record")
    assert "The record is closed." in texts(at)
    assert "This record was closed on Mon 3 Mar 2025 by Ada." in texts(at)
    assert child(engine, cast).closed_at is not None
    assert not has_button(at, "close-record")
    press(at, "open-record")
    assert "The record is open again." in texts(at)
    assert child(engine, cast).closed_at is None


def test_two_administrators_erase(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    office(cast, "Ada", close_record, cast.mia)
    at = opened(visit, "Ada", "people", cast.mia)
    name = at.text_input(f"erase-{cast.mia}-name")
    name.set_value("Mina")
    press(at, f"erase-{cast.mia}-ask")
    assert any("this is another name" in text for text in errors(at))
    assert at.text_input(f"erase-{cast.mia}-name").value == "Mina"
    at.text_input(f"erase-{cast.mia}-name").set_value("Mia")
    press(at, f"erase-{cast.mia}-ask")
    assert "You asked on Mon 3 Mar 2025 to erase this record." in texts(at)
    assert not has_button(at, "erase-record")
    at = opened(visit, "Eve", "people", cast.mia)
    [warning] = [w.value for w in at.warning]
    assert warning == "Ada asked on Mon 3 Mar 2025 to erase this record. You can do it until Wed 2 Apr 2025."
    assert "Copies of the database that were made before still hold the record" in texts(at)
    press(at, "erase-record")
    assert errors(at) == []
    assert "The record of Mia is erased." in texts(at)
    assert "child" not in at.query_params
    assert child(engine, cast).chosen_name == ""
    at = opened(visit, "Ada", "people", cast.mia)
    assert errors(at) == ["There is nothing here that you can open."]
    at = opened(visit, "Pat", "today", cast.mia)
    assert "There is nothing here that you can open." in errors(at)
    assert "You are signed out." in texts(opened(visit, "Dana", "today"))


def test_what_is_asked_stands_on_the_list_of_people(cast: Cast, visit: Visit) -> None:
    assert "asked on" not in texts(opened(visit, "Eve", "people"))
    office(cast, "Ada", close_record, cast.mia)
    office(cast, "Ada", ask_to_erase, cast.mia, "Mia")
    line = (
        "Ada asked on Mon 3 Mar 2025 to erase the record of Mia. Another administrator can do it until Wed 2 Apr 2025, "
        "or take it back."
    )
    for who in ("Ada", "Eve"):
        assert line in texts(opened(visit, who, "people"))


def test_a_new_administrator_reads_that_another_one_has_to_do_it(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    office(cast, "Ada", close_record, cast.mia)
    office(cast, "Ada", ask_to_erase, cast.mia, "Mia")
    with engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE account SET created_at = '2025-02-27 15:00:00' WHERE name = 'Eve'")
        )
    at = opened(visit, "Eve", "people", cast.mia)
    assert [w.value for w in at.warning] == [
        "Ada asked on Mon 3 Mar 2025 to erase this record. It can be done until Wed 2 Apr 2025."
    ]
    assert "Another administrator has to do this" in texts(at)
    assert "from Fri 7 Mar on" in texts(at)
    assert not has_button(at, "erase-record")
    press(at, "withdraw-erasure")
    assert "You can ask for this from Fri 7 Mar on." in texts(opened(visit, "Ada", "people", cast.mia))


def test_what_was_asked_is_taken_back(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    office(cast, "Ada", close_record, cast.mia)
    at = opened(visit, "Ada", "people", cast.mia)
    at.text_input(f"erase-{cast.mia}-name").set_value("mia")
    press(at, f"erase-{cast.mia}-ask")
    at = opened(visit, "Eve", "people", cast.mia)
    press(at, "withdraw-erasure")
    assert "Nobody asks to erase it any more." in texts(at)
    assert [r["withdrawn_by_id"] for r in rows_of(engine)["erasure"]] == [cast.accounts["Eve"]]


def test_a_button_that_is_too_late_says_so(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    office(cast, "Ada", close_record, cast.mia)
    at = opened(visit, "Ada", "people", cast.mia)
    at.text_input(f"erase-{cast.mia}-name").set_value("mia")
    press(at, f"erase-{cast.mia}-ask")
    at = opened(visit, "Eve", "people", cast.mia)
    office(cast, "Ada", withdraw_erasure, cast.mia)
    press(at, "erase-record")
    assert errors(at) == ["Nobody asks for this any more, so nothing was erased. Please look again."]
    assert child(engine, cast).chosen_name == "Mia"


def test_the_only_administrator_is_told_that_it_takes_two(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    with engine.begin() as connection:
        eve = sa.text("UPDATE account SET disabled_at = created_at WHERE name = 'Eve'")
        connection.execute(eve)
    office(cast, "Ada", close_record, cast.mia)
    at = opened(visit, "Ada", "people", cast.mia)
    assert "It takes two administrators" in texts(at)
    assert not [found for found in at.text_input if str(found.key).startswith("erase-")]

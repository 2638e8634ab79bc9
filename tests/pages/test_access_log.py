"""Who has opened this record, for the family; the clinic's access log, for its office; through the entry script."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from db.queries.base import insert_row
from db.tables import METADATA, AccessLog
from db.vocabulary import Access, Level
from tests.cast import Cast
from tests.pages.conftest import Visit
from tests.pages.office import opened
from tests.steps import TODAY, Clock, by, make_two_weeks_of_plan
from tests.tracker.consent.families import NO, child_says, guardian_says, part, set_ages, set_born
from tracker.access import clinic_log as module
from tracker.access.actor import OPERATOR
from tracker.access.policy import Action
from tracker.access.work import reading
from tracker.plans.plan import plan_of
from tracker.progress.caseload import caseload_of
from tracker.progress.day import day_of
from tracker.record.completions import DONE, Words, answer
from tracker.record.occurrence import Occurrence

PAGE = "access_log"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture(autouse=True)
def after_midnight(cast: Cast, clock: Clock) -> None:
    """Tuesday, twenty past midnight, where Mia lives."""
    clock.forward(hours=12, minutes=20)


def words(at: AppTest) -> str:
    kinds = (at.header, at.subheader, at.info, at.success, at.error, at.markdown, at.caption)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def days(at: AppTest) -> list[str]:
    """The days of the log, each with its lines."""
    return [str(element.value) for element in at.markdown if "\n- " in str(element.value)]


def table(at: AppTest) -> str:
    return "\n".join(html.proto.body for html in at.get("html"))


def click(at: AppTest, starts: str) -> AppTest:
    [key] = [str(button.key) for button in at.button if str(button.key).startswith(starts)]
    at.button(key=key).click().run()
    assert not at.exception
    return at


def add(engine: sa.Engine, cast: Cast, clock: Clock, *, days_ago: int = 0, **more: object) -> None:
    row = {"account_id": cast.accounts["Pat"], "child_id": cast.mia, "access": Access.LOOK, "what": "plan"}
    at = clock.moment - timedelta(days=days_ago)
    with engine.begin() as connection:
        insert_row(connection, AccessLog(at=at, clinic_id=cast.clinic, **(row | more)))  # type: ignore[arg-type]


def test_the_family_reads_who_did_what_in_plain_words_and_without_a_time(
    engine: sa.Engine, cast: Cast, visit: Visit, clock: Clock
) -> None:
    prescription = make_two_weeks_of_plan(engine, cast).prescription
    note = Words("Only for the team")
    by(cast, "Mia", answer, Occurrence(prescription, TODAY), DONE, seen=None, note=note)
    by(cast, "Ben", answer, Occurrence(prescription, TODAY, slot=2), DONE, seen=None, note=note)
    by(cast, "Pat", plan_of)
    by(cast, "Pat", day_of)
    with reading(cast.tokens["Lee"]) as work:
        caseload_of(work)
    with reading(OPERATOR) as work:
        work.child(cast.mia, Action.SEE, screen="adherence")
    add(engine, cast, clock, account_id=cast.accounts["Ada"], access=Access.CHANGE, what="change_child")
    at = opened(visit, "Dana", PAGE)
    assert at.header[0].value.startswith("Mia")
    [today] = days(at)
    assert today.split("\n") == [
        "**Today**",
        "",
        "- The clinic’s office: changed name, birth month, school or time zone",
        "- **Ben**, guardian: logged exercises",
        "- **You**: looked at who has opened it",
        "- **Lee**, care team: saw the list of children",
        "- **Mia**, the child: logged exercises",
        "- **Pat**, physical therapist: looked at Plan, looked at Today",
        "- The operator of the server: read the weekly figures",
    ]
    assert "Only for the team" not in words(at)
    assert not [text for text in (":20", "00", "note") if text in today]


def test_thirty_days_at_a_time(engine: sa.Engine, cast: Cast, visit: Visit, clock: Clock) -> None:
    for days_ago in (1, 29, 30, 400):
        add(engine, cast, clock, days_ago=days_ago)
    at = opened(visit, "Dana", PAGE)

    def shown() -> list[str]:
        return [text.split("\n", 1)[0] for text in days(at)]

    assert shown() == ["**Today**", "**Yesterday**", "**Mon 3 Feb**"]
    click(at, "earlier-")
    assert shown() == ["**Sun 2 Feb**"]
    click(at, "earlier-")
    assert shown() == ["**Mon 29 Jan 2024**"]
    assert not [button for button in at.button if str(button.key).startswith("earlier-")]
    click(at, "newest-")
    assert shown()[0] == "**Today**"


def test_it_is_at_the_foot_of_every_page_of_a_family(cast: Cast, visit: Visit) -> None:
    for who, page in (("Dana", "today"), ("Mia", "plan"), ("Dana", PAGE)):
        links = [
            (link.proto.page, link.proto.query_string) for link in opened(visit, who, page).get("page_link")
        ]
        assert links.count((PAGE, f"child={cast.mia}")) == 1


@pytest.mark.parametrize("who", ["Sam", "Iris"])
def test_an_address_of_somebody_elses_child_says_there_is_nothing(cast: Cast, visit: Visit, who: str) -> None:
    at = opened(visit, who, PAGE, cast.mia)
    assert [error.value for error in at.error] == ["There is nothing here that you can open."]
    assert not days(at)


def test_a_closed_record_is_read_as_well(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE child SET closed_at = created_at"))
    assert days(opened(visit, "Dana", PAGE))


def test_what_was_agreed_stands_there_with_its_day_and_can_be_taken_back(
    engine: sa.Engine, cast: Cast, visit: Visit, clock: Clock
) -> None:
    assert "What was agreed" not in words(opened(visit, "Dana", PAGE))
    set_ages(engine, cast, guardian_consent_below_age=16, assent_from_age=10)
    set_born(engine, cast, date(2012, 5, 1))
    assert "No guardian agrees right now" in words(opened(visit, "Dana", PAGE))
    guardian_says(cast, "Dana")
    clock.forward(days=1)
    assert "A guardian agreed on Tue 4 Mar 2025." in words(opened(visit, "Ben", PAGE))
    assert "A guardian agreed on Tue 4 Mar 2025." in words(opened(visit, "Mia", PAGE))
    at = opened(visit, "Dana", PAGE)
    assert "You agreed on Tue 4 Mar 2025." in words(at)
    assert "nobody in the family can log anything" in words(at)
    click(at, "take-back-now-")
    assert "You took it back on Wed 5 Mar 2025." in words(at)
    assert "No guardian agrees right now" in words(at)
    guardian_says(cast, "Ben")
    assert "Another guardian agrees as well" not in words(opened(visit, "Ben", PAGE))
    guardian_says(cast, "Dana")
    assert "Another guardian agrees as well" in words(opened(visit, "Ben", PAGE))


def test_a_child_changes_its_answer_there_and_its_guardians_do_not_read_it(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    set_ages(engine, cast, assent_from_age=10)
    set_born(engine, cast, date(2012, 5, 1))
    child_says(cast, "Mia", NO)
    assert "said no" not in words(opened(visit, "Dana", PAGE))
    at = opened(visit, "Mia", PAGE)
    assert "You said no on Tue 4 Mar 2025." in words(at)
    click(at, "assent-yes-")
    assert "You said yes on Tue 4 Mar 2025." in words(at)


def test_a_child_without_a_sign_in_is_asked_again_there(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    set_ages(engine, cast, assent_from_age=10)
    set_born(engine, cast, date(2012, 5, 1))
    part(engine, cast, "Mia")
    child_says(cast, "Dana")
    at = opened(visit, "Ben", PAGE)
    assert "Mia said yes on Tue 4 Mar 2025." in words(at)
    click(at, "assent-no-")
    assert "Mia said no on Tue 4 Mar 2025." in words(at)


def test_a_young_adult_changes_there_who_may_open_it(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    set_ages(engine, cast, majority_age=18)
    set_born(engine, cast, date(2007, 1, 1))
    at = opened(visit, "Mia", PAGE)
    at.radio[1].set_value(Level.SEE)
    click(at, f"renewal-{cast.mia}-save")
    at = opened(visit, "Mia", PAGE)
    assert [radio.value for radio in at.radio] == ["nothing", Level.SEE]
    assert "May see it" in at.radio[1].options
    assert "looked at who has opened it" in words(opened(visit, "Dana", PAGE))
    at = opened(visit, "Mia", PAGE)
    at.radio[1].set_value("nothing")
    click(at, f"renewal-{cast.mia}-save")
    assert "No child is linked" in words(opened(visit, "Dana", PAGE))


def test_the_office_reads_the_clinics_log(engine: sa.Engine, cast: Cast, visit: Visit, clock: Clock) -> None:
    add(engine, cast, clock, child_id=None, what="caseload", subject=f"children {cast.mia} 7")
    add(engine, cast, clock, account_id=None, what="adherence")
    add(engine, cast, clock, access=Access.CHANGE, what="about")
    at = opened(visit, "Ada", PAGE)
    assert at.header[0].value == "Access log"
    found = table(at)
    for said in (
        "Tue\u00a04\u00a0Mar 00:20",
        "<td>Pat</td><td>saw the list of children</td><td>2 children</td>",
        "<td>The operator of the server</td><td>read the weekly figures</td><td>Mia</td>",
        "<td>Ada</td><td>looked at the access log</td><td></td>",
    ):
        assert said in found
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE child SET erased_at = created_at"))
    found = table(opened(visit, "Ada", PAGE))
    assert "Mia" not in found
    assert f"erased record {cast.mia}" in found


def test_it_is_filtered_and_turned_by_pages(
    engine: sa.Engine, cast: Cast, visit: Visit, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ROWS_A_PAGE", 3)
    for days_ago in range(4):
        add(engine, cast, clock, days_ago=days_ago)
    add(
        engine, cast, clock, account_id=cast.accounts["Lee"], access=Access.CHANGE, what="propose", days_ago=9
    )
    at = opened(visit, "Ada", PAGE)
    assert "proposed" not in table(at)
    click(at, "earlier-")
    assert "proposed" in table(at)
    click(at, "later-")
    assert "looked at the access log" in table(at)
    click(at, "earlier-")
    at.selectbox(key="clinic-log-person").set_value(cast.accounts["Pat"]).run()
    assert "proposed" not in table(at)
    assert "Tue\u00a04\u00a0Mar 00:20" in table(at), "another choice begins at the newest row"
    at.selectbox(key="clinic-log-person").set_value(None)
    at.date_input(key="clinic-log-last").set_value(date(2025, 2, 28)).run()
    assert table(at).count("<tr>") == 2
    at.date_input(key="clinic-log-first").set_value(date(2025, 3, 1)).run()
    assert [error.value for error in at.error] == ["To: the earliest day is Sat 1 Mar."]


def test_hostile_names_stand_as_text(engine: sa.Engine, cast: Cast, visit: Visit, clock: Clock) -> None:
    hostile = "<script>alert(1)</script>"
    with engine.begin() as connection:
        for name in ("account", "child"):
            named = METADATA.tables[name]
            column = "name" if name == "account" else "chosen_name"
            connection.execute(sa.update(named).values({column: hostile}))
    add(engine, cast, clock)
    assert "<script>" not in table(opened(visit, "Ada", PAGE))
    family = opened(visit, "Dana", PAGE)
    assert "- **<script>" not in words(family)


@pytest.mark.parametrize("who", ["Pat", "Casey"])
def test_clinicians_have_no_such_page(cast: Cast, visit: Visit, who: str) -> None:
    at = opened(visit, who, PAGE, cast.mia)
    assert at.header[0].value == "Caseload"

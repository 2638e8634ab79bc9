"""The page Visits through the entry script: what families read, and what the team plans, moves, marks and ends."""

import re
from datetime import date, time, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from db.queries.base import insert_row
from db.tables import METADATA, ClosedDay
from db.vocabulary import CancelReason, Modality, SeriesVisibility, VisitOutcome
from tests.cast import Cast
from tests.factories import make_episode
from tests.pages.conftest import Visit, chips
from tests.steps import NOON, START, TODAY, TOMORROW, Clock, by, row
from tests.tracker.visits.planned import (
    COUNSELING,
    FRI,
    MEDICAL,
    MON,
    OT,
    PT,
    TUE,
    WED,
    live_visits,
    marks,
    planned_by,
    series_plan,
)
from tracker.visits.marking import mark_visit
from tracker.visits.moving import move_visit
from tracker.visits.visits import Span

KEPT = "Counseling visits are kept by the counselor."
FORM = "form-visits"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday noon in New York, 3 March 2025."""
    return Clock(monkeypatch)


def opened(at: AppTest, cast: Cast) -> AppTest:
    at._page_hash = calc_hash("visits")
    at.query_params["child"] = str(cast.mia)
    return ran(at)


def ran(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def said(at: AppTest) -> list[str]:
    """All that stands on the page, one line each, without signs that nobody sees."""
    texts = [element.value for element in (*at.markdown, *at.caption, *at.info, *at.error, *at.success)]
    return [line.replace("\xa0", " ").strip() for text in texts for line in text.split("  \n")]


def pick(at: AppTest, key: str, option: str) -> AppTest:
    at.menu_button(key).click(option)
    return ran(at)


def table(at: AppTest) -> str:
    [html] = [
        e.proto.body for e in at.get("html") if "visit-month" in e.proto.body and "<table" in e.proto.body
    ]
    return " ".join(re.sub("<[^>]+>", " ", html).replace("\xa0", " ").split())


def test_a_family_sees_tomorrows_visit_first(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    planned_by(cast, "Pat", series_plan(PT, {TUE, FRI}, weeks=2))
    at = opened(visit("Dana"), cast)
    lines = said(at)
    assert lines.index("**Tomorrow, Tue 4 Mar, 9:00 AM**") < lines.index("**Mon 3 Mar** · Today")
    assert "Physical therapy · 45 minutes, in person" in lines
    assert {"Tue, Fri at 9:00 AM, 45 minutes, in person", "2 a week for 2 weeks, from Tue 4 Mar"} <= set(
        lines
    )
    assert KEPT in lines
    assert not at.menu_button
    assert "plan-visits" not in {button.key for button in at.button}


def test_nothing_is_planned(cast: Cast, visit: Visit) -> None:
    lines = said(opened(visit("Dana"), cast))
    assert {"No visit is planned from now on.", "No visits are planned.", KEPT} <= set(lines)
    assert not any("%" in line or " of " in line for line in lines)


def test_what_became_of_visits_in_the_words_of_families_and_of_staff(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    with engine.begin() as connection:
        make_episode(connection, cast.mia, START)
    series = planned_by(cast, "Pat", series_plan(PT, {MON}, first=START, weeks=3))
    first, second, third = live_visits(engine, series)
    by(cast, "Pat", mark_visit, first.id, VisitOutcome.ATTENDED, seen=None)
    by(cast, "Pat", mark_visit, second.id, VisitOutcome.NO_SHOW, seen=None)
    by(cast, "Pat", move_visit, third.id, day=TOMORROW, begins_at=time(14, 30), seen=None)
    planned_by(cast, "Lee", series_plan(MEDICAL, first=TODAY, at=time(8)))
    dana, pat = opened(visit("Dana"), cast), opened(visit("Pat"), cast)
    for at in (dana, pat):
        assert {"moved from Mon 3 Mar, 9:00 AM", "**Physical therapy:** 1 of 2 attended · 1 moved"} <= set(
            said(at)
        )
        assert any("moved to Tue 4 Mar, 2:30 PM" in line for line in said(at))
    assert "to be marked" in said(pat)
    assert "to be marked" not in said(dana)
    for at, words in ((dana, "not attended"), (pat, "no-show")):
        at.button("visits-back").click()
        assert any(words in line for line in said(ran(at)))
    [html] = [
        e.proto.body for e in pat.get("html") if "record-table" in e.proto.body and "<table" in e.proto.body
    ]
    cells = re.findall(r"<t[hd](?: [^>]*)?>(.*?)</t[hd]>", html)
    assert cells == [
        *["Week", "Physical therapy · hours", "Medical appointment · hours"],
        *["Week 3, 3 Mar to 9 Mar", "–", "–"],
        *["Week 2, 24 Feb to 2 Mar", "0 of 1 · 0 h", "–"],
        *["Week 1, 17 Feb to 23 Feb", "1 of 1 · 0.8 h", "–"],
    ]


def test_a_month_names_its_days(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        closed = ClosedDay(clinic_id=cast.clinic, day=date(2025, 3, 12), name="Team day", created_at=NOON)
        insert_row(connection, closed)
    series = planned_by(cast, "Pat", series_plan(PT, {MON}, weeks=2))
    by(cast, "Pat", mark_visit, live_visits(engine, series)[0].id, VisitOutcome.ATTENDED, seen=None)
    at = opened(visit("Dana"), cast)
    chips(at, f"visits-span-{cast.mia}").set_value(Span.MONTH)
    shown = table(ran(at))
    assert "3 Today 9:00 AM PT ✓ 9:00 AM, Physical therapy, attended 4 5" in shown
    assert "12 Closed: Team day 13" in shown
    [legend] = [
        line for line in said(at) if line.startswith("PT: physical therapy · ✓ attended · Wed 12 Mar: ")
    ]
    assert legend.endswith("Team day")
    at.button("visits-forward").click()
    assert "April 2025" in [head.value for head in ran(at).subheader]
    at.button("visits-today").click()
    assert "March 2025" in [head.value for head in ran(at).subheader]


def choose(at: AppTest, name: str, value: object) -> None:
    chips(at, f"{FORM}-{name}").set_value(value)
    ran(at)


def test_pat_plans_therapy_and_then_counseling_in_one_form(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE clinic SET region = 'US'")
    at = opened(visit("Pat"), cast)
    at.button("plan-visits").click()
    ran(at)
    choose(at, "discipline", PT)
    choose(at, "weekdays", [MON, WED, FRI])
    assert "**12 visits at 9:00 AM**" in said(at)
    at.date_input(f"{FORM}-day").set_value(date(2025, 5, 12))
    ran(at)
    assert "Left out: Mon 26 May, public holiday (Memorial Day)" in said(at)
    assert "**11 visits at 9:00 AM**" in said(at)
    at.toggle(f"{FORM}-on-holidays").set_value(True)
    assert {"**12 visits at 9:00 AM**", "Mon 26 May is a public holiday: Memorial Day."} <= set(said(ran(at)))
    at.toggle(f"{FORM}-on-holidays").set_value(False)
    ran(at)
    at.button(f"{FORM}-beside").click()
    assert "Planned: Physical therapy." in said(ran(at))
    at.button(f"{FORM}-beside").click()
    assert "What for: please choose one." in said(ran(at)), "a second click plans nothing twice"
    choose(at, "discipline", COUNSELING)
    choose(at, "weekdays", [TUE])
    assert at.radio(f"{FORM}-visibility").options == ["The care team", "The care team and the family"]
    at.radio(f"{FORM}-visibility").set_value(SeriesVisibility.CARE_TEAM)
    ran(at)
    at.button(f"{FORM}-save").click()
    ran(at)
    therapy, talk = row(engine, "visit_series", 1), row(engine, "visit_series", 2)
    assert (therapy.rule, len(live_visits(engine, 1))) == ("FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=12", 11)
    assert (talk.visibility, talk.kept_by_id, talk.first_day) == ("care_team", None, date(2025, 5, 13))
    assert f"{FORM}-save" not in {button.key for button in at.button}, "the form is closed"


def test_what_cannot_be_planned_is_said_and_what_was_typed_stays(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    at = opened(visit("Pat"), cast)
    at.button("plan-visits").click()
    ran(at)
    choose(at, "discipline", OT)
    choose(at, "weekdays", list(range(7)))
    at.number_input(f"{FORM}-weeks").set_value(30)
    too_many = "Weeks: these would be 210 visits. 200 are planned together at most."
    assert too_many in said(ran(at))
    at.button(f"{FORM}-save").click()
    assert said(ran(at)).count(too_many) == 2
    assert at.number_input(f"{FORM}-weeks").value == 30
    assert not live_visits(engine, 1)


def test_a_medical_appointment_is_one_by_itself(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    at = opened(visit("Lee"), cast)
    at.button("plan-visits").click()
    ran(at)
    choose(at, "discipline", MEDICAL)
    choose(at, "modality", Modality.VIDEO)
    assert "**1 visit at 9:00 AM**" in said(at)
    at.button(f"{FORM}-save").click()
    ran(at)
    made = row(engine, "visit_series", 1)
    assert (made.rule, made.per_week, made.weeks, made.modality) == ("", 1, 1, Modality.VIDEO)


def test_casey_keeps_what_she_plans_and_shows_it_to_mia(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    at = opened(visit("Casey"), cast)
    at.button("plan-visits").click()
    ran(at)
    assert chips(at, f"{FORM}-discipline").options == ["Counseling"]
    choose(at, "discipline", COUNSELING)
    choose(at, "weekdays", [MON])
    assert at.radio(f"{FORM}-visibility").value is SeriesVisibility.COUNSELOR_ONLY
    at.button(f"{FORM}-save").click()
    ran(at)
    made = row(engine, "visit_series", 1)
    assert (made.visibility, made.kept_by_id) == ("counselor_only", cast.accounts["Casey"])
    assert "Known to: the counselor only · kept by Casey" in said(at)
    assert KEPT not in said(at)
    pick(at, "more-visit-1", "Attended")
    assert marks(engine, 1) == [("attended", True)]
    for who in ("Mia", "Dana", "Pat", "Lee"):
        assert KEPT in said(opened(visit(who), cast))
    at = opened(visit("Casey"), cast)
    at.toggle("series-shown-1").set_value(True)
    ran(at)
    assert row(engine, "visit_series", 1).shown_to_child
    assert KEPT not in said(opened(visit("Mia"), cast))
    assert KEPT in said(opened(visit("Dana"), cast))


def test_a_visit_is_marked_corrected_and_taken_back(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    planned_by(cast, "Pat", series_plan(PT, {MON, TUE}))
    at = opened(visit("Pat"), cast)
    assert at.menu_button("more-visit-1").options == ["Attended", "No-show", "Cancelled", "Move"]
    assert at.menu_button("more-visit-2").options == ["Cancelled", "Move"], "it has not come"
    pick(at, "more-visit-1", "Attended")
    assert at.menu_button("more-visit-1").options == [
        "No-show",
        "Cancelled",
        "Move",
        "Take back what was said",
    ]
    by(cast, "Lee", mark_visit, 1, VisitOutcome.NO_SHOW, seen=1)
    pick(at, "more-visit-1", "Take back what was said")
    assert any("in another place just now: no-show. That stays" in line for line in said(at))
    pick(at, "more-visit-1", "Take back what was said")
    assert marks(engine, 1) == [("attended", False), ("no_show", False)]


def test_a_visit_is_cancelled_with_a_reason(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    planned_by(cast, "Pat", series_plan(PT, {TUE}))
    at = opened(visit("Lee"), cast)
    pick(at, "more-visit-1", "Cancelled")
    at.button("form-cancel-1-save").click()
    assert "Who cancelled it: please choose one." in said(ran(at))
    chips(at, "form-cancel-1-who").set_value(VisitOutcome.CANCELLED_BY_FAMILY)
    at.button("form-cancel-1-save").click()
    assert "Reason: please choose one." in said(ran(at))
    chips(at, "form-cancel-1-reason").set_value(CancelReason.INSURANCE)
    at.button("form-cancel-1-save").click()
    assert any("cancelled by the family: insurance" in line for line in said(ran(at)))


def test_a_visit_is_moved_and_the_move_taken_back(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE clinic SET region = 'US'")
        insert_row(connection, ClosedDay(clinic_id=cast.clinic, day=date(2025, 3, 5), created_at=NOON))
    planned_by(cast, "Pat", series_plan(PT, {TUE}))
    at = opened(visit("Pat"), cast)
    pick(at, "more-visit-1", "Move")
    at.date_input("form-move-1-day").set_value(date(2025, 3, 5))
    at.button("form-move-1-save").click()
    assert "Day: the clinic is closed on Wed 5 Mar. Please choose another day." in said(ran(at))
    at.date_input("form-move-1-day").set_value(date(2025, 5, 26))
    assert "Mon 26 May is a public holiday: Memorial Day." in said(ran(at))
    at.date_input("form-move-1-day").set_value(date(2025, 3, 6))
    at.time_input("form-move-1-time").set_value(time(15))
    at.button("form-move-1-save").click()
    assert {"Moved to Thu 6 Mar.", "moved from Tue 4 Mar, 9:00 AM"} <= set(said(ran(at)))
    assert at.menu_button("more-visit-1").options == ["Take the move back"]
    pick(at, "more-visit-1", "Take the move back")
    assert [v.id for v in live_visits(engine, 1)] == [1]


def test_a_visit_is_added_and_a_series_ended(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    planned_by(cast, "Pat", series_plan(PT, {TUE, FRI}, weeks=3))
    at = opened(visit("Pat"), cast)
    pick(at, "more-series-1", "Add a visit")
    at.date_input("form-add-1-day").set_value(date(2025, 3, 6))
    at.button("form-add-1-save").click()
    assert "Added on Thu 6 Mar." in said(ran(at))
    pick(at, "more-series-1", "End them")
    at.date_input("form-end-series-1-day").set_value(date(2025, 3, 7))
    at.button("form-end-series-1-save").click()
    assert "5 visits left the calendar." in said(ran(at))
    assert [v.starts_at.day for v in live_visits(engine, 1)] == [4, 6]
    assert "2 a week for 3 weeks, from Tue 4 Mar, ended after Thu 6 Mar" in said(at)


def test_times_of_a_child_elsewhere_stand_beside(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    zone = METADATA.tables["child_time_zone"]
    with engine.begin() as connection:
        values = {"child_id": cast.mia, "valid_from": TODAY, "time_zone": "America/Los_Angeles"}
        connection.execute(sa.insert(zone).values(**values))
    planned_by(cast, "Pat", series_plan(PT, {TUE}, at=time(1)))
    lines = said(opened(visit("Dana"), cast))
    assert "**Tomorrow, Tue 4 Mar, 1:00 AM (Mon 3 Mar, 10:00 PM where Mia is)**" in lines


def today(at: AppTest) -> list[str]:
    at._page_hash = calc_hash("today")
    return said(ran(at))


def test_today_tells_of_visits_also_without_a_plan(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    assert "**Visits**" not in today(visit("Dana"))
    planned_by(cast, "Pat", series_plan(PT, {MON, TUE, FRI}))
    lines = today(visit("Dana"))
    assert lines[lines.index("**Visits**") + 1 :][:3] == [
        ":material/event: 9:00 AM · **Physical therapy**",
        ":material/event: Tomorrow, 9:00 AM · **Physical therapy**",
        ":material/event: Fri 7 Mar, 9:00 AM · **Physical therapy**",
    ]
    assert any("There is no plan on this day." in line for line in lines)


def of_day(at: AppTest, day: date | None = None) -> AppTest:
    at._page_hash = calc_hash("visit_day")
    ran(at)
    if day is not None:
        at.date_input("visit-day").set_value(day)
        ran(at)
    return at


def test_a_day_is_marked_in_one_screen(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    planned_by(cast, "Pat", series_plan(PT, {MON}))
    planned_by(cast, "Pat", series_plan(OT, {MON, TUE}, at=time(11)))
    at = of_day(visit("Pat"))
    assert "2 visits, 2 without a mark" in said(at)
    first, second = "outcome-1", "outcome-2"
    assert chips(at, first).options == ["Attended", "No-show", "Family cancelled", "Clinic cancelled"]
    chips(at, first).set_value(VisitOutcome.ATTENDED)
    ran(at)
    assert marks(engine, 1) == [("attended", True)]
    chips(at, first).set_value(VisitOutcome.NO_SHOW)
    ran(at)
    chips(at, first).set_value(None)
    ran(at)
    assert marks(engine, 1) == [("attended", False), ("no_show", False)]
    chips(at, second).set_value(VisitOutcome.CANCELLED_BY_CLINIC)
    ran(at)
    assert marks(engine, 2) == [], "it takes a reason"
    chips(at, "reason-2").set_value(CancelReason.ILL)
    ran(at)
    chips(at, "reason-2").set_value(CancelReason.SCHOOL)
    ran(at)
    assert marks(engine, 2) == [("cancelled_by_clinic", False), ("cancelled_by_clinic", True)]
    assert "2 visits, 1 without a mark" in said(at)


def test_a_colleagues_mark_of_the_same_day_stays(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    planned_by(cast, "Pat", series_plan(PT, {MON}))
    at = of_day(visit("Pat"))
    by(cast, "Lee", mark_visit, 1, VisitOutcome.ATTENDED, seen=None)
    chips(at, "outcome-1").set_value(VisitOutcome.NO_SHOW)
    ran(at)
    assert [error.value for error in at.error] == [
        "This visit was marked in another place just now: attended. That stays; please look again."
    ]
    assert chips(at, "outcome-1").value is VisitOutcome.ATTENDED
    assert marks(engine, 1) == [("attended", True)]


def test_a_day_to_come_can_be_cancelled_only(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    planned_by(cast, "Pat", series_plan(PT, {TUE}))
    at = of_day(visit("Pat"), TOMORROW)
    assert chips(at, "outcome-1").options == ["Family cancelled", "Clinic cancelled"]
    by(cast, "Pat", partial(move_visit, day=TOMORROW + timedelta(days=1), begins_at=time(9), seen=None), 1)
    assert any("moved to Wed 5 Mar" in line for line in said(ran(at)))
    at.button("visit-day-arrow_back").click()
    assert "No visits of the children whom you follow are planned on this day." in said(ran(at))


def test_a_counselor_marks_counseling_alone(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    planned_by(cast, "Pat", series_plan(PT, {MON}))
    planned_by(cast, "Casey", series_plan(COUNSELING, {MON}, at=time(8)), SeriesVisibility.COUNSELOR_ONLY)
    at = of_day(visit("Casey"))
    assert [group.key for group in at.button_group] == ["outcome-2"]
    assert [group.key for group in of_day(visit("Pat")).button_group] == ["outcome-1"]

"""School, through the entry script."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from db.vocabulary import SchoolPageLine, SchoolReason
from tests.cast import Cast
from tests.pages.conftest import Visit, chips
from tests.pages.office import errors, has_button, press, texts
from tests.pages.office import opened as opened_at
from tests.schooling import Schooling, make_school_page, make_schooling
from tests.steps import TODAY, TOMORROW, YESTERDAY, Clock, Plan, by, make_two_weeks_of_plan, row
from tracker.access.work import reading
from tracker.school.days import ALL_PLANNED, Attended, enter_school_day
from tracker.school.school import school_of
from tracker.school.shown import School
from tracker.school.ticks import tick_as_child, tick_as_guardian
from tracker.screen.school.day_sheet import Said
from tracker.screen.text import plain


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def plan(engine: sa.Engine, cast: Cast) -> Plan:
    return make_two_weeks_of_plan(engine, cast)


@pytest.fixture
def schooling(plan: Plan, cast: Cast) -> Schooling:
    return make_schooling(cast)


def opened(visit: Visit, who: str, page: str = "school") -> AppTest:
    return opened_at(visit, who, page)


def school(cast: Cast, who: str = "Pat") -> School:
    with reading(cast.tokens[who]) as work:
        return school_of(work, cast.mia)


def card(cast: Cast, day: date = TODAY) -> str:
    return f"done-school-{cast.mia}-{day}"


def test_before_anything_is_planned_a_family_is_told_and_a_clinician_begins(
    cast: Cast, plan: Plan, visit: Visit
) -> None:
    assert "Your clinic will add it" in texts(opened(visit, "Dana"))
    at = opened(visit, "Pat")
    press(at, "set-timetable")
    press(at, "form-school-timetable-save")
    assert school(cast).calendar.full(TODAY) == 7
    press(at, "lay-down-ladder")
    at.text_input("form-ladder-name-0").set_value("")
    press(at, "form-ladder-save")
    ladder = school(cast).ladder
    assert [(step.name, step.periods) for step in ladder[:3]] == [
        ("One period", 1),
        ("Two periods", 2),
        ("Half day", 4),
    ]
    assert len(ladder) == 9
    press(at, "plan-step")
    at.selectbox("form-school-plan-step").set_value(ladder[1].id)
    at.text_input("form-school-plan-agreed").set_value("Ms. Reyes")
    press(at, "form-school-plan-save")
    assert not errors(at)
    assert school(cast).calendar.planned(TODAY) == 2
    assert "Step 2: Two periods" in texts(at)


@pytest.mark.parametrize("page", ["today", "school"])
def test_one_tap_says_all_that_was_planned(cast: Cast, schooling: Schooling, visit: Visit, page: str) -> None:
    at = opened(visit, "Dana", page)
    assert "All 2 periods" in at.button(card(cast)).label
    press(at, card(cast))
    entry = school(cast).days[-1].entry
    assert entry is not None
    assert (entry.periods, entry.all_planned) == (2, True)
    assert "all 2 periods" in at.button(card(cast)).label
    press(at, "undo-button-")
    assert school(cast).days[-1].entry is None
    assert "entered by the clinic" not in texts(at)


def test_school_is_on_today_where_there_is_no_plan_on_that_day(cast: Cast, visit: Visit) -> None:
    make_schooling(cast)
    at = opened(visit, "Dana", "today")
    assert "There is no plan on this day" in texts(at)
    press(at, card(cast))
    assert school(cast).days[-1].entry is not None


def test_how_many_and_not_at_school_are_said_in_a_sheet(
    cast: Cast, schooling: Schooling, visit: Visit
) -> None:
    at = opened(visit, "Dana")
    press(at, f"school-none-{cast.mia}")
    sheet = f"school-sheet-{cast.mia}-{TODAY}"
    chips(at, f"{sheet}-reason").set_value(SchoolReason.HARD_DAY)
    press(at, f"{sheet}-save")
    entry = school(cast).days[-1].entry
    assert entry is not None
    assert (entry.periods, entry.reason) == (0, SchoolReason.HARD_DAY)
    at = opened(visit, "Dana")
    assert plain("not at school, a hard day") in at.button(card(cast)).label
    press(at, f"school-some-{cast.mia}")
    chips(at, f"{sheet}-periods").set_value(5)
    press(at, f"{sheet}-save")
    entry = school(cast).days[-1].entry
    assert entry is not None
    assert (entry.periods, entry.reason, entry.all_planned) == (5, None, False)


def test_an_earlier_day_is_a_chip_away_and_is_labelled(
    cast: Cast, schooling: Schooling, visit: Visit, clock: Clock
) -> None:
    clock.forward(days=1)
    at = opened(visit, "Dana")

    chips(at, f"school-day-{cast.mia}-{TOMORROW}").set_value(TODAY).run()
    press(at, card(cast))
    assert "added the next day" in at.button(card(cast)).label


def test_a_clinician_enters_an_earlier_day_with_a_reason_and_a_family_cannot(
    engine: sa.Engine, cast: Cast, schooling: Schooling, visit: Visit
) -> None:
    assert not has_button(opened(visit, "Dana"), f"late-school-{cast.mia}")
    at = opened(visit, "Pat")
    press(at, f"late-school-{cast.mia}")
    friday = TODAY - timedelta(days=3)
    assert "Families cannot fill in Fri 28 Feb any more" in texts(at)
    assert len(at.selectbox("school-late-day").options) == len(school(cast).late_days) > 5
    sheet = f"school-sheet-{cast.mia}-{friday}"
    chips(at, f"{sheet}-said").set_value(Said.ALL)
    press(at, f"{sheet}-save")
    assert errors(at) == ["Reason for entering it later: please fill this in."]
    assert school(cast).late_days[0].entry is None
    press(at, f"late-school-{cast.mia}")
    chips(at, f"{sheet}-said").set_value(Said.ALL)
    at.text_input(f"{sheet}-late").set_value("Told by phone")
    press(at, f"{sheet}-save")
    assert not errors(at)
    late = school(cast).late_days[0]
    assert (late.day, late.entry is None) == (friday, False)
    assert row(engine, "school_day", late.entry.id).late_reason == "Told by phone"  # type: ignore[union-attr]
    press(at, "undo-button-")
    assert not errors(at)
    assert all(day.entry is None for day in school(cast).late_days)


def test_of_two_households_the_second_to_tap_sees_it_done_and_no_error(
    cast: Cast, schooling: Schooling, visit: Visit
) -> None:
    at = opened(visit, "Dana")
    by(cast, "Ben", enter_school_day, TODAY, ALL_PLANNED, seen=None)
    press(at, card(cast))
    assert not errors(at)
    by(cast, "Ben", enter_school_day, TODAY, Attended(1), seen=school(cast).days[-1].entry.id)  # type: ignore[union-attr]
    press(at, card(cast))
    assert errors(at) == [
        "This was answered in another place just now. That answer stays; please look again."
    ]
    assert "1 of 2 periods" in at.button(card(cast)).label


def test_the_week_is_said_with_its_numbers(
    cast: Cast, schooling: Schooling, visit: Visit, clock: Clock
) -> None:
    by(cast, "Dana", enter_school_day, TODAY, Attended(1), seen=None)
    clock.forward(days=2)
    at = opened(visit, "Dana")
    assert "1 of 4 planned periods, 1 of 12 of a full timetable, 1 day not logged." in texts(at).replace(
        "\n", " "
    )


def test_reached_and_on_and_back_again(cast: Cast, schooling: Schooling, visit: Visit, clock: Clock) -> None:
    at = opened(visit, "Pat")
    press(at, "go-on")
    press(at, "form-school-on-save")
    assert not errors(at)
    [coming] = school(cast).to_come
    assert (coming.milestone_id, coming.first) == (schooling.steps[2], TOMORROW)
    clock.forward(days=7)
    at = opened(visit, "Pat")
    press(at, "step-back")
    at.text_input("form-school-back-reason").set_value("Too much at once")
    press(at, "form-school-back-save")
    assert not errors(at)
    clock.forward(days=1)
    at = opened(visit, "Dana")
    assert "Back to step 2 for now" in texts(at)
    assert "reached Mon 3 Mar" in texts(at)


def test_planning_is_not_offered_to_a_family(cast: Cast, schooling: Schooling, visit: Visit) -> None:
    at = opened(visit, "Dana")
    for key in ("go-on", "step-back", "plan-step", "set-timetable", "add-closure", "add-accommodation"):
        assert not has_button(at, key), key
    assert has_button(at, f"reach-{schooling.steps[1]}")


def test_accommodations_are_added_and_fade(cast: Cast, schooling: Schooling, visit: Visit) -> None:
    at = opened(visit, "Pat")
    press(at, "add-accommodation")
    press(at, "form-accommodation-save")
    assert errors(at) == ["Accommodation: please fill this in."]
    at.text_area("form-accommodation-text").set_value("Elevator instead of stairs")
    press(at, "form-accommodation-save")
    [one] = school(cast).accommodations
    assert "Elevator instead of stairs" in texts(opened(visit, "Dana"))
    at = opened(visit, "Pat")
    press(at, f"change-accommodation-{one.id}")
    at.date_input(f"form-accommodation-{one.id}-faded").set_value(TODAY)
    press(at, f"form-accommodation-{one.id}-save")
    assert school(cast).accommodations[0].is_over(TODAY)


def test_days_without_school_are_added_and_taken_back(cast: Cast, schooling: Schooling, visit: Visit) -> None:
    at = opened(visit, "Pat")
    press(at, "add-closure")
    at.date_input("form-school-closure-first").set_value(TOMORROW)
    at.text_input("form-school-closure-name").set_value("Teachers’ day")
    press(at, "form-school-closure-save")
    [closure] = school(cast).calendar.closures
    assert school(cast).calendar.full(TOMORROW) == 0
    press(at, f"withdraw-closure-{closure.id}")
    assert school(cast).calendar.full(TOMORROW) == 6


def test_a_page_is_written_agreed_to_and_can_be_printed(
    cast: Cast, schooling: Schooling, visit: Visit
) -> None:
    at = opened(visit, "Lee")
    press(at, "write-school-page")
    at.text_area("form-school-page-contact").set_value("Ms. Reyes")
    at.date_input("form-school-page-until").set_value(TODAY + timedelta(days=30))
    press(at, "form-school-page-save")
    page = school(cast).page
    assert page is not None
    at = opened(visit, "Dana")
    assert "Nothing can be printed yet." in texts(at)
    chips(at, f"tick-guardian-{page.id}-contact").set_value(True).run()
    assert "stays here: Mia’s agreement is missing" in texts(at)
    assert "This line is always as it is planned at the time." in texts(at)
    with pytest.raises(KeyError):
        chips(at, f"tick-child-{page.id}-contact")
    at = opened(visit, "Mia")
    chips(at, f"tick-child-{page.id}-contact").set_value(True).run()
    assert "goes to the school" in texts(at)
    assert school(cast).page.is_ready  # type: ignore[union-attr]


def test_writing_anew_says_beforehand_that_everybody_is_asked_again(
    cast: Cast, schooling: Schooling, visit: Visit
) -> None:
    page = make_school_page(cast, TODAY + timedelta(days=30))
    by(cast, "Dana", tick_as_guardian, page, SchoolPageLine.CONTACT, agrees=True)
    by(cast, "Mia", tick_as_child, page, SchoolPageLine.CONTACT, agrees=True)
    at = opened(visit, "Pat")
    press(at, "write-school-page")
    assert "they are asked anew" in " ".join(warning.value for warning in at.warning)
    at.text_area("form-school-page-contact").set_value("Mr. Osei")
    press(at, "form-school-page-save")
    now = school(cast).page
    assert now is not None
    assert now.id != page
    assert not now.is_ready


def test_a_stranger_sees_nothing(cast: Cast, schooling: Schooling, visit: Visit) -> None:
    at = opened(visit, "Sam")
    assert "Two periods" not in texts(at)
    assert YESTERDAY < TODAY

"""Progress, through the entry script: the words of each reader, what is missing, and who is refused."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from db.vocabulary import EpisodeEnd, Instrument, Level, RelationshipKind, Reporter
from tests.cast import ZONE, Cast, link, make_child
from tests.factories import make_episode, make_history, make_plan, make_prescription
from tests.measuring import insert_scores, turn_pain_on
from tests.pages.conftest import Visit
from tests.steps import by
from tests.tracker.charts.test_sentences import NOT_FOR_FAMILIES
from tracker import clock
from tracker.plans.episodes import end_episode
from tracker.plans.prescriptions import stop

START = date(2026, 2, 2)
TODAY = date(2026, 3, 11)  # Wednesday of week 6
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>")
NOW = datetime(2026, 3, 11, 20, 10, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


@pytest.fixture(autouse=True)
def at_ten_past_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def plan(engine: sa.Engine, cast: Cast) -> dict[str, int]:
    """Six daily exercises since five weeks and two days, all done on the first 31 days."""
    with engine.begin() as connection:
        plan = make_plan(connection, cast.mia, START)
        make_history(connection, cast.mia, plan, START, 31)
    return plan


def opened(at: AppTest, child: int | None = None) -> AppTest:
    at._page_hash = calc_hash("progress")
    if child is not None:
        at.query_params["child"] = str(child)
    return ran(at)


def ran(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def charts(at: AppTest) -> list[Any]:
    return [element.proto for element in at.get("plotly_chart")]


def texts(at: AppTest) -> list[str]:
    kinds = (at.header, at.subheader, at.markdown, at.caption, at.info, at.error)
    return [str(element.value) for kind in kinds for element in kind]


def tables(at: AppTest) -> list[list[list[str]]]:
    """Give the texts of the cells of each table, row by row, its heads first."""
    bodies = [body for element in at.get("html") if "<table" in (body := element.proto.body)]
    return [
        [[unescape(cell) for cell in CELL.findall(row)] for row in body.split("<tr>")[1:]] for body in bodies
    ]


def test_a_family_reads_its_weeks_in_plain_words(cast: Cast, plan: dict[str, int], visit: Visit) -> None:
    at = opened(visit("Dana"), cast.mia)
    said = texts(at)
    assert "Mia · Week 6" in said
    assert "**Week 5: 18 of 42 done, 18 logged, 24 without an entry.**" in said
    assert "Week 6 so far: 0 of 12 done, 0 logged, 12 without an entry." in said
    weeks, exercises = charts(at)
    assert weeks.alt.startswith("Home exercise by week of treatment, higher is more. Week 1: 42 of 42 done")
    assert exercises.alt.count("without an entry") == 6
    by_week, by_exercise = tables(at)
    assert by_week[0] == ["Week", "Days", "Due", "Done", "Logged", "Not needed", "No entry"]
    assert by_week[5] == ["5", "2 Mar – 8 Mar 2026", "42", "18 of 42", "18 of 42", "0", "24"]
    assert [row[0] for row in by_exercise[1:3]] == ["Walk", "Stairs"]
    for text in (*texts(at), *(cell for table in (by_week, by_exercise) for row in table for cell in row)):
        assert not NOT_FOR_FAMILIES.search(text), text


def test_staff_read_the_fields_own_words(cast: Cast, plan: dict[str, int], visit: Visit) -> None:
    at = opened(visit("Pat"), cast.mia)
    assert "Mia · Week 6 · Diffuse" in texts(at)
    assert "**Week 5: strict 43 % (18 of 42), observed 100 % (18 of 18), 24 without an entry.**" in texts(at)
    assert tables(at)[0][5][3:6] == ["43 % (18 of 42)", "100 % (18 of 18)", "43 % (18 of 42)"]


def test_the_chart_is_told_to_leave_the_finger_alone(cast: Cast, plan: dict[str, int], visit: Visit) -> None:
    for chart in charts(opened(visit("Dana"), cast.mia)):
        config = json.loads(chart.config)
        assert (config["displayModeBar"], config["scrollZoom"]) == (False, False)
        assert chart.theme == "streamlit"


def test_a_change_of_the_plan_is_told_with_its_number(cast: Cast, plan: dict[str, int], visit: Visit) -> None:
    by(cast, "Pat", stop, plan["Stairs"], on=TODAY, reason="an ankle")
    assert "**1** · Wed 11 Mar · Stairs\\: stopped" in "\n".join(texts(opened(visit("Dana"), cast.mia)))


def test_one_exercise_week_by_week(cast: Cast, plan: dict[str, int], visit: Visit) -> None:
    at = opened(visit("Dana"), cast.mia)
    box = next(box for box in at.selectbox if box.label == "One exercise, week by week")
    assert box.options == ["Walk", "Stairs", "Wall sit", "Towel rub", "Stretches", "Belly breathing"]
    box.select_index(1).run()
    assert not at.exception
    assert len(charts(at)) == 3
    assert charts(at)[2].alt.startswith("Stairs by week of treatment, higher is more. Week 1: 7 of 7 done")


def test_one_single_exercise_offers_no_choice(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        make_prescription(connection, cast.mia, make_episode(connection, cast.mia, START), START)
    labels = [box.label for box in opened(visit("Dana"), cast.mia).selectbox]
    assert labels == ["From week", "To week"]


@pytest.mark.parametrize(
    ("who", "who_can"),
    [
        ("Pat", "You can add it on the Plan page."),
        ("Dana", "The physical or occupational therapist can add it."),
    ],
)
def test_no_treatment_yet_says_who_can_add_it(cast: Cast, visit: Visit, who: str, who_can: str) -> None:
    at = opened(visit(who), cast.mia)
    assert at.info[0].value == f"No treatment has been entered here yet. {who_can}"
    assert not charts(at)


def test_a_treatment_without_exercises(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        make_episode(connection, cast.mia, START)
    said = [info.value for info in opened(visit("Pat"), cast.mia).info]
    assert said == [
        "No scores of function in these weeks. You can add them on the Measures page.",
        "No school is planned in these weeks. You can plan it on the School page.",
        "No exercises have been entered here yet. You can add it on the Plan page.",
        "No visits are planned here. You can plan them on the Visits page.",
    ]


def test_a_family_is_told_who_can_add_what_is_missing(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        make_episode(connection, cast.mia, START)
    said = [info.value for info in opened(visit("Dana"), cast.mia).info]
    assert [text.split(". ")[-1] for text in said] == [
        "The care team can add them.",
        "The care team can plan it.",
        "The physical or occupational therapist can add it.",
        "The care team can plan them.",
    ]


def test_before_the_first_day(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        make_plan(connection, cast.mia, TODAY + timedelta(days=5))
    at = opened(visit("Dana"), cast.mia)
    assert at.info[0].value == "This treatment begins on Mon 16 Mar. Its weeks will show here."
    assert "0 %" not in "\n".join(texts(at))


def test_on_the_first_morning(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        make_plan(connection, cast.mia, TODAY)
    at = opened(visit("Dana"), cast.mia)
    assert any(info.value.startswith("Week 1 has begun.") for info in at.info)
    assert not charts(at)


def test_in_the_first_week(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        plan = make_plan(connection, cast.mia, TODAY - timedelta(days=1))
        make_history(connection, cast.mia, plan, TODAY - timedelta(days=1), 1)
    at = opened(visit("Dana"), cast.mia)
    assert "Week 1 so far: 6 of 6 done, 6 logged." in texts(at)
    assert len(charts(at)) == 2


def test_an_earlier_course_of_treatment_is_one_choice_away(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    old = START - timedelta(days=140)
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, old, old + timedelta(days=14))
        make_prescription(connection, cast.mia, episode, old, name="Swim")
        later = make_episode(connection, cast.mia, START, number=2)
        make_prescription(connection, cast.mia, later, START)
    at = opened(visit("Dana"), cast.mia)
    box = selectbox(at, "Course of treatment")
    assert box.options == ["2, begun Mon 2 Feb 2026", "1, begun Mon 15 Sep 2025"]
    assert "**Week 5: 0 of 7 done, 0 logged, 7 without an entry.**" in texts(at)
    box.select(1).run()
    assert not at.exception
    assert "**Week 2: 0 of 7 done, 0 logged, 7 without an entry.**" in texts(at)
    assert "so far" not in "\n".join(texts(at))


def test_after_the_end_the_weeks_stay(cast: Cast, plan: dict[str, int], visit: Visit) -> None:
    by(cast, "Pat", end_episode, 1, end=TODAY, reason=EpisodeEnd.GOALS_REACHED)
    assert "**Week 5: 18 of 42 done, 18 logged, 24 without an entry.**" in texts(
        opened(visit("Dana"), cast.mia)
    )


def selectbox(at: AppTest, label: str) -> Any:
    (found,) = [box for box in at.selectbox if box.label == label]
    return found


def test_two_courses_are_compared_week_by_week(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    old = START - timedelta(days=140)
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, old, old + timedelta(days=70))
        swim = make_prescription(connection, cast.mia, episode, old, name="Swim")
        make_history(connection, cast.mia, {"Swim": swim}, old, 70)
        later = make_episode(connection, cast.mia, START, number=2)
        make_prescription(connection, cast.mia, later, START)
    at = opened(visit("Dana"), cast.mia)
    selectbox(at, "Compare with").select(1).run()
    assert not at.exception
    rows = tables(at)[0]
    assert rows[0][0] == "Weeks of"
    assert [row[0] for row in rows[1:]] == ["this course"] * 6 + ["course 1, begun Mon 15 Sep 2025"] * 10
    assert rows[7][4] == "7 of 7"
    assert selectbox(at, "To week").options[-1].startswith("10 · ")
    selectbox(at, "From week").select_index(1).run()
    assert not at.exception
    assert [row[1] for row in tables(at)[0][1:6]] == ["2", "3", "4", "5", "6, so far"]


@pytest.fixture
def scores(engine: sa.Engine, cast: Cast, plan: dict[str, int]) -> None:
    with engine.begin() as connection:
        insert_scores(connection, cast.mia, Instrument.FDI, Reporter.CHILD, {START: 27, TODAY: 14})
        insert_scores(connection, cast.mia, Instrument.PAIN, Reporter.CHILD, {START: 6, TODAY: 6})


def everything(at: AppTest) -> str:
    """All that the browser was sent: texts, charts, their sentences and tables."""
    sent = [*texts(at), *(cell for table in tables(at) for row in table for cell in row)]
    sent += [f"{chart.alt} {chart.spec}" for chart in charts(at)]
    return "\n".join(sent + [box.label for box in at.selectbox] + [m.label for m in at.expander])


def test_the_answers_stand_at_the_top(cast: Cast, scores: None, visit: Visit) -> None:
    said = texts(opened(visit("Dana"), cast.mia))
    function = "**Weeks 1 to 6\\, child’s report\\: less difficulty with daily activities than at the start"
    assert any(text.startswith(function) and "FDI 27 to 14" in text for text in said)
    assert "No school is planned here." in said
    home = (
        "Few entries since week 5. No entries in week 6 so far.  \nWeeks 1 to 4. Nothing is hard to fit in."
    )
    assert any(text.startswith(home) for text in said)


def test_the_answer_on_home_exercise_follows_the_weeks_that_are_chosen(
    cast: Cast, scores: None, visit: Visit
) -> None:
    at = opened(visit("Dana"), cast.mia)
    function = [text for text in texts(at) if "FDI 27 to 14" in text]
    selectbox(at, "To week").select_index(1).run()
    said = texts(ran(at))
    assert any(text.startswith("Weeks 1 and 2. Nothing is hard to fit in.") for text in said)
    assert [text for text in said if "FDI 27 to 14" in text] == function, "of the whole course"


def test_function_stands_above_pain_for_staff_and_pain_is_nowhere_for_the_family(
    engine: sa.Engine, cast: Cast, scores: None, visit: Visit
) -> None:
    at = opened(visit("Pat"), cast.mia)
    assert charts(at)[0].alt.startswith("Functional Disability Inventory (FDI)")
    assert "Pain, 0 to 10" in charts(at)[0].alt
    assert "pain about the same by the child’s report" in everything(at)
    for who in ("Dana", "Mia"):
        sent = everything(opened(visit(who), cast.mia)).lower()
        assert "fdi" in sent
        assert "pain" not in sent
    with engine.begin() as connection:
        turn_pain_on(connection, cast.mia)
    at = opened(visit("Dana"), cast.mia)
    assert tables(at)[0][0] == ["Week", "Day", "FDI, child’s report", "Pain, child’s report"]


def test_a_measure_that_was_chosen_stays_so_in_weeks_without_a_score(
    engine: sa.Engine, cast: Cast, scores: None, visit: Visit
) -> None:
    with engine.begin() as connection:
        insert_scores(connection, cast.mia, Instrument.CALI_9, Reporter.CHILD, {TODAY: 40})
    at = opened(visit("Dana"), cast.mia)
    box = selectbox(at, "Measure of function")
    (name,) = [option for option in box.options if "CALI" in option]
    box.set_value(str(Instrument.CALI_9)).run()
    assert charts(ran(at))[0].alt.startswith(name)
    selectbox(at, "To week").select_index(1).run()
    said = texts(ran(at))
    assert any("CALI" in text and "no score in these weeks" in text for text in said)
    assert not any(chart.alt.startswith("Functional Disability") for chart in charts(at))
    assert selectbox(at, "Measure of function").value == Instrument.CALI_9


def test_the_chart_by_exercise_says_that_it_counts_weeks_that_the_list_leaves_out(
    cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    differs = "The chart and its table count all weeks shown."
    at = opened(visit("Dana"), cast.mia)
    assert any(text.startswith(differs) for text in texts(at))
    selectbox(at, "To week").select_index(1).run()
    assert not any(text.startswith(differs) for text in texts(ran(at)))


def test_what_is_switched_off_is_on_no_chart(cast: Cast, plan: dict[str, int], visit: Visit) -> None:
    by(cast, "Pat", stop, plan["Stairs"], on=TODAY, reason="an ankle")
    at = opened(visit("Dana"), cast.mia)
    (marks,) = [group for group in at.button_group if group.label == "Marks on the charts"]
    assert "Stairs: stopped" in charts(at)[0].spec
    marks.set_value([]).run()
    assert not at.exception
    assert "Stairs: stopped" not in everything(at)


def test_staff_see_what_became_of_each_day(cast: Cast, plan: dict[str, int], visit: Visit) -> None:
    at = opened(visit("Pat"), cast.mia)
    days = tables(at)[-1]
    assert days[0] == ["Week from", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert days[1] == ["9 Mar 2026", "○ 0/6", "○ 0/6", "… 0/6", "", "", "", ""]
    assert days[2] == ["2 Mar 2026", "● 6/6", "● 6/6", "● 6/6", *["○ 0/6"] * 4]
    assert "Day by day" not in texts(opened(visit("Dana"), cast.mia))


HOSTILE = "<script>alert(1)</script> **b** :red[x] [y](https://example.org) $x$"


def test_a_hostile_name_stands_as_it_was_typed(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START)
        make_prescription(connection, cast.mia, episode, START, name=HOSTILE)
        make_prescription(connection, cast.mia, episode, START, name="Walk")
    at = opened(visit("Dana"), cast.mia)
    assert [row[0] for row in tables(at)[1]] == ["Exercise", HOSTILE, "Walk"]
    for sent in (charts(at)[1].spec, *(element.proto.body for element in at.get("html"))):
        assert "<script>" not in sent


@pytest.mark.parametrize("who", ["Sam", "Dana", "Iris"])
def test_an_address_of_somebody_elses_child_says_there_is_nothing(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit, who: str
) -> None:
    with engine.begin() as connection:
        stranger = make_child(connection, cast.clinic, "Kept Apart")
        make_plan(connection, stranger, START)
    heard = set()
    for child in (stranger, 10**6):
        at = opened(visit(who), child)
        assert "There is nothing here that you can open." in texts(at)
        assert not charts(at)
        heard.add("\n".join(texts(at)))
    assert len(heard) == 1


def test_signed_out_shows_no_word_of_the_page(cast: Cast, plan: dict[str, int], visit: Visit) -> None:
    at = opened(visit("nobody"), cast.mia)
    assert "You are signed out" in "\n".join(texts(at))
    assert not charts(at)


def test_the_address_leads_from_one_child_to_the_other(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    with engine.begin() as connection:
        leo = make_child(connection, cast.clinic, "Leo")
        guardian = RelationshipKind.GUARDIAN
        link(connection, cast.clinic, cast.accounts["Dana"], leo, guardian, Level.RECORD, "Dana's home")
        make_plan(connection, leo, TODAY)
    assert "Mia · Week 6" in texts(opened(visit("Dana"), cast.mia))
    assert "Leo · Week 1" in texts(opened(visit("Dana"), leo))

"""The sheet for the fridge, read back by another library: its words, its boxes, its pages."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from db.queries.base import insert_row, table_of
from db.tables import Child, Clinic, PlanPause
from db.vocabulary import DoseKind, PartOfDay
from tests.cast import Cast
from tests.factories import make_episode, make_plan, make_prescription
from tests.pdf import opened, read
from tests.steps import NOON, START, TODAY, Plan, by, terms
from tracker.errors import NotFound
from tracker.exchange.sheet import Paper, Sheet, printed, sheet_of
from tracker.plans.dose import Dose
from tracker.plans.prescriptions import revise
from tracker.plans.schedule import on_weekdays, per_week

pytestmark = pytest.mark.everywhere

WEDNESDAY = TODAY + timedelta(days=2)


def sheet(cast: Cast, who: str = "Dana") -> Sheet:
    return by(cast, who, sheet_of, TODAY)


def prescribe(engine: sa.Engine, cast: Cast, plan: Plan, **how: Any) -> int:
    with engine.begin() as connection:
        return make_prescription(connection, cast.mia, plan.episode, START, **how)


def test_a_week_stands_on_one_page_with_a_box_a_day(cast: Cast, plan: Plan) -> None:
    paper = read(printed(sheet(cast)))
    assert paper.boxes == [7]
    for words in ("Mia", "Week 3 · Mon 3 Mar to Sun 9 Mar 2025", "Stairs", "10 times · every day", "Thu"):
        assert words in paper.text
    assert paper.sizes == [(595, 842)]


def test_us_letter_is_a_choice(cast: Cast, plan: Plan) -> None:
    paper = read(printed(sheet(cast), Paper.LETTER))
    assert (paper.boxes, paper.sizes) == ([7], [(612, 792)])


def test_boxes_stand_only_where_it_is_due_and_one_for_each_time(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    parts = {"name": "Twice", "schedule": on_weekdays([0, 2], times_per_day=2), "part": PartOfDay.EVENING}
    prescribe(engine, cast, plan, **parts)
    paper = read(printed(sheet(cast)))
    assert paper.boxes == [7 + 2 * 2]
    assert "10 times · evening · Mon, Wed, 2 times a day" in paper.text


def test_a_weekly_count_can_be_ticked_on_any_day_and_says_how_often(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    prescribe(engine, cast, plan, name="Swim", dose=Dose(DoseKind.MINUTES, 20), schedule=per_week(3))
    paper = read(printed(sheet(cast)))
    assert paper.boxes == [7 + 7]
    assert "20 minutes · 3 times this week" in paper.text


def test_a_revised_dose_stands_beside_the_old_one_with_its_days(cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", revise, plan.prescription, terms=terms(14), valid_from=WEDNESDAY, reason="Easy now")
    paper = read(printed(sheet(cast)))
    assert paper.boxes == [7]
    assert "10 times · every day until 4 Mar" in paper.text
    assert "14 times · every day from 5 Mar" in paper.text
    assert paper.text.count("Stairs") == 1


def test_paused_days_say_that_nothing_is_needed(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    assert "not needed" not in read(printed(sheet(cast))).text
    with engine.begin() as connection:
        pause = PlanPause(
            child_id=cast.mia,
            episode_id=plan.episode,
            from_day=WEDNESDAY,
            to_day=WEDNESDAY + timedelta(days=1),
            created_at=NOON,
        )
        insert_row(connection, pause)
    paper = read(printed(sheet(cast)))
    assert paper.boxes == [5]
    assert paper.text.count("not needed") == 2


def test_it_carries_what_to_be_careful_of_and_whom_to_call(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    assert "In an emergency, call 911." in read(printed(sheet(cast))).text
    with engine.begin() as connection:
        connection.execute(sa.update(table_of(Child)).values(precautions="No running on hard ground."))
        own = {"emergency_text": "Call 112.", "crisis_text": "Call the clinic: 555 0100."}
        connection.execute(sa.update(table_of(Clinic)).values(**own))
    paper = read(printed(sheet(cast)))
    for words in ("Precautions: No running on hard ground.", "Call 112.", "Call the clinic: 555 0100."):
        assert words in paper.text
    assert "911" not in paper.text


def test_its_title_and_words_say_neither_what_it_is_against_nor_whom_it_is_for(
    cast: Cast, plan: Plan
) -> None:
    paper = read(printed(sheet(cast)))
    assert paper.title == "Week 3: Mon 3 Mar to Sun 9 Mar 2025"
    assert "pain" not in paper.text.lower()
    assert "AMPS" not in paper.text


@pytest.mark.parametrize(("number", "pages"), [(1, 1), (8, 1), (20, 1), (28, 2)])
def test_many_exercises_go_on_on_a_second_page_under_the_same_heading(
    engine: sa.Engine, cast: Cast, plan: Plan, number: int, pages: int
) -> None:
    for each in range(number - 1):
        prescribe(engine, cast, plan, name=f"Exercise {each}", part=PartOfDay.EVENING)
    paper = read(printed(sheet(cast)))
    assert len(paper.words) == pages
    assert sum(paper.boxes) == 7 * number
    assert all(min(paper.boxes) > 0 and "Tick what is done" in words for words in paper.words)
    assert all("In an emergency" in words for words in paper.words)


HOSTILE = [
    '#panic("x") *b* $x$ @ref <l> `r` // /* #import "x"',
    "مريم محمد",
    "שרה לוי",
    "美咲 さくら 🙂",
    "Łódź Ünï\u202ecödé",
    "\u200b\ufeff",
    '"},"rows":[],"x":{"',
    "\\u{41} \\n #let sheet = 1",
]


def test_names_are_data_whatever_their_script_or_markup(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    for name in HOSTILE:
        prescribe(engine, cast, plan, name=name)
    with engine.begin() as connection:
        connection.execute(sa.update(table_of(Child)).values(chosen_name=HOSTILE[0], precautions=HOSTILE[0]))
    paper = read(printed(sheet(cast)))
    assert sum(paper.boxes) == 7 * (1 + len(HOSTILE))
    assert paper.text.count('#panic("x") *b* $x$ @ref <l> `r` // /* #import "x"') == 3
    for words in ("Łódź", "שרה", '"},"rows":[],"x":{"', "\\u{41} \\n #let sheet = 1"):
        assert words in paper.text or words[::-1] in paper.text


def test_a_word_without_an_end_stays_beside_the_boxes(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    prescribe(engine, cast, plan, name="W" * 80)
    with opened(printed(sheet(cast))) as document:
        textpage = document[0].get_textpage()
        rights = [
            textpage.get_charbox(index)[2]
            for index in range(textpage.count_chars())
            if textpage.get_text_range(index, 1) == "W"
        ]
    # Two of them are of “Week” and “Wed”. Seven columns of 17 mm and the margin lie beside the names.
    assert len(rights) == 82
    assert sum(right > 595.28 - (12 + 7 * 17) * 72 / 25.4 for right in rights) == 2


def test_a_long_text_of_whom_to_call_keeps_its_room(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    long = "Call the clinic. " * 29
    with engine.begin() as connection:
        connection.execute(sa.update(table_of(Clinic)).values(emergency_text=long, crisis_text=long))
    with opened(printed(sheet(cast))) as document:
        textpage = document[0].get_textpage()
        assert " ".join(textpage.get_text_range().split()).count("Call the clinic.") == 58
        lowest = min(textpage.get_charbox(index)[1] for index in range(textpage.count_chars()))
    assert lowest > 20


def test_staff_may_print_it_and_the_look_is_logged(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    for who in ("Dana", "Pat", "Casey"):
        assert sheet(cast, who).week.week == 3
    with engine.connect() as connection:
        looks = connection.execute(sa.text("SELECT account_id FROM access_log WHERE what = 'sheet'"))
        assert {row.account_id for row in looks} == {cast.accounts[who] for who in ("Dana", "Pat", "Casey")}


def test_without_a_plan_there_is_none(cast: Cast) -> None:
    with pytest.raises(NotFound):
        sheet(cast)


def test_an_evening_of_six_is_what_the_plan_says(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        make_plan(connection, cast.mia, START)
        make_episode(connection, cast.children["Noor"], START)
    shown = sheet(cast)
    paper = read(printed(shown))
    assert paper.boxes == [6 * 7]
    for words in ("3 × 5, hold 10 seconds · evening", "15 minutes · afternoon", "Belly breathing"):
        assert words in paper.text
    nothing = replace(shown, week=replace(shown.week, exercises=()))
    assert "Nothing is asked for in this week." in read(printed(nothing)).text

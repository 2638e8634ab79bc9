"""Type in a week, through the entry script: a family its own days, a therapist several children."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup
from streamlit.util import calc_hash

from db.queries.base import table_of
from db.tables import Completion
from db.vocabulary import CompletionState, Level, RelationshipKind, Reporter
from tests.cast import Cast, link, make_child
from tests.factories import make_plan, make_prescription
from tests.pages.conftest import Visit
from tests.steps import START, TODAY, YESTERDAY, Clock, by
from tracker.plans.schedule import per_week
from tracker.record.completions import DONE, Answer, answer
from tracker.record.occurrence import Occurrence

completion = table_of(Completion)
SATURDAY = TODAY + timedelta(days=5)
Rows = dict[str, ButtonGroup[date]]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Saturday of the third week, which began on Monday."""
    clock = Clock(monkeypatch)
    clock.forward(days=5)
    return clock


@pytest.fixture
def plan(engine: sa.Engine, cast: Cast, clock: Clock) -> dict[str, int]:
    with engine.begin() as connection:
        return make_plan(connection, cast.mia, START)


def opened(at: AppTest, child: int | None = None) -> AppTest:
    at._page_hash = calc_hash("grid")
    if child is not None:
        at.query_params["child"] = str(child)
    at.run()
    assert not at.exception
    return at


def rows(at: AppTest, child: int) -> Rows:
    """Give the rows of pills of a child, by the exercise that stands first in each label."""
    groups = (group for group in at.get("button_group") if isinstance(group, ButtonGroup))
    found = [group for group in groups if f"grid-row-{child}-" in str(group.key)]
    return {group.label.split(" · ")[0]: group for group in found}


def tick(at: AppTest, child: int, exercise: str, days: Sequence[date]) -> None:
    rows(at, child)[exercise].set_value(list(days))


def save(at: AppTest, child: int) -> AppTest:
    button = next(b for b in at.button if str(b.key).startswith(f"grid-{child}-") and b.label == "Save")
    button.click().run()
    assert not at.exception
    return at


def live(engine: sa.Engine) -> list[tuple[date, str, str, str]]:
    query = sa.select(completion).where(completion.c.withdrawn_at.is_(None))
    with engine.connect() as connection:
        found = connection.execute(query.order_by(completion.c.performed_on, completion.c.id))
        return [(row.performed_on, row.state, row.reporter, row.late_reason) for row in found]


def said(at: AppTest) -> str:
    found = (at.header, at.subheader, at.info, at.caption, at.success, at.error, at.markdown)
    return "\n".join(str(element.value) for kind in found for element in kind)


def days(first: int, last: int) -> list[date]:
    """Give some days of the week, Monday being 0."""
    return [TODAY + timedelta(days=n) for n in range(first, last + 1)]


def test_a_family_types_in_the_days_that_are_open(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    by(cast, "Ben", answer, Occurrence(plan["Walk"], SATURDAY), Answer(CompletionState.PARTLY), seen=None)
    at = opened(visit("Dana"))
    found = rows(at, cast.mia)
    assert list(found) == ["Walk", "Stairs", "Wall sit", "Towel rub", "Stretches", "Belly breathing"]
    assert found["Stairs"].options == ["Thu 6", "Fri 7", "Sat 8"]
    assert found["Walk"].options == ["Thu 6", "Fri 7"]
    assert "Days up to Wed 5 Mar can be filled in by your therapist" in said(at)
    assert "Sat 8: partly" in said(at).replace("\\", "")
    tick(at, cast.mia, "Stairs", days(3, 5))
    tick(at, cast.mia, "Walk", days(4, 4))
    save(at, cast.mia)
    assert "Saved: 4 answers." in said(at)
    assert [row[:3] for row in live(engine) if row[1] == "done"] == [
        (day, "done", "parent") for day in (*days(3, 4), TODAY + timedelta(days=4), SATURDAY)
    ]
    assert rows(at, cast.mia)["Stairs"].value == days(3, 5)


def test_a_tick_that_is_taken_away_is_taken_back(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    by(cast, "Dana", answer, Occurrence(plan["Stairs"], SATURDAY), DONE, seen=None)
    at = opened(visit("Dana"))
    assert rows(at, cast.mia)["Stairs"].value == [SATURDAY]
    tick(at, cast.mia, "Stairs", days(3, 3))
    save(at, cast.mia)
    assert "Saved: 1 answer. 1 answer was taken back." in said(at)
    assert [row[0] for row in live(engine)] == days(3, 3)


def test_a_tick_that_comes_meanwhile_is_not_taken_back(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    """Also where the page has run again since, and knows of the other one's answer."""
    at = opened(visit("Dana"))
    by(cast, "Ben", answer, Occurrence(plan["Walk"], SATURDAY), DONE, seen=None)
    at.run()
    tick(at, cast.mia, "Stairs", days(5, 5))
    save(at, cast.mia)
    assert "taken back" not in said(at)
    assert len(live(engine)) == 2


def test_what_was_answered_meanwhile_is_kept_and_named(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    at = opened(visit("Dana"))
    by(cast, "Ben", answer, Occurrence(plan["Stairs"], SATURDAY), Answer(CompletionState.NOT_DONE), seen=None)
    tick(at, cast.mia, "Stairs", days(4, 5))
    save(at, cast.mia)
    text = said(at).replace("\\", "")
    assert "Saved: 1 answer." in text
    assert "left as it is: **Stairs** · 10 times · evening, Sat 8." in text
    assert [row[1] for row in live(engine)] == ["done", "not_done"]


def test_a_therapist_types_in_two_children_s_weeks_each_by_itself(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    with engine.begin() as connection:
        leo = make_child(connection, cast.clinic, "Leo")
        kind = RelationshipKind.PHYSICAL_THERAPIST
        link(connection, cast.clinic, cast.accounts["Pat"], leo, kind, Level.PRESCRIBE)
        make_plan(connection, leo, START)
    at = opened(visit("Pat"), cast.mia)
    assert list(rows(at, leo)) == []
    at.multiselect("grid-children").set_value([cast.mia, leo]).run()
    assert not at.exception
    assert rows(at, leo)["Walk"].options == ["Mon 3", "Tue 4", "Wed 5", "Thu 6", "Fri 7", "Sat 8"]
    tick(at, leo, "Walk", days(0, 5))
    tick(at, cast.mia, "Walk", days(0, 1))
    save(at, leo)
    assert "Reason for entering it later: please fill this in." in said(at)
    assert live(engine) == []
    assert rows(at, leo)["Walk"].value == days(0, 5)
    reason = next(field for field in at.text_input if str(field.key).startswith(f"grid-{leo}-"))
    reason.set_value("from the sheet")
    save(at, leo)
    clinic = Reporter.CLINICIAN
    assert [row[2:] for row in live(engine)] == [(clinic, "from the sheet")] * 3 + [(clinic, "")] * 3
    assert rows(at, cast.mia)["Walk"].value == days(0, 1)
    assert "entered by the clinic" in said(at)


def test_an_earlier_week_can_be_chosen(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    at = opened(visit("Pat"), cast.mia)
    weeks = at.selectbox(f"grid-{cast.mia}-week")
    assert weeks.options == ["Week 3, from Mon 3 Mar", "Week 2, from Mon 24 Feb", "Week 1, from Mon 17 Feb"]
    weeks.set_value(START).run()
    tick(at, cast.mia, "Stairs", [START])
    at.text_input[0].set_value("from the sheet")
    save(at, cast.mia)
    assert [row[0] for row in live(engine)] == [START]


def test_a_weekly_count_can_be_ticked_on_any_day(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    with engine.begin() as connection:
        make_prescription(connection, cast.mia, 1, START, name="Swim", schedule=per_week(3))
    at = opened(visit("Dana"))
    assert "3 times this week" in rows(at, cast.mia)["Swim"].label
    tick(at, cast.mia, "Swim", days(3, 5))
    save(at, cast.mia)
    assert len(live(engine)) == 3


def test_who_may_only_see_reads_it_and_a_stranger_finds_nothing(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    at = opened(visit("Casey"), cast.mia)
    assert rows(at, cast.mia) == {}
    assert "You can read this week." in said(at)
    assert not [button for button in at.button if button.label == "Save"]
    for who in ("Sam", "Ada"):
        assert "Stairs" not in said(opened(visit(who), cast.mia))


def test_without_a_plan_there_is_nothing_to_type_in(cast: Cast, visit: Visit) -> None:
    assert "There is no plan yet" in said(opened(visit("Dana")))
    assert YESTERDAY not in rows(opened(visit("Dana")), cast.mia)

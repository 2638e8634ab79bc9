"""On the Plan page: drafts that no family sees, templates, phases, and what is to be reached."""

from typing import Any

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from db.tables import Draft, Prescription
from db.vocabulary import CriterionKind, Mark, Phase
from tests.cast import Cast
from tests.factories import in_library, make_plan
from tests.pages.conftest import Visit
from tests.pages.test_plan import click, errors, fill, line_of, opened, ran, rows, texts
from tests.steps import START, TODAY, TOMORROW, Clock, by
from tracker.plans.plan import plan_of
from tracker.plans.prescriptions import stop
from tracker.record.days import mark_day

KEY = "form-exercise"
SKIPPING = 1


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday noon; the third treatment week begins today."""
    return Clock(monkeypatch)


@pytest.fixture
def plan(engine: sa.Engine, cast: Cast) -> dict[str, int]:
    with engine.begin() as connection:
        in_library(connection, cast.clinic, "Skipping")
        return make_plan(connection, cast.mia, START)


@pytest.fixture
def pat(cast: Cast, plan: dict[str, int], visit: Visit) -> AppTest:
    return opened(visit("Pat"), cast)


def labels(at: AppTest) -> str:
    return "\n".join(str(button.label) for button in at.button)


def test_what_is_kept_as_a_draft_reaches_the_family_when_it_is_given(
    engine: sa.Engine, cast: Cast, pat: AppTest, visit: Visit
) -> None:
    click(pat, "add-exercises")
    fill(pat, KEY, {"exercise": SKIPPING, "total": 30.0})
    click(pat, f"{KEY}-beside")
    assert pat.success[0].value == "**Skipping** is kept as a draft. The family does not see it."
    click(pat, f"{KEY}-cancel")
    assert "**Skipping** (new)" in texts(pat)
    assert "Skipping" not in texts(opened(visit("Dana"), cast))
    pat = opened(visit("Pat"), cast)
    click(pat, "drafts-give")
    assert "Given to the family: **Skipping**." in texts(pat)
    assert rows(engine, Draft) == []
    assert "**Skipping**" in texts(opened(visit("Dana"), cast))


def test_a_change_is_prepared_changed_again_and_thrown_away(
    engine: sa.Engine, cast: Cast, pat: AppTest
) -> None:
    before = rows(engine, Prescription)
    line = line_of(cast, "Stairs")
    click(pat, f"change-{line}")
    fill(pat, f"form-revise-{line}", {"total": 14.0, "reason": "Ready for more"})
    click(pat, f"form-revise-{line}-beside")
    assert (
        "**Stairs** (change)  \n14 times · evening · every day · from Tue 4 Mar · Why: Ready for more"
        in texts(pat)
    )
    click(pat, "draft-change-1")
    fill(pat, "form-draft-1", {"total": 12.0})
    click(pat, "form-draft-1-save")
    [draft] = rows(engine, Draft)
    assert (draft.total, draft.version) == (12, 2)
    click(pat, "draft-discard-1")
    assert rows(engine, Draft) == []
    assert rows(engine, Prescription) == before


def test_one_whose_day_is_over_is_moved_and_given(engine: sa.Engine, clock: Clock, pat: AppTest) -> None:
    click(pat, "add-exercises")
    fill(pat, KEY, {"exercise": SKIPPING, "total": 30.0})
    click(pat, f"{KEY}-beside")
    click(pat, f"{KEY}-cancel")
    clock.forward(days=2)
    ran(pat)
    click(pat, "drafts-give")
    assert errors(pat) == [
        "First day: this can start today (Wed 5 Mar) or later, so that earlier days stay as they were."
    ]
    day: Any = pat.get_by_key("drafts-start-1")
    day.set_value(clock.today)
    ran(pat)
    click(pat, "drafts-set-day")
    click(pat, "drafts-give")
    assert rows(engine, Prescription)[-1].valid_from == clock.today


def test_a_template_is_saved_and_used(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], pat: AppTest
) -> None:
    with engine.begin() as connection:
        for name in ("Stairs", "Walk"):
            in_library(connection, cast.clinic, name)
    click(pat, "save-template")
    click(pat, "form-save-template-save")
    assert errors(pat) == ["Name: please fill this in."]
    fill(pat, "form-save-template", {"name": "Home start"})
    click(pat, "form-save-template-save")
    said = "Saved as a template of the clinic. Not in it, because the library does not have them: "
    assert f"{said}Wall sit, Towel rub, Stretches, Belly breathing" in texts(pat)
    click(pat, "use-template")
    click(pat, "form-template-save")
    assert errors(pat) == ["Template: please choose one."]
    fill(pat, "form-template", {"which": 1, "day": TOMORROW})
    assert "**Walk** · 15 minutes · afternoon · every day" in texts(pat)
    click(pat, "form-template-save")
    assert "The plan and its drafts have all exercises of this template already." in texts(pat)
    for name in ("Stairs", "Walk"):
        by(cast, "Pat", stop, plan[name], on=TOMORROW, reason="Enough")
    click(pat, "use-template")
    fill(pat, "form-template", {"which": 1, "day": TOMORROW})
    click(pat, "form-template-save")
    assert (
        "2 exercises are being prepared. They stand above the plan; the family does not see them yet."
        in texts(pat)
    )
    assert [draft.valid_from for draft in rows(engine, Draft)] == [TOMORROW, TOMORROW]


def test_phases_and_what_is_to_be_reached(cast: Cast, pat: AppTest, visit: Visit) -> None:
    click(pat, "begin-phase")
    click(pat, "form-phase-save")
    assert errors(pat) == ["Phase: please choose one."]
    fill(pat, "form-phase", {"which": Phase.HOME, "day": START})
    click(pat, "form-phase-save")
    click(pat, "add-criterion")
    fill(pat, "form-criterion", {"kind": CriterionKind.SCHOOL, "text": "Full days"})
    click(pat, "form-criterion-save")
    click(pat, "find-1")
    dana = opened(visit("Dana"), cast)
    pat = opened(visit("Pat"), cast)
    for at in (pat, dana):
        assert "**At home from Mon 17 Feb**" in texts(at)
        assert "Full days  \nSchool · met · Pat · Mon 3 Mar" in texts(at)
    assert "Take back" not in labels(dana)
    click(pat, "find-1")
    assert "Full days  \nSchool · open" in texts(pat)
    click(pat, "withdraw-criterion-1")
    click(pat, "withdraw-phase-1")
    assert "Full days" not in texts(pat)
    assert "At home from" not in texts(pat)


def test_staff_see_ill_and_away_days_beside_the_plan(cast: Cast, pat: AppTest, visit: Visit) -> None:
    by(cast, "Dana", mark_day, TODAY, Mark.ILL, seen=None)
    ran(pat)
    assert "**Ill with something else:** Mon 3 Mar" in texts(pat)
    assert "Ill with something else" not in texts(opened(visit("Dana"), cast))


def test_the_plan_says_how_much_it_asks_for(cast: Cast, pat: AppTest) -> None:
    assert "6 items a day, at least 22 minutes" in texts(pat)
    click(pat, "add-exercises")
    fill(pat, KEY, {"exercise": SKIPPING, "total": 30.0})
    assert "With this: 7 items a day, at least 22 minutes" in texts(pat)


def test_what_has_ended_is_renewed(engine: sa.Engine, cast: Cast, clock: Clock, pat: AppTest) -> None:
    line = line_of(cast, "Stairs")
    pat.menu_button(key=f"more-line-{line}").click("Stop")
    ran(pat)
    fill(pat, f"form-stop-{line}", {"reason": "Enough"})
    click(pat, f"form-stop-{line}-save")
    clock.forward(days=3)
    ran(pat)
    click(pat, f"renew-{line}")
    fill(pat, f"form-renew-{line}", {"reason": "It helped"})
    click(pat, f"form-renew-{line}-save")
    assert "From today: **Stairs** · 10 times · evening · every day" in texts(pat)
    now = next(found for found in by(cast, "Dana", plan_of).lines if found.exercise == "Stairs")
    assert now.now is not None
    assert now.now.first == clock.today


def test_the_family_reads_why_and_until_when(cast: Cast, pat: AppTest, visit: Visit) -> None:
    click(pat, "add-exercises")
    said = {"exercise": SKIPPING, "total": 30.0, "last": TOMORROW, "reason": "For your balance"}
    fill(pat, KEY, said)
    click(pat, f"{KEY}-save")
    click(pat, f"{KEY}-cancel")
    dana = opened(visit("Dana"), cast)
    assert "The last day is Tue 4 Mar." in texts(dana)
    assert "Why: For your balance" in texts(dana)


def test_an_exercise_that_the_plan_has_already_is_named(engine: sa.Engine, cast: Cast, pat: AppTest) -> None:
    with engine.begin() as connection:
        version = in_library(connection, cast.clinic, "Stairs")
    click(pat, "add-exercises")
    fill(pat, KEY, {"exercise": version})
    assert "The plan has this exercise already." in texts(pat)

"""A plan saved as a template becomes the drafts of another child's plan, and takes nothing of the first along."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from db.vocabulary import Category, DoseKind, PartOfDay, Role
from tests.cast import Cast, make_account, make_session
from tests.db.described import rows_of
from tests.factories import make_prescription
from tests.steps import NOON, START, TODAY, TOMORROW, Plan, by, changes, prescribe_named, terms
from tests.tracker.office.office import office
from tracker.access.work import reading, writing
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.library.exercises import edit_exercise, prescribable, retire
from tracker.plans.dose import Dose
from tracker.plans.drafts import drafts_of, give_drafts
from tracker.plans.plan import plan_of
from tracker.plans.prescriptions import stop, withdraw
from tracker.plans.schedule import Schedule
from tracker.plans.templates import (
    Saved,
    TemplateShown,
    apply_template,
    retire_template,
    save_template,
    templates_of,
)
from tracker.plans.terms import Terms

BRUSH = Terms(
    Dose(DoseKind.TEXTURE_MINUTES, 5, texture="a soft brush"),
    Schedule(times_per_day=2),
    (PartOfDay.MORNING, PartOfDay.EVENING),
    "As Mia likes it",
)


@pytest.fixture
def brush(cast: Cast, plan: Plan) -> int:
    facts = {"exercise": "Soft brush", "category": Category.DESENSITIZATION, "terms": BRUSH}
    return by(cast, "Pat", prescribe_named, plan.episode, **facts, valid_from=TODAY)  # type: ignore[arg-type]


@pytest.fixture
def saved(cast: Cast, plan: Plan, brush: int) -> Saved:
    return by(cast, "Pat", save_template, plan.episode, name="Home start", about="For the first weeks.")


@pytest.fixture
def emptied(cast: Cast, plan: Plan, brush: int, saved: Saved) -> None:
    """What was saved as a template has left the plan."""
    by(cast, "Pat", stop, plan.prescription, on=TODAY, reason="Enough")
    by(cast, "Pat", withdraw, brush)


def templates(cast: Cast, who: str = "Pat") -> tuple[TemplateShown, ...]:
    with reading(cast.tokens[who]) as work:
        return templates_of(work)


def test_a_template_keeps_exercises_and_doses_and_nothing_of_the_child(
    engine: sa.Engine, cast: Cast, saved: Saved
) -> None:
    assert saved == Saved(1, ())
    [template] = templates(cast)
    assert (template.name, template.about) == ("Home start", "For the first weeks.")
    assert (template.saved_by, template.saved_on, template.left_out) == ("Pat", TODAY, ())
    stairs, brush = template.items
    assert (stairs.exercise, stairs.terms) == ("Stairs", terms(10))
    assert brush.terms == Terms(BRUSH.dose, BRUSH.schedule, BRUSH.parts)
    assert "Mia" not in repr(rows_of(engine)["template_item"]) + repr(rows_of(engine)["template"])
    assert changes(engine)[-1] == ("save_template", "template 1")


@pytest.mark.usefixtures("emptied")
def test_it_becomes_drafts_from_a_day(cast: Cast, plan: Plan, saved: Saved) -> None:
    made = by(cast, "Pat", apply_template, plan.episode, saved.template_id, first=TOMORROW)
    drafts = by(cast, "Pat", drafts_of, plan.episode)
    assert tuple(draft.id for draft in drafts) == made
    assert [(draft.exercise, draft.valid_from, draft.line_id) for draft in drafts] == [
        ("Stairs", TOMORROW, None),
        ("Soft brush", TOMORROW, None),
    ]
    assert all(draft.terms.instructions == "" for draft in drafts)
    by(cast, "Pat", give_drafts, plan.episode, seen=[(draft.id, draft.version) for draft in drafts])
    lines = by(cast, "Dana", plan_of).lines
    assert [line.exercise for line in lines if line.to_come] == ["Stairs", "Soft brush"]


def test_what_the_plan_or_a_draft_has_already_is_left_out(cast: Cast, plan: Plan, saved: Saved) -> None:
    assert by(cast, "Pat", apply_template, plan.episode, saved.template_id, first=TOMORROW) == ()
    by(cast, "Pat", stop, plan.prescription, on=TOMORROW, reason="Enough")
    for made in (1, 0):
        drafts = by(cast, "Pat", apply_template, plan.episode, saved.template_id, first=TOMORROW)
        assert len(drafts) == made
    assert [draft.exercise for draft in by(cast, "Pat", drafts_of, plan.episode)] == ["Stairs"]


def test_what_stopped_or_is_of_no_library_is_not_in_it(
    engine: sa.Engine, cast: Cast, plan: Plan, brush: int
) -> None:
    with engine.begin() as connection:
        make_prescription(connection, cast.mia, plan.episode, START, name="Brought along")
    by(cast, "Pat", stop, brush, on=TOMORROW, reason="Enough")
    saved = by(cast, "Pat", save_template, plan.episode, name="Home start")
    assert saved.left_out == ("Brought along",)
    assert [item.exercise for item in templates(cast)[0].items] == ["Stairs", "Soft brush"]
    by(cast, "Pat", stop, plan.prescription, on=TODAY, reason="Enough")
    saved = by(cast, "Pat", save_template, plan.episode, name="Only the brush")
    assert [item.exercise for item in templates(cast)[1].items] == ["Soft brush"]


@pytest.mark.usefixtures("emptied")
def test_a_template_follows_the_library(engine: sa.Engine, cast: Cast, plan: Plan, saved: Saved) -> None:
    with writing(cast.tokens["Casey"]) as work:
        stairs = next(entry for entry in prescribable(work) if entry.name == "Stairs")
        edit_exercise(work, stairs.exercise_id, replace(stairs.words, name="Steps"), seen=1, approve=True)
        brush = next(entry for entry in prescribable(work) if entry.name == "Soft brush")
        retire(work, brush.exercise_id)
    [template] = templates(cast)
    assert [item.exercise for item in template.items] == ["Steps", "Soft brush"]
    assert template.left_out == ("Soft brush",)
    by(cast, "Pat", apply_template, plan.episode, saved.template_id, first=TOMORROW)
    assert [draft.exercise for draft in by(cast, "Pat", drafts_of, plan.episode)] == ["Steps"]


@pytest.mark.parametrize("name", ["Home start", " home  START ", "Ｈome start"])
def test_a_name_stands_once(engine: sa.Engine, cast: Cast, plan: Plan, saved: Saved, name: str) -> None:
    before = rows_of(engine)
    with pytest.raises(Conflict, match="name_taken"):
        by(cast, "Pat", save_template, plan.episode, name=name)
    assert rows_of(engine) == before


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ({"name": " "}, "name: empty"),
        ({"name": "x" * 81}, "name: too_long"),
        ({"name": "Home", "about": "x" * 501}, "about: too_long"),
    ],
)
def test_texts_out_of_their_limits_name_them(
    cast: Cast, plan: Plan, texts: dict[str, str], problem: str
) -> None:
    with pytest.raises(InvalidInput, match=problem):
        by(cast, "Pat", save_template, plan.episode, **texts)


def test_a_plan_with_nothing_of_the_library_is_no_template(cast: Cast, plan: Plan) -> None:
    by(cast, "Pat", stop, plan.prescription, on=TODAY, reason="Enough")
    with pytest.raises(Conflict, match="nothing_to_save"):
        by(cast, "Pat", save_template, plan.episode, name="Home start")


def test_one_out_of_use_is_gone_and_its_name_is_free(cast: Cast, plan: Plan, saved: Saved) -> None:
    office(cast, "Casey", retire_template, saved.template_id)
    assert templates(cast) == ()
    with pytest.raises(NotFound):
        office(cast, "Casey", retire_template, saved.template_id)
    with pytest.raises(NotFound):
        by(cast, "Pat", apply_template, plan.episode, saved.template_id, first=TOMORROW)
    by(cast, "Pat", save_template, plan.episode, name="Home start")


def test_another_clinic_neither_sees_nor_touches_it(engine: sa.Engine, cast: Cast, saved: Saved) -> None:
    with engine.begin() as connection:
        zed = make_account(connection, cast.other_clinic, "Zed", Role.CLINICIAN)
        cast.tokens["Zed"] = make_session(connection, zed, NOON)
    assert templates(cast, "Zed") == ()
    before = rows_of(engine)
    with pytest.raises(NotFound), writing(cast.tokens["Zed"]) as work:
        retire_template(work, saved.template_id)
    assert rows_of(engine)["template"] == before["template"]
    for who in ("Dana", "Mia", "Ada", "Iris"):
        with pytest.raises(NotPermitted):
            templates(cast, who)

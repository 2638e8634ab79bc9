"""Templates: a plan that a clinician saved for the clinic, and that becomes the drafts of a child's plan.

A template names no child and keeps no text that was written for one: exercises, doses and schedules only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from db.queries import children, plans, settings, templates
from db.queries.base import insert_row
from db.tables import Template, TemplateItem
from db.types import AccessibleChildId
from tracker.access.policy import Action, ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, NotFound
from tracker.library.exercises import folded, prescribable
from tracker.plans.drafts import Prepared, draft_exercise, drafts_of
from tracker.plans.terms import Terms, columns_of, terms_of
from tracker.text import checked_text

LONGEST_NAME = 80


@dataclass(frozen=True)
class TemplateItemShown:
    """One exercise of a template; `version_id` is None where it can not be prescribed now."""

    exercise: str
    version_id: int | None
    terms: Terms


@dataclass(frozen=True)
class TemplateShown:
    """A template of the clinic with its exercises in order."""

    id: int
    name: str
    about: str
    saved_by: str
    saved_on: date
    items: tuple[TemplateItemShown, ...]

    @property
    def left_out(self) -> tuple[str, ...]:
        """Give the exercises that can not be prescribed now."""
        return tuple(item.exercise for item in self.items if item.version_id is None)


@dataclass(frozen=True)
class Saved:
    """A saved template, and the exercises that are not in it because the library does not have them."""

    template_id: int
    left_out: tuple[str, ...]


def templates_of(work: Work) -> tuple[TemplateShown, ...]:
    """Give the templates in use of the actor's clinic, by name."""
    actor = work.require(ClinicAction.KEEP_LIBRARY)
    zone = ZoneInfo(actor.clinic_time_zone)
    items = {
        template_id: tuple(
            TemplateItemShown(row.exercise, None if row.retired_at else row.version_id, terms_of(row))
            for row in found
        )
        for template_id, found in groupby(
            templates.items(work.connection, actor.clinic_id), key=lambda row: int(row.template_id)
        )
    }
    return tuple(
        TemplateShown(
            row.id,
            row.name,
            row.about,
            row.saved_by or "",
            row.saved_at.astimezone(zone).date(),
            items.get(row.id, ()),
        )
        for row in templates.templates(work.connection, actor.clinic_id)
    )


def save_template(work: Work, child_id: int, episode_id: int, *, name: str, about: str = "") -> Saved:
    """Save what a child's plan asks for, as it stands last of each exercise, as a template of the clinic.

    Raises `InvalidInput` for the texts, `Conflict` for a name that is taken and for a plan with nothing to save.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    actor = work.require(ClinicAction.KEEP_LIBRARY)
    name = checked_text("name", name, required=True, limit=LONGEST_NAME)
    # Two who save the same name at once would not see each other's.
    settings.settings_of(work.connection, actor.clinic_id, lock=True)
    if any(folded(row.name) == folded(name) for row in templates.templates(work.connection, actor.clinic_id)):
        raise Conflict("name_taken")
    found, left_out = _in_library(
        work, actor.clinic_id, _standing(work, child, episode_id, work.today_of(child))
    )
    if not found:
        raise Conflict("nothing_to_save")
    template = Template(
        clinic_id=actor.clinic_id,
        name=name,
        about=checked_text("about", about),
        saved_at=work.now,
        saved_by_id=work.account_id,
    )
    template_id = insert_row(work.connection, template)
    for position, (exercise_id, terms) in enumerate(found, 1):
        item = TemplateItem(
            clinic_id=actor.clinic_id,
            template_id=template_id,
            position=position,
            exercise_id=exercise_id,
            **columns_of(replace(terms, instructions="")),
        )
        insert_row(work.connection, item)
    work.log_for_clinic(actor.clinic_id, "save_template", f"template {template_id}")
    return Saved(template_id, tuple(left_out))


def apply_template(
    work: Work, child_id: int, episode_id: int, template_id: int, *, first: date
) -> tuple[int, ...]:
    """Prepare a template's exercises as drafts of a child's plan from a day on, and give the drafts' ids.

    Left out are exercises that can not be prescribed now, and those that the plan or a draft of it has already. Raises
    `NotFound` for a template that is not the clinic's.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    template = next((found for found in templates_of(work) if found.id == template_id), None)
    if template is None:
        raise NotFound
    # Two who use a template at once would not see each other's drafts.
    children.lock(work.connection, child)
    there = {folded(asked.exercise) for asked in _standing(work, child, episode_id, first)}
    there |= {folded(draft.exercise) for draft in drafts_of(work, child, episode_id)}
    return tuple(
        draft_exercise(
            work,
            child_id,
            episode_id,
            exercise_version_id=item.version_id,
            prepared=Prepared(item.terms, first),
        )
        for item in template.items
        if item.version_id is not None and folded(item.exercise) not in there
    )


def retire_template(work: Work, template_id: int) -> None:
    """Take a template out of use; what was made from it stays. Raises `NotFound`."""
    actor = work.require(ClinicAction.KEEP_LIBRARY)
    values = {"retired_at": work.now, "retired_by_id": work.account_id}
    if not templates.change_template(work.connection, actor.clinic_id, template_id, values):
        raise NotFound
    work.log_for_clinic(actor.clinic_id, "retire_template", f"template {template_id}")


@dataclass(frozen=True)
class _Asked:
    """What a plan asks for of one exercise."""

    exercise: str
    version_id: int | None
    terms: Terms


def _standing(work: Work, child: AccessibleChildId, episode_id: int, day: date) -> list[_Asked]:
    """Give the last revision of each exercise that is due on a day or later."""
    rows = plans.in_force(work.connection, child, episode_id, day, date.max)
    last = {row.line_id: row for row in rows}
    return [_Asked(row.exercise, row.exercise_version_id, terms_of(row)) for row in last.values()]


def _in_library(
    work: Work, clinic_id: int, plan: Sequence[_Asked]
) -> tuple[list[tuple[int, Terms]], list[str]]:
    """Find each exercise in the library; give what was found, and the names that were not.

    What was brought in from elsewhere points at no version and is found by its name.
    """
    entries = prescribable(work)
    usable, by_name = (
        {entry.exercise_id for entry in entries},
        {folded(e.name): e.exercise_id for e in entries},
    )
    versions = [asked.version_id for asked in plan if asked.version_id is not None]
    by_version = templates.exercises_of(work.connection, clinic_id, versions)
    found, left_out = [], []
    for asked in plan:
        by_its_name = by_name.get(folded(asked.exercise))
        exercise_id = by_its_name if asked.version_id is None else by_version.get(asked.version_id)
        if exercise_id in usable:
            assert exercise_id is not None
            found.append((exercise_id, asked.terms))
        else:
            left_out.append(asked.exercise)
    return found, left_out

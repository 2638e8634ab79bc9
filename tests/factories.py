"""A plan for tests: six exercises of an evening, as a therapist would prescribe them."""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import METADATA, Completion, Episode, Exercise, ExerciseVersion, Line, Prescription
from db.vocabulary import Category, CompletionState, DoseKind, PartOfDay, Reporter, Setting
from tracker.plans.dose import Dose, sets_of
from tracker.plans.schedule import Schedule
from tracker.plans.terms import Terms, columns_of

SIX = {
    "Stairs": (Category.FUNCTIONAL, Dose(DoseKind.COUNT, 10), PartOfDay.EVENING),
    "Wall sit": (Category.STRENGTH, sets_of(3, 5, 10), PartOfDay.EVENING),
    "Walk": (Category.AEROBIC, Dose(DoseKind.MINUTES, 15), PartOfDay.AFTERNOON),
    "Towel rub": (Category.DESENSITIZATION, Dose(DoseKind.MINUTES, 5), PartOfDay.EVENING),
    "Stretches": (Category.FLEXIBILITY, sets_of(2, 8), PartOfDay.EVENING),
    "Belly breathing": (Category.RELAXATION, Dose(DoseKind.OPEN), PartOfDay.EVENING),
}


def make_episode(
    connection: sa.Connection, child: int, start: date, end: date | None = None, number: int = 1
) -> int:
    episode = Episode(
        child_id=child,
        number=number,
        starts_on=start,
        ends_on=end,
        setting=Setting.HOME,
        created_at=datetime.now(UTC),
    )
    return insert_row(connection, episode)


def make_prescription(
    connection: sa.Connection,
    child: int,
    episode: int,
    valid_from: date,
    *,
    name: str = "Stairs",
    category: Category = Category.FUNCTIONAL,
    dose: Dose | None = None,
    schedule: Schedule | None = None,
    part: PartOfDay = PartOfDay.ANY,
    terms: Terms | None = None,
    valid_to: date | None = None,
    instructions: str = "",
) -> int:
    dose = dose or Dose(DoseKind.COUNT, 10)
    schedule = schedule or Schedule()
    line = insert_row(connection, Line(child_id=child, episode_id=episode, exercise=name, category=category))
    return insert_row(
        connection,
        Prescription(
            child_id=child,
            episode_id=episode,
            line_id=line,
            valid_from=valid_from,
            valid_to=valid_to,
            **columns_of(terms or Terms(dose, schedule, (part,), instructions)),
            created_at=datetime.now(UTC),
        ),
    )


def in_library(
    connection: sa.Connection, clinic: int, name: str, category: Category = Category.AEROBIC
) -> int:
    """Have an exercise of this name in a clinic's library, approved; gives its version."""
    version = METADATA.tables["exercise_version"]
    query = sa.select(version.c.id).where(version.c.clinic_id == clinic, version.c.name == name)
    found = connection.execute(query).scalar()
    if found is not None:
        return int(found)
    now = datetime.now(UTC)
    exercise = insert_row(connection, Exercise(clinic_id=clinic, added_at=now))
    return insert_row(
        connection,
        ExerciseVersion(
            clinic_id=clinic,
            exercise_id=exercise,
            number=1,
            name=name,
            category=category,
            steps=f"Begin with {name}.",
            written_at=now,
            approved_at=now,
        ),
    )


def make_plan(connection: sa.Connection, child: int, start: date) -> dict[str, int]:
    """Six daily exercises since a day; gives prescription ids by name."""
    episode = make_episode(connection, child, start)
    return {
        name: make_prescription(
            connection,
            child,
            episode,
            start,
            name=name,
            category=category,
            dose=dose,
            part=part,
            instructions="Stand tall.\nGo up and down at your own pace.",
        )
        for name, (category, dose, part) in SIX.items()
    }


def make_history(
    connection: sa.Connection, child: int, prescriptions: dict[str, int], first: date, days: int
) -> None:
    """Entries of every exercise on each of some days."""
    now = datetime.now(UTC)
    rows = [
        {
            "child_id": child,
            "prescription_id": prescription,
            "performed_on": first + timedelta(days=day),
            "slot": 1,
            "state": CompletionState.DONE,
            "late_reason": "",
            "reporter": Reporter.PARENT,
            "recorded_at": now,
        }
        for day in range(days)
        for prescription in prescriptions.values()
    ]
    connection.execute(sa.insert(Completion).execution_options(render_nulls=True), rows)

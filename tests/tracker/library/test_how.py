"""How an exercise is done: a family reads the words that its prescription was written with, whatever came later."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from db.queries.base import insert_row, table_of
from db.tables import Prescription
from tests.cast import Cast
from tests.factories import make_episode, make_prescription
from tests.steps import START, Plan, by
from tests.tracker.library.test_exercises import HOP, add, versions
from tests.tracker.office.office import office
from tracker.errors import NotFound
from tracker.library.exercises import edit_exercise, retire
from tracker.library.how import how_of


def written_with(engine: sa.Engine, prescription: int, version: int) -> int:
    """The same prescription once more, as if it had been written with a version of the library."""
    table = table_of(Prescription)
    with engine.begin() as connection:
        row = connection.execute(sa.select(table).where(table.c.id == prescription)).one()
        values = {name: value for name, value in row._mapping.items() if name != "id"}
        withdrawn = {"withdrawn_at": row.created_at}
        connection.execute(sa.update(table).where(table.c.id == prescription).values(**withdrawn))
        return insert_row(connection, Prescription(**{**values, "exercise_version_id": version}))


def test_a_family_reads_the_words_of_then(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    hop = add(cast)
    [first] = versions(cast, hop)
    prescription = written_with(engine, plan.prescription, first)
    office(cast, "Pat", edit_exercise, hop, replace(HOP, steps="Hop higher."), seen=1, approve=True)
    office(cast, "Pat", retire, hop)
    for who in ("Dana", "Mia", "Ben", "Pat", "Lee", "Casey"):
        assert by(cast, who, how_of, prescription) == HOP


def test_a_prescription_without_the_library_has_none(cast: Cast, plan: Plan) -> None:
    assert by(cast, "Dana", how_of, plan.prescription) is None


def test_another_childs_prescription_is_found_nowhere(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    [theirs] = versions(cast, add(cast, who="Noa"), "Noa")
    with engine.begin() as connection:
        noor = cast.children["Noor"]
        other = make_prescription(connection, noor, make_episode(connection, noor, START), START)
    for number in (written_with(engine, other, theirs), other, 0, 999, 2**40):
        with pytest.raises(NotFound):
            by(cast, "Dana", how_of, number)
    for who in ("Sam", "Iris", "Ada"):
        with pytest.raises(NotFound):
            by(cast, who, how_of, plan.prescription)


def test_words_of_another_clinic_are_not_read_even_if_a_row_points_at_them(
    engine: sa.Engine, cast: Cast, plan: Plan
) -> None:
    [theirs] = versions(cast, add(cast, who="Noa"), "Noa")
    assert by(cast, "Dana", how_of, written_with(engine, plan.prescription, theirs)) is None

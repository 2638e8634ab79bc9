"""No table that leaves the product begins a formula: spreadsheet programs would calculate what somebody typed."""

import csv
import io
import zipfile
from collections.abc import Iterator

import pandas as pd
import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.factories import make_plan
from tests.security.fields import FIELDS, fill_all
from tests.security.filling import Filling
from tests.security.payloads import PAYLOADS
from tests.steps import START, Clock
from tracker.web.export_page import packed

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
FORMULAS = PAYLOADS["spreadsheets"]


@pytest.fixture
def tables(engine: sa.Engine, cast: Cast, clock: Clock) -> dict[str, str]:
    """Every table of Dana's copy of a record whose fields hold nothing but formulas."""
    with engine.begin() as connection:
        plan = make_plan(connection, cast.mia, START)
        for table in ("child", "account"):
            column = "chosen_name" if table == "child" else "name"
            connection.exec_driver_sql(f"UPDATE {table} SET {column} = '=1+1' || {column}")
    fill_all(Filling(engine, cast, plan), given())
    _, content = packed(cast.tokens["Dana"], cast.mia)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".csv")]
        return {name: archive.read(name).decode("utf-8-sig") for name in names}


def given() -> dict[str, list[str]]:
    """Deal formulas to each field that ends up in a copy."""
    found: dict[str, list[str]] = {}
    for number, (key, field) in enumerate(FIELDS.items()):
        if field.fill is not None and "copy" in field.shown:
            formulas = [*FORMULAS[number % len(FORMULAS) :], *FORMULAS]
            one_by_one = [text for text in formulas if field.takes(text)]
            # All lines of one field stand in one cell, of which the first begins it.
            found[key] = one_by_one[:1] if field.lines else one_by_one[:6]
    return found


def begins_a_formula(cell: str) -> bool:
    return cell.startswith(BEGINS_A_FORMULA) and not is_number(cell)


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def cells_of(text: str) -> Iterator[str]:
    """Every cell of a table, as the standard library and as pandas read it, with the heads of its columns."""
    with io.StringIO(text, newline="") as lines:
        for row in csv.reader(lines):
            yield from row
    frame = pd.read_csv(io.StringIO(text, newline=""), dtype=str, keep_default_na=False)
    yield from frame.columns
    yield from frame.to_numpy().ravel().tolist()


def test_no_cell_of_a_copy_begins_a_formula(tables: dict[str, str]) -> None:
    assert len(tables) >= 10
    for name, text in tables.items():
        cells = list(cells_of(text))
        assert cells
        assert [cell for cell in cells if begins_a_formula(cell)] == [], name
    # Or nothing of it would prove anything.
    everywhere = [cell for text in tables.values() for cell in cells_of(text)]
    assert sum(begins_a_formula(cell.removeprefix("'")) for cell in everywhere) >= 20


def test_a_number_below_nothing_is_no_formula() -> None:
    assert not begins_a_formula("-5.5")
    assert begins_a_formula("-1+1")
    assert begins_a_formula("\t=1")

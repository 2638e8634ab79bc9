"""The operator's commands: each is listed here with what it may open, and none opens what was erased."""

import pytest
import sqlalchemy as sa
from typer.main import get_command
from typer.testing import CliRunner

from db.tables import METADATA
from tests.cast import Cast
from tests.security.actors import World, build
from tests.steps import NOON, Clock
from tracker.cli import app

OF_A_RECORD = {"adherence", "export", "import"}
OF_ACCOUNTS = {"create-account", "reset-sign-in"}
OF_THE_SERVER = {"serve", "demo", "migrate"}


@pytest.fixture
def world(engine: sa.Engine, cast: Cast, clock: Clock) -> World:
    return build(engine, cast, NOON)


def test_every_command_is_listed() -> None:
    commands = set(getattr(get_command(app), "commands", {}))
    assert commands == OF_A_RECORD | OF_ACCOUNTS | OF_THE_SERVER


def test_a_record_that_is_opened_is_logged_and_an_erased_one_is_not_there(
    engine: sa.Engine, world: World
) -> None:
    run = CliRunner().invoke
    for record, place in world.records.items():
        done = run(app, ["adherence", str(place.child)])
        assert done.exit_code == (3 if record == "erased" else 0), record
    log = METADATA.tables["access_log"]
    with engine.connect() as connection:
        query = sa.select(log.c.child_id, log.c.account_id, log.c.what).where(log.c.access == "look")
        found = connection.execute(query).all()
    opened = {place.child for record, place in world.records.items() if record != "erased"}
    assert {(row.child_id, row.account_id, row.what) for row in found} == {
        (child, None, "adherence") for child in opened
    }

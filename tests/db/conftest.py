"""A filled database for tests that try to break its rules: each of them is rolled back."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from db.engine import make_engine
from tests.conftest import MakeDatabase
from tests.db.world import World, fill


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, make_database: MakeDatabase) -> Iterator[World]:
    engine = make_engine(make_database(request.param))
    yield fill(engine)
    engine.dispose()


@pytest.fixture
def connection(world: World) -> Iterator[sa.Connection]:
    with world.engine.connect() as connection:
        yield connection

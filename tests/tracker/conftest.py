"""Fixtures for the rules and use cases: a clock to set, and a plan that has been in force for two weeks."""

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.steps import Clock, Plan, make_two_weeks_of_plan


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday noon in New York, until a test moves it."""
    return Clock(monkeypatch)


@pytest.fixture
def plan(engine: sa.Engine, cast: Cast, clock: Clock) -> Plan:
    return make_two_weeks_of_plan(engine, cast)

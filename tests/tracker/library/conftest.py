"""The clinicians of two clinics."""

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.steps import Clock
from tests.tracker.library.joining import clinician_of


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast, and Noa, who is a clinician of the other clinic."""
    clinician_of(engine, cast, "Noa", cast.other_clinic)
    return cast

"""What the tests of who may see what share."""

import pytest

from tests.steps import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday noon."""
    return Clock(monkeypatch)

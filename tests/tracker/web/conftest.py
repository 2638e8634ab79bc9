"""What several of these tests need: a clock for those who wait."""

import pytest

from tracker.web import entrance
from tracker.web.attempts import SignInAttempts


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock by which attempts wait, for a browser made afterwards; it stands still until it is set."""
    now = [1000.0]
    monkeypatch.setattr(entrance, "SignInAttempts", lambda: SignInAttempts(lambda: now[0]))
    return now

"""What whoever watches over the server is told."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from anyio import CapacityLimiter, to_thread

from db.engine import engine_for, sqlite_url
from tests.tracker.web.stage import browser
from tracker.access.database import State


def test_all_is_well(database: str) -> None:
    answer = browser().get("/healthz")
    assert answer.status_code == 200
    assert set(answer.json()) == {"status", "version", "database"}
    assert (answer.json()["status"], answer.json()["database"]) == ("ok", "ok")


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all/tracker.db", "postgresql://secret:word@localhost:1/x"]
)
def test_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    answer = browser().get("/healthz")
    assert answer.status_code == 503
    assert (answer.json()["status"], answer.json()["database"]) == ("unavailable", "unavailable")
    assert "secret" not in answer.text
    engine_for(url).dispose()


def test_watchers_who_wait_do_not_take_the_threads_of_those_who_work(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[CapacityLimiter | None] = []

    async def run_sync(_call: object, *, limiter: CapacityLimiter | None = None, **_more: object) -> State:
        asked.append(limiter)
        return State.OK

    with monkeypatch.context() as patch:
        patch.setattr(to_thread, "run_sync", run_sync)
        assert browser().get("/healthz").status_code == 200
    [limiter] = asked
    assert limiter is not None
    assert limiter.total_tokens < 5


def test_a_database_of_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = sqlite_url(tmp_path / "empty.db")
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    answer = browser().get("/healthz")
    assert (answer.status_code, answer.json()["database"]) == (503, "not migrated")
    engine_for(url).dispose()


def test_a_request_while_the_database_does_not_answer_is_refused_in_words(
    database: str, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql://localhost:1/x"
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    answer = browser().get("/today", headers={"Cookie": "session=" + "0" * 43})
    assert answer.status_code == 503
    assert "cannot be saved at the moment" in answer.text
    engine_for(url).dispose()

"""Signing in over HTTP, hash and all; and what the access check and the access log add to a tap."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from unittest.mock import patch
from zoneinfo import ZoneInfo

import httpx
import sqlalchemy as sa

from db import schema
from db.engine import engine_for, make_engine, sqlite_url
from db.queries.base import table_of
from db.tables import Account
from db.types import AccessibleChildId
from db.vocabulary import Level, RelationshipKind, Role
from tests.cast import ZONE, link, make_account, make_child, make_clinic, make_session
from tests.factories import make_plan
from tests.server import hidden, running_server
from tracker.access import looks
from tracker.access.actor import SessionToken
from tracker.access.passwords import hash_password
from tracker.access.work import Link, Work, writing
from tracker.record.completions import DONE, answer, undo
from tracker.record.occurrence import Occurrence

PASSWORD = "boots under a lemon sky"
SIGN_INS = 60
TAPS = 400
WARM_UP = 10
MS = 1000


def measure(folder: Path) -> dict[str, dict[str, float]]:
    """Measure both on a database with one family."""
    url = sqlite_url(folder / "sign_in.db")
    token, child, prescription = _build(url)
    with running_server({"TRACKER_DATABASE_URL": url}) as base:
        sign_in_ms = _sign_ins(base)
    before = os.environ.get("TRACKER_DATABASE_URL", "")
    os.environ["TRACKER_DATABASE_URL"] = url
    access = _taps(token, child, prescription)
    engine_for(url).dispose()
    os.environ["TRACKER_DATABASE_URL"] = before
    return {"sign-in": {"p50_ms": sign_in_ms}, "access": access}


def _build(url: str) -> tuple[SessionToken, int, int]:
    engine = make_engine(url)
    schema.migrate(engine, now=datetime.now(UTC))
    with engine.begin() as connection:
        clinic = make_clinic(connection, "Bench")
        child = make_child(connection, clinic, "Mia")
        account = make_account(connection, clinic, "Dana", Role.FAMILY)
        connection.execute(sa.update(table_of(Account)).values(password_hash=hash_password(PASSWORD)))
        link(connection, clinic, account, child, RelationshipKind.GUARDIAN, Level.RECORD)
        plan = make_plan(connection, child, _today())
        token = make_session(connection, account, datetime.now(UTC))
    engine.dispose()
    return token, child, plan["Walk"]


def _today() -> date:
    return datetime.now(ZoneInfo(ZONE)).date()


def _sign_ins(base: str) -> float:
    """Send the form, each time as a browser that has not been here; gives the median."""
    with httpx.Client(base_url=base) as client:
        form = hidden(client.get("/sign-in").text, "form_token")
        cookie = f"form={client.cookies['form']}"
        client.cookies.clear()
        fields = {"form_token": form, "name": "dana@example.org", "password": PASSWORD}
        times = []
        for _ in range(SIGN_INS):
            begun = time.perf_counter()
            answered = client.post("/sign-in", data=fields, headers={"Cookie": cookie})
            times.append(time.perf_counter() - begun)
            assert answered.status_code == 303, answered.text
            client.cookies.clear()
    return median(times[WARM_UP:]) * MS


def _taps(token: SessionToken, child: int, prescription: int) -> dict[str, float]:
    """Tick an exercise with and without the check and the log, in turns; gives the medians and their difference."""
    occurrence = Occurrence(prescription, _today())

    def tap() -> float:
        begun = time.perf_counter()
        with writing(token) as work:
            entry = answer(work, child, occurrence, DONE, seen=None)
        taken = time.perf_counter() - begun
        with writing(token) as work:
            undo(work, child, entry.id)
        return taken

    with_access, without = [], []
    for _ in range(TAPS):
        with_access.append(tap())
        with _no_access():
            without.append(tap())
    both, bare = median(with_access[WARM_UP:]) * MS, median(without[WARM_UP:]) * MS
    return {"tap_ms": both, "without_ms": bare, "added_ms": both - bare}


@contextmanager
def _no_access() -> Iterator[None]:
    """Take out the look at the links, what they permit, and the row in the log."""
    linked = [Link(RelationshipKind.GUARDIAN, Level.RECORD, "", closed=False)]
    with (
        patch.object(Work, "child", lambda _work, child, _action, **_more: AccessibleChildId(child)),
        patch.object(Work, "links", lambda _work, _child: linked),
        patch.object(looks, "write", lambda *_arguments, **_more: None),
    ):
        yield

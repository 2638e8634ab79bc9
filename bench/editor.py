"""A number typed into the form that changes an exercise, against a bare Streamlit page with the same widgets."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bench.client import open_page
from bench.taps import bare_server
from db import schema
from db.engine import make_engine, sqlite_url
from db.vocabulary import Level, RelationshipKind, Role
from tests.cast import link, make_account, make_child, make_clinic, make_session
from tests.factories import in_library, make_history, make_plan
from tests.server import running_server

CLICKS = 60
WARM_UP = 10
HALF_A_YEAR = 26 * 7


def build(path: Path) -> tuple[str, int]:
    """Make a therapist and a child with half a year of history; give the session's token and the child."""
    engine = make_engine(sqlite_url(path))
    schema.migrate(engine, now=datetime.now(UTC))
    today = datetime.now(UTC).date()
    with engine.begin() as connection:
        clinic = make_clinic(connection, "Bench")
        child = make_child(connection, clinic, "Child")
        pat = make_account(connection, clinic, "Pat", Role.CLINICIAN)
        link(connection, clinic, pat, child, RelationshipKind.PHYSICAL_THERAPIST, Level.PRESCRIBE)
        in_library(connection, clinic, "Stairs")
        start = today - timedelta(days=HALF_A_YEAR)
        make_history(connection, child, make_plan(connection, child, start), start, HALF_A_YEAR)
        token = str(make_session(connection, pat, datetime.now(UTC)))
    engine.dispose()
    return token, child


async def compare(product: str, bare: str, token: str, child: int) -> dict[str, float]:
    """Type numbers into both forms in turns; gives milliseconds and their ratio."""
    times: dict[str, list[float]] = {"product": [], "bare": []}
    async with (
        open_page(product, "plan", {"session": token}, f"child={child}") as plan,
        open_page(bare, "", {}) as flat,
    ):
        await plan.rerun(click="change-")
        for number in range(CLICKS):
            total = next(
                key for key in plan.widgets if key.startswith("form-revise-") and key.endswith("-total")
            )
            times["product"].append(await plan.rerun(click=total, number=10.0 + number))
            times["bare"].append(await flat.rerun(click="total", number=10.0 + number))
    ms = {name: median(values[WARM_UP:]) * 1000 for name, values in times.items()}
    return {"click_ms": ms["product"], "bare_ms": ms["bare"], "ratio_to_bare": ms["product"] / ms["bare"]}


def measure(folder: Path) -> dict[str, dict[str, float]]:
    """Run both servers one beside the other and measure."""
    token, child = build(folder / "editor.db")
    env = {"TRACKER_DATABASE_URL": sqlite_url(folder / "editor.db")}
    with running_server(env) as product, bare_server(folder, "bare_editor.py") as bare:
        return {"editor": asyncio.run(compare(product, bare, token, child))}

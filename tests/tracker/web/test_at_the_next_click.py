"""A sign-out, another password, a closed account and an ended link bite at the next click of a page that is open."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
import sqlalchemy as sa

from bench.client import Page, open_page
from db.engine import engine_for, sqlite_url
from db.tables import METADATA
from tests.cast import ZONE, Cast, make_cast
from tests.factories import make_plan
from tests.server import running_server
from tests.tracker.web.stage import in_another_thread
from tests.tracker.web.test_server import status_of_websocket
from tracker.access.change_password import change_password
from tracker.access.devices import sign_out_elsewhere
from tracker.access.passwords import hash_password
from tracker.access.sign_in import sign_in, sign_out
from tracker.access.work import writing

PASSWORD = "a long evening walk by the river"
TABLES = METADATA.tables


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[tuple[str, str]]:
    """A running product; gives its address and its database's."""
    path = tmp_path_factory.mktemp("click") / "tracker.db"
    shutil.copy(sqlite_template, path)
    url = sqlite_url(path)
    with running_server({"TRACKER_DATABASE_URL": url}) as base:
        yield base, url


@pytest.fixture
def engine(site: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.Engine]:
    monkeypatch.setenv("TRACKER_DATABASE_URL", site[1])
    yield engine_for(site[1])
    engine_for(site[1]).dispose()
    engine_for.cache_clear()


@pytest.fixture
def cast(engine: sa.Engine, request: pytest.FixtureRequest) -> Cast:
    name = "".join(c if c.isalnum() else "-" for c in request.node.name)[-40:].lower()
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE clinic SET name = name || id"))
    cast = make_cast(engine, host=f"{name}.example")
    with engine.begin() as connection:
        make_plan(connection, cast.mia, datetime.now(ZoneInfo(ZONE)).date())
        dana = TABLES["account"].c.id == cast.accounts["Dana"]
        account = sa.update(TABLES["account"]).where(dana)
        connection.execute(account.values(password_hash=hash_password(PASSWORD)))
    return cast


Change = Callable[[sa.Engine, Cast], object]


def _now(engine: sa.Engine, table: str, column: str, *where: sa.ColumnElement[bool]) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(TABLES[table]).where(*where).values({column: datetime.now(UTC)}))


def close_account(engine: sa.Engine, cast: Cast) -> None:
    _now(engine, "account", "disabled_at", TABLES["account"].c.id == cast.accounts["Dana"])


def end_link(engine: sa.Engine, cast: Cast) -> None:
    _now(engine, "relationship", "revoked_at", TABLES["relationship"].c.account_id == cast.accounts["Dana"])


def leave(_engine: sa.Engine, cast: Cast) -> None:
    sign_out(cast.tokens["Dana"])


def choose_password(_engine: sa.Engine, cast: Cast) -> None:
    change_password(cast.tokens["Dana"], PASSWORD, "boots under a lemon sky")


def sign_out_from_elsewhere(engine: sa.Engine, cast: Cast) -> None:
    name = TABLES["account"].c.sign_in_name
    with engine.connect() as connection:
        query = sa.select(name).where(TABLES["account"].c.id == cast.accounts["Dana"])
        sign_in_name = connection.execute(query).scalar_one()
    with writing(sign_in(sign_in_name, PASSWORD).token) as work:
        sign_out_elsewhere(work)


CHANGES = [leave, choose_password, sign_out_from_elsewhere, close_account, end_link]


def completions(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(
            connection.execute(sa.select(sa.func.count()).select_from(TABLES["completion"])).scalar_one()
        )


def exercises(page: Page) -> list[str]:
    return [key for key in page.widgets if key.startswith("done-")]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_an_open_page_does_and_shows_nothing_more(
    site: tuple[str, str], engine: sa.Engine, cast: Cast, change: Change
) -> None:
    """A click runs the button's callback and its fragment, without the entry script; then the page runs anew."""
    token = cast.tokens["Dana"]

    async def click() -> None:
        async with open_page(site[0], "today", {"session": token}) as page:
            shown = exercises(page)
            assert len(shown) == 6
            await page.rerun(click=shown[0])
            before = completions(engine)
            change(engine, cast)
            with suppress(asyncio.TimeoutError):
                await page.rerun(click=shown[1])
            assert completions(engine) == before
            assert exercises(page) == []
            await page.rerun()
            assert exercises(page) == []

    before = completions(engine)
    in_another_thread(click)
    assert completions(engine) == before + 1, "the click before the change was one"


@pytest.mark.parametrize("change", CHANGES[:4], ids=lambda change: change.__name__)
def test_a_stolen_cookie_opens_nothing_afterwards(
    site: tuple[str, str], engine: sa.Engine, cast: Cast, change: Change
) -> None:
    base, cookie = site[0], f"session={cast.tokens['Dana']}"
    assert httpx.get(f"{base}/today", headers={"Cookie": cookie}).status_code == 200
    change(engine, cast)
    for path in ("/today", "/account", "/password", "/"):
        assert httpx.get(f"{base}{path}", headers={"Cookie": cookie}).status_code == 303
    assert httpx.get(f"{base}/_stcore/health", headers={"Cookie": cookie}).status_code == 401
    assert status_of_websocket(base, Origin=base, Cookie=cookie) == 403

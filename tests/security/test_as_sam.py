"""Sam is signed in, has no link to any child, and tries everything: each page, the raw websocket, each address.

A real server answers. Each record holds a word of its own in every text, which must not be in any answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

import pages
from db.engine import make_engine
from tests.cast import make_cast
from tests.conftest import MakeDatabase
from tests.db.described import rows_of
from tests.security.actors import RECORDS, Record, World, build
from tests.security.canaries import CANARY, fill_texts
from tests.server import ask, open_websocket, run_page, running_server
from tracker import settings
from tracker.screen.places import TITLES
from tracker.web.routes import own_routes

pytestmark = pytest.mark.sweep

NO_RECORD = "2147483648"
FILES = sorted(path.stem for folder in pages.__path__ for path in Path(folder).glob("*.py"))


@dataclass
class Site:
    """A running server before the five records."""

    base: str
    engine: sa.Engine
    world: World
    word: str

    def cookie(self, who: str) -> str:
        return f"session={self.world.cast.tokens[who]}"

    def children(self) -> list[str]:
        return [*(str(self.world.records[name].child) for name in RECORDS), NO_RECORD]


@pytest.fixture(scope="module")
def site(make_database: MakeDatabase) -> Iterator[Site]:
    url = make_database("sqlite")
    engine = make_engine(url)
    now = datetime.now(UTC)
    cast = make_cast(engine, now)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_DATABASE_URL", url)
        words: dict[int, str] = {}
        dana = cast.accounts["Dana"]

        def fill(place: Record) -> None:
            words[place.child] = fill_texts(engine, place.child, place.prescription, dana)

        world = build(engine, cast, now, fill)
    with running_server({"TRACKER_DATABASE_URL": url}) as base:
        yield Site(base, engine, world, words[cast.mia])
    engine.dispose()


def said(messages: Sequence[ForwardMsg]) -> str:
    return "".join(str(message) for message in messages)


def unlogged(engine: sa.Engine) -> dict[str, object]:
    """Everything that is stored, but for when a session was last used."""
    found: dict[str, object] = dict(rows_of(engine))
    del found["sign_in_session"]
    return found


def test_every_page_is_tried() -> None:
    assert set(FILES) == set(TITLES), "a page without a place in the navigation"


def test_the_words_do_reach_those_who_may_see_them(site: Site) -> None:
    """Or nothing below would prove anything."""
    mia = f"child={site.world.cast.mia}"
    for page in ("today", "plan"):
        assert f"{site.word}exercise" in said(run_page(site.base, site.cookie("Dana"), page, mia))


@pytest.mark.parametrize("name", [*FILES, ""])
def test_no_page_tells_sam_that_there_is_a_child(site: Site, name: str) -> None:
    before = unlogged(site.engine)
    for child in site.children():
        assert CANARY not in said(run_page(site.base, site.cookie("Sam"), name, f"child={child}"))
    assert unlogged(site.engine) == before


def test_widgets_and_fragments_of_others_do_nothing_for_sam(site: Site) -> None:
    """Dana's own page says how her buttons are called; Sam sends the same from his tab."""
    mia = f"child={site.world.cast.mia}"
    hers = run_page(site.base, site.cookie("Dana"), "today", mia)
    buttons = [
        (message.delta.new_element.button.id, message.delta.fragment_id)
        for message in hers
        if message.WhichOneof("type") == "delta" and message.delta.new_element.WhichOneof("type") == "button"
    ]
    assert any("done" in widget for widget, _ in buttons)
    before = unlogged(site.engine)
    with open_websocket(site.base, site.cookie("Sam")) as websocket:
        for widget, fragment in buttons:
            # A fragment that his tab never ran is not even answered; the run after it is.
            for fragment_id in (fragment, ""):
                click = BackMsg()
                click.rerun_script.page_name = "today"
                click.rerun_script.query_string = mia
                click.rerun_script.fragment_id = fragment_id
                state = click.rerun_script.widget_states.widgets.add()
                state.id, state.trigger_value = widget, True
                if fragment_id:
                    websocket.send(click.SerializeToString())
            assert CANARY not in said(ask(websocket, click))
    assert unlogged(site.engine) == before


READ_BY_GET = ("", *FILES)
# A look is logged, and what was counted for it is kept; nothing that anybody said or did is changed by it.
WRITTEN_BY_LOOKING = {"access_log", "week_tally", "sign_in_session"}


def test_looking_at_everything_changes_nothing(site: Site) -> None:
    """As Dana, who may look: by page, by the websocket's first run of it, and at her copy of the record."""
    mia = site.world.cast.mia
    before = rows_of(site.engine)
    with httpx.Client(base_url=site.base, headers={"Cookie": site.cookie("Dana")}) as client:
        for path in (*(f"/{name}?child={mia}" for name in READ_BY_GET), f"/record/{mia}.zip", "/password"):
            assert client.get(path).status_code in {200, 303}
    for name in READ_BY_GET:
        run_page(site.base, site.cookie("Dana"), name, f"child={mia}")
    after = rows_of(site.engine)
    assert {table for table in after if after[table] != before[table]} <= WRITTEN_BY_LOOKING
    assert [row for row in after["access_log"] if row in before["access_log"]] == before["access_log"]


# Each address of ours, and what may be asked of it; what is in braces is filled in.
ADDRESSES = {
    "/sign-in",
    "/sign-out",
    "/set-up/{token}",
    "/join/{token}",
    "/reset/{token}",
    "/password",
    "/still-here",
    "/record/{number}.zip",
    "/files/{number}.zip",
    "/sheet/{number}.pdf",
    "/school-page/{number}.pdf",
    "/nobody-here",
    "/{path:path}",
    "/healthz",
}
ENDS_ONES_OWN_SESSION = "/nobody-here"


def test_every_address_is_tried() -> None:
    assert {route.path for route in own_routes(settings.from_environment({}))} == ADDRESSES


@pytest.mark.parametrize("who", ["Sam", "Ada", "Finn", "Vera", None])
def test_no_address_tells_a_stranger_that_there_is_a_child(site: Site, who: str | None) -> None:
    before = unlogged(site.engine)
    with httpx.Client(base_url=site.base, headers={"Cookie": site.cookie(who)} if who else {}) as client:
        for address in sorted(ADDRESSES - {ENDS_ONES_OWN_SESSION}):
            heard = set()
            for child in site.children():
                path = (
                    address.replace("{number}", child).replace("{token}", child).replace("{path:path}", child)
                )
                for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
                    answer = client.request(method, path, headers={"Origin": site.base})
                    assert CANARY.encode() not in answer.content
                    heard.add((method, answer.status_code, answer.text))
            if "{number}" in address:
                assert len(heard) == len({method for method, _, _ in heard}), "one child differs from another"
    assert unlogged(site.engine) == before

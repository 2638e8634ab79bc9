"""A phone that slept, a database that is held by somebody else, a lost connection."""

import sqlite3
import time

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import Open, Site
from tests.browser.pages import answered, done, settled

PATIENCE = 60_000


def test_the_first_tap_after_a_sleep_is_saved_or_visibly_not(site: Site, open_as: Open) -> None:
    """The server forgets a tab two minutes after its websocket ended; a phone that slept ten finds a new one."""
    page = open_as(None, "/sign-in")
    sockets: list[WebSocketRoute] = []
    page.context.add_cookies([{"name": "session", "value": site.cast.tokens["Dana"], "url": site.base}])
    page.route_web_socket("**/_stcore/stream", lambda route: _let_through(route, sockets))
    page.goto(site.base + "/today")
    settled(page)
    done(page, "Walk").click()
    answered(page, "1 of 6 answered")
    _sleep(page, sockets)
    done(page, "Stairs").click(force=True, timeout=PATIENCE)
    settled(page)
    # Whatever became of that tap, the screen says what is stored, and the next one works.
    shown = done(page, "Stairs").inner_text()
    stored = {row.prescription_id for row in site.live()}
    assert ("done" in shown) == (site.plan["Stairs"] in stored)
    done(page, "Stretches").click()
    expect(done(page, "Stretches")).to_contain_text("done")
    assert site.plan["Stretches"] in {row.prescription_id for row in site.live()}


def _let_through(route: WebSocketRoute, sockets: list[WebSocketRoute]) -> None:
    server = route.connect_to_server()
    sockets.append(route)
    route.on_message(server.send)
    server.on_message(route.send)


def _sleep(page: Page, sockets: list[WebSocketRoute]) -> None:
    """End the websocket and forget Streamlit's session id, as after ten minutes in a pocket."""
    page.evaluate("() => { for (const key of Object.keys(sessionStorage)) sessionStorage.removeItem(key) }")
    sockets[-1].close(code=1001, reason="asleep")


def test_a_tap_while_the_database_is_held_says_so_and_the_next_one_is_saved(
    site: Site, open_as: Open
) -> None:
    page = open_as("Dana")
    settled(page)
    holder = sqlite3.connect(str(site.engine.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    done(page, "Stairs").click()
    expect(page.get_by_text("The record is busy right now. This was not saved.")).to_be_visible()
    waited = time.monotonic() - started
    holder.execute("ROLLBACK")
    holder.close()
    # The database waits for 5 s; a second more is for the way to the screen and back.
    assert waited < 6.5
    answered(page, "0 of 6 answered")
    assert site.live() == []
    done(page, "Stairs").click()
    answered(page, "1 of 6 answered")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    assert len(site.live()) == 1

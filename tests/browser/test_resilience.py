"""A phone that slept, a database that is held by somebody else, a lost connection."""

import sqlite3
import time

from playwright.sync_api import WebSocketRoute, expect

from tests.browser.conftest import Open, Site
from tests.browser.pages import answered, done, settled

PATIENCE = 60_000
LONGER_THAN_THE_SERVER_REMEMBERS = 3_500


def test_the_first_tap_after_a_sleep_is_saved_or_visibly_not(site: Site, open_as: Open) -> None:
    """The server has forgotten the tab by the time the phone wakes up, and the tab finds a new session."""
    page = open_as(None, "/sign-in")
    line = Line()
    page.context.add_cookies([{"name": "session", "value": site.cast.tokens["Dana"], "url": site.base}])
    page.route_web_socket("**/_stcore/stream", line.connect)
    page.goto(site.base + "/today")
    settled(page)
    done(page, "Walk").click()
    answered(page, "1 of 6 answered")
    line.sleep()
    page.wait_for_timeout(LONGER_THAN_THE_SERVER_REMEMBERS)
    line.awake = True
    done(page, "Stairs").click(force=True, timeout=PATIENCE)
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-connection-state", "CONNECTED", timeout=PATIENCE
    )
    settled(page)
    # Whatever became of that tap, the screen says what is stored, and the next one works.
    shown = done(page, "Stairs").inner_text()
    stored = {row.prescription_id for row in site.live()}
    assert ("done" in shown) == (site.plan["Stairs"] in stored)
    expect(done(page, "Walk")).to_contain_text("done")
    done(page, "Stretches").click()
    expect(done(page, "Stretches")).to_contain_text("done")
    assert site.plan["Stretches"] in {row.prescription_id for row in site.live()}


class Line:
    """The websocket between a phone and the server; asleep, it is cut and cannot be made anew."""

    def __init__(self) -> None:
        self.awake = True
        self.sockets: list[WebSocketRoute] = []

    def connect(self, route: WebSocketRoute) -> None:
        if not self.awake:
            route.close(code=1001, reason="asleep")
            return
        server = route.connect_to_server()
        self.sockets.append(route)
        route.on_message(server.send)
        server.on_message(route.send)

    def sleep(self) -> None:
        self.awake = False
        self.sockets[-1].close(code=1001, reason="asleep")


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


def test_a_first_tap_of_the_evening_on_a_held_database_hears_of_it_as_soon(site: Site, open_as: Open) -> None:
    """Its look is no longer in the log, so that drawing the screen again wants to write as well."""
    page = open_as("Dana")
    settled(page)
    with sqlite3.connect(str(site.engine.url.database)) as connection:
        old = (site.cast.accounts["Dana"],)
        connection.execute("DROP TRIGGER tr_access_log_update")
        connection.execute("UPDATE access_log SET at = datetime(at, '-1 hour') WHERE account_id = ?", old)
    holder = sqlite3.connect(str(site.engine.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    done(page, "Stairs").click()
    busy = page.get_by_text("The record is busy right now. This was not saved.")
    expect(busy).to_have_count(1)
    waited = time.monotonic() - started
    holder.execute("ROLLBACK")
    holder.close()
    assert waited < 6.5

"""A real browser under the security policy: everything that Streamlit shows works, and nothing leaves the house."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

from tests.conftest import unavailable
from tests.server import launch, running_server
from tests.tracker.web.links import link_in
from tests.tracker.web.stage import NAME, PASSWORD, enrol

pytestmark = pytest.mark.browser
CHROMIUM = os.environ.get("TRACKER_TEST_CHROMIUM", "/usr/bin/chromium")
EVERYTHING = """
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

st.title("All of it :material/home:")
st.plotly_chart(go.Figure(go.Scatter(x=[1, 2], y=[3, 4])))
st.dataframe(pd.DataFrame({"a": [1]}))
st.latex("x^2")
st.date_input("Day")
st.selectbox("Choice", ["a", "b"])
st.download_button("Keep", b"x", "x.txt")

@st.dialog("Question")
def ask():
    st.write("inside the dialog")

if st.button("Ask"):
    ask()
"""


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    if not shutil.which(CHROMIUM):
        unavailable("browser", f"install Chromium, or set TRACKER_TEST_CHROMIUM ({CHROMIUM} is not there)")
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A phone that notes what the policy refused, and every request to elsewhere."""
    with chromium.new_context(viewport={"width": 390, "height": 844}) as context:
        yield context.new_page()


def watch(page: Page, base: str) -> list[str]:
    complaints: list[str] = []
    page.on(
        "console",
        lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda sent: (
            complaints.append(sent.url) if not sent.url.startswith((base, "data:", "blob:")) else None
        ),
    )
    return complaints


def sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/today")
    page.get_by_label("Sign-in name").fill(NAME)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{base}/today")


@pytest.fixture
def empty_database(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'tracker.db')}"
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    return url


@pytest.fixture
def sqlite_database(empty_database: str) -> str:
    enrol()
    return empty_database


def test_all_of_streamlit_works_under_the_policy(sqlite_database: str, tmp_path: Path, phone: Page) -> None:
    env = {"TRACKER_DATABASE_URL": sqlite_database}
    with running_server(env, launch(tmp_path, EVERYTHING)) as base:
        complaints = watch(phone, base)
        sign_in(phone, base)
        phone.locator(".js-plotly-plot .scatterlayer path").first.wait_for()
        phone.get_by_test_id("stDataFrame").locator("canvas").first.wait_for()
        with phone.expect_download() as kept:
            phone.get_by_role("button", name="Keep").click()
        assert Path(kept.value.path()).read_text() == "x"
        phone.get_by_role("button", name="Ask").click()
        phone.get_by_text("inside the dialog").wait_for()
        phone.goto("about:blank")
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_forms_are_for_everyone(sqlite_database: str, phone: Page, scheme: str) -> None:
    with running_server({"TRACKER_DATABASE_URL": sqlite_database}) as base:
        complaints = watch(phone, base)
        phone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        phone.goto(f"{base}/sign-in")
        assert Axe().run(phone).violations_count == 0
        assert phone.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")
        phone.get_by_label("Sign-in name").fill(NAME)
        phone.get_by_label("Password", exact=True).fill("wrong")
        phone.keyboard.press("Enter")
        phone.get_by_role("alert").wait_for()
        phone.locator("#password:focus").wait_for()
        assert phone.get_by_label("Password", exact=True).get_attribute("aria-describedby") == "problem"
        assert Axe().run(phone).violations_count == 0
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        phone.goto(f"{base}/sign-out")
        assert Axe().run(phone).violations_count == 0
        phone.goto("about:blank")
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_form_helps_a_little_and_is_for_everyone(
    empty_database: str, chromium: Browser, scheme: Literal["light", "dark"], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with (
        running_server({"TRACKER_DATABASE_URL": empty_database}, log=log) as base,
        chromium.new_context(
            viewport={"width": 390, "height": 844}, color_scheme=scheme, timezone_id="Asia/Tokyo"
        ) as context,
    ):
        page = context.new_page()
        complaints = watch(page, base)
        page.goto(link_in(log))
        assert page.get_by_label("Time zone").input_value() == "Asia/Tokyo"
        password = page.get_by_label("Password", exact=True)
        page.get_by_label("Clinic").fill("W" * 80)
        page.get_by_label("Your name").fill("Ada")
        page.get_by_label("Sign-in name").fill("ada@example.org")
        password.fill("passwordpassword")
        assert password.get_attribute("type") == "password"
        page.get_by_label("Show the password").check()
        assert password.get_attribute("type") == "text"
        assert Axe().run(page).violations_count == 0
        page.get_by_label("Time zone").select_option("Europe/Berlin")
        page.get_by_role("button").click()
        page.get_by_role("alert").wait_for()
        page.locator("#password:focus").wait_for()
        assert page.get_by_role("alert").bounding_box()["y"] >= 0  # type: ignore[index]
        assert page.get_by_label("Time zone").input_value() == "Europe/Berlin"
        assert Axe().run(page).violations_count == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.goto("about:blank")
    assert complaints == []

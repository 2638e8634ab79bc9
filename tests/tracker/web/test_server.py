"""The server as it is really run: another process, Streamlit, uvicorn, a real websocket."""

import json
import re
from pathlib import Path

import httpx
import pytest

from db.engine import make_engine, sqlite_url
from tests.cast import make_clinic
from tests.server import ROOT, hidden, launch, run_command, run_page, running_server, sign_in
from tests.tracker.web.links import FIRST, fill_in, link_in
from tests.tracker.web.stage import NAME, PASSWORD, THE_WORD, enrol

pytestmark = pytest.mark.everywhere

PAGES = ["/", "/no/such/page", *(f"/{page.stem}" for page in sorted((ROOT / "pages").glob("*.py")))]
HOSTILE = """
[client]
showErrorDetails = "full"
[logger]
level = "debug"
enableRich = true
[server]
baseUrlPath = "elsewhere"
enableXsrfProtection = false
enableStaticServing = false
scriptHealthCheckEnabled = true
enableAgentApi = true
trustedUserHeaders = { "X-User" = "email" }
[browser]
gatherUsageStats = true
[theme]
primaryColor = "#ff0000"
[theme.dark.sidebar]
primaryColor = "#ff0000"
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder to start in, and a home, whose files would open every door."""
    folder = tmp_path / "hostile"
    (folder / ".streamlit").mkdir(parents=True)
    (folder / ".streamlit" / "config.toml").write_text(HOSTILE)
    (folder / ".streamlit" / "secrets.toml").write_text('TRACKER_LANGUAGE = "planted"\n')
    return folder


def hostile_env(folder: Path, database: str) -> dict[str, str]:
    return {
        "HOME": str(folder),
        "TRACKER_DATABASE_URL": database,
        "STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "full",
        "STREAMLIT_SERVER_ENABLE_AGENT_API": "true",
        "STREAMLIT_LOGGER_LEVEL": "debug",
    }


def status_of_websocket(base: str, **headers: str) -> int:
    """Ask for a websocket by hand: 101 opens it, anything else refuses it."""
    asked = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", **headers}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    with httpx.stream("GET", f"{base}/_stcore/stream", headers={**asked, **key}) as answer:
        return answer.status_code


def marking(marker: Path) -> str:
    return (
        "import streamlit as st\nfrom pathlib import Path\n"
        f"with Path({str(marker)!r}).open('a') as file:\n    file.write('ran')\n"
        f"st.write({THE_WORD!r})\n"
    )


def test_a_cold_server_runs_nothing_for_a_stranger_and_lets_dana_in(database: str, tmp_path: Path) -> None:
    enrol()
    marker = tmp_path / "marker"
    with running_server({"TRACKER_DATABASE_URL": database}, launch(tmp_path, marking(marker))) as base:
        for path in PAGES:
            for method in ("GET", "HEAD"):
                answer = httpx.request(method, base + path)
                assert (answer.status_code, answer.text) == (303, ""), path
                assert answer.headers["location"].startswith("/sign-in")
        for headers in ({}, {"Cookie": "session=" + "0" * 43}):
            assert status_of_websocket(base, Origin=base, **headers) == 403
            assert status_of_websocket(base, **headers) == 403
        assert not marker.exists()

        with sign_in(base, NAME, PASSWORD) as dana:
            assert '<div id="root">' in dana.get("/today").text
            cookie = f"session={dana.cookies['session']}"
            for headers in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
                assert status_of_websocket(base, Cookie=cookie, **headers) == 403
            assert not marker.exists()
            assert THE_WORD in str(run_page(base, cookie))
            assert marker.read_text() == "ran"

            token = hidden(dana.get("/sign-out").text, "form_token")
            assert dana.post("/sign-out", data={"form_token": token}).status_code == 303
        assert httpx.get(f"{base}/today", headers={"Cookie": cookie}).status_code == 303
        assert status_of_websocket(base, Origin=base, Cookie=cookie) == 403
        assert marker.read_text() == "ran"


def test_it_starts_anywhere_and_says_where_once_it_listens(
    database: str, hostile: Path, tmp_path: Path
) -> None:
    enrol()
    log = tmp_path / "log"
    with running_server(hostile_env(hostile, database), folder=hostile, log=log) as base:
        font = httpx.get(f"{base}/app/static/fonts/atkinson-hyperlegible-next-latin-400-normal.woff2")
        assert font.content.startswith(b"wOF2")
        assert httpx.get(f"{base}/app/static/sign-in.css").headers["content-type"].startswith("text/css")
        assert "javascript" in httpx.get(f"{base}/app/static/forms.js").headers["content-type"]
        assert "Sign in" in httpx.get(f"{base}/sign-in").text
        assert "server" not in httpx.get(f"{base}/healthz").headers
        assert httpx.get(f"{base}/app/static/fonts/OFL.txt").status_code == 401
        with sign_in(base, NAME, PASSWORD) as dana:
            assert dana.post("/_stcore/agent/interact", json={}).status_code == 405
            assert 'id="root"' in dana.get("/_stcore/script-health-check").text
            messages = str(run_page(base, f"session={dana.cookies['session']}"))
    assert "new_session" in messages
    assert log.read_text().strip() == base


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_a_clinic_it_prints_the_link_that_sets_one_up_once(database: str, tmp_path: Path) -> None:
    log, env = tmp_path / "log", {"TRACKER_DATABASE_URL": database}
    with running_server(env, log=log) as base:
        assert link_in(log).startswith(f"{base}/set-up/")
        older = httpx.URL(link_in(log)).path
    with running_server(env, log=log) as base, httpx.Client(base_url=base) as ada:
        link = link_in(log)
        assert ada.get(older).status_code == 410
        assert "forms.js" in ada.get(link).text
        assert fill_in(ada, link, FIRST).status_code == 303
        assert '<div id="root">' in ada.get("/").text
        said = log.read_text()
        assert ada.get(link).status_code == 410
        assert log.read_text() == said
        assert said.splitlines() == [base, f"Open this link within an hour to set up the clinic: {link}"]
    with running_server(env, log=log) as base:
        assert log.read_text().strip() == base


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("import streamlit\nchild = 'Mia hurts'\nraise RuntimeError(child)\n", "RuntimeError"),
        ("import streamlit\nMia hurts = 7\n", "SyntaxError"),
    ],
    ids=["raised", "never compiled"],
)
def test_an_error_on_a_page_shows_a_number_and_nothing_else(
    database: str, hostile: Path, tmp_path: Path, script: str, error: str
) -> None:
    enrol()
    log = tmp_path / "log"
    env = hostile_env(hostile, database)
    with (
        running_server(env, launch(tmp_path, script), folder=hostile, log=log) as base,
        sign_in(base, NAME, PASSWORD) as dana,
    ):
        shown = str(run_page(base, f"session={dana.cookies['session']}"))
    logged = log.read_text()
    for text in (shown, logged):
        assert "Mia" not in text
        assert "Traceback" not in text
    assert error not in shown
    assert "entry.py" not in shown.replace(str(tmp_path / "entry.py"), "")
    assert error in logged
    events = [json.loads(line) for line in logged.splitlines() if line.startswith("{")]
    if number := re.search(r"number: ([0-9a-f]{8})", shown):
        assert [event["error"] for event in events if event.get("reference") == number[1]] == [[error]]
    else:
        assert error == "SyntaxError"


def test_no_folder_and_no_variable_changes_an_option(
    hostile: Path, tmp_path: Path, sqlite_template: Path
) -> None:
    script = tmp_path / "options.py"
    script.write_text(
        "import json\nfrom streamlit import config\nfrom tracker import settings\n"
        "from tracker.web.server import build\nbuild(settings.from_environment())\n"
        "print(json.dumps({n: o.value for n, o in config.get_config_options().items() if not o.sensitive}))\n"
    )
    env = hostile_env(hostile, f"sqlite:///{sqlite_template}")
    there = run_command([str(script)], env, hostile)
    here = run_command([str(script)], {"TRACKER_DATABASE_URL": env["TRACKER_DATABASE_URL"]}, tmp_path)
    options = json.loads(here.stdout)
    assert json.loads(there.stdout) == options
    assert {
        "client.showErrorDetails": "none",
        "client.allowedOrigins": [],
        "logger.enableRich": False,
        "runner.magicEnabled": False,
        "runner.postScriptGC": False,
        "server.fileWatcherType": "none",
        "server.headless": True,
        "server.enableAgentApi": False,
        "server.enableXsrfProtection": True,
        "server.enableCORS": True,
        "server.enableStaticServing": True,
        "server.maxUploadSize": 10,
        "server.maxWidgetStateSize": 1,
        "server.allowedHosts": ["127.0.0.1", "localhost"],
        "server.baseUrlPath": "",
        "server.scriptHealthCheckEnabled": False,
        "server.trustedUserHeaders": {},
        "browser.gatherUsageStats": False,
        "secrets.files": [],
        "theme.light.primaryColor": "#1b6663",
    }.items() <= options.items()


def test_health_is_told_while_the_database_is_gone(tmp_path: Path, sqlite_template: Path) -> None:
    copy = tmp_path / "tracker.db"
    copy.write_bytes(sqlite_template.read_bytes())
    # Closed before the server starts, and with a clinic it writes nothing: so all that it reads is in this one file.
    engine = make_engine(sqlite_url(copy))
    with engine.begin() as connection:
        make_clinic(connection, "Riverside")
    engine.dispose()
    with running_server({"TRACKER_DATABASE_URL": f"sqlite:///{copy}"}, launch(tmp_path, "")) as base:
        assert httpx.get(f"{base}/healthz").status_code == 200
        copy.write_bytes(b"this is no database" * 100)
        answer = httpx.get(f"{base}/healthz")
        assert (answer.status_code, answer.json()["status"]) == (503, "unavailable")
        assert str(tmp_path) not in answer.text

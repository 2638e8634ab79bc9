"""A real server in a process of its own, on a free port of this machine."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.guarded import leaked_names

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 30
OURS = ("TRACKER_", "STREAMLIT_", "PORT", "HOST")


@contextmanager
def running_server(
    env: Mapping[str, str], launcher: Path | None = None, *, folder: Path = ROOT, log: Path | None = None
) -> Iterator[str]:
    """Serve until the block ends; gives the base URL. A launcher is a script that serves in its own way.

    The server starts in `folder` and writes what it has to say to `log`, in which no name may stand. It cannot reach
    another machine.
    """
    port = env.get("PORT") or str(free_port())
    command = [
        sys.executable,
        "-m",
        "tests.guarded",
        *([str(launcher)] if launcher else ["-m", "tracker.cli", "serve"]),
    ]
    with tempfile.TemporaryDirectory() as somewhere:
        log = log or Path(somewhere) / "log"
        with log.open("wb") as out:
            server = subprocess.Popen(
                command, cwd=folder, env=_environment({**env, "PORT": port}), stdout=out, stderr=out
            )
            try:
                base = f"http://localhost:{port}"
                _wait(server, base, log)
                yield base
            finally:
                _stop(server)
        assert leaked_names(log.read_text(encoding="utf-8", errors="replace")) == []


def launch(folder: Path, entry: str) -> Path:
    """Write a launcher that serves another entry script through the product's own server."""
    script = folder / "entry.py"
    script.write_text(entry, encoding="utf-8")
    launcher = folder / "launcher.py"
    launcher.write_text(
        f"from pathlib import Path\nfrom tracker.web.server import serve\nserve(Path({str(script)!r}))\n",
        encoding="utf-8",
    )
    return launcher


def run_command(
    arguments: Sequence[str], env: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a Python command in the environment of a server."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=_environment(env),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@contextmanager
def sign_in(base: str, name: str, password: str, goal: str = "/") -> Iterator[httpx.Client]:
    """Sign in as a browser does; gives it with its cookies."""
    with httpx.Client(base_url=base) as client:
        token = hidden(client.get("/sign-in").text, "form_token")
        client.post("/sign-in", data={"form_token": token, "name": name, "password": password, "next": goal})
        yield client


def hidden(html: str, field: str) -> str:
    """Give the value of a hidden field."""
    found = re.search(rf'name="{field}" value="([^"]*)"', html)
    assert found, f"no field {field}"
    return found[1]


def run_page(base: str, cookie: str, page: str = "", query: str = "") -> list[ForwardMsg]:
    """Run the app's script as a browser does, over the websocket; gives all that it sends."""
    with open_websocket(base, cookie) as websocket:
        start = BackMsg()
        start.rerun_script.page_name = page
        start.rerun_script.query_string = query
        return ask(websocket, start)


def open_websocket(base: str, cookie: str) -> ClientConnection:
    """Open a tab's websocket, from a page of ours."""
    return connect(
        websocket_url(base),
        origin=Origin(base),
        additional_headers={"Cookie": cookie},
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
    )


def ask(websocket: ClientConnection, message: BackMsg) -> list[ForwardMsg]:
    """Send a message that runs the script; gives all that comes back until it has run."""
    messages: list[ForwardMsg] = []
    websocket.send(message.SerializeToString())
    while True:
        messages.append(ForwardMsg.FromString(websocket.recv(timeout=PATIENCE, decode=False)))
        # A page that sends on to another ends one run early, and the next begins by itself.
        last = messages[-1]
        if (
            last.WhichOneof("type") == "script_finished"
            and last.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        ):
            return messages


def websocket_url(base: str) -> str:
    return base.replace("http", "ws", 1) + "/_stcore/stream"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(env: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, "PYTHONPATH": str(ROOT), **env}


def _wait(server: subprocess.Popen[bytes], base: str, log: Path | None) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        said = log.read_text(encoding="utf-8") if log else ""
        assert server.poll() is None, f"the server stopped with {server.returncode}: {said}"
        try:
            httpx.get(f"{base}/healthz", timeout=PATIENCE)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"no server at {base} after {PATIENCE} s")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()

"""A browser without a screen: speaks Streamlit's websocket, so that a click is measured without Chromium."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 30


@dataclass
class Page:
    """One open tab: its websocket, the page it shows, and the widgets that the last run sent.

    `troubles` counts the errors that it was shown.
    """

    socket: ClientConnection
    path: str
    query: str = ""
    page_hash: str = ""
    widgets: dict[str, tuple[str, str]] = field(default_factory=dict)
    bytes_received: int = 0
    troubles: int = 0

    async def rerun(self, *, click: str | None = None, number: float | None = None) -> float:
        """Run the script; give the seconds until it had finished.

        `click` presses a button by its key's start, or, where there is a `number`, types that into a field.
        """
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self.page_hash
        if self.page_hash == "":
            message.rerun_script.page_name = self.path
        if click is not None:
            state = message.rerun_script.widget_states.widgets.add()
            found = next(widget for key, widget in self.widgets.items() if key.startswith(click))
            state.id, message.rerun_script.fragment_id = found
            if number is None:
                state.trigger_value = True
            else:
                state.double_value = number
        # Today is one fragment: every run that is measured sends all of its buttons again.
        self.widgets.clear()
        started = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        await self._until_finished()
        return time.perf_counter() - started

    async def _until_finished(self) -> None:
        while True:
            data = await asyncio.wait_for(self.socket.recv(), PATIENCE)
            assert isinstance(data, bytes)
            self.bytes_received += len(data)
            message = ForwardMsg()
            message.ParseFromString(data)
            self._note(message)
            # A page switch ends one run early and begins the next by itself.
            if (
                message.WhichOneof("type") == "script_finished"
                and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):
                return

    def _note(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        self.troubles += kind == "delta" and _is_trouble(message.delta)
        if kind == "navigation":
            # A session that has just begun names the entry's own page; this is the one that is shown.
            self.page_hash = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") in {"button", "number_input"}:
            # An id ends with the key that the script gave the widget.
            element = message.delta.new_element
            widget = getattr(element, str(element.WhichOneof("type"))).id
            self.widgets[widget.split("-", 2)[-1]] = (widget, message.delta.fragment_id)


def _is_trouble(delta: Delta) -> bool:
    element = delta.new_element
    what = element.WhichOneof("type")
    return what == "exception" or (what == "alert" and element.alert.format == Alert.ERROR)


@asynccontextmanager
async def open_page(base: str, path: str, cookies: dict[str, str], query: str = "") -> AsyncIterator[Page]:
    """Open a tab and wait for its first run; it is closed when the block ends."""
    async with connect(
        base.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers={
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Origin": base,
        },
        max_size=None,
        compression=None,
    ) as socket:
        page = Page(socket, path, query)
        await page.rerun()
        yield page

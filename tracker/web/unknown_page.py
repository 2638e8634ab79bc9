"""What an address of ours that no page has answers: a sentence, instead of Streamlit's empty frame with a dialog."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from tracker.screen.places import TITLES
from tracker.screen.words import _
from tracker.web.rendering import message

NOT_FOUND = 404
OF_THE_FRAME = {"", "index.html"}


class UnknownPage(Route):
    """Stands after all other routes of ours; it leaves Streamlit what its pages are made of."""

    def __init__(self) -> None:
        super().__init__("/{path:path}", show_unknown, methods=["GET"])

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match what a person asks for, which is a whole page, at an address that none has."""
        found = super().matches(scope)
        is_page = scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", "")
        if not is_page or scope["path"].strip("/") in {*TITLES, *OF_THE_FRAME}:
            return Match.NONE, {}
        return found


async def show_unknown(_request: Request) -> Response:
    """Say that there is nothing."""
    text = _("There is no page at this address. A part of it may be missing, or it was moved.")
    return message(_("Nothing here"), text, NOT_FOUND)

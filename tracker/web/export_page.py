"""What is taken out of a record, at addresses of its own: a family's copy, and a therapist's files.

Each is one file, made anew each time and kept nowhere.
"""

from collections.abc import Callable

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker.access.actor import SessionToken
from tracker.access.work import reading
from tracker.errors import NotFound, NotPermitted, SignedOut, TrackerError
from tracker.exchange.archive import INDEX, WHOLE, csv_name, file_name, zipped
from tracker.exchange.columns import FORMAT, STATES, VERSION
from tracker.exchange.files.packing import zipped_files
from tracker.exchange.record import copy_of
from tracker.screen.dates import format_full_day
from tracker.screen.messages import in_words
from tracker.screen.words import _
from tracker.web.entrance import Entrance
from tracker.web.own_path import sign_in_path
from tracker.web.rendering import filled, message

LONGEST_NUMBER = 18
NOBODY = 0


class ExportPage:
    """The ways out of one server."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance

    def routes(self) -> list[Route]:
        """Give the route of the file."""
        return [
            Route("/record/{number}.zip", self.send, methods=["GET"]),
            Route("/files/{number}.zip", self.send_files, methods=["GET"]),
        ]

    async def send(self, request: Request) -> Response:
        """Send the copy to whoever may have it, and words to everybody else."""
        return await self._send(request, packed)

    async def send_files(self, request: Request) -> Response:
        """Send plan and entries as files that can be brought in again."""
        return await self._send(request, packed_files)

    async def _send(
        self, request: Request, make: Callable[[SessionToken, int], tuple[str, bytes]]
    ) -> Response:
        token, number = self._entrance.token(request), asked_number(request)
        try:
            name, content = await to_thread.run_sync(make, token, number)
        except SignedOut:
            return RedirectResponse(sign_in_path(request.url.path, ""), 303)
        except NotFound as error:
            return _refusal(error, 404)
        except NotPermitted as error:
            return _refusal(error, 403)
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(content, media_type="application/zip", headers=headers)


def asked_number(request: Request) -> int:
    """Give the child that an address names; nobody's number for anything that is none."""
    asked = request.path_params["number"]
    return int(asked) if asked.isdecimal() and len(asked) <= LONGEST_NUMBER else NOBODY


def packed(token: SessionToken, child_id: int) -> tuple[str, bytes]:
    """Give the name and the bytes of a copy; raises as `copy_of` does."""
    with reading(token) as work:
        copy = copy_of(work, child_id)
    index = filled(
        "record.html",
        copy=copy,
        cell=_cell,
        made_on=format_full_day(copy.made_on),
        files={csv_name(table): table.kind for table in copy.tables},
        whole=WHOLE,
        index=INDEX,
        format=f"{FORMAT} {VERSION}",
        states=STATES,
    )
    return file_name(copy), zipped(copy, index)


def packed_files(token: SessionToken, child_id: int) -> tuple[str, bytes]:
    """Give the name and the bytes of a zip of files; raises as `zipped_files` does."""
    with reading(token) as work:
        return zipped_files(work, child_id)


def _cell(value: object) -> str:
    """Give a value as it stands in a cell: the table's, without what keeps a spreadsheet from calculating."""
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _refusal(error: TrackerError, status: int) -> Response:
    return message(_("There is no copy for you here"), in_words(error), status)

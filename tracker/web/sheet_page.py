"""A treatment week for the fridge, at an address of its own: a PDF, made anew each time and kept nowhere."""

from datetime import date

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker.access.actor import SessionToken
from tracker.access.work import reading
from tracker.errors import NotFound, NotPermitted, SignedOut, TrackerError
from tracker.exchange.sheet import Paper, printed, sheet_of
from tracker.screen.messages import in_words
from tracker.screen.words import _
from tracker.web.entrance import Entrance
from tracker.web.export_page import asked_number
from tracker.web.own_path import sign_in_path
from tracker.web.rendering import message


class SheetPage:
    """The sheets of one server."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance

    def routes(self) -> list[Route]:
        """Give the route of the file."""
        return [Route("/sheet/{number}.pdf", self.send, methods=["GET"])]

    async def send(self, request: Request) -> Response:
        """Show the file to whoever may see the child, and words to everybody else."""
        token, number = self._entrance.token(request), asked_number(request)
        day, paper = _day(request.query_params.get("from")), asked_paper(request)
        try:
            name, content = await to_thread.run_sync(_made, token, number, day, paper)
        except SignedOut:
            return RedirectResponse(sign_in_path(request.url.path, request.url.query), 303)
        except NotFound as error:
            return _refusal(error, 404)
        except NotPermitted as error:
            return _refusal(error, 403)
        # Opened in the browser, from where it is printed.
        headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
        return Response(content, media_type="application/pdf", headers=headers)


def _made(token: SessionToken, child_id: int, day: date | None, paper: Paper) -> tuple[str, bytes]:
    with reading(token) as work:
        sheet = sheet_of(work, child_id, day)
    return f"stepwise-week-{sheet.week.days[0].day}.pdf", printed(sheet, paper)


def _day(text: str | None) -> date | None:
    """Give the day that was asked for; today's week for anything else."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def asked_paper(request: Request) -> Paper:
    """Give the paper that an address asks for; A4 for anything else."""
    text = request.query_params.get("paper")
    return Paper(text) if text in set(Paper) else Paper.A4


def _refusal(error: TrackerError, status: int) -> Response:
    return message(_("There is no sheet for you here"), in_words(error), status)

"""The page for the school, at an address of its own: a PDF, made anew each time and kept nowhere."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker.access.actor import SessionToken
from tracker.access.work import reading
from tracker.errors import Conflict, NotFound, NotPermitted, SignedOut, TrackerError
from tracker.exchange.school_page import printed_school_page, school_page_of
from tracker.exchange.sheet import Paper
from tracker.screen.messages import in_words
from tracker.screen.words import _
from tracker.web.entrance import Entrance
from tracker.web.export_page import asked_number
from tracker.web.own_path import sign_in_path
from tracker.web.rendering import message
from tracker.web.sheet_page import asked_paper

FILE = "page-for-the-school.pdf"


class PageForSchool:
    """The pages for schools of one server."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance

    def routes(self) -> list[Route]:
        """Give the route of the file."""
        return [Route("/school-page/{number}.pdf", self.send, methods=["GET"])]

    async def send(self, request: Request) -> Response:
        """Show the file to whoever may see the child, once it is agreed to; words to everybody else."""
        token, number = self._entrance.token(request), asked_number(request)
        paper = asked_paper(request)
        try:
            content = await to_thread.run_sync(_made, token, number, paper)
        except SignedOut:
            return RedirectResponse(sign_in_path(request.url.path, request.url.query), 303)
        except NotFound as error:
            return _refusal(error, 404)
        except NotPermitted as error:
            return _refusal(error, 403)
        except Conflict as error:
            return _refusal(error, 409)
        headers = {"Content-Disposition": f'inline; filename="{FILE}"', "Cache-Control": "no-store"}
        return Response(content, media_type="application/pdf", headers=headers)


def _made(token: SessionToken, child_id: int, paper: Paper) -> bytes:
    with reading(token) as work:
        sheet = school_page_of(work, child_id)
    return printed_school_page(sheet, paper)


def _refusal(error: TrackerError, status: int) -> Response:
    return message(_("There is no page for the school here"), in_words(error), status)

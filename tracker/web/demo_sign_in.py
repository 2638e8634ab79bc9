"""The demo's sign-in page: everybody of the cast in one click. No other server has it."""

from collections.abc import Mapping

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tracker.access.sign_in import NewSession
from tracker.demo.people import sign_in_name
from tracker.demo.sign_in import sign_in_as
from tracker.errors import NotFound, TrackerError
from tracker.screen.messages import in_words
from tracker.screen.words import N_, _
from tracker.web.forms import TooLarge, is_ours, read_form
from tracker.web.gate import DEMO_SIGN_IN
from tracker.web.own_path import own_path
from tracker.web.sign_in_page import SignInPage


class DemoSignInPage(SignInPage):
    """The sign-in form, below a button for each of the cast."""

    offered: Mapping[str, str] = {
        "Dana": N_("Mia's mother"),
        "Mia": N_("14, in treatment"),
        "Ben": N_("Mia's father, the other household"),
        "Parent of Juniper": N_("of another family"),
        "Wren": N_("17, back in treatment"),
        "Pat": N_("physical therapist"),
        "Casey": N_("counselor"),
        "Lee": N_("pediatrician, of the care team"),
        "Ada": N_("administrator of the clinic"),
        "Sam": N_("a stranger"),
    }

    def routes(self) -> list[Route]:
        """Give the routes of all forms."""
        return [*super().routes(), Route(DEMO_SIGN_IN, self.take_choice, methods=["POST"])]

    async def take_choice(self, request: Request) -> Response:
        """Begin a session of whoever was chosen."""
        try:
            fields = await read_form(request)
        except TooLarge:
            fields = {}
        if not is_ours(request, self._settings, fields):
            problem = _("This page was open for too long, so nothing was done. Please choose again.")
            return self._sign_in_form(request, fields, problem, 403)
        who = fields.get("who", "")
        try:
            session = await to_thread.run_sync(_begin, who if who in self.offered else "")
        except NotFound as error:
            return self._sign_in_form(request, fields, in_words(error), 404)
        except TrackerError as error:
            return self._sign_in_form(request, fields, in_words(error), 503)
        return await self._entrance.let_in(request, session, own_path(fields.get("next", "/")))


def _begin(who: str) -> NewSession:
    return sign_in_as(sign_in_name(who))

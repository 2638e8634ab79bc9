"""Our own addresses, beside those of Streamlit."""

from starlette.routing import Route

from tracker.settings import Settings
from tracker.web.demo_sign_in import DemoSignInPage
from tracker.web.entrance import Entrance
from tracker.web.export_page import ExportPage
from tracker.web.health import healthz
from tracker.web.join_page import JoinPage
from tracker.web.password_page import PasswordPage
from tracker.web.presence import Presence
from tracker.web.reset_page import ResetPage
from tracker.web.school_page import PageForSchool
from tracker.web.set_up_page import SetUpPage
from tracker.web.sheet_page import SheetPage
from tracker.web.sign_in_page import SignInPage
from tracker.web.unknown_page import UnknownPage


def own_routes(settings: Settings, *, demo: bool = False) -> list[Route]:
    """Give the routes of one server; only a demo's has the way in without a password."""
    entrance = Entrance(settings)
    sign_in = DemoSignInPage(entrance) if demo else SignInPage(entrance)
    pages = (sign_in, SetUpPage(entrance), JoinPage(entrance), ResetPage(entrance))
    papers = (SheetPage(entrance), PageForSchool(entrance))
    signed_in = (PasswordPage(entrance), Presence(entrance), ExportPage(entrance), *papers)
    return [
        *(route for page in (*pages, *signed_in) for route in page.routes()),
        Route("/healthz", healthz, methods=["GET"]),
        UnknownPage(),  # the last: it takes whatever page is left
    ]

"""The reset link: who made it and when, and a form with which the account's owner chooses another password."""

from collections.abc import Mapping

from tracker.access.joining import accept_reset, reset
from tracker.access.sign_in import NewSession
from tracker.screen.dates import format_day
from tracker.web.link_page import LinkPage


class ResetPage(LinkPage):
    """The form of a reset link."""

    path = "/reset"
    template = "reset.html"

    def look(self, token: str) -> Mapping[str, object]:
        """Give whose link it is, and who made it."""
        found = reset(token)
        return {"reset": found, "made_on": format_day(found.made_on)}

    def begin(self, token: str, fields: Mapping[str, str]) -> NewSession:
        """Keep the password."""
        return accept_reset(token, fields.get("password", ""))

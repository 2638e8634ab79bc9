"""The first run: whoever opens the link from the terminal makes the clinic and its first account."""

from collections.abc import Mapping

from tracker.access.accounts import NewClinic
from tracker.access.joining import check_set_up, set_up
from tracker.access.sign_in import NewSession
from tracker.time_zones import time_zones_by_region
from tracker.web.link_page import LinkPage


class SetUpPage(LinkPage):
    """The form that sets up the first clinic."""

    path = "/set-up"
    template = "set_up.html"

    def look(self, token: str) -> Mapping[str, object]:
        """Give the time zones to choose from."""
        check_set_up(token)
        return {"regions": time_zones_by_region()}

    def begin(self, token: str, fields: Mapping[str, str]) -> NewSession:
        """Make the clinic and the account."""
        clinic = NewClinic(fields.get("clinic", ""), fields.get("time_zone", ""))
        name, sign_in_name = fields.get("name", ""), fields.get("sign_in_name", "")
        return set_up(token, clinic, name, sign_in_name, fields.get("password", ""))

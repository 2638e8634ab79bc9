"""The invitation: whoever opens it is greeted, chooses a password, and is signed in."""

from collections.abc import Mapping

from db.vocabulary import Role
from tracker.access.joining import accept_invitation, invitation
from tracker.access.sign_in import NewSession
from tracker.screen.words import N_, _
from tracker.web.link_page import LinkPage

WHAT_FOR: Mapping[Role, str] = {
    Role.FAMILY: N_("This is where you see the home exercises and tick them off."),
    Role.CLINICIAN: N_("This is where you plan home exercises and see how the weeks went."),
    Role.ADMINISTRATOR: N_(
        "This is where you add people and children, and look after the clinic's settings."
    ),
}


class JoinPage(LinkPage):
    """The form of an invitation."""

    path = "/join"
    template = "join.html"

    def look(self, token: str) -> Mapping[str, object]:
        """Give whom the invitation is for."""
        invited = invitation(token)
        return {"invited": invited, "what_for": _(WHAT_FOR[invited.role])}

    def begin(self, token: str, fields: Mapping[str, str]) -> NewSession:
        """Keep the password."""
        return accept_invitation(token, fields.get("password", ""))

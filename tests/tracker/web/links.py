"""Links to open in the stage's browser, and their forms as a person fills them in."""

import html
import re
from collections.abc import Mapping
from pathlib import Path

import httpx

from db.vocabulary import Role
from tests.cast import ZONE
from tests.server import hidden
from tests.tracker.web.stage import NAME, PASSWORD, enrol
from tracker.access.accounts import insert_account
from tracker.access.one_time_links import new_invitation, new_set_up_link
from tracker.access.passwords import NO_PASSWORD
from tracker.access.sign_in import sign_in
from tracker.access.work import writing

NEW_PASSWORD = "boots under a lemon sky"
FIRST = {
    "clinic": "Lakeshore",
    "time_zone": ZONE,
    "name": "Ada",
    "sign_in_name": "ada@example.org",
    "password": NEW_PASSWORD,
}


def set_up_path() -> str:
    link = new_set_up_link()
    assert link is not None
    return f"/set-up/{link.token}"


def join_path(name: str = "Ben", role: Role = Role.FAMILY) -> str:
    """Make the clinic Riverside, whose administrator signs in as the stage's NAME and invites somebody."""
    enrol(role="administrator")
    with writing(sign_in(NAME, PASSWORD).token) as work:
        clinic = work.actor.clinic_id
        account = insert_account(work, clinic, role, name, "ben@example.org", NO_PASSWORD)
        return f"/join/{new_invitation(work, account).token}"


def link_in(log: Path) -> str:
    """Give the set-up link that a server has printed."""
    found = re.search(r"http\S+/set-up/[\w-]{43}$", log.read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return found[0]


def fill_in(client: httpx.Client, path: str, fields: Mapping[str, str], **changed: str) -> httpx.Response:
    """Send the form at a path as it was served."""
    token = hidden(client.get(path).text, "form_token")
    return client.post(path, data={"form_token": token, **fields, **changed})


def shown(answer: httpx.Response) -> str:
    """Give a page as a person reads it: entities undone, blanks made one."""
    return " ".join(html.unescape(answer.text).split())

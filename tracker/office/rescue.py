"""The operator's help for a clinic whose people cannot help one another: its last administrator forgot, or left."""

from dataclasses import dataclass

from db.queries import people as rows
from db.queries.base import AnyRow
from db.vocabulary import LinkPurpose, Role
from tracker.access.accounts import normal_sign_in_name
from tracker.access.actor import Credential
from tracker.access.one_time_links import link_address, new_invitation, new_reset
from tracker.access.passwords import NO_PASSWORD
from tracker.access.work import Work, writing
from tracker.errors import Conflict, NotFound
from tracker.office.leaving import open_account


@dataclass(frozen=True)
class Rescue:
    """The address of a link with which somebody chooses a password, and whether their sign-in was opened for it."""

    purpose: LinkPurpose
    address: str
    was_opened: bool


def rescue_sign_in(credential: Credential, sign_in_name: str) -> Rescue:
    """Make the link with which an account gets a password: a reset, or an invitation where none was chosen yet.

    The account's owner is told of a reset. A closed administrator is opened again if the clinic has none left who can
    sign in. Raises `NotFound` for the name, and `Conflict` for any other closed sign-in: its clinic can open it.
    """
    with writing(credential) as work:
        work.require_operator()
        account = rows.account_named(
            work.connection, normal_sign_in_name(sign_in_name), no_password=NO_PASSWORD
        )
        if account is None:
            raise NotFound
        was_opened = account.disabled_at is not None
        if was_opened:
            _open_last_administrator(work, account)
        if was_opened or account.without_password:
            purpose = LinkPurpose.INVITATION
            link = new_invitation(work, account.id, clinic_id=account.clinic_id)
        else:
            purpose = LinkPurpose.RESET
            link = new_reset(work, account.id, clinic_id=account.clinic_id)
        return Rescue(purpose, link_address(purpose, link.token), was_opened)


def _open_last_administrator(work: Work, account: AnyRow) -> None:
    found = rows.lock_administrators(work.connection, account.clinic_id, no_password=NO_PASSWORD)
    if account.role is not Role.ADMINISTRATOR or any(
        row.disabled_at is None and not row.without_password for row in found
    ):
        raise Conflict("closed_by_clinic")
    open_account(work, account.clinic_id, account.id)

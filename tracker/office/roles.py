"""What a colleague is in the clinic, clinician or administrator; and that the last administrator stays one."""

from db.queries import accounts, relationships
from db.queries import people as rows
from db.vocabulary import Notice, Role
from tracker.access.notices import tell
from tracker.access.passwords import NO_PASSWORD
from tracker.access.policy import ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotPermitted
from tracker.office.link_rules import ROLE_OF
from tracker.office.links import end_links
from tracker.office.people import PersonState, locked_person

STAFF = (Role.CLINICIAN, Role.ADMINISTRATOR)


def change_role(work: Work, account_id: int, role: Role) -> None:
    """Make an administrator of a clinician, or the other way round, and tell its owner.

    The account is signed out everywhere at once, and links that the new role does not fit end. Raises `InvalidInput`
    where either role is the family's, `Conflict` for a closed account and for the last administrator who can sign in.
    """
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    keep_an_administrator(work, without=account_id if role is not Role.ADMINISTRATOR else None)
    person = locked_person(work, account_id)
    if person.state is PersonState.CLOSED:
        raise Conflict("closed")
    if person.role not in STAFF or role not in STAFF:
        raise InvalidInput("role", "stays_family")
    if person.role is role:
        return
    found = relationships.live_links_with(work.connection, actor.clinic_id, account_id, work.today_of_clinic)
    own = [row for row in found if row.account_id == account_id and ROLE_OF[row.kind] is not role]
    rows.lock_children(work.connection, actor.clinic_id, [row.child_id for row in own])
    end_links(work, own)
    rows.change_account(work.connection, account_id, {"role": role})
    accounts.revoke_sessions(work.connection, account_id, work.now)
    work.log_for_clinic(actor.clinic_id, "change_role", f"account {account_id}")
    tell(work, account_id, Notice.ROLE_CHANGED)


def keep_an_administrator(work: Work, *, without: int | None) -> None:
    """Hold a clinic's administrators as they are until the transaction ends, and refuse to go on `without` the last.

    Raises `Conflict("last_administrator")` if nobody else could sign in as one, and `NotPermitted` if the actor was
    one no more when their turn came: of two who demote each other in the same moment, the second one's word is void.
    """
    clinic_id = work.actor.clinic_id
    found = rows.lock_administrators(work.connection, clinic_id, no_password=NO_PASSWORD)
    if work.account_id not in {row.id for row in found if row.disabled_at is None}:
        raise NotPermitted
    able = {row.id for row in found if row.disabled_at is None and not row.without_password}
    if able == {without}:
        raise Conflict("last_administrator")

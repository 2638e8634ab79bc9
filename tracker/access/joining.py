"""What is done by a one-time link: setting up, joining, choosing another password. All of it ends signed in."""

from db.queries import accounts
from db.vocabulary import LinkPurpose, Role
from tracker.access.accounts import (
    NewClinic,
    checked_clinic,
    checked_name,
    checked_sign_in_name,
    hash_new_password,
    insert_account,
    insert_clinic,
)
from tracker.access.actor import VISITOR
from tracker.access.one_time_links import (
    Invitation,
    Reset,
    look_at_invitation,
    look_at_reset,
    look_at_set_up,
    use_invitation,
    use_reset,
    use_set_up,
)
from tracker.access.passwords import NO_PASSWORD
from tracker.access.shelf import SHELF
from tracker.access.sign_in import NewSession, begin_session
from tracker.access.work import reading, writing
from tracker.errors import LinkRefused


def check_set_up(token: str) -> None:
    """Look at a set-up link without using it; raises `LinkRefused`."""
    with reading(VISITOR) as work:
        look_at_set_up(work, token)


def set_up(token: str, clinic: NewClinic, name: str, sign_in_name: str, password: str) -> NewSession:
    """Make the first clinic and its administrator, and sign in.

    Raises `LinkRefused` and `InvalidInput`; then nothing was made, and the link is as it was.
    """
    check_set_up(token)
    clinic = checked_clinic(clinic)
    about = [checked_name(name, "name"), checked_sign_in_name(sign_in_name), clinic.name]
    password_hash = hash_new_password(password, about=about)
    with writing(VISITOR) as work:
        use_set_up(work, token)
        clinic_id = insert_clinic(work, clinic)
        account = insert_account(work, clinic_id, Role.ADMINISTRATOR, name, sign_in_name, password_hash)
        return begin_session(work, account, Role.ADMINISTRATOR)


def invitation(token: str) -> Invitation:
    """Look at an invitation without using it; raises `LinkRefused`."""
    with reading(VISITOR) as work:
        return look_at_invitation(work, token)


def accept_invitation(token: str, password: str) -> NewSession:
    """Give the invited account the password that its owner chose, and sign in.

    Raises `LinkRefused` and `InvalidInput`; then nothing was changed, and the link is as it was.
    """
    invited = invitation(token)
    about = [invited.name, invited.sign_in_name, invited.clinic]
    password_hash = hash_new_password(password, about=about)
    with writing(VISITOR) as work:
        used = use_invitation(work, token)
        if not accounts.set_first_password(work.connection, used.account_id, password_hash, NO_PASSWORD):
            raise LinkRefused(LinkPurpose.INVITATION, "used")
        work.log_for_clinic(
            used.clinic_id, "accept_invitation", f"account {used.account_id}", account_id=used.account_id
        )
        session = begin_session(work, used.account_id, used.role)
    # Whoever typed before may have been somebody else.
    SHELF.forget(used.account_id)
    return session


def reset(token: str) -> Reset:
    """Look at a reset link without using it; raises `LinkRefused`."""
    with reading(VISITOR) as work:
        return look_at_reset(work, token)


def accept_reset(token: str, password: str) -> NewSession:
    """Give an account another password that its owner chose, end all its sessions, and sign in.

    Raises `LinkRefused` and `InvalidInput`; then nothing was changed, and the link is as it was.
    """
    looked_at = reset(token)
    about = [looked_at.name, looked_at.sign_in_name, looked_at.clinic]
    password_hash = hash_new_password(password, about=about)
    with writing(VISITOR) as work:
        used = use_reset(work, token)
        accounts.set_password_hash(work.connection, used.account_id, password_hash)
        accounts.revoke_sessions(work.connection, used.account_id, work.now)
        work.log_for_clinic(
            used.clinic_id, "accept_reset", f"account {used.account_id}", account_id=used.account_id
        )
        session = begin_session(work, used.account_id, used.role)
    # Whoever typed before may have been somebody else.
    SHELF.forget(used.account_id)
    return session

"""A change of password by the account's owner, who knows the present one."""

from db.queries import accounts
from db.queries import one_time_links as rows
from db.vocabulary import LinkPurpose, Notice
from tracker.access.accounts import hash_new_password
from tracker.access.actor import SessionToken
from tracker.access.notices import tell
from tracker.access.passwords import verify
from tracker.access.shelf import SHELF
from tracker.access.sign_in import NewSession, begin_session
from tracker.access.work import reading, writing
from tracker.errors import InvalidInput


def sign_in_name_of(token: SessionToken) -> str:
    """Give the name under which the owner of a session signs in; raises `SignedOut`."""
    with reading(token) as work:
        return str(accounts.account_by_id(work.connection, work.actor.account_id).sign_in_name)


def change_password(token: SessionToken, current: str, new: str) -> NewSession:
    """Give the actor a new password and a new session, and end all the others.

    Raises `SignedOut`, and `InvalidInput` for a present password that does not fit or a new one that will not do; then
    nothing was changed.
    """
    with reading(token) as work:
        account = accounts.account_by_id(work.connection, work.actor.account_id)
    # Outside any transaction that writes: each takes tens of milliseconds.
    if not verify(current, account.password_hash)[0]:
        raise InvalidInput("current_password", "does_not_fit")
    new_hash = hash_new_password(new, about=[account.name, account.sign_in_name, account.clinic])
    with writing(token) as work:
        actor, now = work.actor, work.now
        # It may have been changed or reset in another place while the hash was being compared.
        now_there = accounts.account_by_id(work.connection, actor.account_id, lock=True)
        if now_there.password_hash != account.password_hash:
            raise InvalidInput("current_password", "does_not_fit")
        accounts.set_password_hash(work.connection, actor.account_id, new_hash)
        accounts.revoke_sessions(work.connection, actor.account_id, now)
        rows.withdraw_open_links(work.connection, LinkPurpose.RESET, actor.account_id, now)
        tell(work, actor.account_id, Notice.PASSWORD_CHANGED)
        work.log_for_clinic(actor.clinic_id, "change_password", f"account {actor.account_id}")
        session = begin_session(work, actor.account_id, actor.role)
    SHELF.forget(actor.account_id)
    return session

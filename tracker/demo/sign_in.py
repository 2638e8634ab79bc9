"""Sign-in without a password, for invented people only: the database itself must say that it holds nobody else."""

from db.queries import accounts, demo
from tracker.access.actor import VISITOR
from tracker.access.sign_in import NewSession, begin_session
from tracker.access.work import writing
from tracker.errors import NotFound


def sign_in_as(name: str) -> NewSession:
    """Begin a session of the account with this sign-in name.

    Raises `NotFound` in any database that does not bear the demo's mark, and for a name that nobody has.
    """
    with writing(VISITOR) as work:
        # Asked in the transaction that signs in, so that nothing can come between.
        if not demo.is_marked(work.connection):
            raise NotFound
        account = accounts.account_by_sign_in_name(work.connection, name)
        if account is None:
            raise NotFound
        return begin_session(work, account.id, account.role)

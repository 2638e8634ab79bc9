"""What the database met with, in the product's own errors."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from db.engine import Trouble, trouble
from tracker.errors import Busy, Unwritable


@contextmanager
def troubles_in_words() -> Iterator[None]:
    """Turn a database that is locked, cannot be written or does not answer into `Busy` or `Unwritable`."""
    try:
        yield
    except PoolExhausted as error:
        raise Busy from error
    except OperationalError as error:
        match trouble(error):
            case Trouble.LOCKED:
                raise Busy from error
            case Trouble.UNWRITABLE:
                raise Unwritable from error
            case None:
                raise

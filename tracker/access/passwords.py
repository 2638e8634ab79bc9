"""Passwords: kept as Argon2id hashes only.

19 MiB and two passes cost 17 ms; never hash inside a transaction that writes, or everybody waits for it.
"""

import secrets
import unicodedata
from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from tracker.errors import InvalidInput

SHORTEST = 15
LONGEST = 200

_HASHES = PasswordHash((Argon2Hasher(memory_cost=19456, time_cost=2, parallelism=1),))


def hash_password(password: str) -> str:
    """Hash a new password of 15 to 200 characters of any kind; raises `InvalidInput`."""
    if len(password) < SHORTEST:
        raise InvalidInput("password", "too_short", limit=SHORTEST)
    if len(password) > LONGEST:
        raise InvalidInput("password", "too_long", limit=LONGEST, length=len(password))
    return _HASHES.hash(_as_one_keyboard(password))


def verify(password: str, password_hash: str) -> tuple[bool, str | None]:
    """Say whether a password fits; the second value is a hash to keep instead, if the old one is outdated.

    An account without a password costs as much time as any other.
    """
    try:
        return _HASHES.verify_and_update(_as_one_keyboard(password[: LONGEST + 1]), password_hash)
    except UnknownHashError:
        return verify(password, nobodys_hash())


@cache
def nobodys_hash() -> str:
    """Give a hash that no password fits, to spend the usual time on a name that does not exist."""
    return _HASHES.hash(secrets.token_bytes(32))


def _as_one_keyboard(password: str) -> str:
    # An accent typed on a phone and on a laptop may arrive as different code points.
    return unicodedata.normalize("NFKC", password)

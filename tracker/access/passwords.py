"""Passwords: kept as Argon2id hashes only.

19 MiB and two passes cost 17 ms; never hash inside a transaction that writes, or everybody waits for it.
"""

import secrets
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import Lock

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher
from zxcvbn import zxcvbn

from tracker.errors import InvalidInput

SHORTEST = 15
LONGEST = 200
# What an account holds until its owner has chosen a password. It is no hash, so no password fits it.
NO_PASSWORD = "!"  # noqa: S105 - the absence of one
MOST_JUDGED = 72  # zxcvbn takes no more
LEAST_SCORE = 3
SHORTEST_WORD = 3
BETWEEN_WORDS = str.maketrans("", "", " -_.,")
PRODUCT = "stepwise"
# A collection of our own, one a line in the form of `_in_common_form`: what people type when fifteen are asked for.
COMMON = Path(__file__).with_name("common_passwords.txt")
DIGITS = "0123456789"

_HASHES = PasswordHash((Argon2Hasher(memory_cost=19456, time_cost=2, parallelism=1),))
# zxcvbn keeps what it is told about the person in a variable of its module, for whichever thread comes next.
_JUDGING = Lock()


def hash_password(password: str) -> str:
    """Hash a new password of 15 to 200 characters of any kind; raises `InvalidInput`."""
    check_length(password)
    return _HASHES.hash(_as_one_keyboard(password))


def check_length(password: str) -> None:
    """Refuse a password of fewer than 15 or more than 200 characters; raises `InvalidInput`."""
    if len(password) < SHORTEST:
        raise InvalidInput("password", "too_short", limit=SHORTEST)
    if len(password) > LONGEST:
        raise InvalidInput("password", "too_long", limit=LONGEST, length=len(password))


def check_strength(password: str, *, about: Iterable[str]) -> None:
    """Refuse a password that is soon guessed, judged by its first 72 characters; raises `InvalidInput`.

    `about` is what others know of the person, such as the name, the sign-in name and the clinic. It mostly takes
    10 ms, but up to a second: never inside a transaction that writes.
    """
    if is_common(password):
        raise InvalidInput("password", "guessable")
    judged = _as_one_keyboard(password)[:MOST_JUDGED]
    known = [PRODUCT, *(word for text in about for word in _words(text))]
    # zxcvbn takes a blank between words for a third one, and so "password password" for a good password.
    ways = filter(None, (judged, judged.translate(BETWEEN_WORDS)))
    with _JUDGING:
        score = min(zxcvbn(way, user_inputs=known)["score"] for way in ways)
    if score < LEAST_SCORE:
        raise InvalidInput("password", "guessable")


def is_common(password: str) -> bool:
    """Say whether many people choose this one, or the same with other capitals, blanks, signs and last digits."""
    text = _in_common_form(password)
    return not _common_passwords().isdisjoint({text, text.rstrip(DIGITS)})


@cache
def _common_passwords() -> frozenset[str]:
    return frozenset(COMMON.read_text(encoding="utf-8").split())


def _in_common_form(password: str) -> str:
    return "".join(c for c in _as_one_keyboard(password).casefold() if c.isalnum())


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


def _words(text: str) -> list[str]:
    """Give a text as a whole and in pieces: of `dana@example.org`, `dana` alone is known too."""
    whole = _as_one_keyboard(text)[:MOST_JUDGED]
    pieces = "".join(c if c.isalnum() else " " for c in whole).split()
    return [word for word in (whole, *pieces) if len(word) >= SHORTEST_WORD]

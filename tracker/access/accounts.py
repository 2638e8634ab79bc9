"""Clinics and accounts: what makes one, whether the operator does, the first visitor or an administrator."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from db.queries import accounts
from db.queries.base import insert_row, insert_unless_there
from db.tables import Account, Clinic
from db.vocabulary import Role
from tracker.access.actor import VISITOR, Credential
from tracker.access.passwords import check_length, check_strength, hash_password
from tracker.access.work import Work, reading, writing
from tracker.errors import InvalidInput, NotFound
from tracker.library.starting import put_in_starting_exercises
from tracker.time_zones import checked_time_zone

LONGEST_NAME = 80
SHORTEST_SIGN_IN_NAME = 3
LONGEST_SIGN_IN_NAME = 254
# Unseen, but part of how Persian, Sinhala and emoji are written.
JOINERS = str.maketrans("", "", "\u200c\u200d")


@dataclass(frozen=True)
class NewClinic:
    """A clinic that is to be made, in its IANA time zone."""

    name: str
    time_zone: str


def clinics(credential: Credential) -> list[tuple[int, str]]:
    """Give (number, name) of every clinic."""
    with reading(credential) as work:
        work.require_operator()
        return accounts.clinics(work.connection)


def is_set_up() -> bool:
    """Say whether there is a clinic already, so that somebody may have a sign-in."""
    with reading(VISITOR) as work:
        return bool(accounts.clinics(work.connection))


def create_clinic(credential: Credential, name: str, time_zone: str) -> int:
    """Make a clinic and give its number; raises `InvalidInput` for its name or its IANA time zone."""
    with writing(credential) as work:
        work.require_operator()
        return insert_clinic(work, NewClinic(name, time_zone))


def create_account(
    credential: Credential, clinic: int | NewClinic, role: Role, name: str, sign_in_name: str, password: str
) -> int:
    """Make an account, and its clinic if that is new, and give its number.

    Raises `NotFound` for a clinic's number and `InvalidInput` for the rest; then nothing was made, no clinic either.
    """
    if isinstance(clinic, NewClinic):
        clinic = checked_clinic(clinic)
    about = [checked_name(name, "name"), checked_sign_in_name(sign_in_name), _name_of(credential, clinic)]
    password_hash = hash_new_password(password, about=about)
    with writing(credential) as work:
        work.require_operator()
        clinic_id = insert_clinic(work, clinic) if isinstance(clinic, NewClinic) else clinic
        return insert_account(work, clinic_id, role, name, sign_in_name, password_hash)


def insert_clinic(work: Work, new: NewClinic) -> int:
    """Make a clinic with its first exercises in the caller's transaction, and log it; raises `InvalidInput`.

    The caller has asked who may.
    """
    new = checked_clinic(new)
    if any(known == new.name for _, known in accounts.clinics(work.connection)):
        raise InvalidInput("clinic", "taken")
    row = Clinic(name=new.name, time_zone=new.time_zone, created_at=work.now)
    clinic = insert_row(work.connection, row)
    put_in_starting_exercises(work, clinic)
    work.log_for_clinic(clinic, "create_clinic", f"clinic {clinic}")
    return clinic


def insert_account(
    work: Work, clinic_id: int, role: Role, name: str, sign_in_name: str, password_hash: str
) -> int:
    """Make an account in the caller's transaction, and log it; give its number.

    `password_hash` is `NO_PASSWORD` until its owner chooses one. Raises `InvalidInput` for the names, also for a
    sign-in name that is taken. The caller has asked who may.
    """
    account = Account(
        clinic_id=clinic_id,
        role=role,
        name=checked_name(name, "name"),
        sign_in_name=checked_sign_in_name(sign_in_name),
        password_hash=password_hash,
        created_at=work.now,
    )
    number = insert_unless_there(work.connection, account)
    if number is None:
        raise InvalidInput("sign_in_name", "taken")
    work.log_for_clinic(clinic_id, "create_account", f"account {number}")
    return number


def hash_new_password(password: str, *, about: Iterable[str]) -> str:
    """Hash a password that somebody has just chosen; raises `InvalidInput` if it is short, long or soon guessed.

    `about` is what others know of the person. Takes tens of milliseconds: never inside a transaction that writes.
    """
    check_length(password)
    check_strength(password, about=about)
    return hash_password(password)


def normal_sign_in_name(text: str) -> str:
    """Give the one form in which a sign-in name is stored and looked up: capitals and widths do not matter."""
    # lower() as well, since casefold() turns a few scripts into capitals, which the table refuses.
    folded = unicodedata.normalize("NFKC", text).casefold().lower()
    return unicodedata.normalize("NFKC", folded).strip()


def checked_clinic(clinic: NewClinic) -> NewClinic:
    """Give a clinic as it is stored; raises `InvalidInput` for its name or its IANA time zone."""
    return NewClinic(checked_name(clinic.name, "clinic"), checked_time_zone(clinic.time_zone))


def checked_name(text: str, field: str) -> str:
    """Give the name of a person or a clinic as it is stored, of up to 80 characters; raises `InvalidInput`."""
    return _checked(text, text.translate(JOINERS), field, 1, LONGEST_NAME)


def checked_sign_in_name(text: str) -> str:
    """Give a sign-in name as it is stored, of 3 to 254 characters; raises `InvalidInput`."""
    name = normal_sign_in_name(text)
    return _checked(name, name, "sign_in_name", SHORTEST_SIGN_IN_NAME, LONGEST_SIGN_IN_NAME)


def _checked(text: str, seen: str, field: str, low: int, high: int) -> str:
    text = text.strip()
    if not seen.strip():
        raise InvalidInput(field, "empty")
    if len(text) < low:
        raise InvalidInput(field, "too_short", limit=low)
    if len(text) > high:
        raise InvalidInput(field, "too_long", limit=high, length=len(text))
    if not seen.strip().isprintable():
        raise InvalidInput(field, "characters")
    return text


def _name_of(credential: Credential, clinic: int | NewClinic) -> str:
    if isinstance(clinic, NewClinic):
        return clinic.name
    known = dict(clinics(credential))
    if clinic not in known:
        raise NotFound
    return known[clinic]

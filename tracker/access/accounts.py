"""Clinics and accounts, as the operator at the command line makes them."""

import unicodedata
from dataclasses import dataclass
from zoneinfo import available_timezones

from db.queries import accounts
from db.queries.base import insert_row, insert_unless_there
from db.tables import Account, Clinic
from db.vocabulary import Role
from tracker.access.actor import Credential
from tracker.access.passwords import hash_password
from tracker.access.work import Work, reading, writing
from tracker.errors import InvalidInput, NotFound

LONGEST_NAME = 80
SHORTEST_SIGN_IN_NAME = 3
LONGEST_SIGN_IN_NAME = 254


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


def create_clinic(credential: Credential, name: str, time_zone: str) -> int:
    """Make a clinic and give its number; raises `InvalidInput` for its name or its IANA time zone."""
    new = _checked_clinic(NewClinic(name, time_zone))
    with writing(credential) as work:
        work.require_operator()
        return _insert_clinic(work, new)


def create_account(
    credential: Credential, clinic: int | NewClinic, role: Role, name: str, sign_in_name: str, password: str
) -> int:
    """Make an account, and its clinic if that is new, and give its number.

    Raises `NotFound` for a clinic's number and `InvalidInput` for the rest; then nothing was made, no clinic either.
    """
    if isinstance(clinic, NewClinic):
        clinic = _checked_clinic(clinic)
    name = _checked(name, "name", 1, LONGEST_NAME)
    sign_in_name = _checked(
        normal_sign_in_name(sign_in_name), "sign_in_name", SHORTEST_SIGN_IN_NAME, LONGEST_SIGN_IN_NAME
    )
    password_hash = hash_password(password)
    with writing(credential) as work:
        work.require_operator()
        clinic_id = _clinic_id(work, clinic)
        account = Account(
            clinic_id=clinic_id,
            role=role,
            name=name,
            sign_in_name=sign_in_name,
            password_hash=password_hash,
            created_at=work.now,
        )
        number = insert_unless_there(work.connection, account)
        if number is None:
            raise InvalidInput("sign_in_name", "taken")
        work.log_for_clinic(clinic_id, "create_account", f"account {number}")
    return number


def normal_sign_in_name(text: str) -> str:
    """Give the one form in which a sign-in name is stored and looked up: capitals and widths do not matter."""
    # lower() as well, since casefold() turns a few scripts into capitals, which the table refuses.
    folded = unicodedata.normalize("NFKC", text).casefold().lower()
    return unicodedata.normalize("NFKC", folded).strip()


def _checked_clinic(clinic: NewClinic) -> NewClinic:
    name = _checked(clinic.name, "clinic", 1, LONGEST_NAME)
    if clinic.time_zone not in available_timezones():
        raise InvalidInput("time_zone", "time_zone")
    return NewClinic(name, clinic.time_zone)


def _clinic_id(work: Work, clinic: int | NewClinic) -> int:
    if isinstance(clinic, NewClinic):
        return _insert_clinic(work, clinic)
    if all(number != clinic for number, _ in accounts.clinics(work.connection)):
        raise NotFound
    return clinic


def _insert_clinic(work: Work, new: NewClinic) -> int:
    if any(known == new.name for _, known in accounts.clinics(work.connection)):
        raise InvalidInput("clinic", "taken")
    row = Clinic(name=new.name, time_zone=new.time_zone, created_at=work.now)
    clinic = insert_row(work.connection, row)
    work.log_for_clinic(clinic, "create_clinic", f"clinic {clinic}")
    return clinic


def _checked(text: str, field: str, low: int, high: int) -> str:
    text = text.strip()
    if not text:
        raise InvalidInput(field, "empty")
    if len(text) < low:
        raise InvalidInput(field, "too_short", limit=low)
    if len(text) > high:
        raise InvalidInput(field, "too_long", limit=high, length=len(text))
    if not text.isprintable():
        raise InvalidInput(field, "characters")
    return text

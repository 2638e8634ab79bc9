"""Inviting many colleagues at once: pasted lines, each read and checked by itself, and invited all or none."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass

from db.queries import people as rows
from db.vocabulary import Role
from tracker.access.accounts import checked_name, checked_sign_in_name
from tracker.access.policy import ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput
from tracker.office.people import NewWayIn, invite

MOST_LINES = 50
PARTS = 3
SEPARATORS = "\t;,"  # the first of them that a line holds: what a spreadsheet copies has tabs
Roles = Mapping[str, Role]


@dataclass(frozen=True)
class Line:
    """One line with something on it, by its number from 1; `problem` is why it cannot be invited."""

    number: int
    name: str
    sign_in_name: str
    role: Role | None
    problem: InvalidInput | None


def read_lines(work: Work, text: str, roles: Roles) -> list[Line]:
    """Read "name, sign-in name, role" line by line and check each as `invite` would; blank lines say nothing.

    `roles` are the words for a role, in small letters. Raises `InvalidInput` for too many lines.
    """
    work.require(ClinicAction.MANAGE_PEOPLE)
    numbered = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(numbered) > MOST_LINES:
        raise InvalidInput("lines", "too_many", limit=MOST_LINES, n=len(numbered))
    lines = [_line(number, line, roles) for number, line in numbered]
    taken = rows.names_taken(work.connection, [line.sign_in_name for line in lines])
    first: dict[str, int] = {}
    return [_compared(line, taken, first) for line in lines]


def invite_all(work: Work, text: str, roles: Roles) -> list[tuple[Line, NewWayIn]]:
    """Invite everybody on the lines, or nobody: raises `Conflict` when a line cannot be invited, or there is none."""
    lines = read_lines(work, text, roles)
    if not lines or any(line.problem for line in lines):
        raise Conflict("lines")
    return [(line, _invite(work, line)) for line in lines]


def _invite(work: Work, line: Line) -> NewWayIn:
    assert line.role is not None
    return invite(work, line.role, line.name, line.sign_in_name)


def _line(number: int, text: str, roles: Roles) -> Line:
    name, sign_in_name, role, problem = "", "", None, None
    try:
        parts = _parts(text)
        name, sign_in_name = parts[0], parts[1]
        name = checked_name(name, "name")
        sign_in_name = checked_sign_in_name(sign_in_name)
        role = _role(parts[2], roles)
    except InvalidInput as error:
        problem = error
    return Line(number, name, sign_in_name, role, problem)


def _parts(text: str) -> list[str]:
    separator = next((sign for sign in SEPARATORS if sign in text), SEPARATORS[-1])
    try:
        found = next(csv.reader([text], delimiter=separator, skipinitialspace=True))
    except csv.Error as error:
        raise InvalidInput("line", "characters") from error
    parts = [part.strip() for part in found]
    while len(parts) > PARTS and not parts[-1]:
        parts.pop()
    if len(parts) > PARTS:
        raise InvalidInput("line", "parts", n=len(parts))
    return parts + [""] * (PARTS - len(parts))


def _role(word: str, roles: Roles) -> Role:
    if not word:
        raise InvalidInput("role", "empty")
    role = roles.get(word.casefold())
    if role is None:
        raise InvalidInput("role", "staff_role")
    return role


def _compared(line: Line, taken: set[str], first: dict[str, int]) -> Line:
    """Compare a line with those who are there, and with the lines before it."""
    if line.problem is not None:
        return line
    problem = None
    if line.sign_in_name in taken:
        problem = InvalidInput("sign_in_name", "taken")
    elif line.sign_in_name in first:
        problem = InvalidInput("sign_in_name", "twice", line=first[line.sign_in_name])
    first.setdefault(line.sign_in_name, line.number)
    return Line(line.number, line.name, line.sign_in_name, line.role, problem)

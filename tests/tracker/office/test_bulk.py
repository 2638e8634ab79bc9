"""Many colleagues are invited at once from pasted lines: each line is checked by itself, and all go or none."""

import pytest
import sqlalchemy as sa

from db.vocabulary import Role
from tests.cast import Cast
from tests.db.described import rows_of
from tests.steps import Clock, row
from tests.tracker.office.office import ODD_BUT_FINE, add_administrator, give_passwords, office
from tracker.access.joining import invitation
from tracker.errors import Conflict, InvalidInput, NotPermitted
from tracker.office.bulk import MOST_LINES, Line, invite_all, read_lines
from tracker.screen.messages import in_words

ROLES = {"clinician": Role.CLINICIAN, "administrator": Role.ADMINISTRATOR}
TWO = "Robin Lee, robin@example.org, clinician\n\n  Kim ,KIM@example.org , Administrator  \n"


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    give_passwords(engine)
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    return cast


def read(cast: Cast, text: str) -> list[Line]:
    return office(cast, "Ada", read_lines, text, ROLES)


def problems(cast: Cast, text: str) -> list[tuple[int, str]]:
    return [(line.number, in_words(line.problem)) for line in read(cast, text) if line.problem]


def test_each_line_is_a_person(engine: sa.Engine, cast: Cast) -> None:
    made = office(cast, "Ada", invite_all, TWO, ROLES)
    found = [row(engine, "account", link.account_id) for _, link in made]
    assert [(a.name, a.sign_in_name, a.role, a.clinic_id) for a in found] == [
        ("Robin Lee", "robin@example.org", Role.CLINICIAN, cast.clinic),
        ("Kim", "kim@example.org", Role.ADMINISTRATOR, cast.clinic),
    ]
    assert [invitation(link.token).name for _, link in made] == ["Robin Lee", "Kim"]


@pytest.mark.parametrize(
    "text",
    [
        "Robin\trobin@example.org\tclinician",
        "Robin\trobin@example.org\tclinician\t\t",
        "Robin;robin@example.org;clinician",
        '"Robin","robin@example.org","clinician"',
        "Robin,robin@example.org,CLINICIAN,",
    ],
)
def test_a_table_is_read_however_it_was_copied(cast: Cast, text: str) -> None:
    assert read(cast, text) == [Line(1, "Robin", "robin@example.org", Role.CLINICIAN, None)]


def test_a_name_may_hold_the_comma_that_parts_the_others(cast: Cast) -> None:
    assert read(cast, '"Lee, Robin", robin@example.org, clinician')[0].name == "Lee, Robin"


def test_names_stand_as_they_were_typed(cast: Cast) -> None:
    text = "\n".join(f"{name}\tp{n}@example.org\tclinician" for n, name in enumerate(ODD_BUT_FINE))
    assert [line.name for line in read(cast, text)] == ODD_BUT_FINE


def test_every_problem_is_said_with_its_line_its_field_and_its_limit(cast: Cast) -> None:
    long = "x" * 81
    text = "\n".join(
        (
            "Robin, robin@example.org, clinician",
            ", kim@example.org, clinician",
            f"{long}, kim@example.org, clinician",
            "",
            "Kim, ki, clinician",
            "Kim, kim@example.org, family",
            "Kim, kim@example.org",
            "Kim",
            "Kim, kim@example.org, clinician, 7",
            "Kim, DANA@example.org, clinician",
            "Kim, ROBIN@example.org, clinician",
        )
    )
    assert problems(cast, text) == [
        (2, "Name: please fill this in."),
        (3, "Name: at most 80 characters; this has 81."),
        (5, "Sign-in name: at least 3 characters."),
        (6, "Role: please write clinician or administrator."),
        (7, "Role: please fill this in."),
        (8, "Sign-in name: please fill this in."),
        (9, "Line: please write three parts with commas between them; this has 4."),
        (10, "Sign-in name: this name is taken. Please choose another."),
        (11, "Sign-in name: this is the same as on line 1."),
    ]


@pytest.mark.parametrize("text", ["", "\n \n", TWO + "Ann, ann@example.org, nurse"])
def test_all_are_invited_or_nobody(engine: sa.Engine, cast: Cast, text: str) -> None:
    before = rows_of(engine)
    with pytest.raises(Conflict, match="lines"):
        office(cast, "Ada", invite_all, text, ROLES)
    assert rows_of(engine) == before


def test_there_is_a_limit(engine: sa.Engine, cast: Cast) -> None:
    lines = [f"P{n}, p{n}@example.org, clinician" for n in range(MOST_LINES + 1)]
    assert len(read(cast, "\n".join(lines[:MOST_LINES]))) == MOST_LINES
    with pytest.raises(InvalidInput, match="lines: too_many"):
        read(cast, "\n".join(lines))


@pytest.mark.parametrize(
    "text", ['"', '""","', "\t\t\t\t\t", "a\x00b,c,d", "x" * 200_000, ",,,", '"a\nb",c,d']
)
def test_no_text_breaks_it(cast: Cast, text: str) -> None:
    assert all(line.problem for line in read(cast, text))


def test_only_administrators_invite(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for who in ("Mia", "Dana", "Pat", "Casey", "Lee", "Sam", "Iris"):
        for use_case in (read_lines, invite_all):
            with pytest.raises(NotPermitted):
                office(cast, who, use_case, TWO, ROLES)
    assert rows_of(engine) == before

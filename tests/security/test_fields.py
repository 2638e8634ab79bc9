"""Every field that takes a text is known, with where its text is shown and who reads it.

The screens are walked as each role, so that nobody has to remember a field that comes in. What harmful texts do, or
rather do not do, in each of these fields is tried in a browser: tests/browser/payloads.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sqlalchemy as sa

import pages
import tracker
import tracker.web
from db.engine import engine_for
from db.queries.base import table_of
from db.tables import Account, Child
from db.vocabulary import ConcernKind, Level, RelationshipKind, Role
from tests.cast import Cast, link, make_account, make_cast, make_child
from tests.conftest import MakeDatabase
from tests.factories import in_library, make_plan
from tests.pages.conftest import visits
from tests.security.fields import FIELDS, shares
from tests.security.filling import Filling, reasons_of_changes, reasons_of_pauses, reasons_of_stops
from tests.security.filling_appointments import asked, decided
from tests.security.filling_measures import corrections
from tests.security.filling_plan import drafted_reasons
from tests.security.filling_school import accommodations, lay_down, reached, with_a_timetable
from tests.security.payloads import ALL
from tests.security.walk import OTHER_TEXT_WIDGETS, Found, Site, Walk, note_calls, sites
from tests.steps import NOON, START, Clock
from tracker.screen.places import OF_A_CHILD, PAGES

SOURCES = (Path(tracker.__file__).parent, *map(Path, pages.__path__))
TEMPLATES = Path(tracker.web.__file__).parent / "templates"
JINJA = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
CALLS_OF_MACRO = re.compile(r"fields\.text\(\"(\w+)\"")
ENOUGH_TO_SEARCH = 14


@dataclass
class Walked:
    """What was found by walking as everybody, and from where in the sources each field was made."""

    found: set[Found]
    made_at: set[Site]


@pytest.fixture(scope="module")
def walked(make_database: MakeDatabase) -> Iterator[Walked]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        url = make_database("sqlite")
        monkeypatch.setenv("TRACKER_DATABASE_URL", url)
        Clock(monkeypatch)
        cast = make_cast(engine_for(url))
        closed = fill_clinic(engine_for(url), cast)
        made_at = note_calls(monkeypatch)
        visit = visits(cast, monkeypatch)
        found: set[Found] = set()
        tried: dict[Role, set[tuple[str, str]]] = {role: set() for role in Role}
        for who, role in EVERYBODY.items():
            walk = Walk(partial(visit, who), found, tried[role])
            for page in PAGES[role]:
                walk.page(page)
                if page in (*OF_A_CHILD, "grid") and role is Role.CLINICIAN:
                    walk.page(page, child=cast.mia)
                if page == "library":
                    walk.page(page, new=1)
                    for asked in ("exercise", "edit"):
                        walk.page(page, **{asked: 1})
                if page == "people":
                    walk.page(page, child=cast.mia)
                    walk.page(page, child=closed)
                    for person in ("Ada", "Pat", "Dana"):
                        walk.page(page, person=cast.accounts[person])
        yield Walked(found, made_at)
        engine_for(url).dispose()
        engine_for.cache_clear()


EVERYBODY = {
    "Mia": Role.FAMILY,
    "Dana": Role.FAMILY,
    "Pat": Role.CLINICIAN,
    "Lee": Role.CLINICIAN,
    "Casey": Role.CLINICIAN,
    "Ada": Role.ADMINISTRATOR,
}


def fill_clinic(engine: sa.Engine, cast: Cast) -> int:
    """Let there be something of everything that a screen can show; give a child whose record is closed."""
    first_of_pats = 0
    with engine.begin() as connection:
        plan = make_plan(connection, cast.mia, START)
        make_account(connection, cast.clinic, "Olga", Role.ADMINISTRATOR)
        for number in range(ENOUGH_TO_SEARCH):
            child = make_child(connection, cast.clinic, f"Child {number}")
            link(
                connection,
                cast.clinic,
                cast.accounts["Pat"],
                child,
                RelationshipKind.PHYSICAL_THERAPIST,
                Level.PRESCRIBE,
            )
            # "Child 0" is whom the pages show where no child is asked for.
            first_of_pats = first_of_pats or child
        closed = make_child(connection, cast.clinic, "Cleo")
        row = table_of(Child)
        connection.execute(
            sa.update(row).where(row.c.id == closed).values(closed_at=sa.func.current_timestamp())
        )
        # Who is to erase has been there for a while, and has a password.
        known = sa.update(table_of(Account)).values(
            password_hash="$argon2id$...", created_at=NOON - timedelta(days=60)
        )
        connection.execute(known)
        in_library(connection, cast.clinic, "Stairs")
    at = Filling(engine, cast, plan)
    reasons_of_changes(at, ["It was easy"])
    reasons_of_pauses(at, ["A journey"])
    drafted_reasons(at, ["It will be easy"])
    reasons_of_stops(at, ["Enough"])
    lay_down(at, ["Two periods"])
    with_a_timetable(at, first_of_pats)
    reached(at, ["By herself"])
    accommodations(at, ["An elevator"])
    corrections(at, ["Typed wrongly"])
    asked(ConcernKind.MORE_OF_THE_SAME)(at, ["May she swim?"])
    decided(at, ["Swim on Fridays", "More stairs"])
    return closed


@pytest.mark.sweep
def test_every_field_of_the_screens_is_known(walked: Walked) -> None:
    found = {field.key for field in walked.found}
    known = {key for key in FIELDS if ".html" not in key}
    assert not found - known, (
        f"{sorted(found - known)}: a new field for text. Say in tests/security/fields.py how it is filled, where its "
        "text is shown, and who reads it."
    )
    assert not known - found, f"{sorted(known - found)}: the walk finds no such field any more."


@pytest.mark.sweep
def test_the_walk_comes_to_every_place_where_a_field_is_made(walked: Walked) -> None:
    there = sites(SOURCES)
    assert there
    missed = sorted(there - walked.made_at)
    assert not missed, f"{missed}: the walk in tests/security/test_fields.py does not come to this field."
    others = sites(SOURCES, OTHER_TEXT_WIDGETS)
    assert not others, (
        f"{sorted(others)}: the walk in tests/security/walk.py does not know this kind of field."
    )


class Inputs(HTMLParser):
    """The fields of a template into which somebody can type what is not a password."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_text = tag == "textarea" or (
            tag == "input" and values.get("type", "text") in {"text", "search", "email", "url", "tel"}
        )
        if is_text and "readonly" not in values:
            self.names.add(str(values.get("name")))


def test_every_field_of_our_own_forms_is_known() -> None:
    found = set()
    for template in sorted(TEMPLATES.glob("*.html")):
        source = template.read_text(encoding="utf-8")
        parser = Inputs()
        if template.name != "fields.html":
            parser.feed(JINJA.sub("", source))
        made = set(CALLS_OF_MACRO.findall(source))
        found |= {f"{template.name} {name}" for name in parser.names | made}
    assert found == {key for key in FIELDS if ".html" in key}


@pytest.mark.sweep
def test_each_text_box_says_who_reads_it(walked: Walked) -> None:
    for field in walked.found:
        known = FIELDS.get(field.key)
        if known is not None and known.readers:
            said = any(words in field.beside for words in known.readers)
            assert said, f"{field.key} does not say {known.readers} beside it"
    for key, known in FIELDS.items():
        assert bool(known.readers) != bool(known.no_readers), f"{key} needs its readers, or why it has none"


def test_each_harmful_text_is_put_somewhere_and_each_field_gets_several() -> None:
    given = shares(ALL)
    assert {text for texts in given.values() for text in texts} == set(ALL)
    assert len(ALL) == len(set(ALL)) >= 100
    assert min(len(set(texts)) for texts in given.values()) >= 3

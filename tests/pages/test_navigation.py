"""Who has which pages, where "/" leads, and whom the ways between pages name; through the entry script."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from streamlit.proto.RootContainer_pb2 import RootContainer
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block
from streamlit.util import calc_hash

from db.vocabulary import Level, RelationshipKind, Role
from tests.cast import Cast, link, make_child
from tests.pages.conftest import Visit, chips
from tests.steps import Clock
from tracker.errors import Busy
from tracker.screen.places import OF_A_CHILD, PAGES, TITLES

# What each role has, written out once more; the first is where "/" leads.
OWN = {
    Role.FAMILY: [
        "today",
        "visits",
        "school",
        "plan",
        "progress",
        "questions",
        "milestones",
        "measures",
        "grid",
        "about",
        "access_log",
        "account",
    ],
    Role.CLINICIAN: [
        "caseload",
        "visit_day",
        "new_child",
        "grid",
        "library",
        "about",
        "plan",
        "progress",
        "visits",
        "school",
        "milestones",
        "measures",
        "questions",
        "appointment",
        "today",
        "data",
        "account",
    ],
    Role.ADMINISTRATOR: ["people", "new_child", "clinic", "access_log", "account"],
}
# A family's bar at the bottom, and what staff find in the head of a child's pages.
BAR = ["today", "visits", "school", "plan", "progress"]
OF_ONE_CHILD = [
    "plan",
    "progress",
    "visits",
    "school",
    "milestones",
    "measures",
    "questions",
    "appointment",
    "today",
]
WHO = {Role.FAMILY: "Dana", Role.CLINICIAN: "Pat", Role.ADMINISTRATOR: "Ada"}
ROLES = pytest.mark.parametrize("role", Role)
MAIN, BOTTOM = RootContainer.MAIN, RootContainer.BOTTOM


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture(autouse=True)
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages whose files were run, by name."""
    names: list[str] = []
    real = PagesManager.get_page_script_byte_code

    def note(self: PagesManager, path: str) -> Any:
        names.append(Path(path).stem)
        return real(self, path)

    monkeypatch.setattr(PagesManager, "get_page_script_byte_code", note)
    return names


def opened(at: AppTest, path: str, child: int | None = None) -> AppTest:
    """Open an address, as a browser does that finds it in a bookmark."""
    at._page_hash = calc_hash(path)
    if child is not None:
        at.query_params["child"] = str(child)
    at.run()
    assert not at.exception
    return at


def ways(at: AppTest, key: str = "navigation", root: int = MAIN) -> list[tuple[str, str]]:
    """Give the links in a row of them: (address, what it asks for)."""
    part = at._tree.children.get(root)
    if not isinstance(part, Block):
        return []
    try:
        row = part.get_by_key(key)
    except KeyError:
        return []
    assert isinstance(row, Block)
    return [(each.proto.page, each.proto.query_string) for each in row.get("page_link")]


def child_of(at: AppTest) -> list[str]:
    """Give what the address says of a child; a list from a browser, one text from a page."""
    found = at.query_params["child"]
    return found if isinstance(found, list) else [found]


def to(names: list[str], child: int | None = None) -> list[tuple[str, str]]:
    return [(name, "" if child is None else f"child={child}") for name in names]


def second_child(engine: sa.Engine, cast: Cast, who: str = "Dana") -> int:
    """Let somebody follow Leo as well, who stands before Mia by his name."""
    with engine.begin() as connection:
        leo = make_child(connection, cast.clinic, "Leo")
        kind = RelationshipKind.PHYSICAL_THERAPIST if who == "Pat" else RelationshipKind.GUARDIAN
        link(connection, cast.clinic, cast.accounts[who], leo, kind, Level.RECORD)
    return leo


def test_the_pages_of_each_role_are_those_written_here() -> None:
    assert {role: list(names) for role, names in PAGES.items()} == OWN
    assert set(TITLES) == {name for names in OWN.values() for name in names}
    assert all((Path(__file__).parents[2] / "pages" / f"{name}.py").exists() for name in TITLES)


@ROLES
def test_each_role_has_its_pages_and_no_other_file_is_run(visit: Visit, ran: list[str], role: Role) -> None:
    for name in TITLES:
        opened(visit(WHO[role]), name)
        assert ran == [name if name in OWN[role] else OWN[role][0]], name
        ran.clear()


@ROLES
def test_a_slash_leads_to_the_first_page(visit: Visit, ran: list[str], role: Role) -> None:
    opened(visit(WHO[role]), "")
    assert ran == [OWN[role][0]]


def test_an_address_of_others_takes_no_child_along(cast: Cast, visit: Visit, ran: list[str]) -> None:
    at = opened(visit("Dana"), "caseload", child=cast.children["Noor"])
    assert ran == ["today"]
    assert at.query_params == {}
    assert not at.error


@pytest.mark.parametrize("path", OWN[Role.FAMILY])
def test_a_familys_pages_are_at_the_bottom_for_its_child(cast: Cast, visit: Visit, path: str) -> None:
    at = opened(visit("Dana"), path)
    assert ways(at, root=BOTTOM) == to(BAR, cast.mia)
    assert ways(at) == []
    assert ways(at, "pages-of-child") == []


@pytest.mark.parametrize(
    ("who", "path", "on_top"),
    [
        ("Pat", "caseload", ["caseload", "visit_day", "new_child", "grid", "library", "about", "data"]),
        ("Casey", "plan", ["caseload", "visit_day", "new_child", "grid", "library", "about", "data"]),
        ("Ada", "people", ["people", "new_child", "clinic", "access_log"]),
    ],
)
def test_those_of_staff_are_on_top(visit: Visit, who: str, path: str, on_top: list[str]) -> None:
    at = opened(visit(who), path)
    assert ways(at) == to(on_top)
    assert ways(at, root=BOTTOM) == []


@pytest.mark.parametrize("path", OF_A_CHILD)
def test_staff_find_a_childs_pages_in_its_head(cast: Cast, visit: Visit, path: str) -> None:
    at = opened(visit("Pat"), path, child=cast.mia)
    assert ways(at, "pages-of-child") == to(OF_ONE_CHILD, cast.mia)


@pytest.mark.parametrize("path", ["plan", "progress"])
def test_a_bookmark_opens_its_child(
    engine: sa.Engine, cast: Cast, visit: Visit, ran: list[str], path: str
) -> None:
    leo = second_child(engine, cast)
    for child, name in ((leo, "Leo"), (cast.mia, "Mia")):
        at = opened(visit("Dana"), path, child)
        assert at.header[0].value == name
        assert chips(at, "child").value == child
        assert ways(at, root=BOTTOM) == to(BAR, child)
    assert ran == [path, path]


def test_the_links_follow_the_child_that_is_chosen(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    leo = second_child(engine, cast)
    at = opened(visit("Dana"), "plan", cast.mia)
    chips(at, "child").set_value(leo).run()
    assert child_of(at) == [str(leo)]
    assert at.header[0].value == "Leo"
    assert ways(at, root=BOTTOM) == to(BAR, leo)


def test_all_my_children_name_none(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    leo = second_child(engine, cast)
    at = opened(visit("Dana"), "today")
    assert [chips(at, "child-or-all").value, at.query_params] == [0, {}]
    assert ways(at, root=BOTTOM) == to(BAR)
    chips(at, "child-or-all").set_value(leo).run()
    assert ways(at, root=BOTTOM) == to(BAR, leo)
    chips(at, "child-or-all").set_value(0).run()
    assert at.query_params == {}
    assert ways(at, root=BOTTOM) == to(BAR)


def test_the_address_wins_over_what_was_chosen_before(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    """As after the browser's way back."""
    leo = second_child(engine, cast)
    at = opened(visit("Dana"), "plan", cast.mia)
    chips(at, "child").set_value(leo).run()
    at.query_params["child"] = str(cast.mia)
    at.run()
    assert at.header[0].value == "Mia"
    assert chips(at, "child").value == cast.mia


def test_somebody_of_many_children_chooses_from_a_list(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    for _ in range(4):
        leo = second_child(engine, cast, "Pat")
    at = opened(visit("Pat"), "plan", leo)
    assert at.selectbox(key="child").value == leo
    at.selectbox(key="child").select(cast.mia).run()
    assert child_of(at) == [str(cast.mia)]
    assert at.header[0].value == "Mia · Diffuse"


def test_a_guessed_child_is_in_no_link(cast: Cast, visit: Visit) -> None:
    for guess in (cast.children["Noor"], 999, 10**30, -1):
        at = opened(visit("Dana"), "plan", guess)
        assert [error.value for error in at.error] == ["There is nothing here that you can open."]
        assert ways(at, root=BOTTOM) == to(BAR, cast.mia)


def test_whoever_follows_nobody_still_has_the_pages(visit: Visit) -> None:
    at = opened(visit("Sam"), "today")
    assert ways(at, root=BOTTOM) == to(BAR)


def test_a_page_that_stops_half_way_keeps_the_ways_out_of_it(
    cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def be_busy(*_args: object) -> None:
        raise Busy

    monkeypatch.setattr("tracker.screen.children.header_of", be_busy)
    at = opened(visit("Dana"), "plan")
    assert at.error
    assert ways(at, root=BOTTOM) == to(BAR, cast.mia)


def test_signed_out_there_are_no_ways(visit: Visit) -> None:
    at = opened(visit("nobody"), "plan")
    assert not at.header
    assert ways(at, root=BOTTOM) == ways(at) == []

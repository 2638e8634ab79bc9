"""The product's pages: their addresses, their names, and who has which."""

from collections.abc import Callable, Mapping

import streamlit as st

from db.vocabulary import Role
from tracker.screen.words import N_, _

TITLES: Mapping[str, tuple[str, str]] = {
    "today": (N_("Today"), ":material/today:"),
    "progress": (N_("Progress"), ":material/show_chart:"),
    "plan": (N_("Plan"), ":material/assignment:"),
    "caseload": (N_("Caseload"), ":material/groups:"),
    "new_child": (N_("Add a child"), ":material/add:"),
    "people": (N_("People"), ":material/people:"),
    "clinic": (N_("Clinic"), ":material/tune:"),
}

# The first of each is where "/" leads.
PAGES: Mapping[Role, tuple[str, ...]] = {
    Role.FAMILY: ("today", "progress", "plan"),
    Role.CLINICIAN: ("caseload", "new_child", "plan", "progress", "today"),
    Role.ADMINISTRATOR: ("people", "new_child", "clinic"),
}

# Pages about one child, whose address names it: /plan?child=7.
OF_A_CHILD = ("plan", "progress", "today")
WIDE = ("caseload", "people", "plan", "progress", "clinic")


def place(name: str) -> st.Page:
    """Give a page by its name, which is also its file and its address."""
    title, icon = TITLES[name]
    return st.Page(f"../../pages/{name}.py", title=_(title), icon=icon, url_path=name)


def places(role: Role) -> dict[str, st.Page]:
    """Give the pages that a role has, by name."""
    return {name: place(name) for name in PAGES[role]}


def ways_home(role: Role, start: Callable[[], None]) -> list[st.Page]:
    """Give `start` at "/", and at the address of each page that only other roles have.

    Streamlit would answer such an address with a dialog about a page that does not exist.
    """
    elsewhere = [
        st.Page(start, title=_("Start"), url_path=name) for name in TITLES if name not in PAGES[role]
    ]
    return [st.Page(start, title=_("Start"), default=True), *elsewhere]

"""The product's pages: their addresses, their names, and who has which."""

from collections.abc import Callable, Mapping

import streamlit as st

from db.vocabulary import Role
from tracker.screen.words import N_, _

TITLES: Mapping[str, tuple[str, str]] = {
    "today": (N_("Today"), ":material/today:"),
    "visits": (N_("Visits"), ":material/event:"),
    "visit_day": (N_("Visits of a day"), ":material/event_available:"),
    "progress": (N_("Progress"), ":material/show_chart:"),
    "plan": (N_("Plan"), ":material/assignment:"),
    "school": (N_("School"), ":material/school:"),
    "milestones": (N_("Milestones"), ":material/flag:"),
    "measures": (N_("Measures"), ":material/straighten:"),
    "questions": (N_("Questions"), ":material/forum:"),
    "appointment": (N_("For the appointment"), ":material/co_present:"),
    "grid": (N_("Type in a week"), ":material/grid_on:"),
    "caseload": (N_("Caseload"), ":material/groups:"),
    "new_child": (N_("Add a child"), ":material/add:"),
    "library": (N_("Exercises"), ":material/menu_book:"),
    "about": (N_("About the treatment"), ":material/info:"),
    "data": (N_("Data"), ":material/swap_vert:"),
    "people": (N_("People"), ":material/people:"),
    "clinic": (N_("Clinic"), ":material/tune:"),
    "access_log": (N_("Who has opened this record"), ":material/visibility:"),
    "account": (N_("Account"), ":material/person:"),
}
TITLES_OF_OFFICE: Mapping[str, str] = {"access_log": N_("Access log")}

# The first of each is where "/" leads.
PAGES: Mapping[Role, tuple[str, ...]] = {
    Role.FAMILY: (
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
    ),
    Role.CLINICIAN: (
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
    ),
    Role.ADMINISTRATOR: ("people", "new_child", "clinic", "access_log", "account"),
}

# Pages about one child, whose address names it: /plan?child=7.
OF_A_CHILD = (
    "plan",
    "progress",
    "visits",
    "school",
    "milestones",
    "measures",
    "questions",
    "appointment",
    "today",
)
# Everybody has these at the foot of each page, and not among the ways between pages.
IN_FOOTER = ("account",)
# Families have these there as well: a bar along the bottom of a phone holds a few short words.
IN_FOOTER_OF_FAMILIES = ("questions", "milestones", "measures", "grid", "about", "access_log")
WIDE = (
    "caseload",
    "visit_day",
    "visits",
    "grid",
    "library",
    "people",
    "plan",
    "progress",
    "school",
    "milestones",
    "measures",
    "appointment",
    "clinic",
    "access_log",
)


def place(name: str, role: Role | None = None) -> st.Page:
    """Give a page by its name, which is also its file and its address; as a role knows it, where that differs."""
    title, icon = TITLES[name]
    if role is Role.ADMINISTRATOR:
        title = TITLES_OF_OFFICE.get(name, title)
    return st.Page(f"../../pages/{name}.py", title=_(title), icon=icon, url_path=name)


def places(role: Role) -> dict[str, st.Page]:
    """Give the pages that a role has, by name."""
    return {name: place(name, role) for name in PAGES[role]}


def ways_home(role: Role, start: Callable[[], None]) -> list[st.Page]:
    """Give `start` at "/", and at the address of each page that only other roles have.

    Streamlit would answer such an address with a dialog about a page that does not exist.
    """
    elsewhere = [
        st.Page(start, title=_("Start"), url_path=name) for name in TITLES if name not in PAGES[role]
    ]
    return [st.Page(start, title=_("Start"), default=True), *elsewhere]

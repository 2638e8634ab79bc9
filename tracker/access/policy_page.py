"""`docs/policy.md`, made from the tables of `tracker.access.policy`: `make policy` writes it anew."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from db.vocabulary import Level, RelationshipKind, Role, SeriesVisibility
from tracker.access.policy import (
    LEVELS,
    PAIN_SHOWN_TO,
    ROLES_MAY,
    RULES,
    SERIES_SHOWN_TO,
    Action,
    ClinicAction,
    permits,
)

ACTIONS: Mapping[Action, str] = {
    Action.SEE: "read the record, but for texts with other readers",
    Action.RECORD: "log exercises, school, ill and away days, say what was reached, and write notes",
    Action.RECORD_LATE: "log a day that families can no longer fill in, with a reason",
    Action.EXCUSE: "excuse an exercise of a day",
    Action.PROPOSE: "propose a change of an exercise",
    Action.PRESCRIBE: "prescribe, change, stop, pause, start and end; answer proposals",
    Action.CONSENT: "give or take back a guardian's consent",
    Action.ASSENT: "give or take back the child's assent",
    Action.RENEW_LINKS: "let former guardians in again, once of age",
    Action.SEE_ACCESS_LOG: "read who has opened this record",
    Action.EXPORT: "take a copy of the record",
    Action.IMPORT: "bring in files as new courses of treatment",
    Action.EXPORT_PLAN: "take out plan and entries as files that can be brought in again",
    Action.KEEP_VISITS: "plan, move, mark and end visits",
    Action.KEEP_COUNSELING: "plan, move, mark and end counseling visits, also as their one keeper",
    Action.PLAN_MILESTONES: "plan milestones, the way back to school, and what the school is told",
    Action.KEEP_MEASURES: "enter and correct measures, turn pain values on for the family, agree watch dates",
    Action.HIDE_PAIN: "hide pain values from the family's accounts, and show them again",
    Action.ASK: "ask the care team, and say what to talk about at the appointment",
    Action.ANSWER: "answer what a family asks",
    Action.HOLD_APPOINTMENT: "write down what was decided at an appointment",
}
CLINIC_ACTIONS: Mapping[ClinicAction, str] = {
    ClinicAction.MANAGE_PEOPLE: "invite people, link them to children, end links, reset and close sign-ins",
    ClinicAction.CHANGE_SETTINGS: "change the clinic's settings and closed days",
    ClinicAction.ADD_CHILD: "add a child",
    ClinicAction.KEEP_LIBRARY: "keep and approve the clinic's exercises and what it explains to families",
    ClinicAction.SEE_CLINIC_LOG: "read the clinic's access log, which holds nothing clinical",
    ClinicAction.CLOSE_RECORD: "close a record and open it again",
    ClinicAction.ERASE_RECORD: "erase a closed record, together with another administrator",
}
BEGINNING = """\
# Who may do what

Made from the tables in `tracker/access/policy.py` by `make policy`; a test compares the two. Everything that is not
in a table is refused. Whoever has no link in force to a child cannot tell whether the child exists, and an
administrator's role opens no record.

A link is in force on its days `[starts on, ends on)` and until it is revoked; a guardian's ends by itself when the
child comes of age, unless it is renewed. Cover for a colleague is such a link with both days.
"""


def as_markdown() -> str:
    """Give the whole page."""
    parts = (BEGINNING, _by_relationship(), _by_level(), _by_role(), _series(), _pain())
    return "\n".join(parts)


def _by_relationship() -> str:
    kinds = list(RelationshipKind)
    rows = [
        [_words(action, ACTIONS[action]), *(_mark(permits(kind, LEVELS[-1], action)) for kind in kinds)]
        for action in Action
    ]
    return f"## With a child's record, by relationship\n\n{_table(['', *map(_name, kinds)], rows)}"


def _by_level() -> str:
    rows = [
        [_name(action), _name(RULES[action].level), _mark(RULES[action].when_closed)] for action in Action
    ]
    text = "A link also has a level, and each level includes those before it: " + ", ".join(map(_name, Level))
    head = ["", "from level", "also once the record is closed"]
    return f"## By level\n\n{text}.\n\n{_table(head, rows)}"


def _by_role() -> str:
    roles = list(Role)
    rows = [
        [_words(action, CLINIC_ACTIONS[action]), *(_mark(role in ROLES_MAY[action]) for role in roles)]
        for action in ClinicAction
    ]
    return f"## With the own clinic, by role\n\n{_table(['', *map(_name, roles)], rows)}"


def _series() -> str:
    kinds = [kind for kind in RelationshipKind if kind is not RelationshipKind.CHILD]
    rows = [
        [_name(visibility), *(_mark(kind in SERIES_SHOWN_TO[visibility]) for kind in kinds)]
        for visibility in SeriesVisibility
    ]
    text = (
        "Set at the start of a series for the whole of it, so that nothing can be read from a gap. The counselor who\n"
        "keeps the series always sees it; the child's own account only where that counselor has turned it on. For\n"
        "everybody else it does not exist: not on a screen, and not in a count, a file or the log."
    )
    return f"## For whom a counseling series exists\n\n{text}\n\n{_table(['shown to', *map(_name, kinds)], rows)}"


def _pain() -> str:
    kinds = ", ".join(_name(kind) for kind in RelationshipKind if kind in PAIN_SHOWN_TO)
    text = (
        "Pain stays in the background. Pain values, their chart, table and sentence are always shown to these links:\n"
        f"{kinds}.\n"
        "To all others they are shown only once somebody who keeps measures has turned them on for this child, and\n"
        "until the child hides them again."
    )
    return f"## Who sees pain values\n\n{text}\n"


def _words(action: StrEnum, meaning: str) -> str:
    return f"**{_name(action)}**: {meaning}"


def _name(word: StrEnum) -> str:
    return word.value.replace("_", " ")


def _mark(yes: bool) -> str:  # noqa: FBT001 - the cell of a table
    return "yes" if yes else "–"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":
    print(as_markdown(), end="")  # noqa: T201

"""Who may do what, in tables: with a child's record by relationship, and with a clinic by role.

The unit of work reads them, and `docs/policy.md` is made from them (`make policy`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from db.vocabulary import Level, RelationshipKind, Role, SeriesVisibility


class Action(StrEnum):
    """What can be done with a child's record."""

    SEE = "see"
    RECORD = "record"
    RECORD_LATE = "record_late"
    EXCUSE = "excuse"
    PROPOSE = "propose"
    PRESCRIBE = "prescribe"
    CONSENT = "consent"
    ASSENT = "assent"
    RENEW_LINKS = "renew_links"
    SEE_ACCESS_LOG = "see_access_log"
    EXPORT = "export"
    IMPORT = "import"
    EXPORT_PLAN = "export_plan"
    KEEP_VISITS = "keep_visits"
    KEEP_COUNSELING = "keep_counseling"
    PLAN_MILESTONES = "plan_milestones"
    KEEP_MEASURES = "keep_measures"
    HIDE_PAIN = "hide_pain"
    ASK = "ask"
    ANSWER = "answer_concern"
    HOLD_APPOINTMENT = "hold_appointment"


@dataclass(frozen=True)
class Rule:
    """Which links permit an action: of these kinds, from this level on, and also once the record is closed."""

    kinds: frozenset[RelationshipKind]
    level: Level
    when_closed: bool = False


LEVELS = (Level.SEE, Level.RECORD, Level.PROPOSE, Level.PRESCRIBE)

_CHILD = frozenset({RelationshipKind.CHILD})
_GUARDIAN = frozenset({RelationshipKind.GUARDIAN})
FAMILY = _CHILD | _GUARDIAN
_THERAPISTS = frozenset({RelationshipKind.PHYSICAL_THERAPIST, RelationshipKind.OCCUPATIONAL_THERAPIST})
_TEAM = _THERAPISTS | {RelationshipKind.CARE_TEAM}
_STAFF = _TEAM | {RelationshipKind.COUNSELOR}

RULES: Mapping[Action, Rule] = {
    Action.SEE: Rule(FAMILY | _STAFF, Level.SEE, when_closed=True),
    Action.RECORD: Rule(FAMILY | _TEAM, Level.RECORD),
    Action.RECORD_LATE: Rule(_TEAM, Level.RECORD),
    Action.EXCUSE: Rule(_TEAM, Level.RECORD),
    Action.PROPOSE: Rule(_TEAM, Level.PROPOSE),
    Action.PRESCRIBE: Rule(_THERAPISTS, Level.PRESCRIBE),
    Action.CONSENT: Rule(_GUARDIAN, Level.RECORD),
    # A guardian hands the phone over where the child has no sign-in of its own.
    Action.ASSENT: Rule(FAMILY, Level.RECORD),
    Action.RENEW_LINKS: Rule(_CHILD, Level.SEE, when_closed=True),
    Action.SEE_ACCESS_LOG: Rule(FAMILY, Level.SEE, when_closed=True),
    Action.EXPORT: Rule(FAMILY, Level.SEE, when_closed=True),
    Action.IMPORT: Rule(_THERAPISTS, Level.PRESCRIBE),
    Action.EXPORT_PLAN: Rule(_THERAPISTS, Level.PRESCRIBE, when_closed=True),
    Action.KEEP_VISITS: Rule(_TEAM, Level.RECORD),
    # A counselor keeps counseling visits and nothing else, so the one level of that link is enough.
    Action.KEEP_COUNSELING: Rule(frozenset({RelationshipKind.COUNSELOR}), Level.SEE),
    Action.PLAN_MILESTONES: Rule(_TEAM, Level.RECORD),
    Action.KEEP_MEASURES: Rule(_TEAM, Level.RECORD),
    Action.HIDE_PAIN: Rule(_CHILD, Level.SEE, when_closed=True),
    Action.ASK: Rule(FAMILY, Level.RECORD),
    # Not for a counselor: an answer of theirs could hold what was said in counseling, which is never stored.
    Action.ANSWER: Rule(_TEAM, Level.RECORD),
    Action.HOLD_APPOINTMENT: Rule(_TEAM, Level.RECORD),
}

# Who sees a child's pain values at any time; everybody else only once a clinician has turned them on for that child.
PAIN_SHOWN_TO = _STAFF


class ClinicAction(StrEnum):
    """What can be done with a clinic. None of it opens a child's record."""

    MANAGE_PEOPLE = "manage_people"
    CHANGE_SETTINGS = "change_settings"
    ADD_CHILD = "add_child"
    KEEP_LIBRARY = "keep_library"
    SEE_CLINIC_LOG = "see_clinic_log"
    CLOSE_RECORD = "close_record"
    ERASE_RECORD = "erase_record"


_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

ROLES_MAY: Mapping[ClinicAction, frozenset[Role]] = {
    ClinicAction.MANAGE_PEOPLE: _ADMINISTRATOR,
    ClinicAction.CHANGE_SETTINGS: _ADMINISTRATOR,
    ClinicAction.ADD_CHILD: _ADMINISTRATOR | {Role.CLINICIAN},
    ClinicAction.KEEP_LIBRARY: frozenset({Role.CLINICIAN}),
    ClinicAction.SEE_CLINIC_LOG: _ADMINISTRATOR,
    ClinicAction.CLOSE_RECORD: _ADMINISTRATOR,
    ClinicAction.ERASE_RECORD: _ADMINISTRATOR,  # two of them together: see tracker/office/erasure.py
}

# To whom a counseling series shows itself, besides the counselor who keeps it: to nobody else it exists.
SERIES_SHOWN_TO: Mapping[SeriesVisibility, frozenset[RelationshipKind]] = {
    SeriesVisibility.COUNSELOR_ONLY: frozenset(),
    SeriesVisibility.CARE_TEAM: _STAFF,
    SeriesVisibility.CARE_TEAM_AND_FAMILY: _STAFF | _GUARDIAN,
}


def permits(kind: RelationshipKind, level: Level, action: Action, *, closed: bool = False) -> bool:
    """Say whether a link of this kind and level permits an action, in a record that is open or `closed`."""
    rule = RULES[action]
    reaches = LEVELS.index(level) >= LEVELS.index(rule.level)
    return kind in rule.kinds and reaches and (rule.when_closed or not closed)


def shows_series(
    visibility: SeriesVisibility, kind: RelationshipKind, *, keeps_it: bool, shown_to_child: bool
) -> bool:
    """Say whether a counseling series exists for somebody who is linked to the child in this way.

    `keeps_it` is for the counselor whose series it is; `shown_to_child` is what that counselor has turned on for the
    child's own account, whatever the visibility.
    """
    if kind is RelationshipKind.CHILD:
        return shown_to_child
    return keeps_it or kind in SERIES_SHOWN_TO[visibility]

"""What a relationship permits with a child, and a role with a clinic. Read by the unit of work and by nothing else."""

from collections.abc import Mapping
from enum import StrEnum

from db.vocabulary import Level, RelationshipKind, Role


class Action(StrEnum):
    """What can be done with a child's record."""

    SEE = "see"
    RECORD = "record"
    RECORD_LATE = "record_late"
    EXCUSE = "excuse"
    PRESCRIBE = "prescribe"


LEVELS = (Level.SEE, Level.RECORD, Level.PROPOSE, Level.PRESCRIBE)

NEEDS: Mapping[Action, Level] = {
    Action.SEE: Level.SEE,
    Action.RECORD: Level.RECORD,
    Action.RECORD_LATE: Level.RECORD,
    Action.EXCUSE: Level.RECORD,
    Action.PRESCRIBE: Level.PRESCRIBE,
}

_FAMILY = frozenset({Action.SEE, Action.RECORD})
_THERAPIST = frozenset(Action)
_TEAM = frozenset({Action.SEE, Action.RECORD, Action.RECORD_LATE, Action.EXCUSE})

MAY: Mapping[RelationshipKind, frozenset[Action]] = {
    RelationshipKind.GUARDIAN: _FAMILY,
    RelationshipKind.CHILD: _FAMILY,
    RelationshipKind.PHYSICAL_THERAPIST: _THERAPIST,
    RelationshipKind.OCCUPATIONAL_THERAPIST: _THERAPIST,
    RelationshipKind.COUNSELOR: frozenset({Action.SEE}),
    RelationshipKind.CARE_TEAM: _TEAM,
}


class ClinicAction(StrEnum):
    """What can be done with a clinic. None of it opens a child's record."""

    MANAGE_PEOPLE = "manage_people"
    CHANGE_SETTINGS = "change_settings"
    ADD_CHILD = "add_child"


ROLES_MAY: Mapping[ClinicAction, frozenset[Role]] = {
    ClinicAction.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
    ClinicAction.CHANGE_SETTINGS: frozenset({Role.ADMINISTRATOR}),
    ClinicAction.ADD_CHILD: frozenset({Role.ADMINISTRATOR, Role.CLINICIAN}),
}


def permits(kind: RelationshipKind, level: Level, action: Action) -> bool:
    """Say whether a link of this kind and level permits an action."""
    return action in MAY[kind] and LEVELS.index(level) >= LEVELS.index(NEEDS[action])

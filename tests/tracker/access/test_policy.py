"""What a relationship permits, written out once more, kind by kind."""

from itertools import pairwise

import pytest

from db.vocabulary import Level, RelationshipKind
from tracker.access.policy import LEVELS, Action, permits

KIND = RelationshipKind
FAMILY = {"see", "record"}
TEAM = FAMILY | {"record_late", "excuse"}
THERAPIST = TEAM | {"prescribe"}

# kind -> what it permits at the highest level
KINDS = {
    KIND.GUARDIAN: FAMILY,
    KIND.CHILD: FAMILY,
    KIND.PHYSICAL_THERAPIST: THERAPIST,
    KIND.OCCUPATIONAL_THERAPIST: THERAPIST,
    KIND.COUNSELOR: {"see"},
    KIND.CARE_TEAM: TEAM,
}
# level -> what it permits to the kind that may do everything
AT_LEVEL = {
    Level.SEE: {"see"},
    Level.RECORD: TEAM,
    Level.PROPOSE: TEAM,
    Level.PRESCRIBE: THERAPIST,
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("kind", RelationshipKind)
def test_a_link_permits_what_both_its_kind_and_its_level_permit(
    kind: RelationshipKind, level: Level, action: Action
) -> None:
    assert permits(kind, level, action) == (action in KINDS[kind] & AT_LEVEL[level])


def test_the_tables_here_leave_nothing_out() -> None:
    assert set(KINDS) == set(RelationshipKind)
    assert set(AT_LEVEL) == set(Level)
    assert set().union(*KINDS.values()) == set(Action)


@pytest.mark.parametrize("kind", RelationshipKind)
def test_every_level_includes_those_before_it(kind: RelationshipKind) -> None:
    allowed = [{action for action in Action if permits(kind, level, action)} for level in LEVELS]
    assert all(lower <= higher for lower, higher in pairwise(allowed))


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("kind", [KIND.GUARDIAN, KIND.CHILD, KIND.CARE_TEAM, KIND.COUNSELOR])
def test_only_therapists_prescribe_whatever_level_was_entered(kind: RelationshipKind, level: Level) -> None:
    assert not permits(kind, level, Action.PRESCRIBE)

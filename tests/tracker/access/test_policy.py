"""What a relationship permits with a child, and a role with its clinic, written out once more."""

from itertools import pairwise

import pytest

from db.vocabulary import Level, RelationshipKind, Role
from tests.cast import Cast
from tracker.access.actor import OPERATOR, VISITOR
from tracker.access.policy import LEVELS, Action, ClinicAction, permits
from tracker.access.work import reading, writing
from tracker.errors import NotPermitted, SignedOut

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
# role -> what it permits in its own clinic
ROLES = {
    Role.FAMILY: set(),
    Role.CLINICIAN: {"add_child"},
    Role.ADMINISTRATOR: {"add_child", "manage_people", "change_settings"},
}
WHO = {
    Role.FAMILY: ("Dana", "Mia", "Sam", "Iris"),
    Role.CLINICIAN: ("Pat", "Casey", "Lee"),
    Role.ADMINISTRATOR: ("Ada",),
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("kind", RelationshipKind)
def test_a_link_permits_what_both_its_kind_and_its_level_permit(
    kind: RelationshipKind, level: Level, action: Action
) -> None:
    assert permits(kind, level, action) == (action in KINDS[kind] & AT_LEVEL[level])


@pytest.mark.parametrize("action", ClinicAction)
@pytest.mark.parametrize("role", Role)
def test_a_role_permits_in_its_clinic_what_is_written_here(
    cast: Cast, role: Role, action: ClinicAction
) -> None:
    for who in WHO[role]:
        for open_work in (reading, writing):
            with open_work(cast.tokens[who]) as work:
                if action in ROLES[role]:
                    actor = work.require(action)
                    assert (actor.account_id, actor.clinic_id) == (cast.accounts[who], cast.clinic)
                else:
                    with pytest.raises(NotPermitted):
                        work.require(action)


@pytest.mark.parametrize("action", ClinicAction)
def test_whoever_belongs_to_no_clinic_is_refused_in_each(cast: Cast, action: ClinicAction) -> None:
    with reading(OPERATOR) as work, pytest.raises(NotPermitted):
        work.require(action)
    with reading(VISITOR) as work, pytest.raises(SignedOut):
        work.require(action)


def test_the_tables_here_leave_nothing_out() -> None:
    assert set(ROLES) == set(WHO) == set(Role)
    assert set().union(*ROLES.values()) == set(ClinicAction)
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

"""What a relationship permits with a child, and a role with its clinic, written out once more."""

from itertools import pairwise

import pytest

from db.vocabulary import Level, RelationshipKind, Role, SeriesVisibility
from tests.cast import Cast
from tracker.access.actor import OPERATOR, VISITOR
from tracker.access.policy import LEVELS, Action, ClinicAction, permits, shows_series
from tracker.access.work import reading, writing
from tracker.errors import NotPermitted, SignedOut

KIND = RelationshipKind
READ = {"see", "see_access_log", "export"}
FAMILY = READ | {"record", "assent", "ask"}
RECORDS = {"see", "record", "record_late", "excuse"}
PLANS_DAYS = {"keep_visits", "plan_milestones"}
MEETS = {"keep_measures", "answer_concern", "hold_appointment"}
TEAM = RECORDS | PLANS_DAYS | MEETS | {"propose"}
PRESCRIBES = {"prescribe", "import", "export_plan"}
THERAPIST = TEAM | PRESCRIBES
ALL = {str(action) for action in Action}

# kind -> what it permits at the highest level
KINDS = {
    KIND.GUARDIAN: FAMILY | {"consent"},
    KIND.CHILD: FAMILY | {"renew_links", "hide_pain"},
    KIND.PHYSICAL_THERAPIST: THERAPIST,
    KIND.OCCUPATIONAL_THERAPIST: THERAPIST,
    KIND.COUNSELOR: {"see", "keep_counseling"},
    KIND.CARE_TEAM: TEAM,
}
# level -> what it permits to any kind at all
AT_LEVEL = {
    Level.SEE: READ | {"renew_links", "keep_counseling", "hide_pain"},
    Level.RECORD: ALL - PRESCRIBES - {"propose"},
    Level.PROPOSE: ALL - PRESCRIBES,
    Level.PRESCRIBE: ALL,
}
# what is left of it in a closed record
WHEN_CLOSED = READ | {"renew_links", "export_plan", "hide_pain"}
# role -> what it permits in its own clinic
ROLES = {
    Role.FAMILY: set(),
    Role.CLINICIAN: {"add_child", "keep_library"},
    Role.ADMINISTRATOR: {
        "add_child",
        "manage_people",
        "change_settings",
        "see_clinic_log",
        "close_record",
        "erase_record",
    },
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
    assert permits(kind, level, action, closed=True) == (
        action in KINDS[kind] & AT_LEVEL[level] & WHEN_CLOSED
    )


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


VISIBILITY = SeriesVisibility
STAFF = {KIND.PHYSICAL_THERAPIST, KIND.OCCUPATIONAL_THERAPIST, KIND.COUNSELOR, KIND.CARE_TEAM}
SHOWN_TO = {
    VISIBILITY.COUNSELOR_ONLY: set(),
    VISIBILITY.CARE_TEAM: STAFF,
    VISIBILITY.CARE_TEAM_AND_FAMILY: STAFF | {KIND.GUARDIAN},
}


@pytest.mark.parametrize("shown_to_child", [False, True])
@pytest.mark.parametrize("keeps_it", [False, True])
@pytest.mark.parametrize("kind", RelationshipKind)
@pytest.mark.parametrize("visibility", SeriesVisibility)
def test_a_counseling_series_exists_for_its_counselor_and_for_whom_it_is_shown_to(
    visibility: SeriesVisibility, kind: RelationshipKind, keeps_it: bool, shown_to_child: bool
) -> None:
    exists = shows_series(visibility, kind, keeps_it=keeps_it, shown_to_child=shown_to_child)
    if kind is KIND.CHILD:
        assert exists == shown_to_child
    else:
        assert exists == (keeps_it or kind in SHOWN_TO[visibility])


def test_counselor_only_means_one_person() -> None:
    for kind in set(RelationshipKind) - {KIND.CHILD}:
        assert not shows_series(VISIBILITY.COUNSELOR_ONLY, kind, keeps_it=False, shown_to_child=True), (
            "another counselor of the same child is somebody else, too"
        )

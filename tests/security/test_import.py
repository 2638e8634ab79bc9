"""Who brings in a record as a new child: clinicians for themselves, and the operator for any clinic."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
import sqlalchemy as sa

from db.vocabulary import RelationshipKind
from tests.cast import Cast
from tests.security.actors import ACTORS, LINKED, SIGNED_OUT, UNLINKED, World, build
from tests.security.test_matrix import outcome
from tests.steps import NOON, Clock
from tests.tracker.exchange.files.sent import EXAMINED
from tracker.access.actor import OPERATOR
from tracker.access.work import Work
from tracker.errors import NotFound, NotPermitted, SignedOut
from tracker.exchange.files.storing import ground_of_new, import_as_new, import_for_clinic
from tracker.office.children import NewChild

ZOE = NewChild("Zoe", date(2015, 5, 1))
CLINICIANS = {*LINKED, *UNLINKED} - {"child", "guardian", "guardian of the other household"}
CLINICIANS -= {"nobody", "administrator", "other clinic", "administrator of the other clinic"}


@pytest.fixture
def world(engine: sa.Engine, cast: Cast, clock: Clock) -> World:
    return build(engine, cast, NOON)


def into(clinic: int) -> Callable[[Work], object]:
    return lambda work: import_for_clinic(work, clinic, "Zoe", EXAMINED)


def as_new(work: Work) -> object:
    return import_as_new(work, ZOE, RelationshipKind.PHYSICAL_THERAPIST, EXAMINED)


def test_clinicians_bring_in_a_child_of_their_own_and_nobody_one_of_a_clinic(world: World) -> None:
    for actor in ACTORS:
        who = world.credential(actor)
        refusal = SignedOut if actor in SIGNED_OUT else NotPermitted
        assert outcome(who, as_new) == (None if actor in CLINICIANS else refusal), actor
        for clinic in (world.cast.clinic, world.cast.other_clinic, 999):
            for use_case in (into(clinic), partial(ground_of_new, clinic_id=clinic)):
                assert outcome(who, use_case) in {refusal, NotPermitted}, actor


def test_the_operator_brings_one_into_any_clinic_that_there_is(world: World) -> None:
    for clinic in (world.cast.clinic, world.cast.other_clinic):
        assert outcome(OPERATOR, into(clinic)) is None
    assert outcome(OPERATOR, lambda w: ground_of_new(w, 999)) is NotFound

"""What somebody, or everybody in a room, may know of a record beside its exercises: visits, and values of pain."""

from dataclasses import dataclass

from db.queries.measures import PainSight
from db.queries.visits import Sight
from db.types import AccessibleChildId
from tracker.access.work import Work
from tracker.measures.pain import pain_sight_of
from tracker.visits.sight import sight_of


@dataclass(frozen=True)
class Sights:
    """Which visit series exist, and which instruments. Whatever reads progress is given one and never widens it."""

    visits: Sight
    pain: PainSight


def sights_of(work: Work, child: AccessibleChildId) -> Sights:
    """Give what the actor may know."""
    return Sights(sight_of(work, child), pain_sight_of(work, child))


def within(own: Sights, wanted: Sights) -> Sights:
    """Give what both may know: never more than either of them knows alone."""
    ours, theirs = own.visits, wanted.visits
    visits = Sight(
        ours.account_id if ours.account_id == theirs.account_id else None,
        tuple(visibility for visibility in ours.visibilities if visibility in theirs.visibilities),
        as_child=ours.as_child and theirs.as_child,
        only_shown_to_child=ours.only_shown_to_child or theirs.only_shown_to_child,
    )
    left_out = dict.fromkeys((*own.pain.left_out, *wanted.pain.left_out))
    return Sights(visits, PainSight(tuple(left_out)))

"""Who of a family is in the room, and what the screen may show there: nothing that any of them may not see.

A room narrows what the person at the screen knows, and never widens it. Somebody without a sign-in sees no more than
the least that anybody of a family sees, which is also what is shown when nobody is named. A child without one, as most
young children are, sits there all the same, and is in the room unless somebody says otherwise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from db.queries import appointments, children
from db.queries.base import AnyRow
from db.queries.visits import Sight
from db.types import AccessibleChildId
from db.vocabulary import Readers, RelationshipKind, SeriesVisibility
from tracker.access.policy import shows_series
from tracker.access.work import MONTHS, Work
from tracker.measures.pain import family_sight
from tracker.progress.sights import Sights, sights_of, within

# Accounts are numbered from one on.
NO_ACCOUNT = 0


@dataclass(frozen=True)
class Person:
    """Somebody of the family with a sign-in, one account may be linked in several ways; or the child without one."""

    account_id: int
    name: str
    kinds: frozenset[RelationshipKind]
    households: frozenset[str]

    @property
    def is_child(self) -> bool:
        """Say whether it is the child."""
        return RelationshipKind.CHILD in self.kinds

    @property
    def has_sign_in(self) -> bool:
        """Say whether there is an account; all but a child without one have it."""
        return self.account_id != NO_ACCOUNT


@dataclass(frozen=True)
class Room:
    """Who could be in the room, and who is."""

    could_be: tuple[Person, ...]
    people: tuple[Person, ...]

    @property
    def has_homes(self) -> bool:
        """Say whether people of more than one household are in it."""
        return len(_homes(self.people)) > 1

    @property
    def could_have_homes(self) -> bool:
        """Say whether people of more than one household could be in it, whoever is."""
        return len(_homes(self.could_be)) > 1


def _homes(people: Iterable[Person]) -> set[str]:
    return {home for person in people for home in person.households}


def room_of(work: Work, child: AccessibleChildId, chosen: Iterable[int] | None) -> Room:
    """Give the room with these accounts in it; all of the family for None. Who is not of the family is left out."""
    found = family_of(work, child)
    ids = None if chosen is None else set(chosen)
    return Room(found, tuple(person for person in found if ids is None or person.account_id in ids))


def family_of(work: Work, child: AccessibleChildId) -> tuple[Person, ...]:
    """Give the child, with a sign-in or without, and then its guardians whose links are in force, by name."""
    months = work.actor.majority_age
    rows = appointments.family_links(
        work.connection, child, None if months is None else months * MONTHS + 1, work.today_of_clinic
    )
    found: dict[int, list[AnyRow]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    people = sorted((_person(links) for links in found.values()), key=lambda person: not person.is_child)
    if not any(person.is_child for person in people):
        name = children.chosen_name(work.connection, child)
        people.insert(0, Person(NO_ACCOUNT, name, frozenset({RelationshipKind.CHILD}), frozenset()))
    return tuple(people)


def _person(links: Sequence[AnyRow]) -> Person:
    return Person(
        links[0].id,
        links[0].name,
        frozenset(RelationshipKind(row.kind) for row in links),
        frozenset(row.household for row in links) - {""},
    )


def sights_in(work: Work, child: AccessibleChildId, people: Iterable[Person]) -> Sights:
    """Give what everybody in a room may know, the actor at the screen among them."""
    pain = family_sight(work, child)
    theirs = [_sight_of(person) for person in people] or [_least()]
    return reduce(within, (Sights(sight, pain) for sight in theirs), sights_of(work, child))


def _sight_of(person: Person) -> Sight:
    if not person.has_sign_in:
        return _least()
    if person.is_child:
        # What was turned on for the child, whatever its visibility; the child knows of nothing else.
        return Sight(None, tuple(SeriesVisibility), as_child=False, only_shown_to_child=True)
    return Sight(None, _shown_to(person.kinds), as_child=False)


def _least() -> Sight:
    guardian = _shown_to({RelationshipKind.GUARDIAN})
    return Sight(None, guardian, as_child=False, only_shown_to_child=True)


def _shown_to(kinds: Iterable[RelationshipKind]) -> tuple[SeriesVisibility, ...]:
    return tuple(
        visibility
        for visibility in SeriesVisibility
        if any(shows_series(visibility, kind, keeps_it=False, shown_to_child=False) for kind in kinds)
    )


def all_may_read(people: Iterable[Person], *, writer_id: int, readers: Readers, household: str) -> bool:
    """Say whether everybody in a room may read what somebody of the family wrote; with nobody named, nobody may.

    A child without a sign-in hears what is for the households of those who came with it, and nothing when it is alone.
    """
    people = tuple(people)
    readers_there = [person for person in people if person.has_sign_in]
    for_home = readers is Readers.TEAM_AND_HOUSEHOLD
    if not readers_there or (len(readers_there) < len(people) and not for_home):
        return False
    return all(
        person.account_id == writer_id or (for_home and household in person.households)
        for person in readers_there
    )

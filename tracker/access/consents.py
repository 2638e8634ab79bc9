"""What must be agreed to before a family records: a guardian's consent, and the child's own assent.

Until then a family's pages show the question in place of the record, and the use cases refuse `Action.RECORD`: nothing
new about a child is written by its family before somebody has agreed to it. Reading stays within reach of whoever is
linked, for one who took consent back must still be able to see, export and close what there is. Staff are never held
up: what the clinic writes down is the clinic's matter.

The ages are settings of a clinic; one that is not set is not asked for. Only the month of birth is known, so an age is
reached once that month is over and it is certain, and a child whose month nobody entered counts as younger than any.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from db.queries import consents
from db.vocabulary import ConsentAnswer, ConsentKind, RelationshipKind
from tracker.access.ages import first_day_of_age
from tracker.access.policy import FAMILY
from tracker.errors import AssentMissing, ConsentMissing, NotPermitted

if TYPE_CHECKING:
    from tracker.access.actor import Actor
    from tracker.access.work import Link, Work


@dataclass(frozen=True)
class Given:
    """The latest answer that one account gave; whether its owner is a guardian who may agree, or is the child."""

    kind: ConsentKind
    answer: ConsentAnswer
    wording: str
    given_at: datetime
    given_by_id: int
    by_guardian: bool
    by_child: bool


@dataclass(frozen=True)
class Standing:
    """What a clinic asks for a child today, and what was answered, in the order of the answers."""

    asks_guardian: bool
    asks_child: bool
    has_own_account: bool
    given: tuple[Given, ...]

    @cached_property
    def agreed(self) -> Given | None:
        """Give the first guardian's consent that stands."""
        yes = (ConsentKind.GUARDIAN, ConsentAnswer.YES)
        return next((one for one in self.given if one.by_guardian and (one.kind, one.answer) == yes), None)

    @property
    def lacks_guardian(self) -> bool:
        """Say whether a guardian's consent is asked for and missing."""
        return self.asks_guardian and self.agreed is None

    def by(self, account_id: int | None, kind: ConsentKind) -> Given | None:
        """Give what one account answered last."""
        mine = (one for one in self.given if (one.kind, one.given_by_id) == (kind, account_id))
        return next(mine, None)

    @property
    def childs_word(self) -> Given | None:
        """Give the child's own answer: the latest, and once it has a sign-in of its own the one given there."""
        found = [one for one in self.given if one.kind is ConsentKind.ASSENT]
        own = [one for one in found if one.by_child and self.has_own_account]
        return next(reversed(own or found), None)


def has_reached(birth_month: date | None, age: int, today: date) -> bool:
    """Say whether it is certain that an age is reached."""
    return birth_month is not None and today >= first_day_of_age(birth_month, age)


def asks_anything(actor: Actor) -> bool:
    """Say whether the actor's clinic asks anybody at any age."""
    return actor.guardian_consent_below_age is not None or actor.assent_from_age is not None


def standing(work: Work, child_id: int) -> Standing:
    """Read what is asked and answered for a child, in one statement. The caller has checked the child."""
    actor, today = work.actor, work.today_of_clinic
    rows = consents.standing(work.connection, child_id, today)
    born = rows[0].birth_month
    of_age = actor.majority_age is not None and has_reached(born, actor.majority_age, today)
    below, since = actor.guardian_consent_below_age, actor.assent_from_age
    return Standing(
        # Whoever is of age has no guardians here any more who could agree.
        asks_guardian=below is not None and not of_age and not has_reached(born, below, today),
        asks_child=since is not None and has_reached(born, since, today),
        has_own_account=bool(rows[0].has_own_account),
        given=tuple(
            Given(
                ConsentKind(row.kind),
                ConsentAnswer(row.answer),
                row.wording,
                row.given_at,
                row.given_by_id,
                bool(row.by_guardian),
                bool(row.by_child),
            )
            for row in rows
            if row.id is not None
        ),
    )


def hindrance(work: Work, child_id: int, links: Iterable[Link]) -> NotPermitted | None:
    """Give what keeps the actor from recording through any of these links, each of which permits it otherwise."""
    kinds = {link.kind for link in links}
    if kinds - FAMILY or not asks_anything(work.actor):
        return None
    agreed = work.consents(child_id)
    if agreed.lacks_guardian:
        return ConsentMissing()
    if RelationshipKind.GUARDIAN in kinds or not agreed.asks_child:
        return None
    mine = agreed.by(work.account_id, ConsentKind.ASSENT)
    return None if mine is not None and mine.answer is ConsentAnswer.YES else AssentMissing()

"""What the tests of consent share: ages of the clinic, a birth month, and answers given by somebody."""

from datetime import date

import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import ConsentAnswer, Level, RelationshipKind
from tests.cast import Cast, link
from tests.steps import NOON, by
from tracker.consent.answers import answer_as_child, answer_as_guardian
from tracker.consent.asking import Question, question

YES, NO = ConsentAnswer.YES, ConsentAnswer.NO
CLINIC, CHILD = METADATA.tables["clinic"], METADATA.tables["child"]
RELATIONSHIP = METADATA.tables["relationship"]


def set_ages(engine: sa.Engine, cast: Cast, **ages: int | None) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(CLINIC).where(CLINIC.c.id == cast.clinic).values(**ages))


def set_born(engine: sa.Engine, cast: Cast, month: date | None) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(CHILD).where(CHILD.c.id == cast.mia).values(birth_month=month))


def part(engine: sa.Engine, cast: Cast, who: str) -> None:
    """End somebody's links to Mia."""
    with engine.begin() as connection:
        links = sa.update(RELATIONSHIP).where(
            RELATIONSHIP.c.account_id == cast.accounts[who], RELATIONSHIP.c.child_id == cast.mia
        )
        connection.execute(links.values(revoked_at=NOON))


def relink(
    engine: sa.Engine, cast: Cast, who: str, level: Level, kind: RelationshipKind = RelationshipKind.GUARDIAN
) -> None:
    """Put another link in the place of those that somebody has to Mia."""
    part(engine, cast, who)
    with engine.begin() as connection:
        link(connection, cast.clinic, cast.accounts[who], cast.mia, kind, level, f"{who}'s home")


def guardian_says(cast: Cast, who: str, answer: ConsentAnswer = YES, wording: str = "guardian 1") -> None:
    by(cast, who, answer_as_guardian, answer, wording=wording)


def child_says(cast: Cast, who: str, answer: ConsentAnswer = YES, wording: str = "assent 1") -> None:
    by(cast, who, answer_as_child, answer, wording=wording)


def asked(cast: Cast, who: str) -> Question:
    return by(cast, who, question)

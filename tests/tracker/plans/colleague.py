"""A second therapist of Mia's, so that two of them can change the same exercise."""

import sqlalchemy as sa

from db.vocabulary import Level, RelationshipKind
from tests.cast import Cast, link


def let_lee_prescribe(engine: sa.Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        kind = RelationshipKind.OCCUPATIONAL_THERAPIST
        link(connection, cast.clinic, cast.accounts["Lee"], cast.mia, kind, Level.PRESCRIBE)

"""Steps that the tests of caseloads share: read one, follow a child, enter something, say a reason plainly."""

from datetime import date

import sqlalchemy as sa

from db.vocabulary import Level, RelationshipKind
from tests.cast import ZONE, Cast, link, make_child
from tests.factories import make_history
from tests.steps import NOON
from tests.tracker.progress.naive_reasons import Said
from tracker.access.work import reading
from tracker.progress.caseload import Caseload, Row, caseload_of
from tracker.progress.reasons import (
    FewEntries,
    IllDays,
    MilestoneOverdue,
    NewConcern,
    NoEntries,
    NoPlan,
    PlanEnds,
    Proposals,
    Reason,
    UnderTheLine,
    VisitMissed,
)

PT = RelationshipKind.PHYSICAL_THERAPIST
# Days on which the oracle's random plans are in full swing.
MOMENTS = [NOON.replace(year=2024, month=month, day=day) for month, day in ((3, 20), (4, 3), (4, 12))]


def caseload(cast: Cast, who: str = "Pat") -> Caseload:
    with reading(cast.tokens[who]) as work:
        return caseload_of(work)


def row(cast: Cast, name: str = "Mia", who: str = "Pat") -> Row:
    (found,) = [row for row in caseload(cast, who).rows if row.name == name]
    return found


def names(cast: Cast, who: str = "Pat") -> list[str]:
    return [row.name for row in caseload(cast, who).rows]


def follow(engine: sa.Engine, cast: Cast, name: str, zone: str = ZONE) -> int:
    """A new child whom Pat follows."""
    with engine.begin() as connection:
        child = make_child(connection, cast.clinic, name, zone)
        link(connection, cast.clinic, cast.accounts["Pat"], child, PT, Level.PRESCRIBE)
    return child


def enter(engine: sa.Engine, child: int, prescription: int, first: date, days: int = 1) -> None:
    with engine.begin() as connection:
        make_history(connection, child, {"": prescription}, first, days)


def said(reason: Reason) -> Said:
    """A reason in the plain values of the naive walk."""
    match reason:
        case NoEntries():
            return ("no_entries", reason.days, reason.since, reason.last)
        case UnderTheLine(weeks=(before, latest)):
            return ("under_the_line", before.week, latest.week)
        case FewEntries():
            return ("few_entries", reason.week.week)
        case IllDays():
            return ("ill_days", reason.days, reason.since)
        case PlanEnds():
            return ("plan_ends", reason.last, reason.is_over)
        case NewConcern() | VisitMissed() | MilestoneOverdue() | Proposals() | NoPlan():
            raise AssertionError("the walk knows neither")

"""A series exists for somebody just where the policy says so: for each kind of reader, visibility, and choice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest
import sqlalchemy as sa

from db.queries import visits, visits_of_many
from db.queries.base import insert_row
from db.tables import Relationship, Visit, VisitRecord, VisitSeries
from db.types import AccessibleChildId
from db.vocabulary import Discipline, Level, Modality, RelationshipKind, Role, SeriesVisibility, VisitOutcome
from tests.cast import LONG_AGO, ZONE, Cast, link, make_account, make_session
from tests.steps import NOON, TODAY, YESTERDAY, Clock
from tracker.access.actor import OPERATOR, Credential
from tracker.access.policy import FAMILY, Action, shows_series
from tracker.access.work import reading
from tracker.visits.sight import sight_of, sight_of_caseload

KIND, VISIBILITY = RelationshipKind, SeriesVisibility
FOR_ALL = VISIBILITY.CARE_TEAM_AND_FAMILY
STAFF = [kind for kind in RelationshipKind if kind not in FAMILY]


@dataclass(frozen=True)
class Series:
    """What decides who may know of a counseling series."""

    visibility: SeriesVisibility
    shown_to_child: bool
    kept_by: int | None


@dataclass(frozen=True)
class Kept:
    """Every counseling series that there can be, by id; and one of each other discipline, which are for all."""

    series: dict[int, Series]
    open: set[int]


@pytest.fixture
def kept(engine: sa.Engine, cast: Cast, clock: Clock) -> Kept:
    """Kept by Casey, by Sam, or by nobody."""
    found, others = {}, set()
    with engine.begin() as connection:
        keepers = (None, cast.accounts["Casey"], cast.accounts["Sam"])
        for visibility, shown, keeper in product(SeriesVisibility, (False, True), keepers):
            if visibility is VISIBILITY.COUNSELOR_ONLY and keeper is None:
                continue
            series = Series(visibility, shown, keeper)
            found[a_series(connection, cast.mia, Discipline.COUNSELING, series)] = series
        for discipline in set(Discipline) - {Discipline.COUNSELING}:
            others.add(a_series(connection, cast.mia, discipline, Series(FOR_ALL, True, None)))
    return Kept(found, others)


def a_series(connection: sa.Connection, child: int, discipline: Discipline, series: Series) -> int:
    """Insert a series with one visit that was attended."""
    series_id = insert_row(
        connection,
        VisitSeries(
            child_id=child,
            discipline=discipline,
            visibility=series.visibility,
            shown_to_child=series.shown_to_child,
            kept_by_id=series.kept_by,
            per_week=1,
            weeks=1,
            first_day=YESTERDAY,
            begins_at=time(9),
            minutes=45,
            modality=Modality.IN_PERSON,
            time_zone=ZONE,
            created_at=NOON,
        ),
    )
    visit = Visit(
        child_id=child,
        series_id=series_id,
        starts_at=datetime.combine(YESTERDAY, time(14), UTC),
        minutes=45,
        modality=Modality.IN_PERSON,
        created_at=NOON,
    )
    visit_id = insert_row(connection, visit)
    record = VisitRecord(child_id=child, visit_id=visit_id, outcome=VisitOutcome.ATTENDED, recorded_at=NOON)
    insert_row(connection, record)
    return series_id


def make_sam(
    engine: sa.Engine, cast: Cast, kinds: Iterable[RelationshipKind], ends_on: date | None = None
) -> None:
    """Link Sam to Mia in each of some ways."""
    account = Relationship.__table__.metadata.tables["account"]  # type: ignore[attr-defined]
    kinds = list(kinds)
    role = Role.CLINICIAN if set(kinds) - FAMILY else Role.FAMILY
    with engine.begin() as connection:
        connection.execute(sa.update(account).where(account.c.id == cast.accounts["Sam"]).values(role=role))
        for kind in kinds:
            link(
                connection,
                cast.clinic,
                cast.accounts["Sam"],
                cast.mia,
                kind,
                Level.SEE,
                "",
                LONG_AGO,
                ends_on,
            )


def seen_by(cast: Cast, credential: Credential) -> set[int]:
    """Give the series that somebody sees; what is hidden is all the rest, with its visits and what is said of them."""
    with reading(credential) as work:
        child = work.child(cast.mia, Action.SEE)
        sight = sight_of(work, child)
        shown = {row.id for row in visits.all_series(work.connection, child, sight)}
        of_visits = {
            row.series_id
            for row in visits.visits_within(
                work.connection, child, sight, NOON - timedelta(days=9), NOON + timedelta(days=9)
            )
        }
        assert of_visits == shown
        hidden = [(row.name, row.id) for row in visits.hidden(work.connection, child, sight)]
        every = {row.id for row in work.connection.execute(sa.text("SELECT id FROM visit_series"))}
        for table in ("visit_series", "visit", "visit_record"):  # of each there is one a series
            assert len([1 for name, _ in hidden if name == table]) == len(every - shown)
        assert {key for name, key in hidden if name == "visit_series"} == every - shown
        for series_id in every:
            one = visits.series(work.connection, child, sight, series_id)
            assert (one is not None) == (series_id in shown)
    return shown


@pytest.mark.parametrize("kind", RelationshipKind)
def test_a_series_exists_for_whom_the_policy_says(
    engine: sa.Engine, cast: Cast, kept: Kept, kind: RelationshipKind
) -> None:
    make_sam(engine, cast, [kind])
    sam = cast.accounts["Sam"]
    expected = {
        series_id
        for series_id, series in kept.series.items()
        if shows_series(
            series.visibility, kind, keeps_it=series.kept_by == sam, shown_to_child=series.shown_to_child
        )
    }
    if kind is KIND.CHILD:  # nobody's child keeps a series
        mine = {series_id for series_id, series in kept.series.items() if series.kept_by == sam}
        assert seen_by(cast, cast.tokens["Sam"]) - mine == (expected | kept.open) - mine
        return
    assert seen_by(cast, cast.tokens["Sam"]) == expected | kept.open
    of_casey = {k for k, s in kept.series.items() if s.kept_by == cast.accounts["Casey"]}
    only = {k for k in of_casey if kept.series[k].visibility is VISIBILITY.COUNSELOR_ONLY}
    assert len(only) == 2
    assert not only & expected


def test_of_several_links_any_may_show_it(engine: sa.Engine, cast: Cast, kept: Kept) -> None:
    make_sam(engine, cast, [KIND.CHILD, KIND.GUARDIAN])
    others = {k: s for k, s in kept.series.items() if s.kept_by != cast.accounts["Sam"]}
    expected = {k for k, s in others.items() if s.shown_to_child or s.visibility is FOR_ALL}
    assert seen_by(cast, cast.tokens["Sam"]) & set(others) == expected


def test_a_link_that_has_ended_shows_nothing_more(engine: sa.Engine, cast: Cast, kept: Kept) -> None:
    make_sam(engine, cast, [KIND.CARE_TEAM], ends_on=TODAY)
    make_sam(engine, cast, [KIND.GUARDIAN])
    others = {k: s for k, s in kept.series.items() if s.kept_by != cast.accounts["Sam"]}
    expected = {k for k, s in others.items() if s.visibility is FOR_ALL}
    assert seen_by(cast, cast.tokens["Sam"]) & set(others) == expected


def test_cover_opens_no_series_that_the_colleague_alone_may_know_of(
    engine: sa.Engine, cast: Cast, kept: Kept
) -> None:
    with engine.begin() as connection:
        account = make_account(connection, cast.clinic, "Stand-in", Role.CLINICIAN)
        token = make_session(connection, account, NOON)
        row = Relationship(
            clinic_id=cast.clinic,
            account_id=account,
            child_id=cast.mia,
            kind=KIND.COUNSELOR,
            level=Level.SEE,
            household="",
            starts_on=TODAY,
            ends_on=TODAY + timedelta(days=7),
            covers_id=cast.accounts["Casey"],
            created_at=NOON,
        )
        insert_row(connection, row)
    expected = {k for k, s in kept.series.items() if s.visibility is not VISIBILITY.COUNSELOR_ONLY}
    assert seen_by(cast, token) == expected | kept.open


def test_the_operator_is_told_what_the_care_team_is(cast: Cast, kept: Kept) -> None:
    expected = {k for k, s in kept.series.items() if s.visibility is not VISIBILITY.COUNSELOR_ONLY}
    assert seen_by(cast, OPERATOR) == expected | kept.open


@pytest.mark.parametrize("who", ["Pat", "Casey", "Lee"])
def test_a_caseload_knows_of_no_more_than_the_record(cast: Cast, kept: Kept, who: str) -> None:
    own = seen_by(cast, cast.tokens[who])
    with reading(cast.tokens[who]) as work:
        children = [AccessibleChildId(cast.mia)]
        rows = visits_of_many.visits_of_children(
            work.connection, children, sight_of_caseload(work), NOON - timedelta(days=9), NOON
        )
    assert {row.series_id for row in rows} == own


@pytest.mark.parametrize("kind", STAFF)
def test_a_caseload_knows_what_each_kind_of_the_team_does(
    engine: sa.Engine, cast: Cast, kept: Kept, kind: RelationshipKind
) -> None:
    make_sam(engine, cast, [kind])
    with reading(cast.tokens["Sam"]) as work:
        assert sight_of_caseload(work) == sight_of(work, work.child(cast.mia, Action.SEE))

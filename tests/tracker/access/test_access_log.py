"""Who has opened this record: by day and person, without clock times and without what anybody wrote."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import METADATA, AccessLog, ChildTimeZone
from db.vocabulary import Access, Level, RelationshipKind, Role
from tests.cast import Cast, link, make_account, make_child
from tests.steps import TODAY, Clock, Plan, by
from tests.tracker.office.office import office
from tracker.access import access_log
from tracker.access.access_log import RecordLog, record_log
from tracker.access.actor import OPERATOR
from tracker.access.policy import Action
from tracker.access.work import Work, reading
from tracker.errors import NotFound, NotPermitted
from tracker.office.children import NewChild, change_child, child_of_clinic
from tracker.progress.day import day_of
from tracker.record.completions import DONE, Words, answer
from tracker.record.occurrence import Occurrence

LOOK, CHANGE = Access.LOOK, Access.CHANGE
LOG = METADATA.tables["access_log"]


def read(cast: Cast, who: str = "Dana", before: date | None = None) -> RecordLog:
    return by(cast, who, record_log, before)


def lines(found: RecordLog) -> dict[date, dict[str, list[str]]]:
    """What the log says: day -> person -> what, without the reader's own look at the log itself."""
    return {
        on.day: {
            f"{each.who.name}/{each.who.kind or each.who.role}": [what for _, what in each.what]
            for each in on.opened
            if not (each.who.is_me and each.what == ((LOOK, "access_log"),))
        }
        for on in found.days
    }


def add(engine: sa.Engine, cast: Cast, at: datetime, **more: object) -> None:
    """Put a row into the log as if somebody had done something then."""
    row = {"account_id": cast.accounts["Pat"], "child_id": cast.mia, "access": LOOK, "what": "plan"} | more
    with engine.begin() as connection:
        insert_row(connection, AccessLog(at=at, clinic_id=cast.clinic, **row))  # type: ignore[arg-type]


def test_looks_and_changes_of_a_day_are_one_line_a_person(
    cast: Cast, plan: Plan, clock: Clock, engine: sa.Engine
) -> None:
    for _ in range(2):
        by(cast, "Pat", day_of)
        clock.forward(hours=1)
    by(cast, "Pat", lambda work, child: work.child(child, Action.SEE, screen="plan"))
    by(cast, "Mia", answer, Occurrence(plan.prescription, TODAY), DONE, seen=None)
    clock.forward(days=1)
    by(cast, "Pat", day_of)
    assert lines(read(cast)) == {
        TODAY + timedelta(days=1): {"Pat/physical_therapist": ["today"]},
        TODAY: {"Pat/physical_therapist": ["plan", "today"], "Mia/child": ["answer"]},
    }


def test_the_own_look_at_the_log_is_in_the_log(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    for _ in range(2):
        [on] = read(cast).days
        [mine] = on.opened
        assert (mine.who.name, mine.who.is_me, mine.what) == ("Dana", True, ((LOOK, "access_log"),))
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(LOG)).scalar_one() == 1


def test_a_caseload_counts_for_the_children_that_it_names_alone(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    """The row names children by number, and 3 stands in 13, 31 and 133 as well."""
    numbers = [13, 31, 133, 3]
    for number in numbers:
        add(engine, cast, clock.moment, child_id=None, what="caseload", subject=f"children {number}")
        clock.forward(minutes=1)
    with engine.begin() as connection:
        children = {make_child(connection, cast.clinic, str(n)): n for n in range(140)}
        for number in children:
            guardian = (RelationshipKind.GUARDIAN, Level.RECORD)
            link(connection, cast.clinic, cast.accounts["Dana"], number, *guardian)
    for number in (3, 13, 31, 33, 1, 133):
        with reading(cast.tokens["Dana"]) as work:
            found = lines(record_log(work, number))
        saw = "Pat/clinician" in found[TODAY]
        assert saw == (number in numbers), number


def test_a_caseload_names_its_children_first_last_and_in_the_middle(
    engine: sa.Engine, cast: Cast, clock: Clock
) -> None:
    for subject, seen in (("children 1 2 3", True), ("children 2 1 3", True), ("children 2 3 1", True)):
        add(engine, cast, clock.moment, child_id=None, what="caseload", subject=subject)
        assert ("Pat/physical_therapist" in lines(read(cast))[TODAY]) == seen
        clock.forward(days=1)
    for subject in ("children 2 3", "children", "children "):
        add(engine, cast, clock.moment, child_id=None, what="caseload", subject=subject)
    assert clock.today not in {day for day, who in lines(read(cast)).items() if who}


def test_the_list_of_another_clinic_is_never_in_it(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    row = AccessLog(
        at=clock.moment,
        clinic_id=cast.other_clinic,
        account_id=cast.accounts["Iris"],
        access=LOOK,
        what="caseload",
        subject=f"children {cast.mia}",
    )
    with engine.begin() as connection:
        insert_row(connection, row)
    assert lines(read(cast)) == {TODAY: {}}


def test_the_office_the_operator_and_former_members(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    entry, facts = office(cast, "Ada", child_of_clinic, cast.mia)
    new = NewChild("Mia", date(2012, 5, 1), time_zone=facts.time_zone)
    office(cast, "Ada", change_child, entry.id, new, seen=facts)
    with reading(OPERATOR) as work:
        work.child(cast.mia, Action.SEE, screen="adherence")
    by(cast, "Lee", day_of)
    with engine.begin() as connection:
        accounts = METADATA.tables["account"]
        left = sa.update(accounts).where(accounts.c.id == cast.accounts["Lee"])
        connection.execute(left.values(disabled_at=clock.moment))
        links = METADATA.tables["relationship"]
        connection.execute(sa.update(links).where(links.c.account_id == cast.accounts["Lee"]).values(
            revoked_at=clock.moment
        ))  # fmt: skip
        never_linked = make_account(connection, cast.clinic, "Robin", Role.CLINICIAN)
    add(engine, cast, clock.moment, account_id=never_linked, access=CHANGE, what="add_child")
    assert lines(read(cast))[TODAY] == {
        "/administrator": ["change_child"],
        "Lee/care_team": ["today"],
        "Robin/clinician": ["add_child"],
        "/None": ["adherence"],
    }


def test_a_person_is_named_by_the_latest_link(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        kind = (RelationshipKind.OCCUPATIONAL_THERAPIST, Level.SEE)
        link(connection, cast.clinic, cast.accounts["Pat"], cast.mia, *kind)
    by(cast, "Pat", day_of)
    assert lines(read(cast))[TODAY] == {"Pat/occupational_therapist": ["today"]}


def test_the_days_are_those_where_the_child_lives(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    midnight = datetime(2025, 3, 3, 5, tzinfo=UTC)  # in New York
    add(engine, cast, midnight, what="plan")
    add(engine, cast, midnight - timedelta(seconds=1), what="today")
    # The clocks went forward on the 9th.
    spring = datetime(2025, 3, 10, 4, tzinfo=UTC)
    add(engine, cast, spring, what="plan")
    add(engine, cast, spring - timedelta(seconds=1), what="today")
    clock.forward(days=20)
    found = lines(read(cast))
    assert {day: who["Pat/physical_therapist"] for day, who in found.items() if who} == {
        date(2025, 3, 10): ["plan"],
        date(2025, 3, 9): ["today"],
        date(2025, 3, 3): ["plan"],
        date(2025, 3, 2): ["today"],
    }


def test_after_a_move_earlier_days_stay_as_they_were(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    with engine.begin() as connection:
        moved = {"child_id": cast.mia, "valid_from": date(2025, 3, 10), "time_zone": "Asia/Tokyo"}
        connection.execute(sa.insert(METADATA.tables[str(ChildTimeZone.__tablename__)]).values(**moved))
    moments = [
        datetime(2025, 3, 3, 4, 30, tzinfo=UTC),  # still the 2nd in New York
        datetime(2025, 3, 9, 14, 59, tzinfo=UTC),  # a minute before the 10th in Tokyo: the 9th in New York
        datetime(2025, 3, 9, 15, 0, tzinfo=UTC),  # the 10th in Tokyo
        datetime(2025, 3, 11, 15, 0, tzinfo=UTC),  # the 12th
    ]
    for moment in moments:
        add(engine, cast, moment)
    clock.forward(days=20)
    found = {day for day, who in lines(read(cast)).items() if who}
    assert found == {date(2025, 3, day) for day in (2, 9, 10, 12)}


def test_thirty_days_at_a_time(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    for back in (0, 29, 30, 31, 400):
        add(engine, cast, clock.moment - timedelta(days=back))
    pages = [read(cast)]
    while pages[-1].earlier is not None:
        pages.append(read(cast, before=pages[-1].earlier))
    days = [[(TODAY - on.day).days for on in page.days] for page in pages]
    assert days == [[0, 29], [30, 31], [400]]


def test_a_gap_is_skipped_in_one_step_also_for_lists(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    long_ago = clock.moment - timedelta(days=300)
    add(engine, cast, long_ago, child_id=None, what="caseload", subject=f"children {cast.mia}")
    first = read(cast)
    assert first.earlier is not None
    [on] = read(cast, before=first.earlier).days
    assert on.day == TODAY - timedelta(days=300)


def test_a_page_has_its_limit_and_nothing_is_lost(
    engine: sa.Engine, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for back in range(10):
        for what in ("plan", "progress", "today"):
            add(engine, cast, clock.moment - timedelta(days=back, hours=1), what=what)
    monkeypatch.setattr(access_log, "MOST_LINES", 8)
    pages = [read(cast)]
    while pages[-1].earlier is not None:
        pages.append(read(cast, before=pages[-1].earlier))
    seen = [
        (on.day, each.what) for page in pages for on in page.days for each in on.opened if not each.who.is_me
    ]
    everything = ((LOOK, "plan"), (LOOK, "progress"), (LOOK, "today"))
    assert seen == [(TODAY - timedelta(days=back), everything) for back in range(10)]


def test_neither_clock_times_nor_words_leave_the_use_case(cast: Cast, plan: Plan, clock: Clock) -> None:
    note = Words("A secret of the other household")
    by(cast, "Ben", answer, Occurrence(plan.prescription, TODAY), DONE, seen=None, note=note)
    found = read(cast)
    assert "secret" not in repr(found)
    assert "datetime.datetime" not in repr(found)
    assert lines(found)[TODAY] == {"Ben/guardian": ["answer"]}


@pytest.mark.parametrize("who", ["Dana", "Ben", "Mia"])
@pytest.mark.parametrize("closed", [False, True])
def test_the_family_reads_it_also_in_a_closed_record(
    engine: sa.Engine, cast: Cast, clock: Clock, who: str, closed: bool
) -> None:
    if closed:
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE child SET closed_at = created_at"))
    assert read(cast, who).days


def test_nobody_else_reads_it(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    for who in ("Pat", "Casey", "Lee"):
        with pytest.raises(NotPermitted):
            read(cast, who)
    for who in ("Sam", "Ada", "Iris"):
        with pytest.raises(NotFound):
            read(cast, who)
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(LOG)).scalar_one() == 0


def test_who_reads_it_within_one_transaction_is_logged_first(cast: Cast, clock: Clock) -> None:
    def twice(work: Work, child_id: int) -> tuple[RecordLog, RecordLog]:
        return record_log(work, child_id), record_log(work, child_id)

    first, second = by(cast, "Dana", twice)
    assert first == second

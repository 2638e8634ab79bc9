"""A closed record: read by those who could, changed by nobody, and opened again."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from db.vocabulary import Level, RelationshipKind
from tests.cast import Cast
from tests.db.described import rows_of
from tests.steps import TODAY, Clock, Plan, by, changes
from tests.tracker.office.office import add_administrator, give_passwords, office
from tests.tracker.plans.test_who_plans import CALLS as PLAN_CALLS
from tracker.access.work import Work, reading, writing
from tracker.errors import NotFound, NotPermitted, RecordClosed, TrackerError
from tracker.exchange.record import copy_of
from tracker.office.children import change_child, child_of_clinic
from tracker.office.closing import close_record, closed_of, closing_of, open_record
from tracker.office.erasure import ask_to_erase, erasure_of
from tracker.office.links import link
from tracker.plans.plan import plan_of
from tracker.progress.caseload import caseload_of
from tracker.progress.day import day_of
from tracker.progress.progress import progress_of
from tracker.record.completions import DONE, Words, answer, note_only
from tracker.record.occurrence import Occurrence

READS: tuple[Callable[[Work, int], object], ...] = (plan_of, day_of, progress_of)


@pytest.fixture
def closed(engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan) -> Plan:
    add_administrator(engine, cast, "Eve", cast.clinic)
    give_passwords(engine)
    office(cast, "Ada", close_record, cast.mia)
    return plan


def follows(cast: Cast, who: str) -> list[int]:
    with reading(cast.tokens[who]) as work:
        return [child for child, _name in work.followed()]


def test_who_could_read_still_can_and_sees_since_when_it_is_closed(cast: Cast, closed: Plan) -> None:
    for who, may_export in (("Dana", True), ("Mia", True), ("Pat", False), ("Casey", False)):
        for read in READS:
            by(cast, who, read)
        found = by(cast, who, closed_of)
        assert found is not None
        assert (found.name, found.on, found.may_export) == ("Mia", TODAY, may_export)
        assert follows(cast, who) == [cast.mia]


def test_nothing_in_it_changes(engine: sa.Engine, cast: Cast, closed: Plan) -> None:
    before = rows_of(engine)
    stairs = Occurrence(closed.prescription, TODAY)
    for name, call in PLAN_CALLS.items():
        with pytest.raises(TrackerError) as refused:
            by(cast, "Pat", call, closed.episode, closed.prescription)
        assert type(refused.value) is RecordClosed, name
    for who in ("Mia", "Dana", "Pat", "Lee"):
        with pytest.raises(RecordClosed):
            by(cast, who, answer, stairs, DONE, seen=None)
        with pytest.raises(RecordClosed):
            by(cast, who, note_only, stairs, Words("after all"))
    assert rows_of(engine) == before


def test_the_office_changes_nothing_of_it_either_and_links_nobody_new(
    engine: sa.Engine, cast: Cast, closed: Plan
) -> None:
    facts = office(cast, "Ada", child_of_clinic, cast.mia)[1]
    before = rows_of(engine)
    with pytest.raises(RecordClosed):
        office(cast, "Ada", change_child, cast.mia, facts, seen=facts)
    with pytest.raises(RecordClosed):
        office(cast, "Ada", link, cast.mia, cast.accounts["Sam"], RelationshipKind.GUARDIAN, Level.SEE, "S")
    assert rows_of(engine) == before


def test_it_leaves_every_caseload(cast: Cast, plan: Plan) -> None:
    for closes, expected in ((False, [cast.mia]), (True, [])):
        if closes:
            office(cast, "Ada", close_record, cast.mia)
        with writing(cast.tokens["Pat"]) as work:
            assert [row.child_id for row in caseload_of(work).rows] == expected


def test_today_asks_for_nothing(cast: Cast, plan: Plan) -> None:
    asked = by(cast, "Dana", day_of)
    assert (asked.closed, asked.can_record, any(day.still_open for day in asked.days)) == (False, True, True)
    office(cast, "Ada", close_record, cast.mia)
    day = by(cast, "Dana", day_of)
    assert (day.closed, day.can_record, [found.still_open for found in day.days]) == (True, False, [0, 0, 0])


def test_it_is_opened_again_and_everything_is_as_it_was(engine: sa.Engine, cast: Cast, closed: Plan) -> None:
    state = office(cast, "Eve", closing_of, cast.mia)
    assert (state.closed_on, state.closed_by) == (TODAY, "Ada")
    office(cast, "Eve", open_record, cast.mia)
    assert office(cast, "Ada", closing_of, cast.mia).closed_on is None
    assert by(cast, "Dana", closed_of) is None
    by(cast, "Dana", answer, Occurrence(closed.prescription, TODAY), DONE, seen=None)
    office_changes = [change for change in changes(engine) if change[0].endswith("_record")]
    assert office_changes == [("close_record", f"child {cast.mia}"), ("open_record", f"child {cast.mia}")]


def test_closing_twice_is_closing_once(engine: sa.Engine, cast: Cast, clock: Clock, closed: Plan) -> None:
    before = rows_of(engine)
    clock.forward(days=1)
    office(cast, "Eve", close_record, cast.mia)
    assert rows_of(engine) == before
    office(cast, "Ada", open_record, cast.mia)
    after = rows_of(engine)
    office(cast, "Eve", open_record, cast.mia)
    assert rows_of(engine) == after


def test_opening_takes_back_what_was_asked_of_its_erasure(cast: Cast, closed: Plan) -> None:
    office(cast, "Ada", ask_to_erase, cast.mia, "Mia")
    office(cast, "Eve", open_record, cast.mia)
    office(cast, "Eve", close_record, cast.mia)
    assert office(cast, "Eve", erasure_of, cast.mia).asked is None


@pytest.mark.parametrize("use_case", [close_record, open_record, closing_of])
def test_only_administrators_close_and_only_in_their_clinic(
    engine: sa.Engine, cast: Cast, plan: Plan, use_case: object
) -> None:
    add_administrator(engine, cast, "Zed", cast.other_clinic)
    before = rows_of(engine)
    for who, child, error in (
        *((who, cast.mia, NotPermitted) for who in ("Mia", "Dana", "Pat", "Casey", "Lee", "Sam", "Iris")),
        ("Zed", cast.mia, NotFound),
        ("Ada", cast.children["Noor"], NotFound),
        ("Ada", 999, NotFound),
        ("Ada", 2**40, NotFound),
    ):
        with pytest.raises(TrackerError) as refused:
            office(cast, who, use_case, child)  # type: ignore[arg-type]
        assert type(refused.value) is error, who
    assert rows_of(engine) == before


def test_a_closed_record_is_still_copied_by_its_family_alone(cast: Cast, closed: Plan) -> None:
    assert by(cast, "Dana", copy_of).child_name == by(cast, "Mia", copy_of).child_name == "Mia"
    for who in ("Pat", "Lee", "Casey"):
        with pytest.raises(NotPermitted) as refused:
            by(cast, who, copy_of)
        assert type(refused.value) is NotPermitted

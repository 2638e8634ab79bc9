"""Days off that are added to weeks that are over: they take nothing from what is entered, and give nothing to it."""

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.schooling import make_schooling
from tests.steps import TODAY, TOMORROW, Clock, by
from tests.tracker.office.office import office
from tracker.access.work import reading
from tracker.office.clinic_settings import change_settings
from tracker.office.closed_days import add_closed_day, closed_days, remove_closed_day
from tracker.school.attendance import Sight
from tracker.school.days import ALL_PLANNED, Attended, clear_school_day, enter_school_day
from tracker.school.school import school_of
from tracker.school.shown import School

# Of two regions one has a holiday on the Monday, and the other on the Tuesday.
MONDAY, TUESDAY = TODAY, TOMORROW
ON_MONDAY, ON_TUESDAY = "BG", "US-VT"


@pytest.fixture(autouse=True)
def week(monkeypatch: pytest.MonkeyPatch, engine: sa.Engine, cast: Cast) -> None:
    """Four periods a day are planned: all of them attended on Monday, and one on Tuesday, which is today."""
    clock = Clock(monkeypatch)
    make_schooling(cast, first=MONDAY, step=2)
    by(cast, "Dana", enter_school_day, MONDAY, ALL_PLANNED, seen=None)
    clock.forward(days=1)
    by(cast, "Dana", enter_school_day, TUESDAY, Attended(1), seen=None)


def school(cast: Cast, who: str = "Pat") -> School:
    with reading(cast.tokens[who]) as work:
        return school_of(work, cast.mia)


def figures(cast: Cast) -> tuple[int, int]:
    week = school(cast).weeks[-1]
    return week.as_planned, week.planned


def set_region(cast: Cast, region: str, before: str) -> None:
    office(cast, "Ada", change_settings, {"region": region}, seen={"region": before})


def test_a_closed_day_on_an_entered_one_leaves_its_figures(cast: Cast) -> None:
    assert figures(cast) == (5, 8)
    office(cast, "Ada", add_closed_day, MONDAY, "Staff day")
    assert figures(cast) == (5, 8)
    [monday] = [day for day in school(cast, "Dana").days if day.day == MONDAY]
    assert monday.entry is not None
    assert (monday.full, monday.planned, monday.entry.periods, monday.why) == (6, 4, 4, "Staff day")
    # It can still be corrected; without the entry it is a day off as any other.
    by(cast, "Dana", clear_school_day, monday.entry.id)
    assert figures(cast) == (1, 4)


def test_another_region_takes_nothing_from_what_is_entered(cast: Cast) -> None:
    before = ""
    for region in (ON_MONDAY, ON_TUESDAY, ""):
        set_region(cast, region, before)
        before = region
        assert figures(cast) == (5, 8), region
    by(cast, "Dana", clear_school_day, school(cast).days[-1].entry.id)  # type: ignore[union-attr]
    for region, planned in ((ON_MONDAY, 4), (ON_TUESDAY, 4)):
        set_region(cast, region, before)
        before = region
        assert figures(cast) == (4, planned), "today has no entry, and is not over"


def test_a_day_that_is_no_longer_closed_stays_what_was_entered_of_it(cast: Cast) -> None:
    office(cast, "Ada", add_closed_day, MONDAY, "Staff day")
    with reading(cast.tokens["Ada"]) as work:
        [closed] = closed_days(work)
    office(cast, "Ada", remove_closed_day, closed.id)
    assert figures(cast) == (5, 8)
    assert school(cast).weeks[-1].sight is Sight.VALUES

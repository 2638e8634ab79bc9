"""Public holidays of a clinic's region, and what a calendar says of a day."""

from datetime import date

import pytest

from tests.tracker.school.test_attendance import CALENDAR, days
from tracker.errors import InvalidInput
from tracker.regions import checked_region, known_regions
from tracker.school.calendar import public_holidays


def test_a_regions_holidays_lie_in_the_days_that_are_asked_for() -> None:
    found = public_holidays("US-PA", date(2026, 11, 20), date(2027, 1, 18))
    assert found == {
        date(2026, 11, 26): "Thanksgiving Day",
        date(2026, 11, 27): "Day After Thanksgiving",
        date(2026, 12, 25): "Christmas Day",
        date(2027, 1, 1): "New Year's Day",
        date(2027, 1, 18): "Martin Luther King Jr. Day",
    }
    assert date(2026, 11, 27) not in public_holidays("US", date(2026, 11, 20), date(2026, 11, 30))


@pytest.mark.parametrize("region", ["", "XX", "US-ZZ", "nonsense", "US-"])
def test_an_unknown_region_has_none(region: str) -> None:
    found = public_holidays(region, date(2026, 1, 1), date(2026, 12, 31))
    assert found == {} or region == "US-"


def test_a_region_is_one_of_the_list() -> None:
    assert known_regions()["US-PA"] == ("US", "Pennsylvania")
    assert known_regions()["FR"] == ("FR", "")
    assert all(len(code) <= 16 for code in known_regions())
    assert checked_region(" US-PA ") == "US-PA"
    assert checked_region("") == ""
    for code in ("XX", "us-pa", "US-ZZ", "US; DROP"):
        with pytest.raises(InvalidInput, match="region: region"):
            checked_region(code)


def test_a_day_off_and_a_half_day_have_their_names() -> None:
    assert (CALENDAR.full(days(4)), CALENDAR.why(days(4))) == (0, "Clinic closed")
    assert (CALENDAR.full(days(7)), CALENDAR.planned(days(7)), CALENDAR.why(days(7))) == (3, 2, "Conferences")
    assert (CALENDAR.full(days(17)), CALENDAR.why(days(17))) == (0, "Thanksgiving Day")
    assert (CALENDAR.full(days(5)), CALENDAR.why(days(5))) == (0, "")
    assert CALENDAR.planned(days(8)) == 2
    assert CALENDAR.planned(days(9)) == 4

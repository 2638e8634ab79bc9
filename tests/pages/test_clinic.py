"""Clinic, through the entry script: settings with their ranges, closed days, and who changed what."""

from datetime import date

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from tests.cast import ZONE, Cast
from tests.db.described import rows_of
from tests.pages.conftest import Visit
from tests.pages.office import errors, has_button, opened, press, texts
from tests.steps import Clock
from tests.tracker.office.office import add_administrator, office
from tracker.office.clinic_settings import SETTINGS, Kind, change_settings, settings_of
from tracker.office.closed_days import closed_days
from tracker.screen.clinic.clinic_form import GROUPS
from tracker.screen.clinic.clinic_texts import DEFAULT_TEXTS, MEANINGS, shown_text
from tracker.screen.messages import FIELDS

LINE, COVERAGE = "clinic-figures-adherence_line_percent", "clinic-figures-least_coverage_percent"


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast) -> Cast:
    add_administrator(engine, cast, "Uma", cast.clinic)
    return cast


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def value(cast: Cast, name: str) -> object:
    return office(cast, "Ada", settings_of).values[name]


def labels(at: AppTest) -> set[str]:
    """The labels of the settings; those of the instruments name the instrument as well."""
    fields = [field.label for kind in (at.number_input, at.text_area, at.selectbox) for field in kind]
    return {label for label in fields if "weeks between" not in label}


def test_every_setting_has_its_field_its_words_and_one_group() -> None:
    names = [name for _, group in GROUPS.values() for name in group]
    assert sorted(names) == sorted(SETTINGS)
    assert set(MEANINGS) == set(SETTINGS)
    assert set(SETTINGS) <= set(FIELDS)
    assert set(DEFAULT_TEXTS) == {name for name, setting in SETTINGS.items() if setting.kind is Kind.TEXT}


def test_each_setting_stands_with_its_range_and_its_default(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Ada", "clinic")
    assert at.header[0].value == "Clinic · Riverside"
    assert labels(at) == {
        "Adherence line (50 to 100, usually 80)",
        "Least coverage (0 to 100, usually 70)",
        "Days without entries (1 to 14, usually 3)",
        "Ill days (1 to 14, usually 3)",
        "Back-fill days (0 to 7, usually 2)",
        "Time zone",
        "Region of public holidays",
        "Emergency text (at most 2,000 characters)",
        "Phone and hours (at most 2,000 characters)",
        "Crisis text (at most 2,000 characters)",
        "Limits of confidentiality (at most 2,000 characters)",
        "Age for a guardian’s consent (0 to 30, or empty)",
        "Age for the child’s assent (0 to 30, or empty)",
        "Age for an own sign-in (0 to 30, or empty)",
        "Age of majority (0 to 30, or empty)",
    }
    assert at.number_input(LINE).value == 80
    assert at.selectbox("clinic-days-time_zone").value == ZONE
    assert at.number_input("clinic-ages-majority_age").value is None
    assert "911" in at.text_area("clinic-texts-emergency_text").placeholder
    assert "988" in at.text_area("clinic-texts-crisis_text").placeholder
    assert "Nothing has been changed yet." in texts(at)


def test_a_group_is_saved_and_its_changes_are_listed_newest_first(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Ada", "clinic")
    at.number_input(LINE).set_value(85)
    press(at, "clinic-figures-save")
    assert "Saved." in texts(at)
    at.selectbox("clinic-days-time_zone").set_value("America/Chicago")
    press(at, "clinic-days-save")
    at.number_input("clinic-ages-majority_age").set_value(18)
    press(at, "clinic-ages-save")
    assert value(cast, "adherence_line_percent") == 85
    said = [element.value for element in at.markdown if "Mon 3 Mar 2025" in element.value]
    assert said == [
        "**Age of majority** · Mon 3 Mar 2025 · Ada  \nnot set → 18",
        "**Time zone** · Mon 3 Mar 2025 · Ada  \nAmerica\\/New York → America\\/Chicago",
        "**Adherence line** · Mon 3 Mar 2025 · Ada  \n80 → 85",
    ]


def test_what_is_refused_stays_in_the_form_with_its_sentence(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    at = opened(visit, "Ada", "clinic")
    before = rows_of(engine)
    for key, group, typed, sentence in (
        (LINE, "figures", 49, "Adherence line: please choose from 50 to 100."),
        (LINE, "figures", 10**12, "Adherence line: please choose from 50 to 100."),
        (LINE, "figures", None, "Adherence line: please fill this in."),
        ("clinic-days-back_fill_days", "days", -1, "Back-fill days: please choose from 0 to 7."),
        ("clinic-ages-majority_age", "ages", 31, "Age of majority: please choose from 0 to 30."),
    ):
        at.number_input(key).set_value(typed)
        press(at, f"clinic-{group}-save")
        assert errors(at) == [sentence]
        assert at.number_input(key).value == typed
    at.text_area("clinic-texts-crisis_text").set_value("x" * 2001)
    press(at, "clinic-texts-save")
    assert errors(at) == ["Crisis text: at most 2,000 characters; this has 2,001."]
    assert at.text_area("clinic-texts-crisis_text").value == "x" * 2001
    assert rows_of(engine) == before


def test_ages_in_the_wrong_order_are_explained(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Ada", "clinic")
    before = rows_of(engine)
    at.number_input("clinic-ages-assent_from_age").set_value(14)
    at.number_input("clinic-ages-own_account_from_age").set_value(12)
    press(at, "clinic-ages-save")
    [sentence] = errors(at)
    assert sentence.startswith("Age for the child’s assent: assent comes first")
    assert rows_of(engine) == before


def test_the_second_of_two_administrators_is_told_what_changed_and_loses_nothing(
    cast: Cast, visit: Visit
) -> None:
    at = opened(visit, "Ada", "clinic")
    at.number_input(LINE).set_value(75)
    seen = office(cast, "Uma", settings_of).values
    theirs = {"adherence_line_percent": 85, "least_coverage_percent": 60}
    office(cast, "Uma", change_settings, theirs, seen=seen)
    press(at, "clinic-figures-save")
    [sentence] = errors(at)
    assert sentence.startswith("Somebody else has changed the same setting just now.")
    assert sentence.endswith(
        "Adherence line: it was 80 and is now 85. Save once more to put yours in its place."
    )
    assert at.number_input(LINE).value == 75
    assert at.number_input(COVERAGE).value == 60
    press(at, "clinic-figures-save")
    assert errors(at) == []
    assert (value(cast, "adherence_line_percent"), value(cast, "least_coverage_percent")) == (75, 60)


def test_a_long_text_is_kept_whole_in_the_list_of_changes(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Ada", "clinic")
    text = "Call 911.\n" + "Then call us. " * 20 + "<script>x</script> :red[x]"
    at.text_area("clinic-texts-emergency_text").set_value(text)
    press(at, "clinic-texts-save")
    assert value(cast, "emergency_text") == text
    assert [element.value for element in at.text] == ["the usual text", text]


def test_a_clinics_own_text_stands_in_place_of_the_usual_one() -> None:
    assert shown_text("emergency_text", "Call 112.") == "Call 112."
    assert "911" in shown_text("emergency_text", "")


def test_closed_days_are_added_and_removed(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Ada", "clinic")
    press(at, "closed-day-add")
    assert errors(at) == ["Closed day: please fill this in."]
    at.date_input("closed-day-day-0").set_value(date(2025, 12, 25))
    at.text_input("closed-day-name-0").set_value("x" * 81)
    press(at, "closed-day-add")
    assert errors(at) == ["What for: at most 80 characters; this has 81."]
    at.text_input("closed-day-name-0").set_value("Winter break")
    press(at, "closed-day-add")
    assert "**Thu 25 Dec 2025** · Winter break" in texts(at)
    assert "**closed_day**" not in texts(at)
    assert "added: Thu 25 Dec 2025 Winter break" in texts(at)
    at.date_input("closed-day-day-1").set_value(date(2025, 12, 25))
    press(at, "closed-day-add")
    assert errors(at) == ["The clinic is closed on that day already."]
    assert at.date_input("closed-day-day-1").value == date(2025, 12, 25)
    [closed] = office(cast, "Ada", closed_days)
    press(at, f"remove-{closed.id}")
    assert office(cast, "Ada", closed_days) == []
    assert "removed: Thu 25 Dec 2025 Winter break" in texts(at)


def test_nobody_else_has_this_page(cast: Cast, visit: Visit) -> None:
    for who in ("Dana", "Pat", "Sam"):
        assert not has_button(opened(visit, who, "clinic"), "clinic-figures-save")

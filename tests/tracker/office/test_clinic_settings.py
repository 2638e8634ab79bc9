"""A clinic's settings: ranges as the tables have them, each change written down, and nobody's change lost."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from db.tables import METADATA, Clinic
from tests.cast import ZONE, Cast
from tests.db.described import rows_of
from tests.steps import NOON, Clock
from tests.steps import changes as logged
from tests.tracker.office.office import add_administrator, office
from tracker.errors import InvalidInput, NotPermitted
from tracker.office.clinic_settings import (
    AGES_IN_ORDER,
    SETTINGS,
    ClinicSetting,
    Kind,
    Overtaken,
    Value,
    Values,
    change_settings,
    changes,
    settings_of,
)

NUMBERS = [setting for setting in SETTINGS.values() if setting.kind in {Kind.NUMBER, Kind.AGE}]
TEXTS = [setting for setting in SETTINGS.values() if setting.kind is Kind.TEXT]
CLINIC = METADATA.tables["clinic"]


@pytest.fixture
def cast(engine: sa.Engine, cast: Cast, clock: Clock) -> Cast:
    """The cast, Uma who is a second administrator, and Otto who manages the other clinic."""
    add_administrator(engine, cast, "Uma", cast.clinic)
    add_administrator(engine, cast, "Otto", cast.other_clinic)
    return cast


def now(cast: Cast, who: str = "Ada") -> Values:
    return office(cast, who, settings_of).values


def change(cast: Cast, values: Values, who: str = "Ada", seen: Values | None = None) -> Values:
    return office(cast, who, change_settings, values, seen=now(cast, who) if seen is None else seen)


def test_a_new_clinic_has_the_defaults(cast: Cast) -> None:
    found = office(cast, "Ada", settings_of)
    assert found.name == "Riverside"
    assert found.values == {
        "adherence_line_percent": 80,
        "least_coverage_percent": 70,
        "back_fill_days": 2,
        "days_without_entries": 3,
        "ill_days": 3,
        "time_zone": ZONE,
        "region": "",
        "emergency_text": "",
        "phone_text": "",
        "crisis_text": "",
        "confidentiality_text": "",
        "guardian_consent_below_age": None,
        "assent_from_age": None,
        "own_account_from_age": None,
        "majority_age": None,
    }
    for setting in NUMBERS:
        assert found.values[setting.name] == setting.default == Clinic.model_fields[setting.name].default


def test_every_column_of_a_clinic_is_a_setting_or_known_not_to_be() -> None:
    assert set(CLINIC.columns.keys()) == set(SETTINGS) | {"id", "name", "created_at"}


@pytest.mark.parametrize("setting", NUMBERS, ids=lambda setting: setting.name)
def test_a_number_has_the_range_that_the_table_checks(
    engine: sa.Engine, cast: Cast, setting: ClinicSetting
) -> None:
    mine = sa.update(CLINIC).where(CLINIC.c.id == cast.clinic)
    for value in (setting.low, setting.high):
        assert change(cast, {setting.name: value})[setting.name] == value
    for value in (setting.low - 1, setting.high + 1):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(mine.values({setting.name: value}))
        before = rows_of(engine)
        with pytest.raises(InvalidInput) as refused:
            change(cast, {setting.name: value})
        assert (refused.value.field, refused.value.problem) == (setting.name, "range")
        assert refused.value.limits == {"low": setting.low, "high": setting.high}
        assert rows_of(engine) == before


def test_a_text_has_the_length_that_the_table_has(engine: sa.Engine, cast: Cast) -> None:
    for setting in TEXTS:
        assert CLINIC.c[setting.name].type.length == setting.high  # type: ignore[attr-defined]
        longest = "x" * setting.high
        assert change(cast, {setting.name: longest})[setting.name] == longest
        before = rows_of(engine)
        with pytest.raises(InvalidInput, match=f"{setting.name}: too_long"):
            change(cast, {setting.name: "y" * (setting.high + 1)})
        assert rows_of(engine) == before


@pytest.mark.parametrize("text", ["Call 911.\nThen us.", "اتصل بـ 911", "🚑 911", "<b>911</b>", "{x} %s"])
def test_a_text_stands_as_it_was_typed(cast: Cast, text: str) -> None:
    change(cast, {"emergency_text": f" {text}\0 "})
    assert now(cast)["emergency_text"] == text
    assert office(cast, "Ada", changes)[0].after == text


def test_a_number_is_needed_and_an_age_is_not(engine: sa.Engine, cast: Cast) -> None:
    for setting in NUMBERS:
        if setting.kind is Kind.AGE:
            change(cast, {setting.name: setting.high})
            assert change(cast, {setting.name: None})[setting.name] is None
        else:
            with pytest.raises(InvalidInput, match=f"{setting.name}: empty"):
                change(cast, {setting.name: None})


def test_a_region_is_one_whose_holidays_are_known(engine: sa.Engine, cast: Cast) -> None:
    assert change(cast, {"region": "US-PA"})["region"] == "US-PA"
    before = rows_of(engine)
    with pytest.raises(InvalidInput, match="region: region"):
        change(cast, {"region": "XX"})
    assert rows_of(engine) == before
    assert change(cast, {"region": ""})["region"] == ""


def test_a_time_zone_is_one_that_is_known(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    for zone, problem in (
        ("Mars/Base", "time_zone"),
        ("../etc/passwd", "time_zone"),
        ("", "empty"),
        (None, "empty"),
    ):
        with pytest.raises(InvalidInput, match=f"time_zone: {problem}"):
            change(cast, {"time_zone": zone})
    assert rows_of(engine) == before


@pytest.mark.parametrize(
    "ages",
    [(7, 13, 18), (7, 7, 7), (None, 13, 18), (7, None, 18), (7, 13, None), (None, None, None), (0, 0, 30)],
)
def test_ages_rise(cast: Cast, ages: tuple[Value, ...]) -> None:
    wanted = dict(zip(AGES_IN_ORDER, ages, strict=True))
    change(cast, wanted)
    assert {name: now(cast)[name] for name in AGES_IN_ORDER} == wanted


@pytest.mark.parametrize(
    ("before", "ages", "named"),
    [
        ({}, {"assent_from_age": 14, "own_account_from_age": 13}, "assent_from_age"),
        ({}, {"assent_from_age": 19, "majority_age": 18}, "assent_from_age"),
        ({"majority_age": 18}, {"own_account_from_age": 19}, "own_account_from_age"),
        ({"assent_from_age": 12}, {"majority_age": 11}, "majority_age"),
        ({"assent_from_age": 12, "majority_age": 18}, {"own_account_from_age": 11}, "own_account_from_age"),
    ],
)
def test_ages_in_the_wrong_order_are_refused(
    engine: sa.Engine, cast: Cast, before: dict[str, Value], ages: dict[str, Value], named: str
) -> None:
    change(cast, before)
    rows = rows_of(engine)
    with pytest.raises(InvalidInput, match=f"{named}: ages_in_order"):
        change(cast, ages)
    assert rows_of(engine) == rows


def test_a_guardians_consent_is_apart_from_the_other_ages(cast: Cast) -> None:
    change(cast, {"guardian_consent_below_age": 0, "assent_from_age": 7})
    change(cast, {"guardian_consent_below_age": 30})


def test_each_change_is_written_down_newest_first(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    change(cast, {"adherence_line_percent": 85, "back_fill_days": 2, "emergency_text": "Call 911."})
    clock.forward(hours=11)
    change(cast, {"majority_age": 18}, "Uma")
    found = [(c.day, c.who, c.setting, c.before, c.after) for c in office(cast, "Ada", changes)]
    assert found == [
        (date(2025, 3, 3), "Uma", "majority_age", "", "18"),
        (date(2025, 3, 3), "Ada", "emergency_text", "", "Call 911."),
        (date(2025, 3, 3), "Ada", "adherence_line_percent", "80", "85"),
    ]
    assert office(cast, "Ada", changes)[-1].at == NOON
    assert logged(engine) == [("change_setting", f"setting_change {number}") for number in (1, 2, 3)]
    assert office(cast, "Otto", changes) == []


def test_what_is_not_changed_is_not_written_down(engine: sa.Engine, cast: Cast) -> None:
    before = rows_of(engine)
    change(cast, now(cast))
    change(cast, {})
    assert rows_of(engine) == before


def test_of_two_administrators_the_second_is_told_and_nothing_is_overwritten(
    engine: sa.Engine, cast: Cast
) -> None:
    seen = now(cast)
    change(cast, {"adherence_line_percent": 85, "ill_days": 5}, "Uma", seen)
    before = rows_of(engine)
    with pytest.raises(Overtaken) as told:
        change(cast, {"adherence_line_percent": 75, "back_fill_days": 3}, "Ada", seen)
    assert told.value.names == ("adherence_line_percent",)
    assert told.value.values == {**seen, "adherence_line_percent": 85, "ill_days": 5}
    assert rows_of(engine) == before
    change(cast, {"adherence_line_percent": 75, "back_fill_days": 3}, "Ada", told.value.values)
    assert now(cast) == {**seen, "adherence_line_percent": 75, "ill_days": 5, "back_fill_days": 3}


def test_two_who_change_different_settings_or_to_the_same_do_not_meet(cast: Cast) -> None:
    seen = now(cast)
    change(cast, {"adherence_line_percent": 85, "ill_days": 5}, "Uma", seen)
    then = change(cast, {**seen, "ill_days": 5, "back_fill_days": 3}, "Ada", seen)
    assert then == now(cast) == {**seen, "adherence_line_percent": 85, "ill_days": 5, "back_fill_days": 3}
    assert [found.setting for found in office(cast, "Ada", changes)] == [
        "back_fill_days", "ill_days", "adherence_line_percent",
    ]  # fmt: skip


def test_only_administrators_see_and_change_settings(engine: sa.Engine, cast: Cast) -> None:
    seen = now(cast)
    before = rows_of(engine)
    for who in ("Mia", "Dana", "Pat", "Casey", "Lee", "Sam", "Iris"):
        with pytest.raises(NotPermitted):
            office(cast, who, settings_of)
        with pytest.raises(NotPermitted):
            change(cast, {"ill_days": 5}, who, seen)
        with pytest.raises(NotPermitted):
            office(cast, who, changes)
    assert rows_of(engine) == before


def test_a_clinic_changes_its_own_settings_only(cast: Cast) -> None:
    seen = now(cast)
    change(cast, {"ill_days": 9}, "Otto")
    assert now(cast) == seen
    assert now(cast, "Otto")["ill_days"] == 9

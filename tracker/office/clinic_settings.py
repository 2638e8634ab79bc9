"""A clinic's settings: which there are, in which range, and who changed them.

The limits are the tables' own (`db.tables.accounts`), said once more so that a screen can name them beforehand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from db.queries import settings as rows
from db.queries.base import AnyRow, insert_row
from db.tables import SettingChange
from tracker.access.policy import ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput
from tracker.regions import checked_region
from tracker.text import checked_text
from tracker.time_zones import checked_time_zone

Value = int | str | None
Values = Mapping[str, Value]
LONGEST = 2000
MOST_SHOWN = 100


class Kind(StrEnum):
    """What a setting is. An age may be missing: no legal default is claimed."""

    NUMBER = "number"
    AGE = "age"
    TEXT = "text"
    TIME_ZONE = "time_zone"
    REGION = "region"


@dataclass(frozen=True)
class ClinicSetting:
    """One setting, by its column. `low` and `high` limit a number, `high` alone the characters of a text."""

    name: str
    kind: Kind
    low: int = 0
    high: int = 0
    default: int | None = None


def _age(name: str) -> ClinicSetting:
    return ClinicSetting(name, Kind.AGE, 0, 30)


ALL = (
    ClinicSetting("adherence_line_percent", Kind.NUMBER, 50, 100, 80),
    ClinicSetting("least_coverage_percent", Kind.NUMBER, 0, 100, 70),
    ClinicSetting("back_fill_days", Kind.NUMBER, 0, 7, 2),
    ClinicSetting("days_without_entries", Kind.NUMBER, 1, 14, 3),
    ClinicSetting("ill_days", Kind.NUMBER, 1, 14, 3),
    ClinicSetting("time_zone", Kind.TIME_ZONE),
    ClinicSetting("region", Kind.REGION),
    ClinicSetting("emergency_text", Kind.TEXT, high=LONGEST),
    ClinicSetting("phone_text", Kind.TEXT, high=LONGEST),
    ClinicSetting("crisis_text", Kind.TEXT, high=LONGEST),
    ClinicSetting("confidentiality_text", Kind.TEXT, high=LONGEST),
    _age("guardian_consent_below_age"),
    _age("assent_from_age"),
    _age("own_account_from_age"),
    _age("majority_age"),
)
SETTINGS: Mapping[str, ClinicSetting] = {setting.name: setting for setting in ALL}
AGES_IN_ORDER = ("assent_from_age", "own_account_from_age", "majority_age")


@dataclass(frozen=True)
class ClinicNow:
    """A clinic's name and the values of all its settings."""

    name: str
    values: Values


@dataclass(frozen=True)
class Change:
    """One change of a setting, as texts; `day` is the clinic's. `who` is empty for the command line."""

    day: date
    at: datetime
    who: str
    setting: str
    before: str
    after: str


class Overtaken(Conflict):
    """Somebody else has changed some of the same settings meanwhile: `values` are what they are now."""

    def __init__(self, values: Values, names: tuple[str, ...]) -> None:
        super().__init__("settings_changed")
        self.values = values
        self.names = names


def settings_of(work: Work) -> ClinicNow:
    """Read the settings of the administrator's clinic."""
    actor = work.require(ClinicAction.CHANGE_SETTINGS)
    return _now(rows.settings_of(work.connection, actor.clinic_id))


def change_settings(work: Work, changes: Values, *, seen: Values) -> Values:
    """Set what differs from what was `seen`, and give all values as they are then.

    Raises `InvalidInput` naming a setting and its limits, and `Overtaken` where a value that was to be changed is no
    longer the one that was seen. Then nothing is changed.
    """
    actor = work.require(ClinicAction.CHANGE_SETTINGS)
    wanted = {name: _checked(SETTINGS[name], value) for name, value in changes.items()}
    wanted = {name: value for name, value in wanted.items() if value != seen[name]}
    now = dict(_now(rows.settings_of(work.connection, actor.clinic_id, lock=True)).values)
    wanted = {name: value for name, value in wanted.items() if value != now[name]}
    overtaken = tuple(name for name in wanted if now[name] != seen[name])
    if overtaken:
        raise Overtaken(now, overtaken)
    then = {**now, **wanted}
    _check_ages(then, wanted)
    if wanted:
        rows.change_settings(work.connection, actor.clinic_id, wanted)
    for name, value in wanted.items():
        log_change(work, name, as_text(now[name]), as_text(value))
    return then


def changes(work: Work) -> list[Change]:
    """Give the latest hundred changes, the newest first."""
    actor = work.require(ClinicAction.CHANGE_SETTINGS)
    zone = ZoneInfo(actor.clinic_time_zone)
    return [
        Change(
            row.changed_at.astimezone(zone).date(),
            row.changed_at,
            row.name or "",
            row.setting,
            row.before,
            row.after,
        )
        for row in rows.changes(work.connection, actor.clinic_id, MOST_SHOWN)
    ]


def log_change(work: Work, name: str, before: str, after: str) -> None:
    """Write down a change for the clinic's own list and for the access log."""
    clinic_id = work.actor.clinic_id
    row = SettingChange(
        clinic_id=clinic_id,
        changed_at=work.now,
        changed_by_id=work.account_id,
        setting=name,
        before=before,
        after=after,
    )
    work.log_for_clinic(clinic_id, "change_setting", f"setting_change {insert_row(work.connection, row)}")


def as_text(value: Value) -> str:
    """Give a value as the list of changes keeps it; empty for one that is not set."""
    return "" if value is None else str(value)


def _now(row: AnyRow) -> ClinicNow:
    return ClinicNow(row.name, {name: getattr(row, name) for name in SETTINGS})


def _checked(setting: ClinicSetting, value: Value) -> Value:
    match setting.kind:
        case Kind.TEXT:
            return checked_text(setting.name, str(value or ""), limit=setting.high)
        case Kind.TIME_ZONE:
            return checked_time_zone(str(value or ""))
        case Kind.REGION:
            return checked_region(str(value or ""))
        case Kind.NUMBER if value is None:
            raise InvalidInput(setting.name, "empty")
        case _ if value is not None and not setting.low <= int(value) <= setting.high:
            raise InvalidInput(setting.name, "range", low=setting.low, high=setting.high)
    return value


def _check_ages(then: Values, wanted: Values) -> None:
    ages = [(name, age) for name in AGES_IN_ORDER if isinstance(age := then[name], int)]
    for (name, age), (later, later_age) in pairwise(ages):
        if age > later_age:
            raise InvalidInput(name if name in wanted else later, "ages_in_order")

"""What each setting of a clinic means, in words, and the texts that stand where a clinic has written none."""

from collections.abc import Mapping
from datetime import date

from db.vocabulary import Instrument
from tracker.measures.clinic_instruments import SETTING as INSTRUMENT
from tracker.office.clinic_settings import SETTINGS, ClinicSetting, Kind
from tracker.office.closed_days import SETTING as CLOSED_DAY
from tracker.screen.clinic.instrument_use import format_use
from tracker.screen.dates import format_full_day, format_number
from tracker.screen.measures.instrument_text import format_instrument
from tracker.screen.messages import FIELDS
from tracker.screen.region_field import format_region
from tracker.screen.words import N_, _
from tracker.screen.zone_field import format_zone

MEANINGS: Mapping[str, str] = {
    "adherence_line_percent": N_("The line in the charts, in percent. It is a line, and never a verdict."),
    "least_coverage_percent": N_("With less logged, in percent of what was due, only “few entries” is said."),
    "days_without_entries": N_("After so many days without an entry, the caseload says so."),
    "ill_days": N_("With more days ill in 14, the caseload says so."),
    "back_fill_days": N_("For so many past days a family can still log."),
    "time_zone": N_("Where the clinic is. Each child has a time zone of its own, which stays."),
    "region": N_(
        "Its public holidays are days without school, also those that are over. Other days a school closes are entered "
        "with each child."
    ),
    "emergency_text": N_("Stands first wherever a family can write to you."),
    "phone_text": N_("Stands below it where a family writes to you: your number, and when somebody answers."),
    "crisis_text": N_("Stands below these."),
    "confidentiality_text": N_("Stands where a child writes for the care team only."),
    "guardian_consent_below_age": N_("Below this age a guardian consents for the child."),
    "assent_from_age": N_("From this age the child is asked as well."),
    "own_account_from_age": N_("From this age a child can have a sign-in of its own."),
    "majority_age": N_("From this age guardians’ links end unless they are renewed."),
}

DEFAULT_TEXTS: Mapping[str, str] = {
    "emergency_text": N_("In an emergency, call 911."),
    "phone_text": N_("To reach the clinic, call the number that it gave you."),
    "crisis_text": N_("In a crisis, call or text 988, the Suicide and Crisis Lifeline, at any hour."),
    "confidentiality_text": N_(
        "Your care team keeps this to itself, unless somebody could be in danger: then it tells those who can help."
    ),
}


def shown_text(name: str, stored: str) -> str:
    """Give a clinic's text as families read it: its own, or the usual one where it has none."""
    return stored or _(DEFAULT_TEXTS[name])


def format_label(setting: ClinicSetting) -> str:
    """Name a setting with its range and its default: "Ill days (1 to 14, usually 3)"."""
    field = _(FIELDS[setting.name])
    match setting.kind:
        case Kind.NUMBER:
            words = _("{field} ({low} to {high}, usually {default})")
        case Kind.AGE:
            words = _("{field} ({low} to {high}, or empty)")
        case Kind.TEXT:
            words = _("{field} (at most {high} characters)")
        case Kind.TIME_ZONE | Kind.REGION:
            return field
    high = format_number(setting.high)
    return words.format(field=field, low=setting.low, high=high, default=setting.default)


def format_setting(name: str) -> str:
    """Name a setting in the list of changes."""
    kind, _space, instrument = name.partition(" ")
    return format_instrument(Instrument(instrument)) if kind == INSTRUMENT else _(FIELDS[name])


def format_setting_value(name: str, value: str) -> str:
    """Give a value as the list of changes keeps it in words."""
    if name == CLOSED_DAY:
        day, _space, what = value.partition(" ")
        return f"{format_full_day(date.fromisoformat(day))} {what}".strip() if day else ""
    if name.startswith(f"{INSTRUMENT} "):
        return format_use(value)
    kind = SETTINGS[name].kind
    if not value:
        return _("the usual text") if kind is Kind.TEXT else _("not set")
    match kind:
        case Kind.TIME_ZONE:
            return format_zone(value)
        case Kind.REGION:
            return format_region(value)
    return value

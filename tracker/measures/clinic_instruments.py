"""How a clinic uses the instruments: which, how often, and who enters scores. Set by an administrator."""

from collections.abc import Mapping
from dataclasses import dataclass

from db.queries import measures
from db.queries.base import insert_row
from db.queries.settings import settings_of as clinic_of
from db.tables import InstrumentSetting
from db.types import AccessibleChildId
from db.vocabulary import Instrument, Reporter
from tracker.access.policy import ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput
from tracker.measures.due import MOST_WEEKS
from tracker.measures.instruments import SCALES, Scale
from tracker.office.clinic_settings import log_change

SETTING = "instrument"
AT_VISITS, UNUSED, FAMILIES = "visits", "unused", "families"


@dataclass(frozen=True)
class Use:
    """How one instrument is used; `every_weeks` None is "at visits".

    Clinicians enter whatever is used. Of what is about pain the interval is each child's own, and never this one.
    """

    is_used: bool = False
    every_weeks: int | None = None
    families_enter: bool = False


Uses = Mapping[Instrument, Use]
# A clinic that never set anything: function by one questionnaire, one test, and pain at visits; clinicians enter them.
USUAL: Uses = {
    instrument: Use(instrument in {Instrument.FDI, Instrument.SIX_MINUTE_WALK, Instrument.PAIN})
    for instrument in SCALES
}


class InstrumentsOvertaken(Conflict):
    """Somebody else has set some of the same instruments meanwhile: `uses` are what they are now."""

    def __init__(self, uses: Uses, instruments: tuple[Instrument, ...]) -> None:
        super().__init__("settings_changed")
        self.uses = uses
        self.instruments = instruments


def instruments_of(work: Work) -> Uses:
    """Give how the administrator's clinic uses each instrument, in the registry's order."""
    return _uses(work, work.require(ClinicAction.CHANGE_SETTINGS).clinic_id)


def uses_for(work: Work, child: AccessibleChildId) -> Uses:
    """Give how the clinic of a child uses each instrument."""
    return _uses(work, work.clinic_of(child))


def change_instruments(work: Work, changes: Uses, *, seen: Uses) -> Uses:
    """Set what differs from what was `seen`, and give all as they are then.

    Raises `InvalidInput` naming an instrument, and `InstrumentsOvertaken` where one that was to be changed is no longer
    used as it was seen. Then nothing is changed.
    """
    clinic_id = work.require(ClinicAction.CHANGE_SETTINGS).clinic_id
    wanted = {name: _checked(SCALES[name], use) for name, use in changes.items() if use != seen[name]}
    clinic_of(work.connection, clinic_id, lock=True)
    now = _uses(work, clinic_id)
    wanted = {name: use for name, use in wanted.items() if use != now[name]}
    overtaken = tuple(name for name in wanted if now[name] != seen[name])
    if overtaken:
        raise InstrumentsOvertaken(now, overtaken)
    for name, use in wanted.items():
        _insert(work, clinic_id, name, use)
        log_change(work, f"{SETTING} {name}", as_text(now[name]), as_text(use))
    return {**now, **wanted}


def as_text(use: Use) -> str:
    """Give a use as the list of changes keeps it: "unused", "visits" or "4 families"."""
    if not use.is_used:
        return UNUSED
    often = AT_VISITS if use.every_weeks is None else str(use.every_weeks)
    return f"{often} {FAMILIES}" if use.families_enter else often


def takes_families(scale: Scale) -> bool:
    """Say whether a family can enter scores of an instrument: a test is a clinician's to do."""
    return any(reporter is not Reporter.CLINICIAN for reporter in scale.reporters)


def _uses(work: Work, clinic_id: int) -> Uses:
    rows = measures.instrument_settings(work.connection, clinic_id)
    found = {
        Instrument(row.instrument): Use(row.is_used, row.every_weeks, row.families_enter) for row in rows
    }
    return {**USUAL, **found}


def _checked(scale: Scale, use: Use) -> Use:
    name = str(scale.instrument)
    if use.every_weeks is not None and not 1 <= use.every_weeks <= MOST_WEEKS:
        raise InvalidInput(name, "weeks_apart", low=1, high=MOST_WEEKS)
    if use.every_weeks is not None and scale.is_about_pain:
        raise InvalidInput(name, "interval_of_child")
    if use.families_enter and not takes_families(scale):
        raise InvalidInput(name, "clinicians_test")
    return use


def _insert(work: Work, clinic_id: int, instrument: Instrument, use: Use) -> int:
    row = InstrumentSetting(
        clinic_id=clinic_id,
        instrument=instrument,
        is_used=use.is_used,
        every_weeks=use.every_weeks,
        families_enter=use.families_enter,
        set_at=work.now,
        set_by_id=work.account_id,
    )
    return insert_row(work.connection, row)

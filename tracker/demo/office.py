"""What Ada did in the office, besides bringing in children."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from db.vocabulary import Instrument
from tracker.access.work import Work
from tracker.demo.people import ADMINISTRATOR, REGION
from tracker.demo.step import Step, step_on
from tracker.measures.clinic_instruments import Use, change_instruments, instruments_of
from tracker.office.clinic_settings import change_settings, settings_of
from tracker.office.closed_days import add_closed_day

EMERGENCY = "In an emergency, call 911."
CRISIS = "In a crisis, call or text 988 at any hour."
PHONE = "555-0100, on weekdays from 8 to 4."
USED = {
    Instrument.FDI: Use(is_used=True, every_weeks=2, families_enter=True),
    Instrument.PROMIS_MOBILITY: Use(is_used=True, every_weeks=4),
    Instrument.SIX_MINUTE_WALK: Use(is_used=True, every_weeks=4),
    Instrument.SIT_TO_STAND: Use(is_used=True, every_weeks=4),
    Instrument.GRIP: Use(is_used=True),
    Instrument.SLEEP: Use(is_used=True, every_weeks=4, families_enter=True),
    Instrument.PROMIS_PAIN_INTERFERENCE: Use(is_used=True),
    Instrument.PAIN: Use(is_used=True, families_enter=True),
}
LEARNING = "A day of learning for the team"
LATELY, SOON = timedelta(days=3), timedelta(days=11)


def office_steps(today: date, before: date) -> Iterator[Step]:
    """Give the steps of the office; `before` is a day before any plan."""
    yield step_on(before, time(11), ADMINISTRATOR, _set_region)
    yield step_on(before, time(11, 10), ADMINISTRATOR, _choose_instruments)
    yield step_on(today - LATELY, time(11), ADMINISTRATOR, _write_texts)
    yield step_on(
        today - LATELY, time(11, 20), ADMINISTRATOR, lambda work: add_closed_day(work, today + SOON, LEARNING)
    )


def _set_region(work: Work) -> None:
    # Before any school or visit is planned, since both know public holidays.
    change_settings(work, {"region": REGION}, seen=settings_of(work).values)


def _choose_instruments(work: Work) -> None:
    change_instruments(work, USED, seen=instruments_of(work))


def _write_texts(work: Work) -> None:
    seen = settings_of(work).values
    texts = {"emergency_text": EMERGENCY, "phone_text": PHONE, "crisis_text": CRISIS}
    change_settings(work, texts, seen=seen)

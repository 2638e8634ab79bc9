"""The naive oracle: walks day by day and occurrence by occurrence; obviously right rather than fast."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from tests.oracle.case import Case, Entry, Prescription, View, Week
from tests.oracle.rules import RULES, Rules

__all__ = ["RULES", "Rules", "weeks"]


@dataclass(frozen=True)
class Occurrence:
    """One time that something is due. Silent is settled without an entry, open is not settled yet."""

    kind: Literal["excused", "open", "silent", "answered"]
    credit: Fraction = Fraction(0)


def weeks(case: Case, today: date, rules: Rules = RULES) -> list[Week]:
    """The figures of every treatment week that the episode's list shows as of `today`."""
    view = View(case, today)
    return [_week(view, number, rules) for number in range(1, rules.last_week(view) + 1)]


def _week(view: View, number: int, rules: Rules) -> Week:
    first = rules.first_day(view, number)
    days = [first + timedelta(days=n) for n in range(7)]
    found: list[Occurrence] = []
    for prescription in rules.prescriptions(view):
        walk = _daily if prescription.times_per_week is None else _weekly
        found.extend(walk(view, prescription, days, rules))
    return _figures(number, days, found, rules)


def _entries_on(view: View, prescription: Prescription, day: date, rules: Rules) -> list[Entry]:
    """All that is entered on the day, extras too: for a weekly count any of them keeps a marked day in d."""
    mine = [e for e in view.case.entries if e.prescription == prescription.id and e.performed_on == day]
    return [e for e in mine if rules.is_read(view, e)]


def _entry(view: View, prescription: Prescription, day: date, slot: int, rules: Rules) -> Entry | None:
    for entry in _entries_on(view, prescription, day, rules):
        if rules.hits(entry, slot):
            return entry
    return None


def _daily(view: View, prescription: Prescription, days: list[date], rules: Rules) -> Iterator[Occurrence]:
    for day in days:
        if not (rules.in_force(prescription, day) and rules.in_episode(view, day)):
            continue
        if not rules.falls_on(prescription, day):
            continue
        for slot in range(1, prescription.times_per_day + 1):
            yield _slot(view, prescription, day, slot, rules)


def _slot(view: View, prescription: Prescription, day: date, slot: int, rules: Rules) -> Occurrence:
    entry = _entry(view, prescription, day, slot, rules)
    if rules.day_excuses(view, day, entry):
        return Occurrence("excused")
    if entry is None:
        return Occurrence("silent" if rules.day_over(view, day) else "open")
    if rules.entry_excuses(entry):
        return Occurrence("excused")
    return Occurrence("answered", rules.credit(prescription, entry))


def _weekly(view: View, prescription: Prescription, days: list[date], rules: Rules) -> Iterator[Occurrence]:
    d, excused_entries, credits_ = 0, 0, []
    for day in days:
        if not (rules.in_force(prescription, day) and rules.in_episode(view, day)):
            continue
        if rules.is_paused(view, day):
            continue
        if rules.stays_in_d(view, day, entered=bool(_entries_on(view, prescription, day, rules))):
            d += 1
        entry = _entry(view, prescription, day, 1, rules)
        if entry is not None and rules.entry_excuses(entry):
            excused_entries += 1
        elif entry is not None:
            credits_.append(rules.credit(prescription, entry))

    excused, due = rules.excused_and_due(prescription.times_per_week or 0, d, excused_entries)
    counted = rules.counted(credits_, due)
    for _ in range(excused):
        yield Occurrence("excused")
    for credit in counted:
        yield Occurrence("answered", credit)
    for _ in range(due - len(counted)):
        yield Occurrence("silent" if rules.week_over(view, days[0]) else "open")


def _figures(number: int, days: list[date], found: list[Occurrence], rules: Rules) -> Week:
    due = settled = excused = without_entry = full = 0
    credit = Fraction(0)
    for occurrence in found:
        if occurrence.kind == "excused":
            excused += 1
            continue
        due += 1
        if occurrence.kind == "open":
            continue
        settled += 1
        credit += occurrence.credit
        if occurrence.kind == "silent":
            without_entry += 1
        if occurrence.credit == 1:
            full += 1
    entered = settled - without_entry
    return Week(
        week=number,
        first=days[0],
        last=days[6],
        due=due,
        settled=settled,
        excused=excused,
        without_entry=without_entry,
        credit=float(credit),
        full=full,
        strict=rules.share(credit, settled),
        observed=rules.share(credit, entered),
        coverage=rules.share(Fraction(entered), settled),
        full_completion=rules.share(Fraction(full), settled),
    )

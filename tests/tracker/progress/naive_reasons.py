"""Reasons to look, found the slow way from an oracle's case: day by day and week by week, in plain values only."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.case import Case, Prescription, Week
from tests.oracle.walk import weeks as oracle_weeks

Said = tuple[object, ...]
LONG = 300  # days: whatever still goes on after as many has no end


def naive_reasons(case: Case, today: date, line: int, least: int, days: int, ill: int) -> list[Said]:
    """What is to be said of a case on a day of its episode."""
    silent = silent_days(case, today)
    found: list[Said] = []
    if len(silent) >= days:
        found.append(("no_entries", len(silent), min(silent), max(silent)))
    found.extend(of_weeks(oracle_weeks(case, today), today, line, least))
    marked = [m.day for m in case.marks if m.mark == "ill" and today - timedelta(days=14) < m.day <= today]
    if len(marked) > ill:
        found.append(("ill_days", len(marked), min(marked)))
    return found


def naive_plan_ends(case: Case, today: date) -> list[Said]:
    """What is to be said of the days on which anything given is in force, a day of the episode after the other."""
    last_of_seven = today + timedelta(days=6)
    if case.end is not None and case.end - timedelta(days=1) <= last_of_seven:
        return []
    every = (case.start + timedelta(days=number) for number in range(LONG))
    given = [day for day in every if (case.end is None or day < case.end) and in_force(case, day)]
    return [("plan_ends", given[-1], given[-1] < today)] if given and given[-1] <= last_of_seven else []


def in_force(case: Case, day: date) -> bool:
    return any(
        p.valid_from <= day and (p.valid_to is None or day < p.valid_to)
        for p in case.prescriptions
        if not p.withdrawn and not p.entered_in_error
    )


def silent_days(case: Case, today: date) -> list[date]:
    """The days without any entry since the last one that was answered, of those that asked for something."""
    asking = [day for day in past_days(case, today) if asks(case, day)]
    entered = {entry.performed_on for entry in case.entries if entry.live}
    answered = [day for day in asking if day in entered]
    return [day for day in asking if not answered or day > max(answered)]


def past_days(case: Case, today: date) -> Iterator[date]:
    day = case.start
    while day < today and (case.end is None or day < case.end):
        yield day
        day += timedelta(days=1)


def asks(case: Case, day: date) -> bool:
    if any(pause.first <= day <= pause.last for pause in case.pauses):
        return False
    return any(not excused(case, p, day, slot) for p, slot in occurrences(case, day))


def occurrences(case: Case, day: date) -> Iterator[tuple[Prescription, int]]:
    for p in case.prescriptions:
        counts = not (p.withdrawn or p.entered_in_error)
        in_force = p.valid_from <= day and not (p.valid_to and p.valid_to <= day)
        if counts and in_force and p.weekdays and day.weekday() in p.weekdays:
            yield from ((p, slot + 1) for slot in range(p.times_per_day))


def excused(case: Case, p: Prescription, day: date, slot: int) -> bool:
    key = (p.id, day, slot)
    states = [e.state for e in case.entries if e.live and (e.prescription, e.performed_on, e.slot) == key]
    return states == ["excused"] if states else any(mark.day == day for mark in case.marks)


def of_weeks(weeks: list[Week], today: date, line: int, least: int) -> Iterator[Said]:
    over = [week for week in weeks if week.last + timedelta(days=1) <= today]
    if not over or over[-1].settled == 0:
        return
    if few(over[-1], least):
        yield "few_entries", over[-1].week
    elif len(over) > 1 and all(under(week, line) and not few(week, least) for week in over[-2:]):
        yield "under_the_line", over[-2].week, over[-1].week


def few(week: Week, least: int) -> bool:
    return week.settled == 0 or Fraction(week.settled - week.without_entry, week.settled) < Fraction(
        least, 100
    )


def under(week: Week, line: int) -> bool:
    entered = week.settled - week.without_entry
    credit = Fraction(week.credit).limit_denominator(10_000)
    return entered > 0 and credit / entered < Fraction(line, 100)

"""A case of the oracle as a folder of files, and without what no file can say: an entry where nothing was in force."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from tests.oracle.case import Case, Entry, Prescription
from tests.tracker.exchange.files.sent import write

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
THEN = "2024-01-01T12:00:00Z"
MOST_OF_TOTAL = 5
ONLY_FIRST = "exercise,category,schedule,times_per_day,amount,unit,valid_from,valid_to,reason"
PRESCRIPTIONS = f"{ONLY_FIRST},episode,line,revision,dose_kind,withdrawn_at,entered_in_error_at"
COMPLETIONS = "exercise,performed_on,slot,state,amount,line,revision,withdrawn_at"


def sayable(case: Case) -> Case:
    """Leave out entries, and the amounts of entries, that the product refuses from anybody."""
    plan = {p.id: p for p in case.prescriptions}
    entries = (_without_odd_amount(plan[e.prescription], e) for e in case.entries)
    return replace(case, entries=tuple(e for e in entries if _can_be(case, plan[e.prescription], e)))


def _without_odd_amount(p: Prescription, entry: Entry) -> Entry:
    if p.total is None or p.timed or (entry.amount or 0) > p.total * MOST_OF_TOTAL:
        return replace(entry, amount=None)
    return entry


def _can_be(case: Case, p: Prescription, entry: Entry) -> bool:
    day = entry.performed_on
    in_episode = case.start <= day and (case.end is None or day < case.end)
    in_force = p.valid_from <= day and (p.valid_to is None or day < p.valid_to)
    falls = p.weekdays is not None and day.weekday() in p.weekdays
    most = 1 if p.weekdays is None else (p.times_per_day if falls else 0) + 1
    return in_episode and in_force and not p.withdrawn and 1 <= entry.slot <= most


def as_folder(case: Case, folder: Path) -> Path:
    """Write a case that is sayable."""
    end = "" if case.end is None else case.end
    return write(
        folder,
        episode=[f"{case.start},{end},home,America/New_York"],
        prescriptions=_text(PRESCRIPTIONS, (_prescription(p) for p in case.prescriptions)),
        completions=_text(COMPLETIONS, (_entry(case, e) for e in case.entries)),
        pauses=_text("from,to,episode", (f"{p.first},{p.last},1" for p in dict.fromkeys(case.pauses))),
        days=[f"{mark.day},{mark.mark}" for mark in case.marks],
    )


def _text(header: str, rows: Iterable[str]) -> str:
    return "\n".join([header, *rows, ""])


def _prescription(p: Prescription) -> str:
    if p.weekdays is None:
        schedule = f"{p.times_per_week}/week"
    else:
        schedule = f'"{",".join(DAYS[n] for n in sorted(p.weekdays))}"'
    counted = p.total is not None and not p.timed
    dose = f"{p.total},min" if counted else ","
    kind = "minutes" if counted else "timed_task" if p.timed else "open"
    until = "" if p.valid_to is None else p.valid_to
    times = p.times_per_day if p.weekdays is not None else ""
    marks = f"{THEN if p.withdrawn else ''},{THEN if p.entered_in_error else ''}"
    said = f"Line {p.line},,{schedule},{times},{dose},{p.valid_from},{until},"
    return f"{said},1,{p.line},{p.id},{kind},{marks}"


def _entry(case: Case, entry: Entry) -> str:
    line = next(p.line for p in case.prescriptions if p.id == entry.prescription)
    amount = "" if entry.amount is None else entry.amount
    taken_back = "" if entry.live else THEN
    said = f"Line {line},{entry.performed_on},{entry.slot},{entry.state},{amount}"
    return f"{said},{line},{entry.prescription},{taken_back}"

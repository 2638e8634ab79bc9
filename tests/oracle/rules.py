"""Every point of judgement in the rules of adherence, one small method each, so that a mutation overrides one."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.case import Entry, Prescription, View


class Rules:
    """The rules as written. `mutations` holds the same rules with one of them bent."""

    # -- spans ------------------------------------------------------------------------------------

    def prescriptions(self, view: View) -> list[Prescription]:
        return [p for p in view.case.prescriptions if not p.withdrawn and not p.entered_in_error]

    def in_force(self, prescription: Prescription, day: date) -> bool:
        started = prescription.valid_from <= day
        return started and (prescription.valid_to is None or day < prescription.valid_to)

    def in_episode(self, view: View, day: date) -> bool:
        return view.case.start <= day and (view.case.end is None or day < view.case.end)

    def is_paused(self, view: View, day: date) -> bool:
        return any(pause.first <= day <= pause.last for pause in view.case.pauses)

    def is_marked(self, view: View, day: date) -> bool:
        return any(mark.day == day for mark in view.case.marks)

    def first_day(self, view: View, week: int) -> date:
        return view.case.start + timedelta(days=7 * (week - 1))

    def last_week(self, view: View) -> int:
        """0 or less before an open episode starts: // rounds toward the past, which makes it so."""
        last = view.today if view.case.end is None else view.case.end - timedelta(days=1)
        return (last - view.case.start).days // 7 + 1

    # -- entries ----------------------------------------------------------------------------------

    def is_read(self, view: View, entry: Entry) -> bool:
        return entry.live and entry.performed_on <= view.today

    def hits(self, entry: Entry, slot: int) -> bool:
        return entry.slot == slot

    def entry_excuses(self, entry: Entry) -> bool:
        return entry.state == "excused"

    def credit(self, prescription: Prescription, entry: Entry) -> Fraction:
        if entry.state == "done":
            return Fraction(1)
        if entry.state == "partly":
            return self.part(prescription, entry.amount)
        return Fraction(0)

    def part(self, prescription: Prescription, amount: float | None) -> Fraction:
        if amount is None or prescription.total is None or prescription.timed:
            return Fraction(1, 2)
        return min(Fraction(1), Fraction(amount) / Fraction(prescription.total))

    # -- daily items ------------------------------------------------------------------------------

    def falls_on(self, prescription: Prescription, day: date) -> bool:
        return prescription.weekdays is not None and day.weekday() in prescription.weekdays

    def day_excuses(self, view: View, day: date, entry: Entry | None) -> bool:
        return self.is_paused(view, day) or (self.is_marked(view, day) and entry is None)

    def day_over(self, view: View, day: date) -> bool:
        return day < view.today

    # -- weekly counts ----------------------------------------------------------------------------

    def stays_in_d(self, view: View, day: date, *, entered: bool) -> bool:
        return entered or not self.is_marked(view, day)

    def prorated(self, times: int, d: int) -> int:
        """Half up, although no half can occur: 7 is odd."""
        return (2 * times * d + 7) // 14

    def excused_and_due(self, times: int, d: int, excused_entries: int) -> tuple[int, int]:
        occurrences = self.prorated(times, d)
        excused = min(excused_entries, occurrences)
        return excused, occurrences - excused

    def counted(self, credits_: Sequence[Fraction], due: int) -> list[Fraction]:
        return sorted(credits_, reverse=True)[:due]

    def week_over(self, view: View, first: date) -> bool:
        return first + timedelta(days=6) < view.today

    # -- figures ----------------------------------------------------------------------------------

    def share(self, part: Fraction, whole: int) -> float | None:
        return None if whole == 0 else float(part / whole)


RULES = Rules()

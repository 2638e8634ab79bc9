"""The rules with one of them bent. A check that cannot tell these from the rules checks nothing.

Each class overrides one method of `Rules`; `MUTATIONS` names them all. Arguments go unused here: a bent rule
is often one that no longer looks at something.
"""

# ruff: noqa: ARG002
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.case import Entry, Prescription, View
from tests.oracle.rules import Rules


class PauseCountsAsMissed(Rules):
    def is_paused(self, view: View, day: date) -> bool:
        return False


class PauseEndsADayEarly(Rules):
    def is_paused(self, view: View, day: date) -> bool:
        return any(pause.first <= day < pause.last for pause in view.case.pauses)


class EntryOnAPausedDayCounts(Rules):
    def day_excuses(self, view: View, day: date, entry: Entry | None) -> bool:
        return entry is None and (self.is_paused(view, day) or self.is_marked(view, day))


class IllDayExcusesWhatWasDone(Rules):
    def day_excuses(self, view: View, day: date, entry: Entry | None) -> bool:
        return self.is_paused(view, day) or self.is_marked(view, day)


class IllDayIgnored(Rules):
    def is_marked(self, view: View, day: date) -> bool:
        return False


class IllDayStaysInD(Rules):
    def stays_in_d(self, view: View, day: date, *, entered: bool) -> bool:
        return True


class IllDayLeavesDThoughEntered(Rules):
    def stays_in_d(self, view: View, day: date, *, entered: bool) -> bool:
        return not self.is_marked(view, day)


class RunningWeekStopsAtToday(Rules):
    def stays_in_d(self, view: View, day: date, *, entered: bool) -> bool:
        return day <= view.today and super().stays_in_d(view, day, entered=entered)


class SkippedAndUntouchedLookAlike(Rules):
    def is_read(self, view: View, entry: Entry) -> bool:
        return entry.state != "not_done" and super().is_read(view, entry)


class AsOfIgnoredForEntries(Rules):
    def is_read(self, view: View, entry: Entry) -> bool:
        return entry.live


class WithdrawnEntriesCount(Rules):
    def is_read(self, view: View, entry: Entry) -> bool:
        return entry.performed_on <= view.today


class SlotIgnored(Rules):
    def hits(self, entry: Entry, slot: int) -> bool:
        return True


class ExcusedCountsAsMissed(Rules):
    def entry_excuses(self, entry: Entry) -> bool:
        return False


class AReasonExcuses(Rules):
    def entry_excuses(self, entry: Entry) -> bool:
        return entry.state in {"excused", "not_done"}


class RevisionEndsClosed(Rules):
    def in_force(self, prescription: Prescription, day: date) -> bool:
        started = prescription.valid_from <= day
        return started and (prescription.valid_to is None or day <= prescription.valid_to)


class MissedBeforeItExisted(Rules):
    def in_force(self, prescription: Prescription, day: date) -> bool:
        return prescription.valid_to is None or day < prescription.valid_to


class EpisodeEndsClosed(Rules):
    def in_episode(self, view: View, day: date) -> bool:
        return view.case.start <= day and (view.case.end is None or day <= view.case.end)


class WithdrawnRevisionsCount(Rules):
    def prescriptions(self, view: View) -> list[Prescription]:
        return [p for p in view.case.prescriptions if not p.entered_in_error]


class RevisionsInErrorCount(Rules):
    def prescriptions(self, view: View) -> list[Prescription]:
        return [p for p in view.case.prescriptions if not p.withdrawn]


class RaisedGoalRescoresThePast(Rules):
    """Each revision keeps its days and its entries but takes the dose of its line's latest one."""

    def prescriptions(self, view: View) -> list[Prescription]:
        kept = super().prescriptions(view)
        latest = {p.line: p for p in sorted(kept, key=lambda p: p.valid_from)}
        return [replace(latest[p.line], id=p.id, valid_from=p.valid_from, valid_to=p.valid_to) for p in kept]


class CalendarWeeks(Rules):
    def first_day(self, view: View, week: int) -> date:
        first = super().first_day(view, week)
        return first - timedelta(days=first.weekday())


class WeeksStopAtToday(Rules):
    def last_week(self, view: View) -> int:
        return min(super().last_week(view), (view.today - view.case.start).days // 7 + 1)


class EveryWeekday(Rules):
    """The three-weekday item that can never pass 43 %."""

    def falls_on(self, prescription: Prescription, day: date) -> bool:
        return True


class TodayCountsAgainst(Rules):
    def day_over(self, view: View, day: date) -> bool:
        return day <= view.today


class FutureDaysCountAsWithoutEntry(Rules):
    def day_over(self, view: View, day: date) -> bool:
        return True


class WeeklyCountSettledDaily(Rules):
    def week_over(self, view: View, first: date) -> bool:
        return first < view.today


class WeekOverOnItsLastDay(Rules):
    def week_over(self, view: View, first: date) -> bool:
        return first + timedelta(days=6) <= view.today


class RoundedDown(Rules):
    def prorated(self, times: int, d: int) -> int:
        return times * d // 7


class WeeklyCountNotProrated(Rules):
    def prorated(self, times: int, d: int) -> int:
        return times if d else 0


class WeeklyCountOverEveryDay(Rules):
    """The 2 of 3 a week that scored 28.6 %: two of seven days."""

    def prorated(self, times: int, d: int) -> int:
        return d


class ExcusedLeavesNBeforeProration(Rules):
    def excused_and_due(self, times: int, d: int, excused_entries: int) -> tuple[int, int]:
        excused = min(excused_entries, times)
        return excused, self.prorated(times - excused, d)


class ExcusedEntryDoesNotLowerN(Rules):
    def excused_and_due(self, times: int, d: int, excused_entries: int) -> tuple[int, int]:
        occurrences = self.prorated(times, d)
        return min(excused_entries, occurrences), occurrences


class ExcusedCountNotCapped(Rules):
    def excused_and_due(self, times: int, d: int, excused_entries: int) -> tuple[int, int]:
        return excused_entries, super().excused_and_due(times, d, excused_entries)[1]


class LostDaysCountAsExcused(Rules):
    def excused_and_due(self, times: int, d: int, excused_entries: int) -> tuple[int, int]:
        excused, due = super().excused_and_due(times, d, excused_entries)
        return excused + times - self.prorated(times, d), due


class ExtraEntriesRepairOthers(Rules):
    def counted(self, credits_: Sequence[Fraction], due: int) -> list[Fraction]:
        best = super().counted(credits_, due)
        surplus = sum(credits_, Fraction(0)) - sum(best, Fraction(0))
        return [best[0] + surplus, *best[1:]] if best else best


class FirstEntriesInsteadOfBest(Rules):
    def counted(self, credits_: Sequence[Fraction], due: int) -> list[Fraction]:
        return list(credits_)[:due]


class PartlyNeverCapped(Rules):
    def part(self, prescription: Prescription, amount: float | None) -> Fraction:
        if amount is None or prescription.total is None or prescription.timed:
            return Fraction(1, 2)
        return Fraction(amount) / Fraction(prescription.total)


class TimedTasksCreditedByAmount(Rules):
    def part(self, prescription: Prescription, amount: float | None) -> Fraction:
        return super().part(replace(prescription, timed=False), amount)


class PartlyWithoutAmountIsNothing(Rules):
    def part(self, prescription: Prescription, amount: float | None) -> Fraction:
        return Fraction(0) if amount is None else super().part(prescription, amount)


class PartlyForcedToDone(Rules):
    def part(self, prescription: Prescription, amount: float | None) -> Fraction:
        return Fraction(1)


class NoValueShownAsZero(Rules):
    def share(self, part: Fraction, whole: int) -> float | None:
        return super().share(part, whole) or 0.0


class NoValueShownAsHundred(Rules):
    def share(self, part: Fraction, whole: int) -> float | None:
        return 1.0 if whole == 0 else super().share(part, whole)


def _name(kind: type[Rules]) -> str:
    """`SlotIgnored` is read as `slot_ignored` in a failing test's id."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in kind.__name__).strip("_")


MUTATIONS: dict[str, Rules] = {_name(kind): kind() for kind in Rules.__subclasses__()}

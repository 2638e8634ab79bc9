"""Visits and series in words: when, what for, how long, and what became of them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from db.vocabulary import CancelReason, Discipline, Modality, SeriesVisibility, VisitOutcome
from tracker.screen.dates import format_day, format_full_day, format_time, weekday_names
from tracker.screen.text import plain
from tracker.screen.words import N_, _, ngettext
from tracker.visits.attendance import VisitTally
from tracker.visits.shown import SeriesShown, VisitShown

ONE_DAY = timedelta(days=1)
KEPT = N_("Counseling visits are kept by the counselor.")
DISCIPLINES: Mapping[Discipline, str] = {
    Discipline.PHYSICAL_THERAPY: N_("Physical therapy"),
    Discipline.OCCUPATIONAL_THERAPY: N_("Occupational therapy"),
    Discipline.COUNSELING: N_("Counseling"),
    Discipline.MEDICAL: N_("Medical appointment"),
}
SHORT: Mapping[Discipline, str] = {
    Discipline.PHYSICAL_THERAPY: N_("PT"),
    Discipline.OCCUPATIONAL_THERAPY: N_("OT"),
    Discipline.COUNSELING: N_("Co"),
    Discipline.MEDICAL: N_("Med"),
}
MODALITIES: Mapping[Modality, str] = {
    Modality.IN_PERSON: N_("in person"),
    Modality.VIDEO: N_("by video"),
}
OUTCOMES: Mapping[VisitOutcome, str] = {
    VisitOutcome.ATTENDED: N_("attended"),
    VisitOutcome.NO_SHOW: N_("no-show"),
    VisitOutcome.CANCELLED_BY_FAMILY: N_("cancelled by the family"),
    VisitOutcome.CANCELLED_BY_CLINIC: N_("cancelled by the clinic"),
    VisitOutcome.MOVED: N_("moved"),
}
# What a family reads of a visit to which nobody came.
NOT_ATTENDED = N_("not attended")
CHOICES: Mapping[VisitOutcome, str] = {
    VisitOutcome.ATTENDED: N_("Attended"),
    VisitOutcome.NO_SHOW: N_("No-show"),
    VisitOutcome.CANCELLED_BY_FAMILY: N_("Family cancelled"),
    VisitOutcome.CANCELLED_BY_CLINIC: N_("Clinic cancelled"),
}
REASONS: Mapping[CancelReason, str] = {
    CancelReason.INSURANCE: N_("Insurance"),
    CancelReason.DISTANCE: N_("Distance"),
    CancelReason.ILL: N_("Ill"),
    CancelReason.SCHOOL: N_("School"),
    CancelReason.OTHER: N_("Something else"),
}
VISIBILITIES: Mapping[SeriesVisibility, str] = {
    SeriesVisibility.COUNSELOR_ONLY: N_("The counselor only"),
    SeriesVisibility.CARE_TEAM: N_("The care team"),
    SeriesVisibility.CARE_TEAM_AND_FAMILY: N_("The care team and the family"),
}


def format_known_to(visit: VisitShown) -> str:
    """Say of a visit that nobody else knows of it; empty of any other. Its counselor may not be alone at the screen."""
    if visit.visibility is not SeriesVisibility.COUNSELOR_ONLY:
        return ""
    return f":material/lock: {_(VISIBILITIES[visit.visibility])}"


def format_near_day(day: date, today: date) -> str:
    """Give today and tomorrow their names, other days their date."""
    names = {today: _("Today"), today + ONE_DAY: _("Tomorrow")}
    return names.get(day) or (format_day(day) if day.year == today.year else format_full_day(day))


def format_named_day(day: date, today: date) -> str:
    """Give a day's date, behind its name where it is today or tomorrow: "Tomorrow, Tue 24 Nov"."""
    named, said = format_near_day(day, today), format_day(day)
    return f"{named}, {said}" if day in {today, today + ONE_DAY} else named


def format_when(visit: VisitShown, child_name: str) -> str:
    """Give the time of a visit in Markdown, and the child's own beside it where its clocks show another."""
    here = format_time(visit.starts_at)
    if visit.there is None:
        return here
    there = format_time(visit.there)
    if visit.there.date() != visit.day:
        there = f"{format_day(visit.there.date())}, {there}"
    return _("{time} ({there} where {name} is)").format(time=here, there=there, name=plain(child_name))


def format_length(minutes: int) -> str:
    """Give a length as "45 minutes"."""
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)


def format_outcome(visit: VisitShown, *, for_staff: bool) -> str:
    """Say what became of a visit; empty for one that is still to come, and for families for one without a mark."""
    if visit.outcome is None:
        return _("to be marked") if visit.is_over and for_staff else ""
    if visit.outcome is VisitOutcome.NO_SHOW and not for_staff:
        return _(NOT_ATTENDED)
    said = _(OUTCOMES[visit.outcome])
    if visit.outcome is VisitOutcome.MOVED and visit.moved_to is not None:
        return _("moved to {when}").format(when=format_moment(visit.moved_to))
    reason = "" if visit.reason is None else _(REASONS[visit.reason]).lower()
    return ": ".join(filter(None, (said, reason)))


def format_moved_from(visit: VisitShown) -> str:
    """Say from when a visit was moved; empty where it was not."""
    if visit.moved_from is None:
        return ""
    return _("moved from {when}").format(when=format_moment(visit.moved_from))


def format_moment(moment: datetime) -> str:
    """Give a moment on the clinic's clocks as "Tue 24 Nov, 9:00 AM"."""
    return f"{format_day(moment.date())}, {format_time(moment)}"


def format_schedule_of(series: SeriesShown) -> str:
    """Give when the visits of a series are: "Mon, Wed at 9:00 AM", or that each is booked by itself."""
    if not series.weekdays:
        return "" if series.per_week * series.weeks == 1 else _("booked one by one")
    return format_weekdays(series.weekdays) + " " + _("at {time}").format(time=format_time(series.begins_at))


def format_weekdays(weekdays: Iterable[int]) -> str:
    """Give weekdays by their short names."""
    names = weekday_names()
    return ", ".join(names[number] for number in sorted(weekdays))


def format_prescribed(series: SeriesShown) -> str:
    """Give how much is prescribed, and from when: "3 a week for 4 weeks, from Mon 2 Mar"."""
    first = format_day(series.first_day)
    if series.per_week * series.weeks == 1:
        return (
            _("once, on {day}").format(day=first)
            if not series.weekdays
            else _("from {day}").format(day=first)
        )
    weeks = ngettext("{n} week", "{n} weeks", series.weeks).format(n=series.weeks)
    said = _("{n} a week for {weeks}, from {day}").format(n=series.per_week, weeks=weeks, day=first)
    if series.ends_on is None:
        return said
    return said + ", " + _("ended after {day}").format(day=format_day(series.ends_on - ONE_DAY))


def format_attended(tally: VisitTally) -> str:
    """Give n of m; of nothing that counts there is no figure."""
    if not tally.counted:
        return _("nothing to count so far")
    return _("{n} of {m} attended").format(n=tally.attended, m=tally.counted)


def format_beside(tally: VisitTally, *, for_staff: bool) -> str:
    """Give what stands beside n of m and counts in neither; empty where there is nothing."""
    by_clinic, moved, to_mark = tally.cancelled_by_clinic, tally.moved, tally.to_mark
    facts = [
        ngettext("{n} cancelled by the clinic", "{n} cancelled by the clinic", by_clinic)
        if by_clinic
        else "",
        ngettext("{n} moved", "{n} moved", moved) if moved else "",
        ngettext("{n} to be marked", "{n} to be marked", to_mark) if to_mark and for_staff else "",
    ]
    numbers = (by_clinic, moved, to_mark)
    return " · ".join(fact.format(n=n) for fact, n in zip(facts, numbers, strict=True) if fact)

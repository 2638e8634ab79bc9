"""What is told at an appointment, in words: sentences from the figures that the charts show. Nothing is judged."""

from collections.abc import Iterable
from datetime import date

from tracker.appointments.appointment import AppointmentPage
from tracker.appointments.shown import DecisionShown
from tracker.charts.notes import Note, days_in_words
from tracker.charts.sentences import Voice, format_change, format_correction
from tracker.charts.sentences_of_measures import format_reading
from tracker.charts.stage import Stage
from tracker.measures.instruments import Kind
from tracker.progress.marks import Marks
from tracker.progress.reading import Reading, function_reading
from tracker.screen.appointment.choices import Stretch
from tracker.screen.dates import format_day
from tracker.screen.milestones.texts import format_near
from tracker.screen.questions.texts import format_lines
from tracker.screen.text import plain
from tracker.screen.visits.visit_text import DISCIPLINES, KEPT, format_attended, format_moment
from tracker.screen.words import _
from tracker.visits.attendance import Attendance, VisitTally

# The person at the screen reads for everybody in the room.
VOICE = Voice.FAMILY


def other_measures(readings: Iterable[Reading]) -> list[str]:
    """Give the other readings, those about pain last; the registry has them in this order, and what is hidden not."""
    readings = tuple(readings)
    first = function_reading(readings)
    others = [reading for reading in readings if reading is not first]
    others.sort(key=lambda reading: reading.scale.kind is Kind.PAIN)
    return [format_reading(reading, VOICE) for reading in others]


def happened_in_words(stretch: Stretch, stage: Stage) -> list[str]:
    """Say what happened in a stretch of time beside the plan of exercises, with the numbers of the charts' marks."""
    marks = _of(stretch)
    quiet = Marks(pauses=marks.pauses, ill=marks.ill, away=marks.away, ended=marks.ended)
    changes = _changes(marks)
    return [_told(note) for note in _within(stretch, stage) if _key(note) not in changes] + days_in_words(
        quiet
    )


def changes_in_words(stretch: Stretch, stage: Stage) -> list[str]:
    """Say what changed of the plan in a stretch of time, with the same numbers."""
    changes = _changes(_of(stretch))
    return [_told(note) for note in _within(stretch, stage) if _key(note) in changes]


def _within(stretch: Stretch, stage: Stage) -> list[Note]:
    return [note for note in stage.notes if stretch.first <= note.day <= stretch.last]


def _changes(marks: Marks) -> set[tuple[date, str]]:
    changed = [(change.day, format_change(change)) for change in marks.changes]
    return {*changed, *((one.days.first, format_correction(one)) for one in marks.corrected)}


def _key(note: Note) -> tuple[date, str]:
    return note.day, note.text


def _told(note: Note) -> str:
    return f"{note.number} · {format_day(note.day)} · {note.text}"


def visits_in_words(page: AppointmentPage, stretch: Stretch) -> list[str]:
    """Say how much was attended of each discipline by itself in which days, and which visits come next."""
    attendance = stretch.progress.visits
    days = _days_of(attendance, page.today)
    said = [
        f"{_(DISCIPLINES[discipline])}, {days}: {format_attended(tally)}"
        for discipline, tally in attendance.by.items()
        if tally != VisitTally()
    ]
    to_come = [
        f"{_(DISCIPLINES[visit.discipline])}, {format_moment(visit.starts_at)}" for visit in page.to_come
    ]
    if to_come:
        said.append(_("Next: {visits}").format(visits="; ".join(to_come)))
    if attendance.is_kept:
        said.append(_(KEPT))
    return said


def _days_of(attendance: Attendance, today: date) -> str:
    """Give the days that are counted: whole weeks, so they may begin before the stretch does."""
    weeks = [each.week for each in attendance.weeks]
    if not weeks:
        return ""
    first, last = format_near(weeks[0].first, today), format_near(weeks[-1].last, today)
    if weeks[-1].last >= today:
        return _("since {day}").format(day=first)
    return _("{first} to {last}").format(first=first, last=last)


def format_decision(decision: DecisionShown) -> str:
    """Give a decision as an item of a list holds it, in its own lines, with what it became."""
    became = ""
    if decision.milestone:
        became = _("a milestone: {name}").format(name=plain(decision.milestone))
    elif decision.is_proposed:
        became = _("proposed to whoever prescribes")
    return " → ".join(filter(None, (format_lines(decision.text), became)))


def _of(stretch: Stretch) -> Marks:
    return stretch.progress.marks.between(stretch.first, stretch.last)

"""What Pat did with the library, before anything was prescribed from it."""

from collections.abc import Iterator
from datetime import date, time

from db.vocabulary import Audience
from tracker.access.work import Work
from tracker.demo.people import THERAPIST
from tracker.demo.step import Step, step_on
from tracker.library.exercises import approve_version
from tracker.library.explanations import approve_explanation
from tracker.library.shelves import library_of

AFTERNOON, LATE_AFTERNOON = time(15), time(16)


def library_steps(day: date) -> Iterator[Step]:
    """Give the steps that make a library to prescribe from, all on one day."""
    yield step_on(day, AFTERNOON, THERAPIST, _approve_exercises)
    yield step_on(day, LATE_AFTERNOON, THERAPIST, _approve_explanations)


def _approve_exercises(work: Work) -> None:
    for exercise in library_of(work):
        approve_version(work, exercise.latest.version_id)


def _approve_explanations(work: Work) -> None:
    for audience in Audience:
        approve_explanation(work, audience, seen=None)

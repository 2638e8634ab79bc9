"""What a family logs on one day of a story. No database, no clock; the same seed always gives the same."""

from collections.abc import Iterator
from datetime import date
from random import Random

from db.vocabulary import Barrier, CompletionState
from tracker.demo.story import DAYS_IN_WEEK, Episode, Exercise, Logged, Phase
from tracker.plans.dose import Dose
from tracker.record.completions import DONE, Answer

BARRIERS = (
    *(
        Barrier.NO_TIME,
        Barrier.TIRED,
        Barrier.FORGOT,
        Barrier.CHOSE_NOT_TO,
        Barrier.HARD_DAY,
        Barrier.NO_PLACE,
    ),
    None,
)
PARTS = (0.3, 0.5, 0.6, 0.8)


def log_of(episode: Episode, day: int, on: date, seed: str) -> list[Logged]:
    """Give what is logged of a day of an episode, which is the date `on`; nothing on a silent day."""
    random = Random(f"{seed} {day}")  # noqa: S311 - invented people, not secrets
    phase = episode.phase_of(day)
    paused = episode.pause is not None and episode.pause.first <= day <= episode.pause.last
    if paused or day in {*episode.gap, *episode.ill, *episode.away}:
        return []
    return [
        Logged(exercise.name, slot, _answer(phase, exercise.dose, random))
        for exercise, slot in items_of(episode, day, on, seed)
        if random.random() >= phase.no_entry
    ]


def items_of(episode: Episode, day: int, on: date, seed: str) -> Iterator[tuple[Exercise, int]]:
    """Give each exercise with each of its times of the day; a weekly count falls on as many days as it asks for."""
    for exercise in episode.plan_of(day):
        times = exercise.schedule.slots_on(on)
        if exercise.schedule.is_weekly:
            times = int(_falls_on(exercise, day, seed))
        for slot in range(1, times + 1):
            yield exercise, slot


def _falls_on(exercise: Exercise, day: int, seed: str) -> bool:
    week, weekday = divmod(day - 1, DAYS_IN_WEEK)
    days = Random(f"{seed} {exercise.name} {week}").sample(  # noqa: S311
        range(DAYS_IN_WEEK), exercise.schedule.times_per_week or 0
    )
    return weekday in days


def _answer(phase: Phase, dose: Dose, random: Random) -> Answer:
    drawn = random.random()
    if drawn < phase.done:
        return DONE
    if drawn < phase.done + phase.partly:
        part = random.choice(PARTS)
        return Answer(CompletionState.PARTLY, None if dose.total is None else round(dose.total * part))
    return Answer(CompletionState.NOT_DONE, barrier=random.choice(BARRIERS))

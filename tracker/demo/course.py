"""A child's latest course of treatment as its days are lived: whose, by whom, from when on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.demo.people import REGION
from tracker.demo.story import Story
from tracker.school.calendar import public_holidays

ONE_DAY = timedelta(days=1)
WORKING_DAYS = 5


@dataclass(frozen=True)
class Course:
    """A story, how to ask for its child once it is in the record, and for whoever keeps its log on a day."""

    story: Story
    child: Callable[[], int]
    keeper: Callable[[date], str]
    today: date
    seed: str

    @property
    def start(self) -> date:
        """Give its first day."""
        return self.on(1)

    def on(self, day: int) -> date:
        """Give the date of a day, counted from 1."""
        return self.today + (day - 1 - self.story.episodes[-1].began) * ONE_DAY


def is_off(day: date) -> bool:
    """Say whether a day is a public holiday where the clinic is."""
    return bool(public_holidays(REGION, day, day))

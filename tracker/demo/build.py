"""Make the demo: all stories lived side by side, day by day, each step at its own moment in the past."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain

from db.queries import demo
from tracker import clock
from tracker.access.actor import OPERATOR, SessionToken
from tracker.access.sign_in import is_signed_in, sign_out
from tracker.access.work import writing
from tracker.demo.library import library_steps
from tracker.demo.life import Life
from tracker.demo.office import office_steps
from tracker.demo.people import make_people, sign_in_name
from tracker.demo.sign_in import sign_in_as
from tracker.demo.step import ZONE
from tracker.demo.stories import STORIES
from tracker.demo.story import Story

SEED = 241
BEFORE_ALL, BEFORE_PLANS = timedelta(days=28), timedelta(days=21)


def build(now: datetime, *, seed: int = SEED, stories: Sequence[Story] = STORIES) -> None:
    """Fill this process's database, which is migrated and empty, with the stories as they stand at a moment."""
    today = now.astimezone(ZONE).date()
    longest = max(story.episodes[0].began for story in stories) * timedelta(days=1)
    with clock.at(now - longest - BEFORE_ALL):
        accounts = make_people(stories)
        with writing(OPERATOR) as work:
            demo.mark(work.connection, seed=seed, made_at=now)
    office = chain(
        office_steps(today, today - longest - BEFORE_PLANS), library_steps(today - longest - BEFORE_PLANS)
    )
    lives = (Life(story, accounts, today, seed).steps() for story in stories)
    sessions = _Sessions()
    for step in sorted(chain(office, *lives), key=lambda step: step.planned):
        # What is planned for later today has been done by now: nothing may lie in the future.
        with clock.at(min(step.planned, now)), writing(sessions.of(step.who)) as work:
            step.do(work)
    with clock.at(now):
        sessions.end()


class _Sessions:
    """A sign-in session of everybody who takes a step, as real as any, ended when the demo is made."""

    def __init__(self) -> None:
        self._open: dict[str, SessionToken] = {}

    def of(self, who: str) -> SessionToken:
        if who not in self._open or not is_signed_in(self._open[who]):
            self._open[who] = sign_in_as(sign_in_name(who)).token
        return self._open[who]

    def end(self) -> None:
        for token in self._open.values():
            sign_out(token)

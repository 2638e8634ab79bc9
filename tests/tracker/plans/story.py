"""A child's plan lived day by day: who changes it, who fills it in, and which figures must stay as they are."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from db.queries.base import table_of
from db.queries.record import live_entries
from db.tables import ChildTimeZone
from db.vocabulary import Category, CompletionState, EpisodeEnd, Level, Mark, RelationshipKind
from tests.cast import LONG_AGO, ZONE, Cast, link, make_child
from tests.factories import make_episode, make_prescription
from tests.steps import NOON, Clock, figures, prescribe_named, terms
from tracker.access.policy import Action
from tracker.access.work import Work, reading, writing
from tracker.clock import local_today
from tracker.errors import TrackerError
from tracker.plans import drafts, episodes, prescriptions
from tracker.plans.drafts import Prepared
from tracker.plans.schedule import Schedule
from tracker.record.completions import Answer, answer
from tracker.record.days import mark_day
from tracker.record.occurrence import Occurrence

STATES = [CompletionState.DONE, CompletionState.PARTLY, CompletionState.NOT_DONE]
NOTHING_YET = (0, 0, 0, 0)
# Far east, half an hour off, clocks that move on other days of the year, and far west.
ZONES = ["Pacific/Auckland", "Asia/Kolkata", "Europe/Berlin", "America/New_York", "Pacific/Honolulu"]
Snapshot = dict[object, object]


class Story:
    """One child's plan, with Pat who changes it and Dana who fills it in, from a moment on and somewhere on Earth."""

    def __init__(
        self,
        engine: sa.Engine,
        cast: Cast,
        clock: Clock,
        schedules: list[Schedule],
        *,
        begins: datetime = NOON,
        zone: str = ZONE,
    ) -> None:
        self.engine, self.cast, self.clock, self.schedules = engine, cast, clock, schedules
        clock.moment = begins
        self.changed = 0
        with engine.begin() as connection:
            self.child = make_child(connection, cast.clinic, "Noa", zone)
            for who, kind, level in (
                ("Pat", RelationshipKind.PHYSICAL_THERAPIST, Level.PRESCRIBE),
                ("Dana", RelationshipKind.GUARDIAN, Level.RECORD),
            ):
                link(connection, cast.clinic, cast.accounts[who], self.child, kind, level)
            self.start = local_today([(LONG_AGO, zone)], begins) - timedelta(days=14)
            self.episode = make_episode(connection, self.child, self.start)
            self.prescriptions = [
                make_prescription(connection, self.child, self.episode, self.start, schedule=schedule)
                for schedule in schedules[:2]
            ]
        self.pauses: list[int] = []

    def step(self, kind: str, pick: int, ahead: int) -> None:
        if kind == "next_day":
            self.clock.forward(days=1)
        elif kind == "some_hours":
            self.clock.forward(hours=1 + pick % 12)
        elif kind == "move":
            self.move(ZONES[pick % len(ZONES)])
        elif kind in {"enter", "mark"}:
            self.as_("Dana", lambda work: getattr(self, kind)(work, pick, ahead))
        else:
            before = self.past()
            on = self.today + timedelta(ahead - 1)
            self.as_("Pat", lambda work: getattr(self, kind)(work, pick, on))
            assert self.past() == before, f"{kind} moved the past"

    def as_(self, who: str, act: Callable[[Work], object]) -> None:
        try:
            with writing(self.cast.tokens[who]) as work:
                act(work)
        except TrackerError:
            return  # refused, which is an answer as well
        self.changed += 1

    def past(self) -> Snapshot:
        """Give all that must stay: weeks that are over whole; of this week, days that are over, item by item."""
        today = self.today
        found: Snapshot = {}
        by_the_day = not any(schedule.is_weekly for schedule in self.schedules)
        now_entered = self.entered_today()
        for week in figures(self.child, as_of=today):
            if week.last < today:
                found[week.week] = week.tally
            elif by_the_day and not now_entered:
                found[week.week] = settled(week.tally)
        if by_the_day:
            yesterday = figures(self.child, as_of=today - timedelta(days=1))
            found |= {(week.week, "yesterday"): settled(week.tally) for week in yesterday}
        # A week of which nothing is over yet may leave the list, when its episode ends on its first day.
        return {key: value for key, value in found.items() if value != NOTHING_YET}

    @property
    def today(self) -> date:
        """Give the day where the child lives."""
        with reading(self.cast.tokens["Pat"]) as work:
            return work.today_of(work.child(self.child, Action.SEE))

    def move(self, zone: str) -> None:
        """Let the family move, from today on or from the first later day on which no zone begins yet."""
        zones = table_of(ChildTimeZone)
        with self.engine.begin() as connection:
            of_child = sa.select(sa.func.max(zones.c.valid_from)).where(zones.c.child_id == self.child)
            first = max(self.today, connection.execute(of_child).scalar_one() + timedelta(days=1))
            row = {"child_id": self.child, "valid_from": first, "time_zone": zone}
            connection.execute(sa.insert(zones), row)
        self.changed += 1

    def entered_today(self) -> bool:
        with reading(self.cast.tokens["Dana"]) as work:
            child = work.child(self.child, Action.SEE)
            return bool(live_entries(work.connection, child, self.today, self.today))

    def prescription(self, pick: int) -> int:
        return self.prescriptions[pick % len(self.prescriptions)]

    def enter(self, work: Work, pick: int, back: int) -> None:
        day = self.today - timedelta(days=back)
        occurrence = Occurrence(self.prescription(pick), day, 1 + pick % 2)
        answer(work, self.child, occurrence, Answer(STATES[pick % 3]), seen=None)

    def mark(self, work: Work, pick: int, back: int) -> None:
        mark = (Mark.ILL, Mark.AWAY)[pick % 2]
        mark_day(work, self.child, self.today - timedelta(days=back), mark, seen=None)

    def prescribe(self, work: Work, pick: int, on: date) -> None:
        new = prescribe_named(
            work,
            self.child,
            self.episode,
            exercise="Walk",
            category=Category.AEROBIC,
            terms=terms(schedule=self.schedules[pick % len(self.schedules)]),
            valid_from=on,
        )
        self.prescriptions.append(new)

    def revise(self, work: Work, pick: int, on: date) -> None:
        schedule = self.schedules[pick % len(self.schedules)]
        old, new = self.prescription(pick), terms(schedule=schedule)
        self.prescriptions.append(
            prescriptions.revise(work, self.child, old, terms=new, valid_from=on, reason="Stronger")
        )

    def renew(self, work: Work, pick: int, on: date) -> None:
        end = None if pick % 2 else on + timedelta(days=1 + pick % 9)
        old = self.prescription(pick)
        new = prescriptions.renew(work, self.child, old, first=on, end=end, reason="It helped")
        self.prescriptions.append(new)

    def draft(self, work: Work, pick: int, on: date) -> None:
        said = Prepared(terms(schedule=self.schedules[pick % len(self.schedules)]), on, reason="Stronger")
        drafts.draft_revision(work, self.child, self.prescription(pick), prepared=said)

    def give(self, work: Work, pick: int, on: date) -> None:
        before = [(draft.id, draft.version) for draft in drafts.drafts_of(work, self.child, self.episode)]
        drafts.start_drafts(work, self.child, self.episode, on, seen=before)
        seen = [(draft.id, draft.version) for draft in drafts.drafts_of(work, self.child, self.episode)]
        self.prescriptions += drafts.give_drafts(work, self.child, self.episode, seen=seen[: 1 + pick % 3])

    def stop(self, work: Work, pick: int, on: date) -> None:
        prescriptions.stop(work, self.child, self.prescription(pick), on=on, reason="Enough")

    def withdraw(self, work: Work, pick: int, _on: date) -> None:
        prescriptions.withdraw(work, self.child, self.prescriptions[-1 - pick % 2])

    def pause(self, work: Work, pick: int, on: date) -> None:
        to_day = on + timedelta(days=pick % 5)
        self.pauses.append(
            episodes.pause(work, self.child, self.episode, from_day=on, to_day=to_day, reason="Camp")
        )

    def resume(self, work: Work, pick: int, on: date) -> None:
        pause = self.pauses[pick % len(self.pauses)] if self.pauses else 0
        episodes.resume(work, self.child, self.episode, pause, on=on)

    def end_episode(self, work: Work, pick: int, on: date) -> None:
        if pick % 3 == 0:  # seldom: not much happens afterwards
            episodes.end_episode(work, self.child, self.episode, end=on, reason=EpisodeEnd.OTHER)


def settled(tally: object) -> tuple[object, ...]:
    names = ("settled", "without_entry", "credit", "full")
    return tuple(getattr(tally, name) for name in names)

"""Steps of school that many tests share: Mia's timetable, her ladder, and what is planned of it."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from db.queries.base import insert_row
from db.tables import (
    Accommodation,
    Milestone,
    MilestoneEvent,
    MilestoneTarget,
    SchoolDay,
    SchoolPage,
    SchoolPlan,
    SchoolTimetable,
)
from db.vocabulary import MilestoneArea, MilestoneEventKind, Reporter
from tests.cast import Cast
from tests.steps import START, by
from tracker import clock
from tracker.milestones.ladder import NewStep, lay_down_ladder
from tracker.school.page import PageWords, write_school_page
from tracker.school.plan import plan_step
from tracker.school.timetable import set_timetable

MONDAY_TO_FRIDAY = 0b0011111
FULL_DAY = 6
LADDER = (
    NewStep("Visit the building", 0),
    NewStep("Two periods", 2),
    NewStep("Half day", 4),
    NewStep("Full day", 6),
)


@dataclass(frozen=True)
class Schooling:
    """What was laid down for Mia: her timetable, her steps, lowest first, and the plan that she began with."""

    timetable: int
    steps: tuple[int, ...]
    planned: int


def make_schooling(cast: Cast, first: date = START, step: int = 1) -> Schooling:
    """Give Mia a full timetable of six periods, a ladder of four steps, and one of them planned from a day on."""
    timetable = by(
        cast, "Pat", set_timetable, first=first, weekdays=MONDAY_TO_FRIDAY, periods=FULL_DAY, seen=None
    )
    steps = by(cast, "Pat", lay_down_ladder, LADDER)
    planned = by(cast, "Pat", plan_step, steps[step], first=first, agreed_with="Ms. Reyes", seen=None)
    return Schooling(timetable, steps, planned)


def make_school_page(cast: Cast, valid_until: date) -> int:
    """Write the page for Mia's school, and give its id."""
    return by(cast, "Lee", write_school_page, words_of_a_page(valid_until), seen=None)


def words_of_a_page(valid_until: date) -> PageWords:
    """Give the words of a page that a school nurse could act on."""
    return PageWords(
        contact="Ms. Reyes, room 12",
        break_place="The library, ten minutes",
        before_home="A break, then a glass of water, then back to class",
        when_to_call="Call Dana when a second break did not help",
        valid_until=valid_until,
    )


def insert_schooling(connection: sa.Connection, child: int, today: date) -> dict[str, int]:
    """Put four weeks of school straight into the database, as a browser finds them; gives the ids of the steps.

    Two periods from the start, half days after two weeks, back to two periods last week, and half days from Monday on.
    """
    monday = today - timedelta(days=today.weekday())
    start = monday - timedelta(weeks=4)
    at = clock.now()
    insert_row(
        connection,
        SchoolTimetable(
            child_id=child, valid_from=start, weekdays=MONDAY_TO_FRIDAY, periods=FULL_DAY, created_at=at
        ),
    )
    steps = {
        step.name: insert_row(
            connection,
            Milestone(
                child_id=child,
                area=MilestoneArea.SCHOOL,
                position=10 * number,
                name=step.name,
                periods=step.periods,
                created_at=at,
            ),
        )
        for number, step in enumerate(LADDER, start=1)
    }
    for name, weeks in (("Two periods", 0), ("Half day", 2), ("Two periods", 3), ("Half day", 5)):
        first = start + timedelta(weeks=weeks)
        insert_row(
            connection,
            SchoolPlan(
                child_id=child,
                milestone_id=steps[name],
                starts_on=first,
                agreed_with="Ms. Reyes",
                created_at=at,
            ),
        )
    for name, kind, day in (
        ("Visit the building", MilestoneEventKind.REACHED, start),
        ("Two periods", MilestoneEventKind.REACHED, start + timedelta(days=11)),
        ("Half day", MilestoneEventKind.SET_BACK, start + timedelta(days=20)),
    ):
        insert_row(
            connection,
            MilestoneEvent(child_id=child, milestone_id=steps[name], kind=kind, on_day=day, recorded_at=at),
        )
    for name, weeks in (("Half day", 1), ("Full day", 6)):
        target_on = today + timedelta(weeks=weeks)
        insert_row(
            connection,
            MilestoneTarget(
                child_id=child, milestone_id=steps[name], target_on=target_on, agreed_with="Mia", set_at=at
            ),
        )
    _insert_days(connection, child, start, today)
    insert_row(
        connection,
        Accommodation(
            child_id=child,
            text="Elevator instead of stairs",
            agreed_with="Ms. Reyes",
            starts_on=start,
            review_on=today + timedelta(weeks=3),
            created_at=at,
        ),
    )
    return steps


def _insert_days(connection: sa.Connection, child: int, start: date, today: date) -> None:
    """Log all days before today but each sixth: two periods, and now and then fewer."""
    for number in range((today - start).days):
        day = start + timedelta(days=number)
        if day.weekday() > 4 or number % 6 == 5:
            continue
        periods = 1 if number % 4 == 3 else 2
        insert_row(
            connection,
            SchoolDay(
                child_id=child,
                day=day,
                periods=periods,
                all_planned=False,
                reporter=Reporter.PARENT,
                recorded_at=clock.now(),
            ),
        )


def insert_school_page(connection: sa.Connection, child: int, valid_until: date) -> int:
    """Put a page for the school straight into the database."""
    page = SchoolPage(
        child_id=child, **vars(words_of_a_page(valid_until)), written_at=clock.now(), written_by_id=None
    )
    return insert_row(connection, page)

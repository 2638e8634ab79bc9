"""Texts put into what is planned of school and into milestones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from db.vocabulary import MilestoneArea
from tests.schooling import MONDAY_TO_FRIDAY, words_of_a_page
from tests.security.filling import Fill, Filling
from tracker.access.work import reading, writing
from tracker.milestones.events import reach, set_back
from tracker.milestones.ladder import NewStep, add_milestone, change_milestone, lay_down_ladder
from tracker.milestones.targets import set_target
from tracker.school.accommodations import add_accommodation
from tracker.school.days import ALL_PLANNED, enter_school_day
from tracker.school.page import write_school_page
from tracker.school.plan import go_on, plan_step, step_back
from tracker.school.school import school_of
from tracker.school.shown import School
from tracker.school.timetable import add_closure, set_timetable

ONE_DAY, WEEK = timedelta(days=1), timedelta(days=7)
FULL_DAY = 6


def _school(at: Filling) -> School:
    with reading(at.cast.tokens["Pat"]) as work:
        return school_of(work, at.cast.mia)


def lay_down(at: Filling, names: Sequence[str]) -> None:
    """Lay down a ladder of these names and two more, and let the step on top be in force for two weeks already."""
    with writing(at.cast.tokens["Pat"]) as work:
        child, first = at.cast.mia, work.today_of_clinic - 2 * WEEK
        set_timetable(work, child, first=first, weekdays=MONDAY_TO_FRIDAY, periods=FULL_DAY, seen=None)
        steps = [NewStep(name, 2) for name in (*names, "Half day", "Full day")]
        ids = lay_down_ladder(work, child, steps)
        plan_step(work, child, ids[-1], first=first, seen=None)


def with_a_timetable(at: Filling, child: int) -> None:
    """Give another child a timetable, and no ladder yet."""
    with writing(at.cast.tokens["Pat"]) as work:
        today = work.today_of_clinic
        set_timetable(work, child, first=today, weekdays=MONDAY_TO_FRIDAY, periods=FULL_DAY, seen=None)


def _free_day(school: School) -> date:
    return max(school.today, school.calendar.steps[-1].first) + ONE_DAY


def _other_step(school: School) -> int:
    """Give a step that is neither on top nor the one planned last."""
    last = school.calendar.steps[-1].milestone_id
    return next(step.id for step in school.ladder[:-1][::-1] if step.id != last)


def late_days(at: Filling, texts: Sequence[str]) -> None:
    for day, text in zip(_school(at).late_days, texts, strict=False):
        with writing(at.cast.tokens["Pat"]) as work:
            enter_school_day(work, at.cast.mia, day.day, ALL_PLANNED, seen=None, late_reason=text)


def planned(name: str) -> Fill:
    def fill(at: Filling, texts: Sequence[str]) -> None:
        for text in texts:
            school = _school(at)
            more = {"first": _free_day(school), "seen": school.last_planned, name: text}
            with writing(at.cast.tokens["Pat"]) as work:
                plan_step(work, at.cast.mia, _other_step(school), **more)  # type: ignore[arg-type]

    return fill


def gone_on(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        school = _school(at)
        day, seen = _free_day(school), school.last_planned
        with writing(at.cast.tokens["Pat"]) as work:
            go_on(
                work,
                at.cast.mia,
                _other_step(school),
                reached_id=school.ladder[0].id,
                reached_on=school.today,
                first=day,
                agreed_with=text,
                seen=seen,
            )


def stepped_back(name: str) -> Fill:
    def fill(at: Filling, texts: Sequence[str]) -> None:
        for text in texts:
            school = _school(at)
            more = {"first": _free_day(school), "seen": school.last_planned, name: text}
            with writing(at.cast.tokens["Pat"]) as work:
                step_back(work, at.cast.mia, _other_step(school), **more)  # type: ignore[arg-type]

    return fill


def closures(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        day = at.today + timedelta(days=next(at.numbers))
        with writing(at.cast.tokens["Pat"]) as work:
            add_closure(work, at.cast.mia, first=day, last=day, name=text)


def accommodations(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        with writing(at.cast.tokens["Pat"]) as work:
            add_accommodation(work, at.cast.mia, text=text, starts_on=work.today_of_clinic)


def agreed_accommodations(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        with writing(at.cast.tokens["Pat"]) as work:
            add_accommodation(
                work, at.cast.mia, text="An elevator", starts_on=work.today_of_clinic, agreed_with=text
            )


def page_words(name: str) -> Fill:
    def fill(at: Filling, texts: Sequence[str]) -> None:
        page = _school(at).page
        words = words_of_a_page(at.today + timedelta(days=30)) if page is None else page.words
        with writing(at.cast.tokens["Pat"]) as work:
            changed = replace(words, **{name: "\n".join(texts)})  # type: ignore[arg-type]
            write_school_page(work, at.cast.mia, changed, seen=None if page is None else page.id)

    return fill


def _add(at: Filling, name: str, agreed_with: str = "") -> int:
    with writing(at.cast.tokens["Pat"]) as work:
        return add_milestone(work, at.cast.mia, area=MilestoneArea.HOME, name=name, agreed_with=agreed_with)


def names(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        _add(at, text)


def agreed(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        _add(at, f"Chore {next(at.numbers)}", text)


def changed_names(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        chore = _add(at, f"Chore {next(at.numbers)}")
        with writing(at.cast.tokens["Pat"]) as work:
            change_milestone(work, at.cast.mia, chore, name=text)


def agreed_targets(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        chore, day = _add(at, f"Chore {next(at.numbers)}"), at.today + ONE_DAY
        with writing(at.cast.tokens["Pat"]) as work:
            set_target(work, at.cast.mia, chore, target_on=day, agreed_with=text, seen=None)


def reached(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        chore, today = _add(at, f"Chore {next(at.numbers)}"), at.today
        with writing(at.cast.tokens["Dana"]) as work:
            reach(work, at.cast.mia, chore, day=today, reason=text)


def back(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        chore, today = _add(at, f"Chore {next(at.numbers)}"), at.today
        with writing(at.cast.tokens["Pat"]) as work:
            set_back(work, at.cast.mia, chore, day=today, reason=text)

"""What is gathered of an episode that ended: its last day, and watch dates as far as they are its own."""

from datetime import date, timedelta

from tracker.measures.watch_dates import WatchDates
from tracker.progress.gathering import marks_of
from tracker.progress.marks import Marks
from tracker.progress.spans import EpisodeSpan

START, END = date(2026, 5, 7), date(2026, 7, 2)
DAY = timedelta(days=1)


def gathered(end: date | None, today: date) -> Marks:
    watch = [
        WatchDates(n, first, first + 6 * DAY, "exams", "")
        for n, first in enumerate((START - 3 * DAY, END - 2 * DAY, END), start=1)
    ]
    return marks_of(EpisodeSpan(1, 1, START, end), today, today, [], [], [], watch=watch)


def test_watch_dates_are_those_of_the_course() -> None:
    found = gathered(END, END + 30 * DAY).watch
    assert [(each.id, each.first, each.last) for each in found] == [
        (1, START, START + 3 * DAY),
        (2, END - 2 * DAY, END - DAY),
    ]
    assert [each.id for each in gathered(None, START).watch] == [1, 2, 3], "those ahead of an open course too"


def test_a_course_has_ended_once_its_last_day_is_over() -> None:
    assert gathered(END, END).ended == END - DAY
    assert gathered(END, END - DAY).ended is None
    assert gathered(None, END).ended is None

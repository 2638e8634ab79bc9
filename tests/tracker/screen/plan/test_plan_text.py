"""A plan in sentences."""

from datetime import date, timedelta

import pytest

from db.vocabulary import DoseKind, PartOfDay, Setting
from tracker.plans.dose import Dose, sets_of
from tracker.plans.news import Event, News
from tracker.plans.preview import Preview, Step
from tracker.plans.schedule import Schedule, on_weekdays, per_week
from tracker.plans.shown import EpisodeShown, Signed
from tracker.plans.terms import Terms
from tracker.screen.plan.plan_text import (
    format_episode,
    format_from,
    format_instructions,
    format_last_day,
    format_news,
    format_signed,
    format_steps,
    format_terms,
)
from tracker.screen.text import format_card

TODAY = date(2026, 3, 11)
DAY = timedelta(days=1)
TEN = Terms(Dose(DoseKind.COUNT, 10), Schedule(), (PartOfDay.EVENING,))
TWELVE = Terms(Dose(DoseKind.COUNT, 12), per_week(3), (PartOfDay.EVENING,))


def test_what_a_revision_says() -> None:
    assert format_terms(TEN) == "10 times · evening · every day"
    assert format_terms(TEN, under=PartOfDay.EVENING) == "10 times · every day"
    assert format_terms(TEN, under=PartOfDay.MORNING) == "10 times · evening · every day"
    sets = Terms(sets_of(3, 8, 5), on_weekdays([0, 2, 4]))
    assert format_terms(sets) == "3 × 8, hold 5 seconds · Mon, Wed, Fri"
    assert format_terms(Terms(Dose(DoseKind.OPEN), Schedule())) == "every day"


def test_a_card_is_named_as_on_today() -> None:
    assert format_card("Stairs", TEN.dose, TEN.parts, "", "2 of 3") == (
        "**Stairs** · 10 times · evening · 2 of 3"
    )


def test_instructions_keep_their_lines_and_nothing_else() -> None:
    assert format_instructions("Stand tall\n\n# Up *and* down") == "Stand tall  \n\\# Up \\*and\\* down"


def test_days() -> None:
    assert format_from(TODAY, TODAY) == "From today"
    assert format_from(TODAY + DAY, TODAY) == "From Thu 12 Mar"
    assert format_last_day(TODAY) == "The last day is Tue 10 Mar."


def test_the_steps_of_a_change() -> None:
    steps = (
        Step(TODAY - DAY, TEN),
        Step(TODAY + DAY, TWELVE, done=0, due=2),
        Step(TODAY + 7 * DAY, TWELVE),
    )
    assert format_steps("Stairs", Preview(TODAY, steps, TODAY + 14 * DAY, None)) == [
        "Now: **Stairs** · 10 times · evening · every day",
        "From Thu 12 Mar: **Stairs** · 12 times · evening · 0 of 2 this week",
        "From Wed 18 Mar: **Stairs** · 12 times · evening · 3 times a week",
        "The last day is Tue 24 Mar.",
    ]


def test_a_first_day_that_is_none_of_its_weekdays_says_when_it_is_asked_for() -> None:
    friday = Terms(TEN.dose, on_weekdays([4]))
    preview = Preview(TODAY, (Step(TODAY, friday),), None, TODAY + 2 * DAY)
    assert format_steps("", preview) == [
        "From today: **…** · 10 times · Fri",
        "It is asked for first on Fri 13 Mar.",
    ]


SIGNED = Signed("Lee", TODAY, "A *little* more")
OLD, NEW = "10 times · evening · every day", "12 times · evening · 3 times a week"
WHY = "Why: A \\*little\\* more"


@pytest.mark.parametrize(
    ("news", "words"),
    [
        (
            News(Event.REVISED, SIGNED, TODAY + DAY, TEN, TWELVE),
            f"Lee changed this on Wed 11 Mar: {OLD} became {NEW}, from Thu 12 Mar. {WHY}",
        ),
        (
            News(Event.STOPPED, SIGNED, TODAY + DAY, TEN),
            f"Lee stopped this on Wed 11 Mar: Wed 11 Mar is its last day. {WHY}",
        ),
        (
            News(Event.WITHDRAWN, Signed("", TODAY), TODAY + DAY, TEN),
            "Somebody withdrew on Wed 11 Mar what was planned from Thu 12 Mar: 10 times · evening · every day.",
        ),
        (
            News(Event.CORRECTED, Signed("Lee", TODAY), TODAY, TEN),
            "Lee marked this on Wed 11 Mar as entered in error: 10 times · evening · every day.",
        ),
    ],
)
def test_news_say_who_when_what_from_when_and_why(news: News, words: str) -> None:
    assert format_news(news) == words


def test_signed() -> None:
    assert format_signed(SIGNED) == "Lee · Wed 11 Mar"
    assert format_signed(Signed("", TODAY)) == "Wed 11 Mar"


@pytest.mark.parametrize(
    ("start", "end", "weeks", "words"),
    [
        (TODAY, None, None, "Since Wed 11 Mar 2026 · At home"),
        (TODAY + DAY, None, 1, "Begins Thu 12 Mar 2026 · At home · 1 week expected"),
        (TODAY, TODAY + 14 * DAY, 8, "Wed 11 Mar 2026 to Tue 24 Mar 2026 · At home · 8 weeks expected"),
    ],
)
def test_an_episode(start: date, end: date | None, weeks: int | None, words: str) -> None:
    episode = EpisodeShown(1, start, end, Setting.HOME, weeks, None, "", TODAY)
    assert format_episode(episode) == words

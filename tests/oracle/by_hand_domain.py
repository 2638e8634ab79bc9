"""Worked by hand from the rules of adherence: their example, and what other trackers got wrong.

Not here, since a case knows days and no clock: 00:20, time zones and who ticked first are settled before a
completion has its day and slot.
"""

from tests.oracle.build import ALL_SEVEN, NOTHING, Worked, daily, done, says, weekly, worked

_SPRING = 64  # Monday 4 March 2024; the Sunday after it has 23 hours in New York
_AUTUMN = 302  # Monday 28 October 2024; the Sunday after it has 25

DOMAIN: dict[str, Worked] = {
    "the worked example": worked(
        (daily(total=30),),
        done(1, 2, 3, 4) + says("partly", 5, amount=15) + says("excused", 6),
        (6, 6, 1, 1, 4.5, 4, 4.5 / 6, 4.5 / 5, 5 / 6, 4 / 6),
    ),
    "not missed before it existed": worked(
        (daily(first=5),),
        done(5, 6),
        (3, 3, 0, 1, 2, 2, 2 / 3, 1, 2 / 3, 2 / 3),
    ),
    "one week's doses are divided by that week": worked(
        (daily(first=8, until=15),),
        done(*range(8, 15)),
        NOTHING,
        ALL_SEVEN,
        NOTHING,
        until=22,
        today=22,
    ),
    "three weekdays reach 100 %": worked(
        (daily(weekdays=frozenset({0, 2, 4})),),
        done(1, 3, 5),
        (3, 3, 0, 0, 3, 3, 1, 1, 1, 1),
    ),
    "an entry of the day just begun moves the figures": worked(
        (daily(),),
        done(1, 2),
        (7, 2, 0, 0, 2, 2, 1, 1, 1, 1),
        until=None,
        today=2,
    ),
    "no week before the first day": worked((daily(),), (), until=None, today=0),
    "no value before the first day": worked((daily(),), (), (7, *NOTHING[1:]), today=0),
    "no value on the first morning": worked((daily(),), (), (7, *NOTHING[1:]), until=None, today=1),
    "skipped is not untouched": worked(
        (daily(),),
        done(1, 2, 3, 4) + says("not_done", 5),
        (7, 7, 0, 2, 4, 4, 4 / 7, 4 / 5, 5 / 7, 4 / 7),
    ),
    "2 of 3 a week": worked(
        (weekly(3),),
        done(2, 5),
        (3, 3, 0, 1, 2, 2, 2 / 3, 1, 2 / 3, 2 / 3),
    ),
    "a 23-hour day is a day": worked(
        (daily(first=_SPRING),),
        done(*range(_SPRING, _SPRING + 7)),
        ALL_SEVEN,
        start=_SPRING,
        until=_SPRING + 7,
        today=_SPRING + 7,
    ),
    "a 25-hour day is a day": worked(
        (daily(first=_AUTUMN),),
        done(*range(_AUTUMN, _AUTUMN + 7)),
        ALL_SEVEN,
        start=_AUTUMN,
        until=_AUTUMN + 7,
        today=_AUTUMN + 7,
    ),
    "a raised daily goal leaves the past": worked(
        (daily(until=8), daily(2, first=8, k=3)),
        done(*range(1, 8)) + done(*range(8, 15), p=2),
        ALL_SEVEN,
        (21, 21, 0, 14, 7, 7, 7 / 21, 1, 7 / 21, 7 / 21),
        until=15,
        today=15,
    ),
    "a raised weekly goal leaves the past": worked(
        (weekly(2, until=8), weekly(5, 2, first=8)),
        done(1, 4) + done(9, 12, p=2),
        (2, 2, 0, 0, 2, 2, 1, 1, 1, 1),
        (5, 5, 0, 3, 2, 2, 2 / 5, 1, 2 / 5, 2 / 5),
        until=15,
        today=15,
    ),
    "of two ticks of one item the live one counts, once": worked(
        (daily(weekdays=frozenset({0})),),
        says("not_done", 1, live=False) + done(1),
        (1, 1, 0, 0, 1, 1, 1, 1, 1, 1),
    ),
    "a pause is not missed": worked(
        (daily(),),
        done(1, 2, 6),
        (4, 4, 3, 1, 3, 3, 3 / 4, 1, 3 / 4, 3 / 4),
        pauses=((3, 5),),
    ),
    "a daily item from Thursday of week 1": worked(
        (daily(first=4),),
        done(4, 5, 6, 7),
        (4, 4, 0, 0, 4, 4, 1, 1, 1, 1),
    ),
    # 3 * 4/7 = 1.71
    "a weekly count from Thursday of week 1": worked(
        (weekly(3, first=4),),
        done(5),
        (2, 2, 0, 1, 1, 1, 1 / 2, 1, 1 / 2, 1 / 2),
    ),
    "an episode that ends mid-week": worked(
        (daily(),),
        done(1, 2, 4),
        (3, 3, 0, 1, 2, 2, 2 / 3, 1, 2 / 3, 2 / 3),
        until=4,
    ),
    # 3 * 4/7 = 1.71
    "a weekly count in an episode that ends mid-week": worked(
        (weekly(3),),
        done(1, 2),
        (2, 2, 0, 0, 2, 2, 1, 1, 1, 1),
        until=5,
    ),
    "a revision that ends mid-week": worked(
        (daily(until=4),),
        done(1, 2, 4),
        (3, 3, 0, 1, 2, 2, 2 / 3, 1, 2 / 3, 2 / 3),
    ),
}

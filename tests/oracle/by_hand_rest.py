"""Worked by hand: the other points that the text leaves open, as they were decided (c to g)."""

from dataclasses import replace

from tests.oracle.build import ALL_SEVEN, NOTHING, Worked, daily, done, says, weekly, worked

_MON_WED = frozenset({0, 2})

REST: dict[str, Worked] = {
    # 14 times: Monday's 2 in the pause, 1 on the ill Tuesday, 1 excused on Wednesday
    "c: excused by a pause, a mark and an entry": worked(
        (daily(k=2),),
        done(2) + says("excused", 3, slot=2),
        (10, 10, 4, 9, 1, 1, 1 / 10, 1, 1 / 10, 1 / 10),
        pauses=((1, 1),),
        ill=(2,),
    ),
    "c: days to come are excused too": worked(
        (daily(),),
        (),
        (4, 1, 3, 1, 0, 0, 0, None, 0, 0),
        pauses=((5, 6),),
        ill=(7,),
        until=None,
        today=2,
    ),
    "c: entries later than today are not there": worked(
        (daily(),),
        done(1, 2, 3, 4) + says("excused", 5),
        (7, 3, 0, 0, 3, 3, 1, 1, 1, 1),
        today=3,
    ),
    "c: a mark excuses until its entry's day has come": worked(
        (daily(),),
        done(5),
        (6, 1, 1, 1, 0, 0, 0, None, 0, 0),
        ill=(5,),
        today=2,
    ),
    "d: today is open": worked((daily(),), (), (7, 1, 0, 1, 0, 0, 0, None, 0, 0), today=2),
    "d: an answer settles at once, not done as well": worked(
        (daily(),),
        says("not_done", 1),
        (7, 1, 0, 0, 0, 0, 0, 0, 1, 0),
        today=1,
    ),
    "d: a weekly count is open on its week's last day": worked(
        (weekly(2),),
        done(1),
        (2, 1, 0, 0, 1, 1, 1, 1, 1, 1),
        today=7,
    ),
    "d: and settled the day after": worked(
        (weekly(2),),
        done(1),
        (2, 2, 0, 1, 1, 1, 1 / 2, 1, 1 / 2, 1 / 2),
    ),
    # 7 * 3/7, and the week runs on though the episode does not
    "d: a weekly count waits for its week beyond the episode's end": worked(
        (weekly(7),),
        done(1),
        (3, 1, 0, 0, 1, 1, 1, 1, 1, 1),
        until=4,
        today=5,
    ),
    "d: a weekly count waits for its week beyond the revision's end": worked(
        (weekly(7, until=4),),
        done(1),
        (3, 1, 0, 0, 1, 1, 1, 1, 1, 1),
        today=7,
    ),
    "e: wrong weekday, slot and day are extra": worked(
        (daily(weekdays=_MON_WED),),
        done(2, 8) + done(1, slot=2) + done(3, slot=0),
        (2, 2, 0, 2, 0, 0, 0, None, 0, 0),
        today=9,
    ),
    "e: before the revision and on its end are extra": worked(
        (daily(first=3, until=5),),
        done(2, 5),
        (2, 2, 0, 2, 0, 0, 0, None, 0, 0),
    ),
    "e: before the episode is extra": worked(
        (weekly(7, first=-3),),
        done(0, 3),
        (5, 5, 0, 4, 1, 1, 1 / 5, 1, 1 / 5, 1 / 5),
        start=3,
        until=8,
        today=12,
    ),
    "e: an entry of the revision before is extra": worked(
        (daily(until=4), daily(2, first=4)),
        done(5) + done(6, p=2),
        (7, 7, 0, 6, 1, 1, 1 / 7, 1, 1 / 7, 1 / 7),
    ),
    "e: a paused day's entries are extra": worked(
        (daily(),),
        done(1, 2, 3),
        (5, 5, 2, 4, 1, 1, 1 / 5, 1, 1 / 5, 1 / 5),
        pauses=((1, 2),),
    ),
    "e: the second slot of a weekly count is extra": worked(
        (weekly(2),),
        done(1) + done(2, slot=2),
        (2, 2, 0, 1, 1, 1, 1 / 2, 1, 1 / 2, 1 / 2),
    ),
    "e: withdrawn and in error leave every figure": worked(
        (daily(), daily(2, withdrawn=True), daily(3, in_error=True, line=2)),
        done(1, 2, p=2) + done(1, 2, p=3) + done(*range(1, 8)),
        ALL_SEVEN,
    ),
    "f: an open episode to the week of today": worked(
        (daily(until=8),), done(*range(1, 8)), ALL_SEVEN, NOTHING, until=None, today=8
    ),
    "f: an ended episode to its end, though to come": worked(
        (daily(),),
        done(1),
        (7, 1, 0, 0, 1, 1, 1, 1, 1, 1),
        (7, *NOTHING[1:]),
        (1, *NOTHING[1:]),
        until=16,
        today=1,
    ),
    "f: an ended episode has no week of its end day": worked((), (), NOTHING, today=30),
    "f: weeks run from the start's weekday": worked(
        (weekly(2),),
        done(4, 8, 11),
        (2, 2, 0, 0, 2, 2, 1, 1, 1, 1),
        (2, 2, 0, 1, 1, 1, 1 / 2, 1, 1 / 2, 1 / 2),
        start=4,
        until=18,
        today=18,
    ),
    # 5/10, capped 15/10, 1/2, 0
    "g: credit": worked(
        (daily(total=10),),
        says("partly", 1, amount=5) + says("partly", 2, amount=15) + says("partly", 3) + says("not_done", 4),
        (7, 7, 0, 3, 2, 1, 2 / 7, 2 / 4, 4 / 7, 1 / 7),
    ),
    "g: the whole amount is full, a quarter is a quarter": worked(
        (replace(daily(total=10), weekdays=_MON_WED),),
        says("partly", 1, amount=10) + says("partly", 3, amount=2.5),
        (2, 2, 0, 0, 1.25, 1, 1.25 / 2, 1.25 / 2, 1, 1 / 2),
    ),
    "g: timed or without a total is half, whatever the amount": worked(
        (daily(total=10, timed=True, weekdays=_MON_WED), daily(2, weekdays=_MON_WED, line=2)),
        says("partly", 1, amount=9) + says("partly", 1, amount=9, p=2),
        (4, 4, 0, 2, 1, 0, 1 / 4, 1 / 2, 2 / 4, 0),
    ),
}

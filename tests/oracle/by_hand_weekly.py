"""Worked by hand: what the text leaves open about weekly counts, as it was decided (a, b)."""

from tests.oracle.build import Worked, done, says, weekly, worked

WEEKLY: dict[str, Worked] = {
    # 3 * 2/7 = 0.86, 5 * 2/7 = 1.43
    "a: rounds up from above a half": worked(
        (weekly(3, first=6),),
        done(6),
        (1, 1, 0, 0, 1, 1, 1, 1, 1, 1),
    ),
    "a: rounds down from below a half": worked(
        (weekly(5, first=6),),
        done(6),
        (1, 1, 0, 0, 1, 1, 1, 1, 1, 1),
    ),
    # 4 * 1/7 = 0.57 twice, 4 * 5/7 = 2.86: 1 + 1 + 3 is more than 4
    "a: each revision is rounded by itself": worked(
        (weekly(4, 1, until=2), weekly(4, 2, first=2, until=3), weekly(4, 3, first=3)),
        (),
        (5, 5, 0, 5, 0, 0, 0, None, 0, 0),
    ),
    "a: an excused entry takes one away": worked(
        (weekly(3),),
        says("excused", 1) + done(2),
        (2, 2, 1, 1, 1, 1, 1 / 2, 1, 1 / 2, 1 / 2),
    ),
    "a: not below none": worked(
        (weekly(2),),
        says("excused", 1, 2, 3) + done(4),
        (0, 0, 2, 0, 0, 0, None, None, None, None),
    ),
    # 2 * 4/7 = 1.14; taken away before prorating it would be 1 * 4/7 = 0.57, still 1 due
    "a: taken away after prorating": worked(
        (weekly(2, first=4),),
        says("excused", 5) + done(6),
        (0, 0, 1, 0, 0, 0, None, None, None, None),
    ),
    "a: an excused entry where it is not in force takes nothing": worked(
        (weekly(7, first=4),),
        says("excused", 2) + done(4, 5, 6, 7),
        (4, 4, 0, 0, 4, 4, 1, 1, 1, 1),
    ),
    "a: an excused entry in a pause takes nothing": worked(
        (weekly(7),),
        says("excused", 1) + done(4, 5, 6, 7),
        (4, 4, 0, 0, 4, 4, 1, 1, 1, 1),
        pauses=((1, 3),),
    ),
    "a: the best credited count": worked(
        (weekly(2, total=10),),
        says("not_done", 1) + says("partly", 2, amount=5) + done(3),
        (2, 2, 0, 0, 1.5, 1, 1.5 / 2, 1.5 / 2, 1, 1 / 2),
    ),
    "a: more of one repairs no other": worked(
        (weekly(2), weekly(2, 2, line=2)),
        done(1, 2, 3, 4),
        (4, 4, 0, 2, 2, 2, 2 / 4, 1, 2 / 4, 2 / 4),
    ),
    # 3 * 4/7 = 1.71
    "b: marked days without an entry leave d": worked(
        (weekly(3),),
        done(5, 6),
        (2, 2, 0, 0, 2, 2, 1, 1, 1, 1),
        ill=(1, 2, 3),
    ),
    # 5 * 5/7 = 3.57 with Monday, 5 * 4/7 = 2.86 without
    "b: a marked day with an entry of any state stays": worked(
        (weekly(5),),
        says("not_done", 1) + done(5, 6),
        (4, 4, 0, 1, 2, 2, 2 / 4, 2 / 3, 3 / 4, 2 / 4),
        ill=(1, 2, 3),
    ),
    "b: an excused entry keeps its day and takes one away": worked(
        (weekly(5),),
        says("excused", 1),
        (3, 3, 1, 3, 0, 0, 0, None, 0, 0),
        ill=(1, 2, 3),
    ),
    "b: even an extra entry keeps its day": worked(
        (weekly(5),),
        done(1, slot=2),
        (4, 4, 0, 4, 0, 0, 0, None, 0, 0),
        ill=(1, 2, 3),
    ),
    "b: a withdrawn entry keeps nothing": worked(
        (weekly(5),),
        says("done", 1, live=False),
        (3, 3, 0, 3, 0, 0, 0, None, 0, 0),
        ill=(1, 2, 3),
    ),
    "b: another item's entry keeps nothing": worked(
        (weekly(5), weekly(7, 2, line=2, first=1, until=2)),
        done(1, p=2),
        (4, 4, 0, 3, 1, 1, 1 / 4, 1, 1 / 4, 1 / 4),
        ill=(1, 2, 3),
    ),
    # 4 * 6/7 = 3.43 without Saturday
    "b: an entry later than today keeps nothing yet": worked(
        (weekly(4),),
        done(6),
        (3, 0, 0, 0, 0, 0, None, None, None, None),
        ill=(6,),
        today=5,
    ),
    # 5 * 4/7 = 2.86
    "b: a paused day leaves d though entered": worked(
        (weekly(5),),
        done(1, 5, 6, 7),
        (3, 3, 0, 0, 3, 3, 1, 1, 1, 1),
        pauses=((1, 3),),
    ),
    "b: paused and marked alike leave d once": worked(
        (weekly(7),),
        done(1),
        (4, 4, 0, 4, 0, 0, 0, None, 0, 0),
        pauses=((1, 2), (2, 3)),
        ill=(1, 2),
    ),
    "b: the running week's d has its days to come": worked(
        (weekly(3),),
        done(1),
        (3, 1, 0, 0, 1, 1, 1, 1, 1, 1),
        until=None,
        today=2,
    ),
    # 7 * 5/7, and the week's marks are read before their day has come
    "b: marks to come are read": worked(
        (weekly(7),),
        (),
        (5, 0, 0, 0, 0, 0, None, None, None, None),
        ill=(5, 6),
        until=None,
        today=2,
    ),
}

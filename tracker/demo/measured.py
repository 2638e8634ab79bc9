"""What was measured of the demo's children, what their families asked, and what was decided at appointments."""

from db.vocabulary import ConcernKind, ConcernTopic, Instrument, Readers, Side
from tracker.demo.story_of_measures import (
    Asked,
    Measured,
    Met,
    Pain,
    Watch,
    by_child,
    by_parent,
    by_test,
)
from tracker.progress.reading import Finding

# Daily life is easier after four weeks, and the pain is what it was: function comes first. Pain stays hidden.
MIA = Measured(
    taken=(
        by_child(Instrument.FDI, {32: 31, 25: 28, 18: 24, 11: 21, 4: 17}),
        by_parent(Instrument.FDI, {32: 34, 18: 29, 4: 22}),
        by_child(Instrument.PROMIS_MOBILITY, {32: 31.5, 4: 38.2}),
        by_test(Instrument.SIX_MINUTE_WALK, {32: 402, 18: 448, 4: 496}),
        by_child(Instrument.SLEEP, {32: 6.5, 4: 8}),
        by_child(Instrument.PAIN, {32: 7, 18: 8, 4: 7}),
        by_child(Instrument.PROMIS_PAIN_INTERFERENCE, {32: 66.1, 4: 64}),
    ),
    asked=(
        Asked(
            12,
            "Dana",
            ConcernKind.SOMETHING_NEW,
            "Since Sunday her left foot tingles in the evening. It did not before.",
            topic=ConcernTopic.NEW_SYMPTOM,
            read_ago=11,
            answer="Thank you for telling us. We look at the foot together at the visit tomorrow.",
        ),
        Asked(
            3, "Dana", ConcernKind.FOR_APPOINTMENT, "Can she carry her own bag to school again?", read_ago=2
        ),
        Asked(
            2, "Mia", ConcernKind.FOR_APPOINTMENT, "I want to try the long school trip in spring.", read_ago=1
        ),
        Asked(2, "Ben", ConcernKind.FOR_APPOINTMENT, "Which days suit for swimming at my place?", read_ago=1),
        Asked(
            2,
            "Mia",
            ConcernKind.MORE_OF_THE_SAME,
            "Gym class is the hardest part of the week.",
            readers=Readers.TEAM_ONLY,
            read_ago=1,
        ),
    ),
    met=(
        Met(
            18,
            "Mia, Dana, Lee",
            (
                "Two periods a day from this week on.",
                "The stairs at school, without the lift, by the end of the month.",
            ),
        ),
    ),
    reads=Finding.BETTER,
)

# Daily life first, and pain after it; its values are shown, as the family wished.
JUNIPER = Measured(
    taken=(
        by_child(Instrument.FDI, {45: 29, 31: 26, 17: 20, 3: 12}),
        by_test(Instrument.SIX_MINUTE_WALK, {45: 310, 17: 420, 3: 505}),
        by_test(Instrument.SIT_TO_STAND, {45: 9, 17: 14, 3: 19}),
        by_child(Instrument.PAIN, {45: 8, 38: 8, 31: 8, 24: 7, 17: 6, 10: 5, 3: 4}),
    ),
    pain=Pain(44, every_weeks=1),
    met=(Met(12, "Juniper, her parent, Lee", ("Swimming three times a week, as it is.",)),),
    reads=Finding.BETTER,
)

# Neither daily life nor pain is better than at the start, and the page says so as plainly.
MARLO = Measured(
    taken=(
        by_child(Instrument.FDI, {51: 24, 24: 27, 3: 33}),
        by_parent(Instrument.FDI, {51: 28, 3: 38}),
        by_test(Instrument.SIX_MINUTE_WALK, {51: 455, 3: 430}),
        by_child(Instrument.PAIN, {51: 6, 24: 6, 3: 7}),
    ),
    asked=(
        Asked(
            6,
            "Parent of Marlo",
            ConcernKind.SOMETHING_NEW,
            "Very quiet since the exams began, and does not want to see friends.",
            topic=ConcernTopic.MOOD,
        ),
    ),
    reads=Finding.WORSE,
)

KESTREL = Measured(
    taken=(
        by_child(Instrument.FDI, {67: 22, 41: 21, 12: 18}),
        by_test(Instrument.SIX_MINUTE_WALK, {67: 520, 12: 541}),
    ),
    reads=Finding.NO_CHANGE,
)

LINDEN = Measured(
    taken=(by_child(Instrument.FDI, {60: 18, 46: None, 32: 12, 11: 8}),),
    reads=Finding.BETTER,
)

SORREL = Measured(
    taken=(by_child(Instrument.FDI, {40: 17}), by_child(Instrument.SLEEP, {40: 6.5, 20: 7.25})),
    reads=Finding.NOT_ENOUGH,
)

TANSY = Measured(
    taken=(
        by_child(Instrument.FDI, {31: 10, 3: 4}),
        by_parent(Instrument.FDI, {31: 14, 3: 9}),
        by_test(Instrument.GRIP, {31: 12.5, 3: 13}, Side.LEFT),
        by_test(Instrument.GRIP, {31: 4, 3: 7.5}, Side.RIGHT),
        by_child(Instrument.PAIN, {31: 5, 3: 5}),
    ),
    reads=Finding.LOWEST_BAND,
)

# Two courses, and days to watch in the second. Pain was turned on, and Wren hid it again.
WREN = Measured(
    taken=(
        by_child(Instrument.FDI, {200: 30, 172: 21, 150: 9, 17: 16, 3: 13}),
        by_child(Instrument.PROMIS_MOBILITY, {200: 30, 150: 48.5, 17: 41}),
        by_child(Instrument.PAIN, {200: 7, 150: 3, 17: 5, 3: 4}),
    ),
    pain=Pain(190, hidden_ago=16),
    watch=Watch(3, -11, "The first weeks of the new term", "Wren"),
    reads=Finding.NO_CHANGE,
)

# Two days of data: one score each, and too few to say anything.
PIPPIN = Measured(
    taken=(by_parent(Instrument.FDI, {1: 21}), by_test(Instrument.SIX_MINUTE_WALK, {1: 455})),
    reads=Finding.NOT_ENOUGH,
)

"""The reading: what the latest score says beside the episode's first. The cases of the rule, by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import Better, Instrument, Reporter, Side
from tracker.charts.sentences import Voice
from tracker.charts.sentences_of_measures import SAID, format_reading
from tracker.measures.instruments import SCALES, Kind
from tracker.measures.read import Score, Series
from tracker.progress.reading import Finding, Reading, finding_of, function_reading, pain_reading, readings_of

START = date(2025, 1, 6)
CHILD, PARENT, CLINICIAN = Reporter.CHILD, Reporter.PARENT, Reporter.CLINICIAN
FDI, PAIN, MOBILITY = Instrument.FDI, Instrument.PAIN, Instrument.PROMIS_MOBILITY
FOUR_WEEKS = timedelta(weeks=4)
Values = tuple[float | None, ...]


def series(
    instrument: Instrument,
    *values: float | None,
    reporter: Reporter = CHILD,
    side: Side = Side.BOTH,
    first: date = START,
) -> Series:
    scores = (
        Score(number, first + number * FOUR_WEEKS, value, "", None, datetime(2025, 1, 6, tzinfo=UTC), "Pat")
        for number, value in enumerate(values)
    )
    return Series(instrument, reporter, side, tuple(scores))


def reading(*all_series: Series, end: date | None = None) -> Reading:
    [found] = readings_of(all_series, START, end)
    return found


def said(found: Reading, voice: Voice = Voice.FAMILY) -> str:
    return format_reading(found, voice)


LESS = "less difficulty with daily activities than at the start"
MORE = "more difficulty with daily activities than at the start"
WOBBLE = "no change larger than the questionnaire’s own wobble"
LOWEST = "began in the lowest band"
LOWER = ", and in a lower band (responder, Sil 2014)"


@pytest.mark.parametrize(
    ("values", "words", "lower"),
    [
        ((30, 22), LESS, LOWER),
        ((29, 21), LESS, ""),
        ((31, 24), WOBBLE, ""),
        ((27, 9), LESS, LOWER),
        ((27, 14), LESS, ""),
        ((14, 27), MORE, ""),
        ((10, 4), LOWEST, ""),
        ((30, 20, 30), WOBBLE, ""),
        # The rule in the order in which it stands: what fell or rose is said first.
        ((12, 4), LESS, ""),
        ((12, 20), MORE, ""),
        ((13, 13), WOBBLE, ""),
        ((20, 12), LESS, LOWER),
    ],
)
def test_the_cases_of_the_rule(values: Values, words: str, lower: str) -> None:
    found = reading(series(FDI, *values))
    weeks = "Weeks 1 to 9" if len(values) == 3 else "Weeks 1 to 5"
    numbers = f"(FDI {values[0]:g} to {values[-1]:g})"
    assert said(found) == f"{weeks}, child’s report: {words} {numbers}."
    assert said(found, Voice.STAFF) == f"{weeks}, child’s report: {words} {numbers}{lower}."


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((6, 6), "about the same by the child’s report (6 to 6)"),
        ((7, 5), "about the same by the child’s report (7 to 5)"),  # two points, but 29 %
        ((6, 4), "less than at the start by the child’s report (6 to 4)"),
        ((10, 7), "less than at the start by the child’s report (10 to 7)"),
        ((2, 1), "about the same by the child’s report (2 to 1)"),  # half of it, but one point
        ((4, 6), "more than at the start by the child’s report (4 to 6)"),
        ((8, 10), "about the same by the child’s report (8 to 10)"),
        ((0, 2), "more than at the start by the child’s report (0 to 2)"),
        ((0, 0), "about the same by the child’s report (0 to 0)"),
    ],
)
def test_pain_changes_by_two_points_and_thirty_percent(values: Values, words: str) -> None:
    assert said(reading(series(PAIN, *values))) == f"Weeks 1 to 5: pain {words}."


def test_of_mobility_more_is_better_and_nothing_is_judged() -> None:
    for values in ((35.2, 41), (41, 35.2), (40, 40)):
        found = reading(series(MOBILITY, *values))
        assert found.finding is Finding.NUMBERS
        words = f"PROMIS mobility {values[0]:g} to {values[1]:g} (higher is better)"
        assert said(found) == f"Weeks 1 to 5, child’s report: {words}."


def test_with_a_published_wobble_more_mobility_would_be_better() -> None:
    """The rule goes by the registry's direction, and not by the sign of a number."""
    scale = replace(SCALES[MOBILITY], wobble=5.0)
    assert finding_of(scale, 35, 41) is Finding.BETTER
    assert finding_of(scale, 41, 35) is Finding.WORSE
    assert finding_of(scale, 41, 37) is Finding.NO_CHANGE


def test_tests_and_sleep_are_given_with_their_units() -> None:
    found = readings_of(
        [
            series(Instrument.SLEEP, 7.25, 8),
            series(Instrument.GRIP, 12.5, 14, reporter=CLINICIAN, side=Side.RIGHT),
            series(Instrument.GRIP, 11, 13, reporter=CLINICIAN, side=Side.LEFT),
            series(Instrument.SIX_MINUTE_WALK, 380, 455, reporter=CLINICIAN),
        ],
        START,
    )
    assert [said(each) for each in found] == [
        "Weeks 1 to 5: Six-minute walk 380 to 455 m (higher is better).",
        "Weeks 1 to 5: Grip, left 11 to 13 kg (higher is better).",
        "Weeks 1 to 5: Grip, right 12.5 to 14 kg (higher is better).",
        "Weeks 1 to 5, child’s report: Sleep 7.25 to 8 h.",
    ]


def test_fewer_than_two_values_are_not_enough_to_tell() -> None:
    assert (
        said(reading(series(FDI, 27)))
        == "Not enough to tell: one score so far (FDI 27, week 1, child’s report)."
    )
    for nothing in ((), (None,), (None, None)):
        assert said(reading(series(FDI, *nothing))) == "FDI: not enough to tell."


def test_what_was_left_incomplete_is_no_value() -> None:
    found = reading(series(FDI, None, 27, None, 14, None))
    assert found.first is not None
    assert found.latest is not None
    assert (found.first.week, found.latest.week) == (5, 13)
    assert (found.first.value, found.latest.value) == (27, 14)


def test_the_childs_word_counts_and_else_a_parents() -> None:
    both = series(FDI, 27, 14), series(FDI, 30, 40, reporter=PARENT)
    for order in (both, both[::-1]):
        found = reading(*order)
        assert (found.reporter, found.finding) == (CHILD, Finding.BETTER)
    found = reading(series(FDI, 27, None), both[1])
    assert (found.reporter, found.finding) == (PARENT, Finding.WORSE)
    assert said(found).startswith("Weeks 1 to 5, parent’s report: more difficulty")


def test_a_childs_and_a_parents_scores_are_never_compared() -> None:
    found = reading(series(FDI, 30), series(FDI, 9, reporter=PARENT, first=START + FOUR_WEEKS))
    assert (found.reporter, found.finding) == (CHILD, Finding.NOT_ENOUGH)


DANA, BEN, PAT, LEE = range(1, 5)


def entered_by(values: Mapping[int, tuple[int, float]], reporter: Reporter = PARENT) -> Series:
    """A series by the numbers of its weeks: who entered which score; the first two accounts are a family's."""
    plain = series(FDI, *(value for _, value in values.values()), reporter=reporter)
    scores = (
        replace(score, day=START + timedelta(weeks=week), by_id=who, by_family=who in (DANA, BEN))
        for score, (week, (who, _)) in zip(plain.scores, values.items(), strict=True)
    )
    return replace(plain, scores=tuple(scores))


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ({0: (DANA, 40), 4: (BEN, 10)}, (10, None)),
        ({0: (DANA, 40), 2: (BEN, 12), 4: (BEN, 10)}, (12, 10)),
        ({0: (DANA, 40), 2: (BEN, 12), 4: (DANA, 30)}, (40, 30)),
        # Forms on paper do not say which parent wrote them, whoever of the staff typed them in.
        ({0: (PAT, 40), 2: (BEN, 12), 4: (LEE, 30)}, (40, 30)),
        ({0: (PAT, 40), 2: (LEE, 30), 4: (BEN, 12)}, (12, None)),
    ],
)
def test_two_parents_are_never_compared(
    values: dict[int, tuple[int, float]], ends: tuple[float, float | None]
) -> None:
    found = reading(entered_by(values))
    assert found.first is not None
    assert (found.first.value, found.latest and found.latest.value) == ends
    assert (found.finding is Finding.NOT_ENOUGH) == (ends[1] is None)


def test_a_childs_word_is_its_own_whoever_entered_it() -> None:
    found = reading(entered_by({0: (PAT, 40), 4: (DANA, 30)}, reporter=CHILD))
    assert found.finding is Finding.BETTER


def test_only_the_episode_is_read() -> None:
    before = series(FDI, 40, 40, 30, 20, 5, first=START - 2 * FOUR_WEEKS)
    found = reading(before, end=START + 2 * FOUR_WEEKS)
    assert found.first is not None
    assert found.latest is not None
    assert (found.first.value, found.latest.value) == (30, 20)


def test_function_comes_first_and_pain_last() -> None:
    every = [
        series(scale.instrument, scale.low, scale.high, reporter=scale.reporters[0], side=scale.sides[0])
        for scale in reversed(list(SCALES.values()))
    ]
    kinds = [found.scale.kind for found in readings_of(every, START)]
    assert kinds == sorted(kinds, key=list(Kind).index)
    assert (kinds[0], kinds[-1]) == (Kind.FUNCTION, Kind.PAIN)


def test_function_is_the_first_questionnaire_that_says_something() -> None:
    cali = series(Instrument.CALI_9, 50, 30)
    for all_series, wanted in (
        ([cali, series(FDI, 27, 14), series(PAIN, 7, 2)], FDI),
        ([cali, series(FDI, 27)], Instrument.CALI_9),
        ([series(FDI, 27)], FDI),
    ):
        found = function_reading(readings_of(all_series, START))
        assert found is not None
        assert found.instrument is wanted
    assert function_reading(readings_of([series(PAIN, 7, 2)], START)) is None


def test_pain_is_the_simple_number_or_else_what_says_something() -> None:
    interference = Instrument.PROMIS_PAIN_INTERFERENCE
    for all_series, wanted in (
        ([series(FDI, 27, 14), series(interference, 60, 50), series(PAIN, 7, 2)], PAIN),
        ([series(interference, 60, 50), series(PAIN, 7)], interference),
        ([series(interference, 60), series(PAIN, 7)], PAIN),
    ):
        found = pain_reading(readings_of(all_series, START))
        assert found is not None
        assert found.instrument is wanted
    assert pain_reading(readings_of([series(FDI, 27, 14)], START)) is None


def test_no_sentence_forecasts_or_says_yet() -> None:
    sentences = [words for each in SAID.values() for words in each.values()]
    for words in sentences:
        assert not {"yet", "will", "soon", "expected"} & set(words.split())


whole = st.integers(0, 60)


@given(st.lists(st.one_of(st.none(), whole), max_size=6))
def test_the_sentence_goes_by_the_first_and_the_latest_alone(values: list[int | None]) -> None:
    scored = [value for value in values if value is not None]
    found = reading(series(FDI, *values))
    if len(scored) < 2:
        assert found.finding is Finding.NOT_ENOUGH
        return
    fall = scored[0] - scored[-1]
    naive = Finding.NO_CHANGE
    if fall > 7.7:
        naive = Finding.BETTER
    elif fall < -7.7:
        naive = Finding.WORSE
    elif scored[0] < 13:
        naive = Finding.LOWEST_BAND
    assert found.finding is naive
    bands = [0 if value < 13 else 1 if value < 30 else 2 for value in (scored[0], scored[-1])]
    assert found.lower_band == (bands[1] < bands[0])
    assert ("responder" in said(found, Voice.STAFF)) == (naive is Finding.BETTER and bands[1] < bands[0])
    assert "responder" not in said(found)


def mirrored(finding: Finding) -> Finding:
    return {Finding.BETTER: Finding.WORSE, Finding.WORSE: Finding.BETTER}.get(finding, finding)


@given(st.integers(20, 80), st.integers(20, 80), st.floats(0.5, 20))
def test_the_other_direction_mirrors_the_finding(first: int, latest: int, wobble: float) -> None:
    higher = replace(SCALES[MOBILITY], wobble=wobble)
    lower = replace(higher, better=Better.LOWER)
    assert finding_of(lower, first, latest) is mirrored(finding_of(higher, first, latest))
    assert finding_of(higher, latest, first) is mirrored(finding_of(higher, first, latest))


@given(st.integers(0, 10), st.integers(0, 10))
def test_pain_by_another_way_of_counting(first: int, latest: int) -> None:
    points = abs(first - latest)
    is_change = points >= 2 and (first == 0 or points / first > 0.2999)
    naive = Finding.NO_CHANGE
    if is_change:
        naive = Finding.BETTER if latest < first else Finding.WORSE
    assert finding_of(SCALES[PAIN], first, latest) is naive

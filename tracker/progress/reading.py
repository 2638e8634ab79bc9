"""The reading: the latest score of an instrument against the episode's first, by the same reporter. No database.

It says what is, with both numbers and their weeks. What is smaller than an instrument's published wobble is no change;
where none was published, both numbers are given and nothing is judged. Nothing is forecast.

A child may have two parents who report: the scores of one are never held against the other's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from db.vocabulary import Better, Instrument, Reporter, Side
from tracker.measures.instruments import SCALES, Kind, Scale
from tracker.measures.read import Score, Series
from tracker.plans.schedule import week_of

LEAST_POINTS_OF_PAIN = 2
LEAST_PERCENT_OF_PAIN = 30
# Scores have two decimals at most, so that what differs by less is a computer's rounding.
DIGITS = 6


class Finding(StrEnum):
    """What the two scores say. `NUMBERS` are given without being judged."""

    BETTER = "better"
    WORSE = "worse"
    LOWEST_BAND = "lowest_band"
    NO_CHANGE = "no_change"
    NUMBERS = "numbers"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True)
class Point:
    """One score and the treatment week and the day that it is of."""

    week: int
    day: date
    value: float


@dataclass(frozen=True)
class Reading:
    """What is said of an instrument. `first` is None without any score, `latest` with fewer than two.

    `lower_band` says that the latest score lies in a better published band than the first.
    """

    instrument: Instrument
    reporter: Reporter
    side: Side
    finding: Finding
    first: Point | None = None
    latest: Point | None = None
    lower_band: bool = False

    @property
    def scale(self) -> Scale:
        """Give what the registry says of its instrument."""
        return SCALES[self.instrument]


def readings_of(series: Sequence[Series], start: date, end: date | None = None) -> tuple[Reading, ...]:
    """Read an episode that begins on `start` (and `end` is no longer in), in the registry's order.

    One for each instrument and side that has a series: by the first of its reporters who has two scores or more, so
    the child's, else a parent's. Of a parent's only those of who entered the latest are compared.
    """
    order = list(SCALES)
    places = sorted(series, key=lambda one: (order.index(one.instrument), list(Side).index(one.side)))
    return tuple(
        _reading(_whose(list(of_place), start, end), start, end)
        for _place, of_place in groupby(places, key=lambda one: (one.instrument, one.side))
    )


def function_reading(readings: Iterable[Reading]) -> Reading | None:
    """Give the reading that stands for function: of the first instrument of its kind in the registry's order.

    One that says something goes before those with too few scores; None where there is none at all.
    """
    return _telling([reading for reading in readings if reading.scale.kind is Kind.FUNCTION])


def pain_reading(readings: Iterable[Reading]) -> Reading | None:
    """Give the reading that stands for pain: the last in the registry's order, which is the simple number.

    One that says something goes before those with too few scores; None where there is none, or it is not shown.
    """
    return _telling([reading for reading in readings if reading.scale.kind is Kind.PAIN][::-1])


def _telling(found: Sequence[Reading]) -> Reading | None:
    telling = [reading for reading in found if reading.finding is not Finding.NOT_ENOUGH]
    return next(iter((*telling, *found)), None)


def _whose(series: list[Series], start: date, end: date | None) -> Series:
    reporters = series[0].scale.reporters
    by_rank = sorted(series, key=lambda one: reporters.index(one.reporter))
    counts = [len(_compared(one, start, end)) for one in by_rank]
    enough = [one for one, count in zip(by_rank, counts, strict=True) if count > 1]
    some = [one for one, count in zip(by_rank, counts, strict=True) if count]
    return next(iter((*enough, *some, *by_rank)))


def _compared(series: Series, start: date, end: date | None) -> list[Score]:
    """Give the episode's scores that may be held against each other: of a parent's those by the latest one's writer."""
    scores = [score for score in series.scored if start <= score.day and (end is None or score.day < end)]
    if series.reporter is not Reporter.PARENT:
        return scores
    return [score for score in scores if _writer(score) == _writer(scores[-1])]


def _writer(score: Score) -> int | None:
    """Give which parent entered a score; None for what staff entered from paper, which does not say whose it is."""
    return score.by_id if score.by_family else None


def _reading(series: Series, start: date, end: date | None) -> Reading:
    whose = series.instrument, series.reporter, series.side
    points = [
        Point(week_of(start, score.day), score.day, score.value)
        for score in _compared(series, start, end)
        if score.value is not None
    ]
    if not points:
        return Reading(*whose, Finding.NOT_ENOUGH)
    first, latest = points[0], points[-1]
    if len(points) == 1:
        return Reading(*whose, Finding.NOT_ENOUGH, first)
    finding = finding_of(series.scale, first.value, latest.value)
    return Reading(*whose, finding, first, latest, _is_in_lower_band(series.scale, first.value, latest.value))


def finding_of(scale: Scale, first: float, latest: float) -> Finding:
    """Give what two scores of an instrument say; `first` is the earlier one."""
    if scale.better is None:
        return Finding.NUMBERS
    rise = latest - first if scale.better is Better.HIGHER else first - latest
    gain = round(rise, DIGITS)
    if scale.instrument is Instrument.PAIN:
        return _judged(gain, is_change=_is_change_of_pain(first, abs(gain)))
    if scale.wobble is None:
        return Finding.NUMBERS
    found = _judged(gain, is_change=abs(gain) >= scale.wobble)
    if found is Finding.NO_CHANGE and scale.bands and scale.band_of(first) == scale.bands[0]:
        return Finding.LOWEST_BAND
    return found


def _is_change_of_pain(first: float, change: float) -> bool:
    """Say whether pain changed by two points and by 30 %; out of no pain at all any two points are such a change."""
    return change >= LEAST_POINTS_OF_PAIN and 100 * change >= LEAST_PERCENT_OF_PAIN * first


def _judged(gain: float, *, is_change: bool) -> Finding:
    if not is_change:
        return Finding.NO_CHANGE
    return Finding.BETTER if gain > 0 else Finding.WORSE


def _is_in_lower_band(scale: Scale, first: float, latest: float) -> bool:
    before, after = scale.band_of(first), scale.band_of(latest)
    return before is not None and after is not None and scale.bands.index(after) < scale.bands.index(before)

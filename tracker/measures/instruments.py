"""The registry of instruments: what a score of each can be, which direction is better, and whose word it is.

Scores and dates are stored, never the questions of a questionnaire: their licences differ. Bands stand here only where
they were published for every child; PROMIS has cut-offs for single populations only, so it has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from db.vocabulary import Better, Instrument, Reporter, Side


class Kind(StrEnum):
    """What an instrument is about, in the order in which screens show them: function first, pain last."""

    FUNCTION = "function"
    PERFORMANCE = "performance"
    SLEEP = "sleep"
    PAIN = "pain"


class Unit(StrEnum):
    """In what a score is counted."""

    POINTS = "points"
    T_SCORE = "t_score"
    METRES = "metres"
    TIMES = "times"
    KILOGRAMS = "kilograms"
    HOURS = "hours"


class BandName(StrEnum):
    """What a published band is called."""

    NONE_OR_MINIMAL = "none_or_minimal"
    MODERATE = "moderate"
    SEVERE = "severe"


@dataclass(frozen=True)
class Band:
    """A band of scores, both ends included."""

    name: BandName
    low: float
    high: float


@dataclass(frozen=True)
class Scale:
    """What the registry says of an instrument.

    A score lies within `low` and `high`, both included, with at most `decimals` digits behind the point. `better` None
    is no direction. `reporters` are whose word a score can be, the one that counts first in front. `bands` run from the
    best to the worst. `wobble` is the change in points below which an instrument cannot tell a change from chance.
    """

    instrument: Instrument
    kind: Kind
    low: float
    high: float
    unit: Unit
    better: Better | None
    reporters: tuple[Reporter, ...]
    decimals: int = 0
    sides: tuple[Side, ...] = (Side.BOTH,)
    bands: tuple[Band, ...] = ()
    wobble: float | None = None

    @property
    def is_about_pain(self) -> bool:
        """Say whether its scores are shown only to those who see pain values."""
        return self.kind is Kind.PAIN

    def band_of(self, value: float) -> Band | None:
        """Give the band of a score; None where none was published."""
        return next((band for band in self.bands if value <= band.high), None)


_BY_WORD = (Reporter.CHILD, Reporter.PARENT)
_BY_TEST = (Reporter.CLINICIAN,)
_LOWER, _HIGHER = Better.LOWER, Better.HIGHER

ALL = (
    Scale(
        Instrument.FDI,
        Kind.FUNCTION,
        0,
        60,
        Unit.POINTS,
        _LOWER,
        _BY_WORD,
        bands=(
            # Kashikar-Zuck 2011
            Band(BandName.NONE_OR_MINIMAL, 0, 12),
            Band(BandName.MODERATE, 13, 29),
            Band(BandName.SEVERE, 30, 60),
        ),
        wobble=7.8,  # Sil 2014
    ),
    # Holley 2018: the nine ratings as a number from 0 to 100.
    Scale(Instrument.CALI_9, Kind.FUNCTION, 0, 100, Unit.POINTS, _LOWER, _BY_WORD, decimals=1),
    Scale(Instrument.PROMIS_MOBILITY, Kind.FUNCTION, 20, 80, Unit.T_SCORE, _HIGHER, _BY_WORD, decimals=1),
    Scale(Instrument.PEDSQL, Kind.FUNCTION, 0, 100, Unit.POINTS, _HIGHER, _BY_WORD, decimals=1),
    Scale(Instrument.SIX_MINUTE_WALK, Kind.PERFORMANCE, 0, 1000, Unit.METRES, _HIGHER, _BY_TEST),
    Scale(Instrument.SIT_TO_STAND, Kind.PERFORMANCE, 0, 60, Unit.TIMES, _HIGHER, _BY_TEST),
    Scale(Instrument.STEP_TEST, Kind.PERFORMANCE, 0, 300, Unit.TIMES, _HIGHER, _BY_TEST),
    Scale(
        Instrument.GRIP,
        Kind.PERFORMANCE,
        0,
        100,
        Unit.KILOGRAMS,
        _HIGHER,
        _BY_TEST,
        decimals=1,
        sides=(Side.LEFT, Side.RIGHT),
    ),
    Scale(Instrument.SLEEP, Kind.SLEEP, 0, 24, Unit.HOURS, None, _BY_WORD, decimals=2),
    Scale(Instrument.PROMIS_PAIN_INTERFERENCE, Kind.PAIN, 20, 80, Unit.T_SCORE, _LOWER, _BY_WORD, decimals=1),
    Scale(Instrument.PAIN, Kind.PAIN, 0, 10, Unit.POINTS, _LOWER, _BY_WORD),
)
SCALES: Mapping[Instrument, Scale] = {scale.instrument: scale for scale in ALL}
ABOUT_PAIN = tuple(scale.instrument for scale in ALL if scale.is_about_pain)

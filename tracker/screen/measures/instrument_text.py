"""Instruments in words: their names, units, bands, and what is to be known of their licences."""

from collections.abc import Mapping

from db.vocabulary import Better, Instrument, Reporter, Side
from tracker.measures.instruments import BandName, Scale, Unit
from tracker.screen.dates import format_number
from tracker.screen.words import N_, _

NAMES: Mapping[Instrument, str] = {
    Instrument.FDI: N_("Functional Disability Inventory (FDI)"),
    Instrument.CALI_9: N_("Child Activity Limitations Interview (CALI-9)"),
    Instrument.PROMIS_MOBILITY: N_("PROMIS pediatric mobility"),
    Instrument.PEDSQL: N_("PedsQL, total"),
    Instrument.SIX_MINUTE_WALK: N_("Six-minute walk"),
    Instrument.SIT_TO_STAND: N_("Sit-to-stand test"),
    Instrument.STEP_TEST: N_("Step test"),
    Instrument.GRIP: N_("Grip"),
    Instrument.SLEEP: N_("Sleep"),
    Instrument.PROMIS_PAIN_INTERFERENCE: N_("PROMIS pediatric pain interference"),
    Instrument.PAIN: N_("Pain, 0 to 10"),
}
SHORT: Mapping[Instrument, str] = {
    Instrument.FDI: N_("FDI"),
    Instrument.CALI_9: N_("CALI-9"),
    Instrument.PROMIS_MOBILITY: N_("PROMIS mobility"),
    Instrument.PEDSQL: N_("PedsQL"),
    Instrument.SIX_MINUTE_WALK: N_("Six-minute walk"),
    Instrument.SIT_TO_STAND: N_("Sit-to-stand"),
    Instrument.STEP_TEST: N_("Step test"),
    Instrument.GRIP: N_("Grip"),
    Instrument.SLEEP: N_("Sleep"),
    Instrument.PROMIS_PAIN_INTERFERENCE: N_("PROMIS pain interference"),
    Instrument.PAIN: N_("Pain"),
}
ABOUT: Mapping[Instrument, str] = {
    Instrument.FDI: N_("Difficulty with daily activities."),
    Instrument.CALI_9: N_("Difficulty with nine activities."),
    Instrument.PROMIS_MOBILITY: N_("Moving about."),
    Instrument.PEDSQL: N_("Physical, emotional, social and school life."),
    Instrument.SIX_MINUTE_WALK: N_("How far somebody walks in six minutes."),
    Instrument.SIT_TO_STAND: N_("How often somebody stands up from a chair in 30 seconds."),
    Instrument.STEP_TEST: N_("How many steps somebody takes in the time that your clinic uses."),
    Instrument.GRIP: N_("How firmly each hand grips."),
    Instrument.SLEEP: N_("Hours asleep in a usual night."),
    Instrument.PROMIS_PAIN_INTERFERENCE: N_("How far pain gets in the way."),
    Instrument.PAIN: N_("A number that stays in the background."),
}

_FREE_TEST = N_("A test that needs no licence.")
_AUTHORS = N_("The questionnaire is its authors’: please ask them before you use it.")
_PROMIS = N_(
    "Copyright of the PROMIS Health Organization. HealthMeasures gives out the questionnaire and the table of "
    "T-scores, under its own terms of use."
)
LICENCES: Mapping[Instrument, str] = {
    Instrument.FDI: _AUTHORS,
    Instrument.CALI_9: _AUTHORS,
    Instrument.PROMIS_MOBILITY: _PROMIS,
    Instrument.PEDSQL: N_(
        "Copyright of James W. Varni. It takes a user agreement, which Mapi Research Trust handles, and for some uses "
        "a fee."
    ),
    Instrument.SIX_MINUTE_WALK: _FREE_TEST,
    Instrument.SIT_TO_STAND: _FREE_TEST,
    Instrument.STEP_TEST: _FREE_TEST,
    Instrument.GRIP: N_("A test that needs no licence, and a dynamometer."),
    Instrument.SLEEP: N_("A number that needs no licence."),
    Instrument.PROMIS_PAIN_INTERFERENCE: _PROMIS,
    Instrument.PAIN: N_("A number that needs no licence."),
}

# With the number, as it is read aloud and written behind it.
UNITS: Mapping[Unit, str] = {
    Unit.POINTS: N_("{n}"),
    Unit.T_SCORE: N_("{n}"),
    Unit.METRES: N_("{n} m"),
    Unit.TIMES: N_("{n} times"),
    Unit.KILOGRAMS: N_("{n} kg"),
    Unit.HOURS: N_("{n} h"),
}
UNIT_NAMES: Mapping[Unit, str] = {
    Unit.POINTS: N_("points"),
    Unit.T_SCORE: N_("T-score"),
    Unit.METRES: N_("metres"),
    Unit.TIMES: N_("times"),
    Unit.KILOGRAMS: N_("kilograms"),
    Unit.HOURS: N_("hours"),
}
DIRECTIONS: Mapping[Better | None, str] = {
    Better.LOWER: N_("lower is better"),
    Better.HIGHER: N_("higher is better"),
    None: N_("no direction"),
}
BANDS: Mapping[BandName, str] = {
    BandName.NONE_OR_MINIMAL: N_("none or minimal"),
    BandName.MODERATE: N_("moderate"),
    BandName.SEVERE: N_("severe"),
}
REPORTERS: Mapping[Reporter, str] = {
    Reporter.CHILD: N_("child’s report"),
    Reporter.PARENT: N_("parent’s report"),
    Reporter.CLINICIAN: N_("tested"),
}
SIDES: Mapping[Side, str] = {Side.BOTH: "", Side.LEFT: N_("left"), Side.RIGHT: N_("right")}


def format_plain_score(scale: Scale, value: float) -> str:
    """Give a score as a number of its instrument, without the unit: "7.25"."""
    return format_number(value, scale.decimals)


def format_score(scale: Scale, value: float | None) -> str:
    """Give a score with its unit: "455 m"; "not scored" where it was left incomplete."""
    if value is None:
        return _("not scored")
    return _(UNITS[scale.unit]).format(n=format_plain_score(scale, value))


def format_instrument(instrument: Instrument, side: Side = Side.BOTH) -> str:
    """Name an instrument, and the side where it has sides: "Grip, left"."""
    return _with_side(_(NAMES[instrument]), side)


def format_short(instrument: Instrument, side: Side = Side.BOTH) -> str:
    """Name an instrument by its short name."""
    return _with_side(_(SHORT[instrument]), side)


def format_range(scale: Scale) -> str:
    """Give the range and the direction: "0 to 60 points, lower is better"."""
    low, high = (format_number(value) for value in (scale.low, scale.high))
    unit, direction = _(UNIT_NAMES[scale.unit]), _(DIRECTIONS[scale.better])
    return _("{low} to {high} {unit}, {direction}").format(low=low, high=high, unit=unit, direction=direction)


def format_bands(scale: Scale) -> str:
    """Give the published bands: "0 to 12 none or minimal"; empty where there are none."""
    words = _("{low} to {high} {band}")
    return ", ".join(
        words.format(low=f"{band.low:g}", high=f"{band.high:g}", band=_(BANDS[band.name]))
        for band in scale.bands
    )


def format_reporter(reporter: Reporter) -> str:
    """Give whose word a score is."""
    return _(REPORTERS[reporter])


def format_licence(instrument: Instrument) -> str:
    """Give what is to be known of an instrument's licence."""
    return _(LICENCES[instrument])


def format_side(side: Side) -> str:
    """Name a side; empty where there are none."""
    return "" if side is Side.BOTH else _(SIDES[side])


def _with_side(name: str, side: Side) -> str:
    return name if side is Side.BOTH else _("{name}, {side}").format(name=name, side=format_side(side))

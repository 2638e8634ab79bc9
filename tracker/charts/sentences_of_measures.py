"""The reading in words: what the latest score of an instrument says beside the first. Never a forecast."""

from collections.abc import Mapping

from db.vocabulary import Instrument, Reporter
from tracker.charts.sentences import Voice
from tracker.progress.reading import Finding, Point, Reading
from tracker.screen.measures.instrument_text import (
    DIRECTIONS,
    format_plain_score,
    format_reporter,
    format_score,
    format_short,
)
from tracker.screen.words import N_, _

# Of the instruments whose changes are judged; of all others both numbers are given.
SAID: Mapping[Instrument, Mapping[Finding, str]] = {
    Instrument.FDI: {
        Finding.BETTER: N_("less difficulty with daily activities than at the start ({numbers})"),
        Finding.WORSE: N_("more difficulty with daily activities than at the start ({numbers})"),
        Finding.NO_CHANGE: N_("no change larger than the questionnaire’s own wobble ({numbers})"),
        Finding.LOWEST_BAND: N_("began in the lowest band ({numbers})"),
    },
    Instrument.PAIN: {
        Finding.BETTER: N_("pain less than at the start {by} ({numbers})"),
        Finding.WORSE: N_("pain more than at the start {by} ({numbers})"),
        Finding.NO_CHANGE: N_("pain about the same {by} ({numbers})"),
    },
}
BY: Mapping[Reporter, str] = {
    Reporter.CHILD: N_("by the child’s report"),
    Reporter.PARENT: N_("by the parent’s report"),
    Reporter.CLINICIAN: N_("as tested"),
}


def format_reading(reading: Reading, voice: Voice) -> str:
    """Give a reading as one sentence, with both numbers, their weeks and whose word they are."""
    if reading.first is None or reading.latest is None:
        return _not_enough(reading)
    said = _said(reading, reading.first, reading.latest, voice)
    head = _weeks(reading.first, reading.latest)
    if reading.instrument is not Instrument.PAIN:
        head = ", ".join(filter(None, (head, _whose(reading))))
    return _("{head}: {said}.").format(head=head, said=said)


def _said(reading: Reading, first: Point, latest: Point, voice: Voice) -> str:
    numbers = _numbers(reading, first, latest)
    if reading.finding is Finding.NUMBERS:
        return numbers
    said = _(SAID[reading.instrument][reading.finding]).format(numbers=numbers, by=_(BY[reading.reporter]))
    is_responder = reading.finding is Finding.BETTER and reading.lower_band
    if is_responder and reading.instrument is Instrument.FDI and voice is Voice.STAFF:
        return _("{said}, and in a lower band (responder, Sil 2014)").format(said=said)
    return said


def _not_enough(reading: Reading) -> str:
    name = format_short(reading.instrument, reading.side)
    if reading.first is None:
        return _("{name}: not enough to tell.").format(name=name)
    facts = (
        _("{name} {score}").format(name=name, score=format_score(reading.scale, reading.first.value)),
        _("week {n}").format(n=reading.first.week),
        _whose(reading),
    )
    return _("Not enough to tell: one score so far ({facts}).").format(facts=", ".join(filter(None, facts)))


def _numbers(reading: Reading, first: Point, latest: Point) -> str:
    """Give "27 to 14" with what it is a score of; where nothing is judged, with the direction that is better."""
    scale = reading.scale
    numbers = _("{first} to {latest}").format(
        first=format_plain_score(scale, first.value), latest=format_score(scale, latest.value)
    )
    if reading.instrument is Instrument.PAIN:
        return numbers
    numbers = f"{format_short(reading.instrument, reading.side)} {numbers}"
    if reading.finding is not Finding.NUMBERS or scale.better is None:
        return numbers
    return _("{numbers} ({direction})").format(numbers=numbers, direction=_(DIRECTIONS[scale.better]))


def _weeks(first: Point, latest: Point) -> str:
    if latest.week == first.week:
        return _("Week {n}").format(n=first.week)
    return _("Weeks {first} to {last}").format(first=first.week, last=latest.week)


def _whose(reading: Reading) -> str:
    if reading.reporter is Reporter.CLINICIAN:
        return ""
    return format_reporter(reading.reporter)

"""Function's direction in a caseload's row: a shape, a word and both numbers. Never by colour alone."""

from collections.abc import Mapping
from html import escape

from tracker.progress.reading import Finding, Reading
from tracker.screen.measures.instrument_text import DIRECTIONS, format_plain_score, format_short
from tracker.screen.words import N_, _

# The shape is for the eye; what is read aloud is the word behind it.
SAID: Mapping[Finding, tuple[str, str]] = {
    Finding.BETTER: ("▲", N_("less difficulty")),
    Finding.WORSE: ("▼", N_("more difficulty")),
    Finding.NO_CHANGE: ("■", N_("no change")),
    Finding.LOWEST_BAND: ("●", N_("began in the lowest band")),
}


def format_function(reading: Reading | None) -> tuple[str, str, str]:
    """Give a shape, a word and the numbers; a dash alone where there are fewer than two scores.

    Where an instrument's change is not judged, the word is the direction that is better.
    """
    if reading is None or reading.first is None or reading.latest is None:
        return "", "–", ""
    scale = reading.scale
    first, latest = (format_plain_score(scale, point.value) for point in (reading.first, reading.latest))
    numbers = _("{name} {first} to {last}").format(
        name=format_short(reading.instrument), first=first, last=latest
    )
    if reading.finding in SAID:
        shape, word = SAID[reading.finding]
        return shape, _(word), numbers
    return "", _(DIRECTIONS[scale.better]), numbers


def function_html(reading: Reading | None) -> str:
    """Give the same as HTML."""
    shape, word, numbers = format_function(reading)
    drawn = f'<span aria-hidden="true">{shape}</span> ' if shape else ""
    small = f"<br><small>{escape(numbers)}</small>" if numbers else ""
    return f"{drawn}{escape(word)}{small}"

"""A child's weeks as a line of a few millimetres: an SVG that carries no text of anybody.

As an image it cannot take up the theme's colours, so it has one of each that stands 3:1 on both grounds.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from itertools import groupby

from tracker.progress.spans import Week
from tracker.progress.weeks import Tally
from tracker.screen.words import _

SLOTS = 12
SLOT, HEIGHT, MARGIN = 12, 36, 4
WIDTH = SLOTS * SLOT
MARK, FAINT = "#3c8682", "#857e71"


def sparkline(weeks: Sequence[Week], running: int | None, line_percent: int) -> str:
    """Draw the latest weeks, the last of them at the right, as the address of an image.

    A bar spans strict to observed adherence, a dot marks the observed; the week that runs is drawn hollow. A week
    without a value is a gap; one of which nothing is logged has a tick at its foot. The clinic's line is dashed.
    """
    first = SLOTS - len(weeks)
    places = [((first + n + 0.5) * SLOT, week) for n, week in enumerate(weeks)]
    parts = (*_line(line_percent), *_thread(places), *(_mark(x, week, running) for x, week in places))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"{''.join(parts)}</svg>"
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def describe(weeks: Sequence[Week]) -> str:
    """Say what the drawing shows: which weeks, and the latest of them that has a value."""
    span = _("Home exercise, weeks {first} to {last}.").format(first=weeks[0].week, last=weeks[-1].week)
    valued = [week for week in weeks if week.tally.observed is not None]
    if not valued:
        return f"{span} {_('Nothing is logged.')}"
    latest = valued[-1]
    said = _("Week {n}: strict {strict} %, observed {observed} %.").format(
        n=latest.week, strict=_percent(latest.tally.strict), observed=_percent(latest.tally.observed)
    )
    return f"{span} {said}"


def _percent(ratio: float | None) -> int:
    return round(100 * (ratio or 0))


def _y(ratio: float) -> float:
    return round(HEIGHT - MARGIN - ratio * (HEIGHT - 2 * MARGIN), 1)


def _line(line_percent: int) -> Iterable[str]:
    y = _y(line_percent / 100)
    yield f'<path d="M0 {y}H{WIDTH}" stroke="{FAINT}" stroke-dasharray="2 3"/>'


def _thread(places: Sequence[tuple[float, Week]]) -> Iterable[str]:
    """Join the observed values of weeks that follow each other."""
    for has_value, group in groupby(places, key=lambda place: place[1].tally.observed is not None):
        points = [f"{x:g},{_y(week.tally.observed or 0)}" for x, week in group]
        if has_value and len(points) > 1:
            yield f'<polyline points="{" ".join(points)}" fill="none" stroke="{MARK}" stroke-width="1.2"/>'


def _mark(x: float, week: Week, running: int | None) -> str:
    tally: Tally = week.tally
    if tally.observed is None:
        foot = _y(0)
        return f'<path d="M{x - 3:g} {foot}h6" stroke="{FAINT}" stroke-width="2"/>' if tally.settled else ""
    top, low = _y(tally.observed), _y(tally.strict or 0)
    look = f'fill="none" stroke="{MARK}"' if week.week == running else f'fill="{MARK}"'
    bar = f'<rect x="{x - 2:g}" y="{top}" width="4" height="{round(low - top, 1)}" opacity=".55" {look}/>'
    return f'{bar}<circle cx="{x:g}" cy="{top}" r="2.4" {look}/>'

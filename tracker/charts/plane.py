"""Where on a chart of weeks its marks lie: above and below its values, whatever these are counted in."""

from dataclasses import dataclass

# Heights in percent of the values' own range, beyond its 0 and 100.
BOTTOM, VISITS, DAYS, CORRECTIONS, NUMBERS, TOP = -17, -13, -7, 103, 110, 116
# The end of a mark's thin line: just below its number.
BELOW_THE_NUMBER = 106


@dataclass(frozen=True)
class Plane:
    """An axis of values that runs from `low` to `high`, its name for Plotly, and its part of the drawing."""

    low: float = 0
    high: float = 100
    axis: str = "y"
    domain: tuple[float, float] = (0.0, 1.0)

    def at(self, percent: float) -> float:
        """Give the value at a height."""
        return self.low + (self.high - self.low) * percent / 100

    def in_drawing(self, percent: float) -> float:
        """Give a height as a part of the whole drawing."""
        first, last = self.domain
        return first + (last - first) * (percent - BOTTOM) / (TOP - BOTTOM)

    @property
    def range(self) -> list[float]:
        """Give the axis' range, with room for the marks above and below."""
        return [self.at(BOTTOM), self.at(TOP)]


PERCENT = Plane()

"""What a score can be: its range and digits, whose word it is, which side. No database."""

import math

from db.vocabulary import Reporter, Side
from tracker.errors import InvalidInput
from tracker.measures.instruments import Scale


def check_score(scale: Scale, value: float | None, reporter: Reporter, side: Side) -> None:
    """Refuse a score that the instrument cannot have; None is "not scored".

    Raises `InvalidInput` with the range, and with whose score and of which side it was.
    """
    if value is None:
        return
    name = str(scale.instrument)
    limits = {"low": scale.low, "high": scale.high, "reporter": reporter, "side": side}
    if not (math.isfinite(value) and scale.low <= value <= scale.high):
        raise InvalidInput(name, "score_range", **limits)
    if round(value, scale.decimals) != value:
        if scale.decimals == 0:
            raise InvalidInput(name, "score_whole", **limits)
        raise InvalidInput(name, "score_decimals", **limits, decimals=scale.decimals)


def check_whose(scale: Scale, reporter: Reporter, side: Side) -> None:
    """Refuse a reporter or a side that the instrument does not have; raises `InvalidInput`."""
    if reporter not in scale.reporters:
        raise InvalidInput("reporter", "choose")
    if side not in scale.sides:
        raise InvalidInput("side", "choose")

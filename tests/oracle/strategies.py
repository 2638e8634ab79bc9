"""Realistic and nasty cases: `cases()` shrinks, `random_case(seed)` is fast enough for thousands."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from tests.oracle.case import Case
from tests.oracle.compose import compose

T = TypeVar("T")


class _Drawn:
    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def number(self, low: int, high: int) -> int:
        return self._draw(st.integers(low, high))

    def pick(self, options: Sequence[T]) -> T:
        return options[self._draw(st.integers(0, len(options) - 1))]


class _Seeded:
    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def number(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def pick(self, options: Sequence[T]) -> T:
        return self._random.choice(options)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Case, date]:
    """A case and the day it is read on; few entries, so that Hypothesis finishes."""
    return compose(_Drawn(draw), most_entries=25)


def random_case(seed: int) -> tuple[Case, date]:
    """The same seed gives the same case; up to 120 entries."""
    return compose(_Seeded(seed), most_entries=120)

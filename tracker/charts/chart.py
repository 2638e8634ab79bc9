"""What stands for a chart on a page: the figure, the sentence, the table, and its marks in words."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go  # type: ignore[import-untyped]

from tracker.charts.notes import Note
from tracker.screen.words import _


@dataclass(frozen=True)
class Chart:
    """A figure, the sentence that stands in for it, the table behind it, and its marks in words."""

    figure: go.Figure
    alt: str
    table: pd.DataFrame
    legend: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    days: tuple[str, ...] = ()


def with_behind(table: pd.DataFrame, behind: pd.DataFrame, name: str) -> pd.DataFrame:
    """Add the rows of what is drawn behind, each row named by whose it is; without any it is the table itself."""
    if behind.empty:
        return table
    both = [(_("this course"), table), (name, behind)]
    named = []
    for whose, rows in both:
        copy = rows.copy()
        copy.insert(0, _("Weeks of"), whose)
        named.append(copy)
    return pd.concat(named, ignore_index=True)


def alt_with_behind(alt: str, behind: str, name: str) -> str:
    """Add the sentence on what is drawn behind; `behind` is empty where nothing is."""
    if not behind:
        return alt
    return _("{alt} Drawn behind it, {course}: {behind}").format(alt=alt, course=name, behind=behind)

"""What all charts of an episode's weeks share: their axis, the marks on it, and how large all of it is drawn."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from tracker.charts import mark_pieces
from tracker.charts.figures import FEWEST_WEEKS, week_axis
from tracker.charts.frames import (
    ENDED,
    HALF_A_DAY,
    PAUSED,
    WATCHED,
    days_frame,
    in_chart,
    notes_frame,
    position,
    stretches_frame,
)
from tracker.charts.notes import Note, days_in_words, legend_of_frame, legend_of_marks, notes_of
from tracker.charts.pieces import Piece, frame_of_week
from tracker.charts.plane import Plane
from tracker.charts.sentences import format_course, format_own_weeks
from tracker.plans.schedule import first_day, week_of
from tracker.progress.behind import Behind
from tracker.progress.marks import NO_MARKS, MarkKind, Marks
from tracker.progress.progress import Progress
from tracker.screen.dates import format_short_day


@dataclass(frozen=True)
class Stage:
    """The weeks on the axis of an episode that began on `start`, and its marks; `today` None leaves no week open."""

    start: date
    weeks: range
    today: date | None = None
    marks: Marks = NO_MARKS
    behind: Behind | None = None
    large: bool = False

    @cached_property
    def notes(self) -> list[Note]:
        """Give the marks that have a number: the same one on every chart."""
        return notes_of(self.marks, self.start)

    @property
    def days_in_words(self) -> list[str]:
        """Name the days of pauses, those ill or away, visits, watch dates, and the last day."""
        return days_in_words(self.marks)

    @property
    def legend(self) -> list[str]:
        """Say what the frame and the marks mean that every chart of these weeks has."""
        frame = [] if self.running is None else [legend_of_frame()]
        return frame + legend_of_marks(self.marks)

    @cached_property
    def _notes(self) -> pd.DataFrame:
        return notes_frame(self.notes, self.start)

    @cached_property
    def _days(self) -> pd.DataFrame:
        return days_frame(self.marks, self.start)

    @cached_property
    def stretches(self) -> pd.DataFrame:
        """Give pauses, corrected days, watch dates and the end as a frame."""
        return stretches_frame(self.marks, self.start)

    @property
    def running(self) -> int | None:
        """Give the week that is still open, if it is on the axis."""
        week = None if self.today is None else week_of(self.start, self.today)
        return week if week in self.weeks else None

    @property
    def axis(self) -> dict[str, Any]:
        """Give the one axis of treatment weeks, with calendar dates beside it."""
        numbered = [(week, format_short_day(first_day(self.start, week))) for week in self.weeks]
        is_running = self.running is not None and self.running == self.weeks[-1]
        return week_axis(numbered, running=is_running, large=self.large)

    def place(self, day: date) -> float:
        """Give the place of a day's noon."""
        return position(self.start, day) + HALF_A_DAY

    def traces(self, plane: Plane, *, foot: Plane | None = None) -> list[Piece]:
        """Give numbers above the values of a plane, and small signs of days below those of `foot`, or of the same."""
        return [
            *mark_pieces.day_traces(self._days, foot or plane),
            *mark_pieces.note_traces(self._notes, len(self.weeks), plane),
        ]

    def place_behind(self, day: date) -> float:
        """Give the place of a day's noon of what is drawn behind."""
        assert self.behind is not None
        return position(self.behind.span.start, day) + HALF_A_DAY + self.behind.moved

    def shapes(self, plane: Plane, *, foot: Plane | None = None) -> list[Piece]:
        """Give bands, thin lines, and the frame of the week that is still open."""
        running = [] if self.running is None else [frame_of_week(self.running)]
        return [
            *mark_pieces.stretch_shapes(self.stretches, self._weeks_drawn, plane),
            *running,
            *mark_pieces.note_shapes(self._notes, plane, foot or plane),
        ]

    def labels(self, plane: Plane, *, pauses: bool = True) -> list[Piece]:
        """Name the bands and the end; `pauses` False where the chart itself does, with weeks that have no value."""
        kinds = (PAUSED, WATCHED, ENDED) if pauses else (WATCHED, ENDED)
        edge = self.weeks.start + self._weeks_drawn - 0.5
        return mark_pieces.stretch_labels(self.stretches, plane, kinds, edge)

    @property
    def _weeks_drawn(self) -> int:
        """Give how many weeks have room on the axis."""
        return max(len(self.weeks), FEWEST_WEEKS)

    @property
    def start_behind(self) -> date:
        """Give the day from which the weeks of what is drawn behind are counted."""
        return self.start if self.behind is None else self.behind.span.start

    @property
    def behind_name(self) -> str:
        """Name what is drawn behind, as a text; empty without."""
        if self.behind is None:
            return ""
        if self.behind.span.start == self.start:
            return format_own_weeks([week.week for week in self.behind.weeks])
        return format_course(self.behind.span)

    @property
    def behind_in_chart(self) -> str:
        """Give the same as a chart's text."""
        return in_chart(self.behind_name)


def stage_of(
    progress: Progress, kinds: Collection[MarkKind] = tuple(MarkKind), *, large: bool = False
) -> Stage:
    """Give what the charts of an episode share; there is at least one week."""
    assert progress.episode is not None
    return Stage(
        progress.episode.start,
        progress.weeks_on_axis,
        # Of a course that has ended, no week is open.
        None if progress.running is None else progress.today,
        progress.marks.only(kinds),
        progress.behind,
        large,
    )

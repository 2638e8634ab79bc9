"""Read everything that the Measures page shows of a child, as its reader may know of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.queries import children, measures
from db.queries.measures import PainSight
from db.types import AccessibleChildId
from db.vocabulary import Instrument, Reporter, Side
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.measures.clinic_instruments import Use, Uses, uses_for
from tracker.measures.due import Due, due_on
from tracker.measures.entering import next_day_of_pain
from tracker.measures.instruments import SCALES, Scale
from tracker.measures.pain import pain_sight_of
from tracker.measures.pain_settings import PainNow, pain_now
from tracker.measures.read import Score, Series, read_series, series_of
from tracker.measures.watch_dates import WatchDates, watch_dates
from tracker.plans.schedule import week_of
from tracker.progress.spans import EpisodeSpan, episode_spans, span_on
from tracker.record.completions import reporter_of
from tracker.record.days import earliest_open

FIRST = date(1970, 1, 1)


@dataclass(frozen=True)
class Place:
    """What can be entered: a score of an instrument, by the word of a reporter, for a side."""

    instrument: Instrument
    reporter: Reporter
    side: Side


@dataclass(frozen=True)
class Measures:
    """What somebody may know of a child's measures, and do with them.

    `places` are what the reader can enter now, `due` when the next scores are asked for. `corrected` are the scores in
    whose place others stand, by their ids; `days_late` are those that were entered on a later day. `pain` is None for
    who can neither set it nor hide it, and for a child whose clinician has not turned it on. `earliest` is the earliest
    day that a family can enter something for.
    """

    child_id: int
    child_name: str
    account_id: int | None
    today: date
    earliest: date
    may_keep: bool
    may_record: bool
    places: tuple[Place, ...]
    due: tuple[Due, ...]
    series: tuple[Series, ...]
    corrected: Mapping[int, Score]
    days_late: Mapping[int, int]
    pain: PainNow | None
    watched: tuple[WatchDates, ...]
    spans: tuple[EpisodeSpan, ...]

    def before(self, score: Score) -> Iterator[Score]:
        """Give what stood in the place of a score before, the latest first."""
        replaced = score.replaces_id
        while replaced is not None and replaced in self.corrected:
            earlier = self.corrected[replaced]
            yield earlier
            replaced = earlier.replaces_id

    def may_correct(self, score: Score) -> bool:
        """Say whether the reader may correct a score: a family what it entered itself, on days still open to it."""
        is_own = score.by_id is not None and score.by_id == self.account_id
        return self.may_keep or (self.may_record and is_own and score.day >= self.earliest)

    def week(self, day: date) -> int | None:
        """Give the treatment week of a day; None outside an episode."""
        span = _span_of(self.spans, day)
        return None if span is None else week_of(span.start, day)


def measures_of(work: Work, child_id: int) -> Measures:
    """Give a child's measures, and log the look. What the actor's sight leaves out is in no part of it."""
    child = work.child(child_id, Action.SEE, screen="measures")
    today, sight = work.today_of(child), pain_sight_of(work, child)
    spans = tuple(episode_spans(work, child))
    series = read_series(work, child, sight, FIRST, today)
    may_keep, may_record = work.may(child, Action.KEEP_MEASURES), work.may(child, Action.RECORD)
    pain = pain_now(work, child)
    uses = _shown(uses_for(work, child), pain, sight)
    places = tuple(_places(work, child, uses, today, may_keep=may_keep)) if may_record else ()
    asked = _Asked(uses, series, _span_of(spans, today), today, for_staff=may_keep)
    rows = measures.corrected_measures(work.connection, child, sight, FIRST, today)
    may_hide = work.may(child, Action.HIDE_PAIN) and pain.is_turned_on
    return Measures(
        child_id=child,
        child_name=children.chosen_name(work.connection, child),
        account_id=work.account_id,
        today=today,
        earliest=earliest_open(today, work.actor.back_fill_days),
        may_keep=may_keep,
        may_record=may_record,
        places=places,
        due=tuple(asked.of(places)),
        series=series,
        corrected={score.id: score for one in series_of(rows) for score in one.scores},
        days_late=_days_late(work, child, series),
        pain=pain if may_keep or may_hide else None,
        watched=watch_dates(work, child) if may_keep else (),
        spans=spans,
    )


def _days_late(work: Work, child: AccessibleChildId, series: Sequence[Series]) -> dict[int, int]:
    scores = [score for one in series for score in one.scores]
    days = {score.id: (work.day_of(child, score.recorded_at) - score.day).days for score in scores}
    return {score_id: late for score_id, late in days.items() if late > 0}


def _span_of(spans: Sequence[EpisodeSpan], day: date) -> EpisodeSpan | None:
    span = span_on(spans, day)
    return span if span is not None and (span.end is None or day < span.end) else None


def _shown(uses: Uses, pain: PainNow, sight: PainSight) -> dict[Scale, Use]:
    """Give what is in use and exists for the reader; what is about pain with the interval of this child."""
    return {
        scale: replace(use, every_weeks=pain.every_weeks) if scale.is_about_pain else use
        for scale in SCALES.values()
        if (use := uses[scale.instrument]).is_used and scale.instrument not in sight.left_out
    }


def _places(
    work: Work, child: AccessibleChildId, uses: Mapping[Scale, Use], today: date, *, may_keep: bool
) -> Iterator[Place]:
    own = reporter_of(work, child)
    for scale, use in uses.items():
        if may_keep:
            reporters = scale.reporters
        elif use.families_enter and own in scale.reporters and _is_open(work, child, scale, own, today):
            reporters = (own,)
        else:
            continue
        for reporter in reporters:
            yield from (Place(scale.instrument, reporter, side) for side in scale.sides)


def _is_open(work: Work, child: AccessibleChildId, scale: Scale, reporter: Reporter, today: date) -> bool:
    """Say whether a family may enter a score today: of pain never before it is due."""
    if not scale.is_about_pain:
        return True
    day = next_day_of_pain(work, child, scale.instrument, reporter)
    return day is not None and day <= today


@dataclass(frozen=True)
class _Asked:
    """What is asked for by its interval while an episode runs: of a family only what it can enter."""

    uses: Mapping[Scale, Use]
    series: Sequence[Series]
    span: EpisodeSpan | None
    today: date
    for_staff: bool

    def of(self, places: Sequence[Place]) -> Iterator[Due]:
        for scale, use in self.uses.items():
            reporters = [each for each in scale.reporters if self._has(places, scale, each)]
            if self.span is None or use.every_weeks is None or not reporters:
                continue
            for reporter in self._asked_of(scale, reporters):
                last = self._last(scale, reporter)
                day = due_on(last, use.every_weeks, self.span.start)
                yield Due(scale.instrument, reporter, use.every_weeks, last, day)

    def _has(self, places: Sequence[Place], scale: Scale, reporter: Reporter) -> bool:
        return any((place.instrument, place.reporter) == (scale.instrument, reporter) for place in places)

    def _asked_of(self, scale: Scale, reporters: list[Reporter]) -> list[Reporter]:
        """Give those of whom there is a score; before the first, the one whose word counts first."""
        known = [reporter for reporter in reporters if self._last(scale, reporter) is not None]
        return known or reporters[:1]

    def _last(self, scale: Scale, reporter: Reporter) -> date | None:
        days = [
            one.scored[-1].day
            for one in self.series
            if (one.instrument, one.reporter) == (scale.instrument, reporter) and one.scored
        ]
        return max(days, default=None)

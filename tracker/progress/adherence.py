"""Weekly figures of home exercise for one child, by the rules of `docs/adherence.md`."""

from collections.abc import Mapping
from datetime import date

from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import InvalidInput
from tracker.plans.schedule import week_of
from tracker.progress.spans import EpisodeSpan, Week, episode_spans, span_meant
from tracker.progress.tallies import Key, tallies_of
from tracker.progress.weeks import NOTHING, Tally

CREDIT_DIGITS = 9


def weekly_adherence(
    work: Work,
    child_id: int,
    *,
    episode_number: int | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
    as_of: date | None = None,
    screen: str = "progress",
) -> list[Week]:
    """Give the figures of every treatment week of an episode, or of the weeks that some days touch.

    Without `episode_number` it is the latest episode that has started, else the first to come. `as_of` moves the
    clock only: records are read as they are now, and entries for later days are left out. Raises `NotFound` for an
    unknown child or episode.
    """
    if from_day and to_day and to_day < from_day:
        raise InvalidInput("to", "before", earliest=from_day)
    child = work.child(child_id, Action.SEE, screen=screen)
    today = as_of or work.today_of(child)
    span = span_meant(episode_spans(work, child), episode_number, today)
    if span is None:
        return []
    weeks = _touched(span, span.weeks(today), from_day, to_day)
    return weeks_of(span, weeks, tallies_of(work, child, span, weeks, today))


def weeks_of(span: EpisodeSpan, weeks: range, tallies: Mapping[Key, Tally]) -> list[Week]:
    """Sum up tallies by treatment week."""
    sums = dict.fromkeys(weeks, NOTHING)
    for (_, week), count in tallies.items():
        sums[week] += count
    return [Week(week, *span.days_of(week), count) for week, count in sums.items()]


def _touched(span: EpisodeSpan, weeks: range, from_day: date | None, to_day: date | None) -> range:
    first = weeks.start if from_day is None else max(weeks.start, week_of(span.start, from_day))
    stop = weeks.stop if to_day is None else min(weeks.stop, week_of(span.start, to_day) + 1)
    return range(first, stop)


def as_json(week: Week) -> dict[str, object]:
    """Give one week as the command line prints it: every ratio null where there is no value."""
    t = week.tally
    return {
        "week": week.week,
        "from": week.first.isoformat(),
        "to": week.last.isoformat(),
        "due": t.due,
        "settled": t.settled,
        "excused": t.excused,
        "without_entry": t.without_entry,
        "credit": round(t.credit, CREDIT_DIGITS),
        "full": t.full,
        "strict": _rounded(t.strict),
        "observed": _rounded(t.observed),
        "coverage": _rounded(t.coverage),
        "full_completion": _rounded(t.full_completion),
    }


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, CREDIT_DIGITS)

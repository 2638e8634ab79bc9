"""Whether home exercise lies under the clinic's line, by the rule that puts a child on the caseload."""

from collections.abc import Sequence
from datetime import date

from db.queries.base import AnyRow
from tracker.progress.reasons import Thresholds, UnderTheLine, of_weeks
from tracker.progress.spans import EpisodeSpan, Week


def under_the_line(row: AnyRow, span: EpisodeSpan, weeks: Sequence[Week], today: date) -> UnderTheLine | None:
    """Ask the caseload's rule, which is about an episode that runs; `row` is what the clinic has set."""
    if span.end is not None and span.end <= today:
        return None
    found = of_weeks(weeks, today, Thresholds.of(row))
    return found if isinstance(found, UnderTheLine) else None

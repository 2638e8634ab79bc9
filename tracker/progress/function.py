"""Where function goes for each child of a caseload: one statement for all of them."""

from collections.abc import Mapping

from db.queries import measures
from db.types import AccessibleChildId
from tracker.access.work import Work
from tracker.measures.instruments import ALL, Kind
from tracker.measures.read import series_of
from tracker.progress.reading import Reading, function_reading, readings_of
from tracker.progress.spans import EpisodeSpan
from tracker.progress.tallies import by_child

FUNCTION = tuple(scale.instrument for scale in ALL if scale.kind is Kind.FUNCTION)


def function_of_caseload(
    work: Work, shown: Mapping[AccessibleChildId, EpisodeSpan]
) -> dict[AccessibleChildId, Reading]:
    """Give by child the reading that stands for function in the episode that is shown; none without any score."""
    if not shown:
        return {}
    rows = measures.ends_of_series(work.connection, [span.id for span in shown.values()], FUNCTION)
    found = by_child(rows)
    readings = {
        child: function_reading(readings_of(series_of(found[child]), span.start, span.end))
        for child, span in shown.items()
        if child in found
    }
    return {child: reading for child, reading in readings.items() if reading is not None}

"""The exercises of an episode: each line's own weeks, and what its therapist wrote from one revision to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from db.queries import progress
from db.queries.base import AnyRow
from db.types import AccessibleChildId
from db.vocabulary import PartOfDay
from tracker.access.work import Work
from tracker.plans.terms import terms_of
from tracker.progress.adherence import weeks_of
from tracker.progress.marks import Prescribed
from tracker.progress.spans import EpisodeSpan, Week
from tracker.progress.tallies import Key
from tracker.progress.weeks import NOTHING, Tally


@dataclass(frozen=True)
class Exercise:
    """One line of the plan: its tally over all weeks shown, and its own weeks, one for each of these."""

    line_id: int
    name: str
    tally: Tally
    weeks: tuple[Week, ...]


def read_revisions(work: Work, child: AccessibleChildId, span: EpisodeSpan) -> list[Prescribed]:
    """Read an episode's revisions by line and day, those entered in error among them."""
    return [_prescribed(row) for row in progress.revisions(work.connection, child, span.id)]


def exercises_in(
    span: EpisodeSpan,
    weeks: range,
    today: date,
    revisions: Sequence[Prescribed],
    tallies: Mapping[Key, Tally],
) -> tuple[Exercise, ...]:
    """Give the lines that were in force in these weeks, in the order in which Today shows them."""
    found = []
    for line_id, line in groupby(revisions, key=lambda revision: revision.line_id):
        counted = [revision for revision in line if not revision.entered_in_error]
        ids = {revision.id for revision in counted}
        mine = {key: tally for key, tally in tallies.items() if key[0] in ids}
        if mine and counted[0].first <= today:
            latest = counted[-1]
            own = tuple(weeks_of(span, weeks, mine))
            exercise = Exercise(line_id, latest.exercise, sum(mine.values(), NOTHING), own)
            found.append((list(PartOfDay).index(latest.terms.first_part), exercise))
    return tuple(exercise for _, exercise in sorted(found, key=lambda one: (one[0], one[1].line_id)))


def _prescribed(row: AnyRow) -> Prescribed:
    return Prescribed(
        id=row.id,
        line_id=row.line_id,
        exercise=row.exercise,
        first=row.valid_from,
        end=row.valid_to,
        terms=terms_of(row),
        entered_in_error=row.entered_in_error_at is not None,
    )

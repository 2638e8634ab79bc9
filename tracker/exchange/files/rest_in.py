"""Read what else belongs to a plan: pauses, phases, criteria with their findings, and what it has to know."""

from datetime import date, timedelta

from db.vocabulary import AmpsType, BodyArea, CriterionKind, Phase
from tracker.errors import InvalidInput
from tracker.exchange.files.episodes_in import episode_in, written_in
from tracker.exchange.files.folder import Folder
from tracker.exchange.files.ground import Ground
from tracker.exchange.files.kind import ROWS_OF_A_PLAN
from tracker.exchange.files.planned import (
    PlannedCriterion,
    PlannedPause,
    PlannedPhase,
    PlannedRecord,
)
from tracker.exchange.files.reading import Flaws, rows_of
from tracker.exchange.files.tables import CHILD, CRITERIA, FINDINGS, PAUSES, PHASES
from tracker.exchange.files.values import Row
from tracker.plans.about import LONGEST, About
from tracker.plans.criteria import LONGEST as LONGEST_CRITERION
from tracker.plans.episodes import FURTHEST
from tracker.text import LONGEST_TEXT

ONE_DAY = timedelta(days=1)


def read_rest(folder: Folder, ground: Ground, record: PlannedRecord, flaws: Flaws) -> None:
    """Read all of it into the record."""
    for kind, read in (
        (PAUSES, _pause),
        (PHASES, _phase),
        (CRITERIA, _criterion),
        (FINDINGS, _finding),
        (CHILD, _about),
    ):
        for row in rows_of(folder, kind, flaws):
            try:
                read(row, ground, record)
            except InvalidInput as error:
                flaws.add(kind.file, row.number, error)


def _pause(row: Row, ground: Ground, record: PlannedRecord) -> None:
    first, last = row.needed_day("from"), row.needed_day("to")
    if last < first:
        raise InvalidInput("to", "before", earliest=first)
    latest = max(first, record.today) + FURTHEST
    if last > latest:
        raise InvalidInput("to", "at_latest", latest=latest)
    episode = episode_in(row, record, (first, last + ONE_DAY))
    pause = PlannedPause(
        episode, first, last, row.text("reason", limit=LONGEST_TEXT), written_in(row, ground)
    )
    same = (pause.episode, pause.first, pause.last, None)
    if pause.written.withdrawn_at is None and any(
        (other.episode, other.first, other.last, other.written.withdrawn_at) == same
        for other in record.pauses
    ):
        raise InvalidInput("from", "row_twice")
    record.pauses.append(pause)


def _phase(row: Row, ground: Ground, record: PlannedRecord) -> None:
    first = row.needed_day("from")
    episode = episode_in(row, record, (first, first + ONE_DAY))
    phase = PlannedPhase(episode, row.needed_word("phase", Phase), first, written_in(row, ground))
    if phase.written.withdrawn_at is None and any(
        (other.episode, other.first, other.written.withdrawn_at) == (episode, first, None)
        for other in record.phases
    ):
        raise InvalidInput("from", "row_twice")
    record.phases.append(phase)


def _criterion(row: Row, ground: Ground, record: PlannedRecord) -> None:
    number = (
        row.whole("criterion", 1, ROWS_OF_A_PLAN) or max((c.number for c in record.criteria), default=0) + 1
    )
    if any(other.number == number for other in record.criteria):
        raise InvalidInput("criterion", "number_twice")
    text = row.text("text", limit=LONGEST_CRITERION, required=True)
    episode = episode_in(row, record, (date.min, None))
    kind = row.needed_word("kind", CriterionKind)
    record.criteria.append(PlannedCriterion(number, episode, kind, text, written_in(row, ground)))


def _finding(row: Row, ground: Ground, record: PlannedRecord) -> None:
    number = row.whole("criterion", 1, ROWS_OF_A_PLAN)
    criterion = next((c for c in record.criteria if c.number == number), None)
    if criterion is None:
        raise InvalidInput("criterion", "no_such_number")
    if not row.cell("met"):
        raise InvalidInput("met", "empty")
    found_at = row.moment("found_at", ground.now)
    if found_at is None:
        raise InvalidInput("found_at", "empty")
    criterion.findings.append((row.yes("met"), found_at))


def _about(row: Row, ground: Ground, record: PlannedRecord) -> None:
    about = About(
        row.word("amps_type", AmpsType),
        frozenset(row.words("body_areas", BodyArea)),
        *(
            row.text(column, limit=LONGEST)
            for column in ("other_conditions", "precautions", "supporting_medication")
        ),
    )
    # What is said of a child that is there already was written for today, and stays.
    if ground.zones is None:
        record.about = about

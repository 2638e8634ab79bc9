"""Read milestones with their targets and what became of them. One is named by its name, or else by its number."""

from collections.abc import Sequence

from db.tables.base import NAME
from db.tables.milestones import MOST_PERIODS
from db.vocabulary import MilestoneArea, MilestoneEventKind
from tracker.errors import InvalidInput
from tracker.exchange.files.episodes_in import written_in
from tracker.exchange.files.folder import Folder
from tracker.exchange.files.ground import Ground, Noons
from tracker.exchange.files.kind import ROWS_OF_A_PLAN
from tracker.exchange.files.planned import PlannedRecord
from tracker.exchange.files.planned_days import EventIn, PlannedMilestone, TargetIn, Written
from tracker.exchange.files.reading import Flaws, rows_of
from tracker.exchange.files.tables_of_days import MILESTONE_EVENTS, MILESTONE_TARGETS, MILESTONES
from tracker.exchange.files.values import Row
from tracker.milestones.ladder import APART, LAST_POSITION
from tracker.plans.episodes import FURTHEST


def read_milestones(folder: Folder, ground: Ground, record: PlannedRecord, flaws: Flaws) -> None:
    """Read all of it into the record."""
    milestones = _Milestones(ground, record)
    for kind, read in (
        (MILESTONES, milestones.add),
        (MILESTONE_TARGETS, milestones.add_target),
        (MILESTONE_EVENTS, milestones.add_event),
    ):
        for row in rows_of(folder, kind, flaws):
            try:
                read(row)
            except InvalidInput as error:
                flaws.add(kind.file, row.number, error)


class _Milestones:
    """The milestones of one reading of the files."""

    def __init__(self, ground: Ground, record: PlannedRecord) -> None:
        self._ground = ground
        self._today = record.today
        self._found = record.days.milestones
        self._noons = Noons(record.zones, ground.now)

    def add(self, row: Row) -> None:
        """Take a milestone in."""
        number = row.whole("step", 1, ROWS_OF_A_PLAN) or max((m.number for m in self._found), default=0) + 1
        if any(other.number == number for other in self._found):
            raise InvalidInput("step", "number_twice")
        area, name = row.needed_word("area", MilestoneArea), row.text("milestone", limit=NAME, required=True)
        written = written_in(row, self._ground)
        if written.withdrawn_at is None:
            self._check_free(area, name)
        noon = self._noons.of(self._today)
        self._found.append(
            PlannedMilestone(
                row.number,
                number,
                area,
                self._position(row, area),
                name,
                _periods(row, area),
                Written(written.at or noon, written.withdrawn_at),
                self._target(row),
            )
        )

    def add_target(self, row: Row) -> None:
        """Take in a target that another has taken the place of."""
        milestone = milestone_of(row, self._found)
        target = self._target(row)
        if target is None:
            raise InvalidInput("target", "empty")
        milestone.earlier.append(target)

    def add_event(self, row: Row) -> None:
        """Take in what became of a milestone."""
        milestone, kind = milestone_of(row, self._found), row.needed_word("event", MilestoneEventKind)
        day, withdrawn_at = row.needed_day("day"), row.moment("withdrawn_at", self._ground.now)
        if day > self._today:
            raise InvalidInput("day", "day_to_come")
        same = (kind, day, None)
        if withdrawn_at is None and any((e.kind, e.day, e.withdrawn_at) == same for e in milestone.events):
            raise InvalidInput("day", "row_twice")
        recorded_at = row.moment("recorded_at", self._ground.now) or self._noons.of(day)
        milestone.events.append(EventIn(kind, day, row.text("reason"), recorded_at, withdrawn_at))

    def _check_free(self, area: MilestoneArea, name: str) -> None:
        there = self._ground.days
        if area is MilestoneArea.SCHOOL and there.has_ladder:
            raise InvalidInput("area", "has_ladder")
        if (area, name) in there.milestones:
            raise InvalidInput("milestone", "milestone_there")

    def _position(self, row: Row, area: MilestoneArea) -> int:
        said = row.whole("position", 1, LAST_POSITION)
        taken = [other.position for other in self._found if other.area is area]
        return said or min(LAST_POSITION, max(taken, default=0) + APART)

    def _target(self, row: Row) -> TargetIn | None:
        """Give the target of a row; one without a day is told from none at all by its other cells."""
        day, agreed_with = row.day("target"), row.text("agreed_with", limit=NAME)
        if day is not None and day > self._today + FURTHEST:
            raise InvalidInput("target", "at_latest", latest=self._today + FURTHEST)
        set_at = row.moment("set_at", self._ground.now)
        if day is None and not agreed_with and set_at is None:
            return None
        return TargetIn(day, agreed_with, set_at or self._noons.of(self._today))


def milestone_of(row: Row, found: Sequence[PlannedMilestone]) -> PlannedMilestone:
    """Give the milestone that a row of another file names; raises `InvalidInput`."""
    number = row.whole("step", 1, ROWS_OF_A_PLAN)
    name = row.text("milestone", limit=NAME, required=True)
    named = [each for each in found if each.name == name and number in {None, each.number}]
    standing = [each for each in named if each.written.withdrawn_at is None]
    if not named:
        raise InvalidInput("milestone", "no_such_milestone")
    candidates = named if number is not None else standing or named
    if len(candidates) > 1:
        raise InvalidInput("step", "which_step")
    return candidates[0]


def _periods(row: Row, area: MilestoneArea) -> int | None:
    periods = row.whole("periods", 0, MOST_PERIODS)
    if area is MilestoneArea.SCHOOL and periods is None:
        raise InvalidInput("periods", "empty")
    if area is not MilestoneArea.SCHOOL and periods is not None:
        raise InvalidInput("periods", "only_school")
    return periods

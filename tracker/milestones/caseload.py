"""What a caseload says of milestones: those whose target day is over and that are not reached."""

from collections.abc import Mapping
from datetime import date

from db.queries import milestones
from db.types import AccessibleChildId
from tracker.access.work import Work
from tracker.progress.reasons import MilestoneOverdue


def overdue_milestones(
    work: Work, todays: Mapping[AccessibleChildId, date]
) -> dict[AccessibleChildId, tuple[MilestoneOverdue]]:
    """Give by child what was to be reached before today, where it lives: how many, and the longest ago of them."""
    found: dict[AccessibleChildId, list[tuple[str, date]]] = {}
    for child, name, target_on in milestones.open_targets(
        work.connection, list(todays), max(todays.values())
    ):
        if target_on < todays[child]:
            found.setdefault(child, []).append((name, target_on))
    return {child: (MilestoneOverdue(len(each), *each[0]),) for child, each in found.items()}

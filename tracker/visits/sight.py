"""Which visit series exist for somebody. Every question about visits is asked with it; there is no other way in.

To whom a counseling series does not show itself, it does not exist: neither by its name, nor in a count, nor by a gap.
Cover for a colleague opens no series that the colleague alone may know of: an office could give cover to anybody.
"""

from db.queries.visits import Sight
from db.types import AccessibleChildId
from db.vocabulary import RelationshipKind, Role, SeriesVisibility
from tracker.access.policy import shows_series
from tracker.access.work import Work

FOR_ALL = SeriesVisibility.CARE_TEAM_AND_FAMILY


def sight_of(work: Work, child: AccessibleChildId) -> Sight:
    """Give what the actor may know of a child's series; the server's operator is told what the care team is."""
    if work.account_id is None:
        return Sight(None, _shown_to({RelationshipKind.CARE_TEAM}), as_child=False)
    kinds = {link.kind for link in work.links(child)}
    return Sight(work.account_id, _shown_to(kinds), as_child=RelationshipKind.CHILD in kinds)


def sight_of_caseload(work: Work) -> Sight:
    """Give what a clinician may know of the series of all followed children: every link of theirs is of the team.

    Nobody else has a caseload; whoever asks for one all the same knows of no counseling by it.
    """
    kinds = {RelationshipKind.CARE_TEAM} if work.actor.role is Role.CLINICIAN else set()
    return Sight(work.account_id, _shown_to(kinds), as_child=False)


def _shown_to(kinds: set[RelationshipKind]) -> tuple[SeriesVisibility, ...]:
    return tuple(
        visibility
        for visibility in SeriesVisibility
        if any(shows_series(visibility, kind, keeps_it=False, shown_to_child=False) for kind in kinds)
    )

"""Who may read a note: the care team and its writer always, the writer's own household where it says so."""

from db.queries import children
from db.types import AccessibleChildId
from db.vocabulary import Readers, RelationshipKind
from tracker.access.work import Work

FAMILY = frozenset({RelationshipKind.GUARDIAN, RelationshipKind.CHILD})


def readable(work: Work, child: AccessibleChildId, *, writer_id: int | None, readers: Readers | None) -> bool:
    """Say whether the actor may read a note of this writer for these readers. Never the other household."""
    if writer_id == work.account_id:
        return True
    links = work.links(child)
    if any(kind not in FAMILY for kind, _, _ in links):
        return True
    if readers is not Readers.TEAM_AND_HOUSEHOLD or writer_id is None:
        return False
    mine = {household for _, _, household in links}
    return bool((mine & children.households(work.connection, child, writer_id)) - {""})

"""Who sees a child's pain values. Every question about measures is asked with it; there is no other way in.

Where they are off they do not exist: neither in a chart, a table, a file or a print, nor in a sentence or a count.
"""

from db.queries import measures
from db.queries.measures import PainSight
from db.types import AccessibleChildId
from tracker.access.policy import PAIN_SHOWN_TO
from tracker.access.work import Work
from tracker.measures.instruments import ABOUT_PAIN

ALL_SHOWN = PainSight(())
NONE_SHOWN = PainSight(ABOUT_PAIN)


def pain_sight_of(work: Work, child: AccessibleChildId) -> PainSight:
    """Give what the actor sees; the server's operator is told what the care team is."""
    if work.account_id is None or any(link.kind in PAIN_SHOWN_TO for link in work.links(child)):
        return ALL_SHOWN
    return family_sight(work, child)


def family_sight(work: Work, child: AccessibleChildId) -> PainSight:
    """Give what the family's accounts see, whoever asks: nothing of pain until it is turned on for this child."""
    setting = measures.pain_setting(work.connection, child)
    return ALL_SHOWN if setting is not None and setting.is_shown else NONE_SHOWN

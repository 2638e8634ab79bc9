"""A plan that ends this week, or has ended, with nothing given to follow it. No database, no clock."""

from collections.abc import Iterable
from datetime import date, timedelta

from tracker.progress.reasons import ENDING_WINDOW, PlanEnds
from tracker.progress.weeks import Revision

ONE_DAY = timedelta(days=1)


def plan_ends(revisions: Iterable[Revision], episode_end: date | None, today: date) -> PlanEnds | None:
    """Say on which day the last exercise of an episode that runs today ends; None while one is due after this week.

    `revisions` are those that count, cut to the episode. `episode_end` is the first day no longer in it: one that comes
    this week is planned, and the exercises end with it.
    """
    after = today + ENDING_WINDOW * ONE_DAY
    if episode_end is not None and episode_end <= after:
        return None
    ends = [each.end for each in revisions if each.end is None or each.first < each.end]
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends) or max(known) > after:
        return None
    return PlanEnds(max(known) - ONE_DAY, max(known) <= today)

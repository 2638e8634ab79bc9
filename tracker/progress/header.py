"""What the head of each of a child's pages says."""

from dataclasses import dataclass

from db.queries import children
from db.vocabulary import AmpsType
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.plans.schedule import week_of
from tracker.progress.spans import episode_spans, span_on


@dataclass(frozen=True)
class Header:
    """A child's chosen name, the treatment week that it is in today (None outside an episode), and its type."""

    child_id: int
    name: str
    week: int | None
    amps_type: AmpsType | None


def header_of(work: Work, child_id: int) -> Header:
    """Read the head of a child's page. The look is logged by what the page shows below it."""
    child = work.child(child_id, Action.SEE)
    today = work.today_of(child)
    name, amps_type = children.name_and_type(work.connection, child)
    span = span_on(episode_spans(work, child), today)
    running = span is not None and (span.end is None or today < span.end)
    return Header(child_id, name, week_of(span.start, today) if span and running else None, amps_type)

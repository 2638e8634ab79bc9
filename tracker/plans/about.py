"""What a plan has to know of a child: the type of the condition, where it is, and what to be careful of."""

from dataclasses import dataclass, replace

from db.queries import children
from db.types import AccessibleChildId
from db.vocabulary import AmpsType, BodyArea
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict
from tracker.school.page import renew_school_page
from tracker.text import checked_text

LONGEST = 2000


@dataclass(frozen=True)
class About:
    """What is said of a child beside every prescription. The texts have at most 2,000 characters each."""

    amps_type: AmpsType | None = None
    body_areas: frozenset[BodyArea] = frozenset()
    other_conditions: str = ""
    precautions: str = ""
    supporting_medication: str = ""


def about_of(work: Work, child: AccessibleChildId) -> About:
    """Read what is said of a child now."""
    row = children.about(work.connection, child)
    return About(
        row.amps_type,
        children.body_areas(work.connection, child),
        row.other_conditions,
        row.precautions,
        row.supporting_medication,
    )


def write_about(work: Work, child: AccessibleChildId, about: About) -> None:
    """Write and log what is said of a child; raises `InvalidInput` for a text that is too long."""
    about = _checked(about)
    children.change_about(
        work.connection,
        child,
        {
            "amps_type": about.amps_type,
            "other_conditions": about.other_conditions,
            "precautions": about.precautions,
            "supporting_medication": about.supporting_medication,
        },
        about.body_areas,
    )
    work.log(child, "about", f"child {child}")


def change_about(work: Work, child_id: int, about: About, *, seen: About) -> None:
    """Write what is said of a child in place of what was `seen`.

    The type stands on the page for the school: where it changes, everybody is asked anew what may go there. Raises
    `Conflict` when somebody else has changed it meanwhile to anything but this.
    """
    child = work.child(child_id, Action.PRESCRIBE)
    about = _checked(about)
    children.lock(work.connection, child)
    now = about_of(work, child)
    if now == about:
        return
    if now != seen:
        raise Conflict("changed")
    write_about(work, child, about)
    if about.amps_type != now.amps_type:
        renew_school_page(work, child)


def _checked(about: About) -> About:
    return replace(
        about,
        other_conditions=checked_text("other_conditions", about.other_conditions, limit=LONGEST),
        precautions=checked_text("precautions", about.precautions, limit=LONGEST),
        supporting_medication=checked_text(
            "supporting_medication", about.supporting_medication, limit=LONGEST
        ),
    )

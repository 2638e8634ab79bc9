"""What a table of a copy is, and the columns that many of them share."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.screen.words import N_


@dataclass(frozen=True)
class Kind:
    """One table of the copy. `name` names its file, `about` and `columns` are for people."""

    name: str
    title: str
    about: str
    columns: Mapping[str, str]


WRITTEN = {
    "written_on": N_("the day on which it was written"),
    "written_at_utc": N_("the moment, where it is given"),
    "written_by": N_("who wrote it"),
}
ENTERED = {
    "entered_on": N_("the day on which it was entered"),
    "entered_at_utc": N_("the moment, where it is given"),
    "entered_by": N_("who entered it"),
    "days_later": N_("how many days after its day it was entered: 1 is “added the next day”"),
}
WITHDRAWN = {
    "withdrawn_on": N_("the day on which it was taken back or changed; empty where it stands"),
    "withdrawn_at_utc": N_("the moment of that, where it is given"),
    "withdrawn_by": N_("who did that"),
}

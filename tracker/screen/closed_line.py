"""The line that stands at the head of a closed record's pages."""

from collections.abc import Sequence

import streamlit as st

from tracker.access.work import reading
from tracker.office.closing import Closed, closed_of
from tracker.screen.context import credential, explained
from tracker.screen.dates import format_day, format_full_day
from tracker.screen.text import plain
from tracker.screen.words import _


def show_closed(children: Sequence[int]) -> None:
    """Say of each of these children whose record is closed that it is; with names where there are several."""
    with explained(), reading(credential()) as work:
        found = [closed for child_id in children if (closed := closed_of(work, child_id))]
    for closed in found:
        st.info(_sentences(closed, with_name=len(children) > 1), icon=":material/lock:")


def _sentences(closed: Closed, *, with_name: bool) -> str:
    day = format_day(closed.on) if closed.on.year == closed.today.year else format_full_day(closed.on)
    if with_name:
        said = _("The record of {name} was closed on {day}.").format(name=plain(closed.name), day=day)
    else:
        said = _("This record was closed on {day}.").format(day=day)
    may = _("You can read it and take a copy.") if closed.may_export else _("You can read it.")
    return f"{said} {may}"

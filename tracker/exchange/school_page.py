"""The page for the school, on paper: the lines to which a guardian and the child agree, and nothing else."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import typst

from db.queries import children
from db.queries import school as rows
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, NotFound
from tracker.exchange.sheet import PAPERS, Paper, breakable, fonts
from tracker.school.read import read_calendar
from tracker.school.school import read_page
from tracker.screen.dates import format_full_day
from tracker.screen.school.page_text import lines_of_page
from tracker.screen.words import _, language

TEMPLATE = Path(__file__).with_name("school_page.typ")
MOST_LINES = 6  # of one text, so that all of them stand on one page


@dataclass(frozen=True)
class SchoolSheet:
    """What stands on the paper: the child's name, heads with their texts, and until when it is good."""

    name: str
    school: str
    lines: tuple[tuple[str, str], ...]
    valid_until: date
    today: date


def school_page_of(work: Work, child_id: int) -> SchoolSheet:
    """Read what may be printed today, and log the look.

    Raises as `Work.child` does, `NotFound` where nobody has written a page, and `Conflict` where the page is over, or
    nothing of it is agreed to by a guardian and the child.
    """
    child = work.child(child_id, Action.SEE, screen="school_page")
    page, today = read_page(work, child), work.today_of(child)
    if page is None:
        raise NotFound
    if page.is_over:
        raise Conflict("page_over", day=page.words.valid_until)
    calendar = read_calendar(work, child, today, page.words.valid_until + timedelta(days=1))
    amps_type = rows.birth_month_and_type(work.connection, child).amps_type
    lines = tuple(
        (line.head, line.text)
        for line in lines_of_page(page, calendar, today, amps_type)
        if line.ticks.goes_out
    )
    if not lines:
        raise Conflict("page_not_agreed", name=children.chosen_name(work.connection, child))
    name = children.chosen_name(work.connection, child)
    where = " · ".join(filter(None, children.school_and_class(work.connection, child)))
    return SchoolSheet(name, where, lines, page.words.valid_until, today)


def printed_school_page(sheet: SchoolSheet, paper: Paper = Paper.A4) -> bytes:
    """Give the PDF, of one page."""
    data = {
        "paper": PAPERS[paper],
        "language": language().partition("_")[0],
        "title": _("Page for the school: {name}").format(name=sheet.name),
        "head": _("Page for the school"),
        "name": breakable(sheet.name),
        "school": breakable(sheet.school),
        "until": _("Valid until {day}").format(day=format_full_day(sheet.valid_until)),
        "as-of": _("As of {day}").format(day=format_full_day(sheet.today)),
        "lines": [{"head": head, "text": _few_lines(text)} for head, text in sheet.lines],
    }
    # The template is ours; all that people have typed is in the data.
    return typst.compile(TEMPLATE.read_bytes(), sys_inputs={"page": json.dumps(data)}, font_paths=fonts())


def _few_lines(text: str) -> list[str]:
    lines = [breakable(line) for line in text.splitlines() if line.strip()]
    return [*lines[: MOST_LINES - 1], " ".join(lines[MOST_LINES - 1 :])] if len(lines) > MOST_LINES else lines

"""A text in the few forms that it may have: paragraphs, headings after "# " and lists after "- "."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import streamlit as st

from tracker.screen.text import plain

HEADING, ITEM, END_OF_PARAGRAPH = "# ", "- ", "\n"


class Block(NamedTuple):
    """A part of a text: a heading, or lines that belong together (Markdown)."""

    is_heading: bool
    text: str


def show_text(text: str) -> None:
    """Show a text; whatever else stands in it is shown as it was typed."""
    for block in blocks(text):
        if block.is_heading:
            st.subheader(block.text, anchor=False)
        else:
            st.markdown(block.text)


def blocks(text: str) -> Iterator[Block]:
    """Give the parts of a text, in Markdown that holds nothing but what is meant here."""
    lines = (line.strip() for line in text.splitlines())
    for beginning, group in groupby(lines, key=_beginning):
        found = [plain(line.removeprefix(beginning.strip())) for line in group]
        if beginning == HEADING:
            yield from (Block(is_heading=True, text=line) for line in found if line)
        elif beginning == ITEM:
            yield Block(is_heading=False, text="\n".join(f"- {line}" for line in found if line))
        elif any(found):
            yield Block(is_heading=False, text="  \n".join(found))


def _beginning(line: str) -> str:
    if not line:
        return END_OF_PARAGRAPH
    return next((mark for mark in (HEADING, ITEM) if f"{line} ".startswith(mark)), "")

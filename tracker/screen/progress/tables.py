"""A table of the record as plain HTML: read out cell by cell, printed whole, and scrolled by keyboard where it is wide.

Streamlit's own tables can be scrolled by mouse and finger only, or draw their text where no screen reader finds it.
"""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import streamlit as st

STYLE = Path(__file__).with_name("tables.css")


def show_table(label: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Show a table; the first cell of each row is its head. `label` names it for screen readers."""
    st.html(STYLE)
    st.html(html_table(label, columns, rows))


def html_table(label: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give a table as HTML, with every text escaped."""
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(f"<tr>{_head(first)}{''.join(map(_cell, rest))}</tr>" for first, *rest in rows)
    name = escape(label)
    return (
        f'<div class="record-table" role="region" aria-label="{name}" tabindex="0"><table aria-label="{name}">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _head(cell: object) -> str:
    return f'<th scope="row" dir="auto">{escape(str(cell))}</th>'


def _cell(cell: object) -> str:
    return f"<td>{escape(str(cell))}</td>"

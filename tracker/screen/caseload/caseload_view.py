"""The caseload on the screen: who needs a look today, and why.

Each child is one link and one piece of HTML. A link of Streamlit's changes the page in a tenth of a second; inside HTML
it would load the whole program anew. A table of forty children by elements of their own would be slow to draw.
"""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from pathlib import Path

import streamlit as st

from tracker.access.work import reading
from tracker.progress.caseload import Caseload, Row, Stage, caseload_of
from tracker.progress.reasons import Kind
from tracker.screen.caseload.function_text import function_html
from tracker.screen.caseload.reasons import KINDS, format_reason, rules
from tracker.screen.caseload.sparkline import HEIGHT, WIDTH, describe, sparkline
from tracker.screen.context import credential, explained
from tracker.screen.dates import format_day, format_day_named, format_full_day, format_time
from tracker.screen.places import place
from tracker.screen.text import plain
from tracker.screen.visits.visit_text import SHORT, format_near_day
from tracker.screen.words import N_, _, ngettext

STYLE = Path(__file__).with_name("caseload.css")
MANY = 8
PLACES = {Stage.TO_COME: N_("Begins {day}"), Stage.ENDED: N_("Ended {day}")}


def show_caseload() -> None:
    """Show the children of the actor."""
    st.html(STYLE)
    _show()


@st.fragment
def _show() -> None:
    # Typing a name runs this fragment alone, so it asks for the actor by itself.
    with explained(), reading(credential()) as work:
        caseload = caseload_of(work)
    if not caseload.rows:
        _empty()
        return
    rows = _chosen(caseload)
    with_reasons = [row for row in rows if row.reasons]
    without = [row for row in rows if not row.reasons]
    if not rows:
        st.info(_("No child fits what you chose above."))
    else:
        _group(with_reasons, caseload, _counted(with_reasons), heads=True)
        _group(without, caseload, _("No reason to look today"), heads=not with_reasons)
    _explain(caseload)


def _empty() -> None:
    st.info(_("You follow no children yet. Add a child, or ask your administrator to link one to you."))
    st.page_link(place("new_child"))


def _counted(rows: Sequence[Row]) -> str:
    said = ngettext("{n} child with a reason to look", "{n} children with a reason to look", len(rows))
    return said.format(n=len(rows))


def _chosen(caseload: Caseload) -> list[Row]:
    """Let a reason and a part of a name be chosen, and give the rows that have both."""
    kinds = {kind: sum(row.has(kind) for row in caseload.rows) for kind in Kind}
    kind, name = None, ""
    with st.container(horizontal=True, vertical_alignment="center", key="caseload-choice"):
        st.header(_("Caseload"), anchor=False, width="content")
        if len(caseload.rows) > MANY:
            name = st.text_input(
                _("Search by name"),
                type="search",
                live="200ms",
                placeholder=_("Search by name"),
                label_visibility="collapsed",
                width=240,
                key="caseload-name",
                persist_state="session",
            )
        if any(kinds.values()):
            kind = st.pills(
                _("Reason to look"),
                [kind for kind in kinds if kinds[kind] or kind == st.session_state.get("caseload-reason")],
                format_func=lambda kind: f"{_(KINDS[kind])} · {kinds[kind]}",
                label_visibility="collapsed",
                key="caseload-reason",
                persist_state="session",
                wrap=True,
            )
    part = (name or "").strip().casefold()
    return [row for row in caseload.rows if (kind is None or row.has(kind)) and part in row.name.casefold()]


def _group(rows: Sequence[Row], caseload: Caseload, heading: str, *, heads: bool) -> None:
    if not rows:
        return
    progress, plan = place("progress"), place("plan")
    with st.container(gap=None):
        st.subheader(heading, anchor=False)
        if heads:
            st.html(_heads())
        # The stylesheet makes rows of it: a container for each would take a fifth more time to draw.
        with st.container(gap=None, key=f"caseload-rows-{'reasons' if rows[0].reasons else 'rest'}"):
            for row in rows:
                child = {"child": str(row.child_id)}
                st.page_link(
                    plan if _is_about_plan(row) else progress,
                    label=f"**{plain(row.name)}**",
                    icon="",
                    query_params=child,
                    width="stretch",
                )
                st.html(_facts(row, caseload.clinic.line_percent))


def _is_about_plan(row: Row) -> bool:
    """Whether it is the plan that a look is for: there is none, or nothing else stands out than that it ends."""
    return row.has(Kind.NO_PLAN) or {reason.kind for reason in row.reasons} == {Kind.PLAN_ENDS}


def _heads() -> str:
    """Name the columns, for those who see them side by side; each fact carries its own label for everybody else."""
    names = {
        "place": _("Week"),
        "weeks": _("By week"),
        "logged": _("Last full week"),
        "function": _("Function"),
        "last": _("Last entry"),
        "next": _("Next visit"),
        "reasons": _("Reason to look"),
    }
    cells = "".join(_cell(name, escape(words)) for name, words in names.items())
    return f'<div class="caseload-facts caseload-heads" aria-hidden="true">{cells}</div>'


def _cell(name: str, html: str) -> str:
    return f'<div class="caseload-{name}">{html}</div>'


def _facts(row: Row, line_percent: int) -> str:
    facts = (
        _cell("reasons", _reasons(row)),
        _cell("place", escape(_place(row)) + _open_concerns(row)),
        _cell("weeks", _drawing(row, line_percent)),
        _cell("logged", _logged(row)),
        _cell("function", _function(row)),
        _cell("last", _labelled(_("Last entry"), _last_entry(row))),
        _cell("next", _next_visit(row)),
    )
    return f'<div class="caseload-facts">{"".join(facts)}</div>'


def _drawing(row: Row, line_percent: int) -> str:
    if not row.weeks:
        return ""
    source, alt = sparkline(row.weeks, row.week, line_percent), escape(describe(row.weeks))
    return f'<img src="{source}" width="{WIDTH}" height="{HEIGHT}" alt="{alt}">'


def _labelled(label: str, value: str) -> str:
    return _label(label) + escape(value)


def _label(label: str) -> str:
    return f'<span class="caseload-label">{escape(label)}: </span>'


def _place(row: Row) -> str:
    if row.week is not None:
        return _("Week {n}").format(n=row.week)
    if row.day is None:
        return ""
    return _(PLACES[row.stage]).format(day=_format(row.day, row.today, format_day))


def _open_concerns(row: Row) -> str:
    if not row.open_concerns:
        return ""
    said = ngettext("{n} open question", "{n} open questions", row.open_concerns)
    return f"<br><small>{escape(said.format(n=row.open_concerns))}</small>"


def _logged(row: Row) -> str:
    if row.latest is None:
        return escape(_("no full week yet")) if row.stage is Stage.RUNNING else ""
    tally = row.latest.tally
    said = _("nothing due")
    if tally.settled:
        said = _("{n} of {m} logged").format(n=tally.answered, m=tally.settled)
    excused = (
        f"<br><small>{escape(_('{n} excused').format(n=tally.excused))}</small>" if tally.excused else ""
    )
    return _labelled(_("Week {n}").format(n=row.latest.week), said) + excused


def _function(row: Row) -> str:
    return _label(_("Function")) + function_html(row.function) if row.weeks else ""


def _last_entry(row: Row) -> str:
    if row.last_entry is None:
        return _("no entry yet")
    return _format(row.last_entry, row.today, lambda day: format_day_named(day, row.today))


def _next_visit(row: Row) -> str:
    if row.next_visit is None:
        return ""
    when, what = row.next_visit.starts_at, _(SHORT[row.next_visit.discipline])
    said = f"{format_near_day(when.date(), row.next_visit.today)}, {format_time(when)}, {what}"
    return _labelled(_("Next visit"), said)


def _format(day: date, today: date, format_near: Callable[[date], str]) -> str:
    return format_near(day) if day.year == today.year else format_full_day(day)


def _reasons(row: Row) -> str:
    found = (format_reason(reason, row.last_entry) for reason in row.reasons)
    lines = "".join(f"<li><b>{escape(head)}</b> {escape(rest)}</li>" for head, rest in found)
    # A number never stands at the end of a line and its sign at the beginning of the next.
    return f"<ul>{lines.replace(' %', '&nbsp;%')}</ul>" if lines else ""


def _explain(caseload: Caseload) -> None:
    with st.expander(_("How to read this")):
        drawing = _(
            "By week: the latest twelve weeks of treatment, home exercise only. A bar reaches from what was done of "
            "all that was due up to what was done of what was logged, where the dot is. The running week is hollow. "
            "A gap is a week with nothing due, a tick at the foot one with nothing logged. The dashed line is the "
            "clinic's {percent} %."
        ).format(percent=caseload.clinic.line_percent)
        function = _(
            "Function: the latest score of the treatment beside its first. A change smaller than a questionnaire’s own "
            "wobble is no change; where none is published, both numbers stand with the direction that is better."
        )
        st.markdown("\n".join(f"- {line}" for line in (*rules(caseload.clinic), drawing, function)))

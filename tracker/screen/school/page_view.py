"""The page for the school on the School page: its lines, who agrees to each, and the way to the PDF."""

from html import escape

import streamlit as st

from db.vocabulary import PageSide, SchoolPageLine
from tracker.access.work import writing
from tracker.exchange.sheet import Paper
from tracker.school.shown import PageShown, School
from tracker.school.ticks import LineTicks, tick_as_child, tick_as_guardian
from tracker.screen.context import attempt, credential, take_notice
from tracker.screen.milestones.texts import format_near
from tracker.screen.school.page_form import open_page
from tracker.screen.school.page_text import PageLine, lines_of_page
from tracker.screen.text import plain
from tracker.screen.week_links import PAPERS
from tracker.screen.words import _

NOTICE = "school-page"


def show_page(school: School) -> None:
    """Show it: the family answers for each line, and the care team writes it."""
    if school.page is None and not school.may_plan:
        return
    st.subheader(_("Page for the school"), anchor=False)
    notice = take_notice(NOTICE)
    if notice:
        st.error(notice)
    if school.page is not None:
        _show(school, school.page)
    if school.may_plan:
        words = _("Write it anew") if school.page is not None else _("Write the page")
        if st.button(words, key="write-school-page", icon=":material/edit:"):
            open_page(school)


def _show(school: School, page: PageShown) -> None:
    st.caption(
        _(
            "A line goes to the school only if a guardian and {name} agree to it, and nobody says no. The name and the "
            "last day stand on it always."
        ).format(name=plain(school.child_name))
    )
    until = format_near(page.words.valid_until, school.today)
    words = (
        _("It was good until {day}, so it is not printed any more.")
        if page.is_over
        else _("Good until {day}.")
    )
    st.markdown(words.format(day=until))
    lines = lines_of_page(page, school.calendar, school.today, school.amps_type)
    for line in lines:
        _show_line(school, page, line)
    if page.is_over:
        return
    if any(line.ticks.goes_out for line in lines):
        _show_links(school.child_id)
    else:
        st.info(_("Nothing can be printed yet. ") + _missing(school, lines))


def _show_line(school: School, page: PageShown, line: PageLine) -> None:
    text = "  \n".join(plain(each) for each in line.text.splitlines())
    goes = ":material/check_circle:" if line.ticks.goes_out else ":material/radio_button_unchecked:"
    stands = _("goes to the school") if line.ticks.goes_out else _waits_for(school, line.ticks)
    with st.container(key=f"page-line-{line.line}", gap="xxsmall"):
        st.markdown(f"{goes} **{line.head}**  \n{text}")
        st.caption(stands)
        if page.is_over:
            return
        if line.line is SchoolPageLine.PLANNED_PERIODS and (school.may_tick or school.may_tick_child):
            st.caption(
                _(
                    "This line is always as it is planned at the time. An answer holds for it also once the plan has "
                    "changed."
                )
            )
        if school.may_tick:
            _answer(school, page, line, PageSide.GUARDIAN, line.ticks.mine)
        if school.may_tick_child:
            _answer(school, page, line, PageSide.CHILD, line.ticks.mine_as_child)


def _waits_for(school: School, ticks: LineTicks) -> str:
    """Say whose agreement is missing, in the same words whether nobody answered or somebody said no."""
    guardian, child = ticks.guardian is not True and ticks.needs_guardian, ticks.child is not True
    name = plain(school.child_name)
    if guardian and child:
        return _("stays here: a guardian’s agreement and {name}’s agreement are missing").format(name=name)
    if guardian:
        return _("stays here: a guardian’s agreement is missing")
    return _("stays here: {name}’s agreement is missing").format(name=name)


def _answer(school: School, page: PageShown, line: PageLine, side: PageSide, now: bool | None) -> None:  # noqa: FBT001
    key = f"tick-{side}-{page.id}-{line.line}"
    # What stands in the record, also where somebody has answered on another device meanwhile.
    st.session_state[key] = now
    head = line.head
    if side is PageSide.GUARDIAN or school.is_child:
        label = _("Your answer: {line}").format(line=head)
    else:
        label = _("{name}’s own answer, on this phone: {line}").format(name=school.child_name, line=head)
    words = {True: _("May go to the school"), False: _("No")}
    st.segmented_control(
        plain(label),
        [True, False],
        format_func=words.__getitem__,
        key=key,
        on_change=_tick,
        args=(school.child_id, page.id, line.line, side, key),
    )


def _tick(child_id: int, page_id: int, line: SchoolPageLine, side: PageSide, key: str) -> None:
    said = st.session_state.get(key)
    if said is None:
        return

    def use_case() -> None:
        with writing(credential()) as work:
            if side is PageSide.GUARDIAN:
                tick_as_guardian(work, child_id, page_id, line, agrees=said)
            else:
                tick_as_child(work, child_id, page_id, line, agrees=said)

    attempt(NOTICE, use_case)


def _missing(school: School, lines: tuple[PageLine, ...]) -> str:
    name = plain(school.child_name)
    if lines and not lines[0].ticks.needs_guardian:
        return _("{name} has to agree to at least one line.").format(name=name)
    return _("A guardian and {name} have to agree to the same line, at least to one.").format(name=name)


def _show_links(child_id: int) -> None:
    links = " · ".join(_link(child_id, paper) for paper in Paper)
    title = escape(_("Print the page for the school"))
    st.html(f'<p style="margin: 0">{title}: {links}</p>')


def _link(child_id: int, paper: Paper) -> str:
    """Give a plain link, since the PDF is not one of Streamlit's pages; it is made when somebody asks for it."""
    words = _(PAPERS[paper])
    heard = escape(_("Page for the school, on {paper}").format(paper=words))
    return (
        f'<a href="/school-page/{child_id}.pdf?paper={paper}" target="_blank" aria-label="{heard}" '
        f'style="display: inline-block; padding: 0.6rem 0.3rem">{escape(words)}</a>'
    )

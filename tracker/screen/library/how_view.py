"""How an exercise is done, as families read it."""

from urllib.parse import urlsplit

import streamlit as st

from tracker.access.work import reading
from tracker.library.pictures import picture_of
from tracker.library.words import Words
from tracker.screen.context import credential, explained
from tracker.screen.plan.plan_text import format_instructions
from tracker.screen.text import plain
from tracker.screen.words import _

WIDEST = 480


def show_how(words: Words) -> None:
    """Show what an exercise is, how it is done step by step, its picture, and the way to its video.

    The video is a link that opens outside: nothing of it is loaded here. Opens a unit of work of its own where there
    is a picture.
    """
    if words.about:
        st.markdown(format_instructions(words.about))
    if words.steps:
        st.markdown(format_steps(words.steps))
    if words.picture_id is not None:
        show_picture(words.picture_id, words.name)
    if words.video:
        host = plain(urlsplit(words.video).hostname or "")
        st.link_button(
            _("Video at {host}, opens outside").format(host=host), words.video, icon=":material/open_in_new:"
        )


def format_steps(steps: str) -> str:
    """Give steps, one a line, as a numbered list in Markdown."""
    lines = (plain(line) for line in steps.splitlines() if line.strip())
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def show_picture(picture_id: int, name: str) -> None:
    """Show a picture of the library of the own clinic, named for those who cannot see it."""
    with explained(), reading(credential()) as work:
        picture = picture_of(work, picture_id)
    if picture is not None:
        alt = _("Picture of: {name}").format(name=name)
        st.image(picture.content, width=min(picture.width, WIDEST), alt=alt)

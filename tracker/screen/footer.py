"""The foot of every page: who is signed in, and the way out."""

from html import escape

import streamlit as st

from tracker.access.actor import Actor
from tracker.access.database import is_demo
from tracker.screen.words import _


def show_footer(actor: Actor) -> None:
    """Show it. The way out is a plain link, since signing out is not one of Streamlit's pages."""
    name = escape(_("Signed in as {name}").format(name=actor.name))
    st.html(f'<p>{name} · <a href="/sign-out" target="_self">{escape(_("Sign out"))}</a></p>')
    if is_demo():
        st.html(f"<p>{escape(_('Demo: invented people. Changes stay on this machine.'))}</p>")

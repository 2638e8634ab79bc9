"""The foot of every page: who is signed in, and the way out."""

from html import escape

import streamlit as st

from tracker.access.actor import Actor
from tracker.access.database import is_demo
from tracker.screen.navigation import show_ways_at_foot
from tracker.screen.words import _


def show_footer(actor: Actor) -> None:
    """Show it. The way out is a plain link, since signing out is not one of Streamlit's pages."""
    show_ways_at_foot(actor)
    name = escape(_("Signed in as {name}").format(name=actor.name))
    links = (("/account", _("Account")), ("/sign-out", _("Sign out")))
    ways = (f'<a href="{path}" target="_self">{escape(words)}</a>' for path, words in links)
    st.html(f"<p>{' · '.join((name, *ways))}</p>")
    if is_demo():
        st.html(f"<p>{escape(_('Demo: invented people. Changes stay on this machine.'))}</p>")

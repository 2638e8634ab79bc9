"""Account: who somebody is here, their password, and where they are signed in."""

from tracker.screen.account.account_view import show_account
from tracker.screen.context import require_actor

actor = require_actor()
show_account(actor)

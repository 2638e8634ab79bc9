"""Progress: how the weeks of a child's home exercise went."""

from tracker.charts.sentences import voice_of
from tracker.screen.children import choose_child
from tracker.screen.context import require_actor
from tracker.screen.progress.progress_view import show_progress

actor = require_actor()
child_id = choose_child()
if child_id is not None:
    show_progress(child_id, voice_of(actor.role))

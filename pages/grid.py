"""Type in a week: ticks from a sheet of paper, for one child or several."""

from tracker.screen.context import require_actor
from tracker.screen.grid.grid_view import show_grid

actor = require_actor()
show_grid(actor)

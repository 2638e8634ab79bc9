"""For the appointment: one page over which a family and its care team meet."""

from tracker.screen.appointment.appointment_view import show_appointment
from tracker.screen.children import choose_child
from tracker.screen.context import require_actor

require_actor()
child_id = choose_child()
if child_id is not None:
    show_appointment(child_id)

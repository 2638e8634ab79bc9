"""Who has opened a child's record, for its family; for administrators, the clinic's access log."""

from db.vocabulary import Role
from tracker.screen.access_log.clinic_log_view import show_clinic_log
from tracker.screen.access_log.record_log_view import show_record_log
from tracker.screen.children import choose_child
from tracker.screen.context import require_actor
from tracker.screen.export.export_view import show_export

actor = require_actor()
if actor.role is Role.ADMINISTRATOR:
    show_clinic_log()
else:
    child_id = choose_child(asks_first=False)
    if child_id is not None:
        show_record_log(child_id)
        show_export(child_id)

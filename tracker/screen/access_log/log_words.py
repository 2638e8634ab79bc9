"""What the access log's own names mean, in words for families and for the office. None says anything clinical.

What a family logs has one word, whether it is a tick, a day away or a note: that somebody wrote a note for the care
team alone must not be read from the log of the household.
"""

from collections.abc import Mapping

from db.vocabulary import Access
from tracker.screen.words import N_, _

_LOGGED = N_("logged exercises")
_PLANNED = N_("changed the plan")
_PREPARED = N_("prepared a change of the plan")
_SCHOOL_DAY = N_("logged school")
_SCHOOL = N_("changed what is planned of school")
_MILESTONES = N_("changed the milestones")
_LINKED = N_("changed who can open it")
_VISITS = N_("planned or marked visits")
_DECIDED = N_("wrote down an appointment")
_MEASURED = N_("entered or corrected measures")
_LIBRARY = N_("changed the exercise library")
_APPROVED = N_("approved an exercise of the library")

WORDS: Mapping[Access, Mapping[str, str]] = {
    Access.LOOK: {
        "today": N_("looked at Today"),
        "progress": N_("looked at Progress"),
        "plan": N_("looked at Plan"),
        "caseload": N_("saw the list of children"),
        "access_log": N_("looked at who has opened it"),
        "clinic_log": N_("looked at the access log"),
        "adherence": N_("read the weekly figures"),
        "people": N_("looked at name, birth month, school and links"),
        "export": N_("took a copy of the record"),
        "export_files": N_("took out plan and entries as files"),
        "sheet": N_("printed a week"),
        "grid": N_("opened a week to type it in"),
        "visits": N_("looked at Visits"),
        "visit_day": N_("saw the visits of a day"),
        "school": N_("looked at School"),
        "school_page": N_("printed the page for the school"),
        "milestones": N_("looked at Milestones"),
        "measures": N_("looked at Measures"),
        "questions": N_("looked at Questions"),
        "appointment": N_("opened the page for an appointment"),
    },
    Access.CHANGE: {
        "answer": _LOGGED,
        "undo": _LOGGED,
        "clear": _LOGGED,
        "mark_day": _LOGGED,
        "unmark_day": _LOGGED,
        "write_note": _LOGGED,
        "withdraw_note": _LOGGED,
        "prescribe": _PLANNED,
        "revise": _PLANNED,
        "renew": _PLANNED,
        "stop": _PLANNED,
        "withdraw": _PLANNED,
        "enter_in_error": _PLANNED,
        "start_episode": _PLANNED,
        "end_episode": _PLANNED,
        "withdraw_episode": _PLANNED,
        "pause": _PLANNED,
        "resume": _PLANNED,
        "plan_series": _VISITS,
        "end_series": _VISITS,
        "add_visit": _VISITS,
        "move_visit": _VISITS,
        "mark_visit": _VISITS,
        "unmark_visit": _VISITS,
        "show_series": N_("changed who knows of visits"),
        "keep_counseling": N_("planned or marked counseling"),
        "import": N_("brought in plan and entries from files"),
        "about": N_("changed what the plan has to know"),
        "draft": _PREPARED,
        "change_draft": _PREPARED,
        "discard_draft": _PREPARED,
        "begin_phase": _PLANNED,
        "withdraw_phase": _PLANNED,
        "add_criterion": _PLANNED,
        "withdraw_criterion": _PLANNED,
        "find": N_("said what is met before the treatment ends"),
        **dict.fromkeys(("enter_school_day", "clear_school_day"), _SCHOOL_DAY),
        **dict.fromkeys(("set_timetable", "withdraw_timetable", "add_closure", "withdraw_closure"), _SCHOOL),
        **dict.fromkeys(("plan_step", "withdraw_step"), _SCHOOL),
        **dict.fromkeys(("add_accommodation", "review_accommodation"), _SCHOOL),
        **dict.fromkeys(("fade_accommodation", "withdraw_accommodation"), _SCHOOL),
        "write_school_page": N_("wrote the page for the school"),
        "tick_school_page": N_("answered what may go to the school"),
        **dict.fromkeys(("add_milestone", "withdraw_milestone", "set_target"), _MILESTONES),
        **dict.fromkeys(("reach", "set_back", "withdraw_event"), _MILESTONES),
        **dict.fromkeys(("enter_score", "correct_score", "withdraw_score"), _MEASURED),
        "set_measures": N_("changed how measures are kept"),
        **dict.fromkeys(("agree_watch_dates", "withdraw_watch_dates"), N_("changed the agreed watch dates")),
        "save_template": N_("saved a plan as a template of the clinic"),
        "retire_template": N_("took a template of the clinic out of use"),
        **dict.fromkeys(("ask", "take_back_concern"), N_("wrote to the care team")),
        "read_concern": N_("read a question"),
        **dict.fromkeys(("answer_concern", "take_back_answer"), N_("answered a question")),
        **dict.fromkeys(("hold_appointment", "decide", "withdraw_decision", "use_decision"), _DECIDED),
        "propose": N_("proposed a change of the plan"),
        "answer_proposal": N_("answered a proposal for the plan"),
        "consent": N_("answered the guardians’ question"),
        "assent": N_("answered the child’s question"),
        "renew_links": _LINKED,
        "link": _LINKED,
        "end_link": _LINKED,
        "add_child": N_("added the child"),
        "change_child": N_("changed name, birth month, school or time zone"),
        "close_record": N_("closed the record"),
        "open_record": N_("opened the record again"),
        "ask_to_erase": N_("asked for the record to be erased"),
        "withdraw_erasure": N_("took back that the record is to be erased"),
        "erase_record": N_("erased the record"),
        "erase_account": N_("erased a sign-in that belonged to an erased record"),
        "add_exercise": _LIBRARY,
        "edit_exercise": _LIBRARY,
        "approve_exercise": _APPROVED,
        "retire_exercise": _LIBRARY,
        "bring_back_exercise": _LIBRARY,
        "add_starting_exercises": _LIBRARY,
        "write_explanation": N_("changed what families read about the treatment"),
        "approve_explanation": N_("approved what families read about the treatment"),
        "create_clinic": N_("set up the clinic"),
        "create_account": N_("made a sign-in"),
        "invite": N_("made an invitation"),
        "accept_invitation": N_("accepted an invitation"),
        "reset_sign_in": N_("made a link for a new password"),
        "accept_reset": N_("chose a new password by a link"),
        "change_password": N_("chose a new password"),
        "change_role": N_("changed somebody’s role"),
        "close_sign_in": N_("closed a sign-in"),
        "open_sign_in": N_("opened a sign-in again"),
        "change_setting": N_("changed the clinic’s settings"),
        "sign_in": N_("signed in"),
        "sign_out": N_("signed out"),
        "sign_out_elsewhere": N_("signed out on another device"),
        "clear_away": N_("was signed out after a while without use"),
    },
}
OTHERS: Mapping[Access, str] = {Access.LOOK: N_("looked at it"), Access.CHANGE: N_("changed something")}


def format_access(access: Access, what: str) -> str:
    """Give what somebody did, as a row of the log keeps it; a row of a later version has its words there."""
    return _(WORDS[access].get(what, OTHERS[access]))

"""Errors in words: what happened, that nothing was lost, and what to do. Each names its field and its limit."""

from collections.abc import Mapping
from datetime import date

from db.vocabulary import Instrument, LinkPurpose, Reporter, Side, VisitOutcome
from tracker.errors import (
    AssentMissing,
    Busy,
    Conflict,
    ConsentMissing,
    DemoRunning,
    FilesRefused,
    Flaw,
    InvalidInput,
    IsADemo,
    LinkRefused,
    NotADemo,
    NotFound,
    NotMigrated,
    NotPermitted,
    RecordClosed,
    SignedOut,
    SignInRefused,
    TrackerError,
    Unwritable,
)
from tracker.screen.dates import format_value
from tracker.screen.flaw_words import FLAWS
from tracker.screen.measures.instrument_text import NAMES as INSTRUMENTS
from tracker.screen.measures.instrument_text import REPORTERS, SIDES
from tracker.screen.visits.visit_text import OUTCOMES
from tracker.screen.words import N_, _, ngettext

FIELDS: Mapping[str, str] = {
    **{str(instrument): name for instrument, name in INSTRUMENTS.items()},
    "about": N_("What it is"),
    "accommodation": N_("Accommodation"),
    "adherence_line_percent": N_("Adherence line"),
    "agreed_with": N_("Agreed with"),
    "amount": N_("How much"),
    "area": N_("Area"),
    "assent_from_age": N_("Age for the child’s assent"),
    "back_fill_days": N_("Back-fill days"),
    "barrier": N_("Reason"),
    "birth_month": N_("Birth month"),
    "cancel_reason": N_("Reason"),
    "cancelled_by": N_("Who cancelled it"),
    "before_home": N_("Before sending home"),
    "break_place": N_("Break place"),
    "category": N_("What it trains"),
    "child": N_("Child"),
    "chosen_name": N_("Chosen name"),
    "clinic": N_("Clinic"),
    "appointment_day": N_("Day of the appointment"),
    "people_there": N_("Who was there"),
    "decision": N_("Decision"),
    "concern": N_("Question"),
    "concern_answer": N_("Answer"),
    "concern_topic": N_("What it is about"),
    "closed_day": N_("Closed day"),
    "closed_day_name": N_("What for"),
    "closure_first": N_("First day without school"),
    "closure_last": N_("Last day without school"),
    "closure_name": N_("What for"),
    "closure_periods": N_("Periods of a half day"),
    "contact": N_("Contact person"),
    "correction": N_("Why it is corrected"),
    "confidentiality_text": N_("Limits of confidentiality"),
    "cover_by": N_("Who covers"),
    "cover_for": N_("For whom"),
    "cover_from": N_("First day of cover"),
    "cover_to": N_("Last day of cover"),
    "crisis_text": N_("Crisis text"),
    "current_password": N_("Current password"),
    "day": N_("Day"),
    "criterion": N_("What is to be reached"),
    "days_without_entries": N_("Days without entries"),
    "discipline": N_("What for"),
    "dose": N_("Dose"),
    "emergency_text": N_("Emergency text"),
    "end": N_("End"),
    "end_reason": N_("Why"),
    "exercise": N_("Exercise"),
    "expected_weeks": N_("Expected weeks"),
    "explanation": N_("Text"),
    "faded": N_("Not needed from"),
    "from": N_("From"),
    "full_day": N_("Periods of a full day"),
    "guardian_consent_below_age": N_("Age for a guardian’s consent"),
    "hold_seconds": N_("Hold in seconds"),
    "household": N_("Household"),
    "ill_days": N_("Ill days"),
    "instructions": N_("For this child"),
    "kind": N_("As"),
    "ladder": N_("Steps"),
    "last_day": N_("Last day"),
    "late_reason": N_("Reason for entering it later"),
    "least_coverage_percent": N_("Least coverage"),
    "level": N_("May"),
    "line": N_("Line"),
    "lines": N_("Lines"),
    "majority_age": N_("Age of majority"),
    "measure": N_("Scores"),
    "milestone": N_("Milestone"),
    "minutes": N_("Minutes"),
    "name": N_("Name"),
    "name_to_confirm": N_("The child’s name"),
    "note": N_("Note"),
    "other_conditions": N_("Other conditions"),
    "own_account_from_age": N_("Age for an own sign-in"),
    "outcome": N_("What became of it"),
    "pain_weeks": N_("Weeks between"),
    "parts_of_day": N_("Parts of the day"),
    "password": N_("Password"),
    "periods": N_("Planned periods a day"),
    "per_week": N_("Visits a week"),
    "phone_text": N_("Phone and hours"),
    "picture": N_("Picture"),
    "phase": N_("Phase"),
    "phase_day": N_("First day"),
    "precautions": N_("Precautions"),
    "proposal": N_("Proposal"),
    "reason": N_("Reason"),
    "region": N_("Region of public holidays"),
    "reporter": N_("Whose report"),
    "reps": N_("Repetitions"),
    "review": N_("To be looked at again"),
    "role": N_("Role"),
    "schedule": N_("Schedule"),
    "school": N_("School"),
    "school_class": N_("Class"),
    "school_periods": N_("Periods"),
    "school_reason": N_("Reason"),
    "sets": N_("Sets"),
    "sign_in_name": N_("Sign-in name"),
    "result": N_("Result"),
    "side": N_("Side"),
    "slot": N_("Time of the day"),
    "start": N_("Start"),
    "step": N_("Step"),
    "steps": N_("Steps"),
    "successor": N_("Who takes over"),
    "supporting_medication": N_("Supporting medication"),
    "target": N_("Target"),
    "task_better": N_("Measured in"),
    "texture": N_("Texture"),
    "template": N_("Template"),
    "therapist": N_("Your part"),
    "time_zone": N_("Time zone"),
    "times_per_day": N_("Times a day"),
    "times_per_week": N_("Times a week"),
    "to": N_("To"),
    "valid_from": N_("First day"),
    "valid_until": N_("Valid until"),
    "video": N_("Video"),
    "visibility": N_("Who may know of it"),
    "visit_day": N_("Day"),
    "visit_time": N_("Time"),
    "watch_about": N_("What to watch"),
    "weekdays": N_("Weekdays"),
    "weeks": N_("Weeks"),
    "when_to_call": N_("When to call"),
}

PROBLEMS: Mapping[str, str] = {
    "above_zero": N_("{field}: please give a number above 0, and at most {high}."),
    "ages_in_order": N_(
        "{field}: assent comes first, then an own sign-in, then being of age. Please check these three ages."
    ),
    "all_left_out": N_(
        "{field}: no visit would be left, as the clinic is closed or it is a public holiday. Please choose another day."
    ),
    "another_name": N_("{field}: this is another name. Please type it as it stands at the top of this page."),
    "as_many_days": N_("{field}: please choose as many as there are visits a week ({n})."),
    "before": N_("{field}: the earliest day is {earliest}."),
    "before_today": N_(
        "{field}: this can start today ({today}) or later, so that earlier days stay as they were."
    ),
    "choose": N_("{field}: please choose one."),
    "clinicians_test": N_("{field}: this is a test that a clinician does, so families cannot enter it."),
    "clinic_closed": N_("{field}: the clinic is closed on {day}. Please choose another day."),
    "database_url": N_(
        "{field}: give an address like postgresql://user@host/name or sqlite:////folder/file."
    ),
    "does_not_fit": N_("{field}: this one does not fit. Please check it and try again."),
    "empty": N_("{field}: please fill this in."),
    "for_clinicians": N_(
        "{field}: this is for clinicians. Please choose another person, or another kind of link."
    ),
    "for_families": N_(
        "{field}: this is for families. Please choose another person, or another kind of link."
    ),
    "guessable": N_(
        "{field}: this one could be guessed. Several words that have nothing to do with each other, or a sentence "
        "of your own, work well."
    ),
    "future": N_("{field}: {day} has not come yet. You can log up to today, {today}."),
    "more_parts": N_("{field}: this is more parts than times a day ({times})."),
    "interval_of_child": N_("{field}: a clinician sets how often, for each child. Please leave this empty."),
    "https": N_(
        "{field}: please give a whole address that begins with https://, without a name or a password in it."
    ),
    "in_episode": N_("{field}: please choose a day of this course of treatment, at most a year ahead."),
    "month_to_come": N_("{field}: this month has not come yet."),
    "most_visits": N_("{field}: these would be {n} visits. {limit} are planned together at most."),
    "moves": N_("{field}: this one moves. Please choose a still picture."),
    "none_given": N_("{field}: please enter at least one, or choose it as left incomplete."),
    "not_due": N_("{field}: the next one is asked for from {earliest} on, and not before."),
    "no_amount": N_("{field}: this exercise has no amount; “partly” is enough."),
    "not_a_colleague": N_("{field}: please choose another clinician whose sign-in is open."),
    "not_a_picture": N_(
        "{field}: this file cannot be read as a picture. JPEG, PNG and WebP work, of at most {limit} MB."
    ),
    "not_yours": N_("{field}: only a counselor can keep visits like this. Please choose another."),
    "not_this_level": N_("{field}: this does not go with this kind of link."),
    "one_of": N_("{field}: choose either weekdays or a number of times a week."),
    "only_cancelled": N_("{field}: a reason belongs to a cancelled visit only."),
    "only_counseling": N_("{field}: this is for counseling only."),
    "only_family": N_("{field}: only a guardian and the child have one."),
    "no_result": N_("{field}: only a timed task has one."),
    "only_done": N_("{field}: a result belongs to “done” and “partly” only."),
    "only_partly": N_("{field}: an amount belongs to “partly” only."),
    "lower": N_("{field}: this is no lower step. Please choose a step below the one of today."),
    "only_less": N_("{field}: a reason belongs to less than planned only."),
    "only_school": N_("{field}: only steps of school have them."),
    "region": N_("{field}: this region is not known. Please choose one of the list."),
    "only_not_done": N_("{field}: a reason belongs to “not today” only."),
    "origin": N_("{field}: give an address like https://clinic.example.org, without a path."),
    "own_sign_in_from": N_(
        "{field}: in this clinic an own sign-in begins at {age} years. Here that is on {day}, as only the month of "
        "birth is known (today is {today})."
    ),
    "parts": N_("{field}: please write three parts with commas between them; this has {n}."),
    "past_limit": N_("{field}: {day} can no longer be filled in here. The earliest day is {earliest}."),
    "range": N_("{field}: please choose from {low} to {high}."),
    "score_decimals": N_(
        "{field}{side}, {reporter}: please give a number from {low} to {high}, with at most {decimals} digits behind "
        "the point."
    ),
    "score_range": N_("{field}{side}, {reporter}: a score lies from {low} to {high}. Please check it."),
    "score_twice": N_(
        "{field}: it has a score and stands among those left incomplete. Please keep one of the two."
    ),
    "score_whole": N_("{field}{side}, {reporter}: please give a whole number from {low} to {high}."),
    "same_time": N_("{field}: this is when the visit is already. Please choose another day or time."),
    "series_over": N_("{field}: these visits end after {last}. Please choose a day up to then."),
    "staff_role": N_("{field}: please write clinician or administrator."),
    "stays_family": N_(
        "{field}: a family’s sign-in stays one. Invite a colleague with another sign-in name."
    ),
    "taken": N_("{field}: this name is taken. Please choose another."),
    "time_zone": N_("{field}: this time zone is not known. An example is America/New_York."),
    "after_start": N_("{field}: this has to come after the first day."),
    "count_is_more": N_("{field}: of a count, more is better."),
    "draft_over": N_("{field}: by this day {exercise} would be over. Please change that draft first."),
    "characters": N_("{field}: please use letters, digits and signs that can be seen."),
    "too_large": N_("{field}: at most {limit} MB. Please choose a smaller one."),
    "too_long": N_("{field}: at most {limit} characters; this has {length}."),
    "too_many": N_("{field}: at most {limit} at once; these are {n}."),
    "too_many_pixels": N_("{field}: at most {limit} million pixels. Please choose a smaller one."),
    "too_many_days": N_("{field}: cover lasts {limit} days at most, so here until {latest}."),
    "too_short": N_("{field}: at least {limit} characters."),
    "total": N_("{field}: please say how much."),
    "twice": N_("{field}: this is the same as on line {line}."),
    "visit_to_come": N_("{field}: this visit is on {day}, and can be marked from that day on."),
    "weekday": N_("{field}: choose at least one day from Monday to Sunday."),
    "weeks_apart": N_(
        "{field}: please choose from {low} to {high} weeks, or leave it empty for “at visits”."
    ),
    "weekly_once": N_("{field}: a number of times a week counts once a day."),
    "within_years": N_("{field}: please choose a day at most {years} years from today."),
    "years_ago": N_("{field}: this is more than {years} years ago."),
}

CONFLICTS: Mapping[str, str] = {
    "administrators_too_new": N_(
        "It takes two administrators who can both sign in for longer than a week, with the same password or link as "
        "now. You can ask for this from {day} on. Nothing was changed."
    ),
    "answered": N_("This was answered in another place just now. That answer stays; please look again."),
    "asker_gone": N_(
        "Whoever asked for this is no administrator who can sign in any more, so it counts no longer. Please take it "
        "back; it can then be asked for again."
    ),
    "appointment_written": N_(
        "{name} has written down who is here just now. Yours was not saved and stands here still; please look again."
    ),
    "appointment_gone": N_(
        "Who was here on that day stood here, and was taken away just now. Yours was not saved and stands here still; "
        "please look again."
    ),
    "decision_used": N_(
        "This decision has become a milestone or a proposal already, or was taken back, in another place just now."
    ),
    "concern_answered": N_("Your care team has answered this already, so it stays. Please look again."),
    "concern_answered_by": N_(
        "{name} has answered this just now. Yours was not sent and stands here still; save once more to add it."
    ),
    "concern_taken_back": N_("The family has taken this back just now. Your answer was not sent."),
    "changed": N_("This was changed in another place just now. Yours was not saved; please look again."),
    "draft_changed": N_(
        "A colleague changed this draft, or gave it to the family, just now. Nothing was saved; please look again."
    ),
    "drafted": N_("A change of this exercise is being prepared already. Please change that draft."),
    "closed": N_("This sign-in was closed. Nothing was changed."),
    "no_end": N_("This exercise has no end, so there is nothing to renew."),
    "nothing_to_save": N_("There is no exercise in this plan that the library has. Nothing was saved."),
    "same_phase": N_("This phase stands there already. Please choose another day or another phase."),
    "closed_by_clinic": N_(
        "This sign-in was closed by its clinic. An administrator can open it again on the page People."
    ),
    "closed_day": N_("The clinic is closed on that day already."),
    "cover_level": N_(
        "Who covers for a colleague may do what the colleague may. Change the colleague’s link."
    ),
    "covered": N_(
        "This person covers on some of these days already. Please end that cover first, or choose other days."
    ),
    "entries": N_("Something is already entered here, so this can start tomorrow at the earliest."),
    "closure_entered": N_(
        "Something is logged for school on one of these days. Nothing was saved; please correct that day first."
    ),
    "has_ladder": N_("There is a ladder already. Nothing was added; please look again."),
    "ladder_full": N_("There is no room for one more step here. Nothing was added."),
    "milestone_used": N_(
        "Something has become of this step already, so it stays as it is. You can add another one beside it."
    ),
    "no_school": N_("There is no school on this day, so there is nothing to log."),
    "no_step": N_("No step is planned for today, so there is none to step back from."),
    "page_changed": N_(
        "The page for the school was written anew just now. Nothing was saved; please read it again."
    ),
    "page_not_agreed": N_(
        "Nothing of this page can be printed yet: a guardian and {name} have to agree to the same line, "
        "at least to one."
    ),
    "page_over": N_(
        "This page was good until {day}, so it is not printed any more. The care team can write a new one."
    ),
    "same_step": N_("Attendance is planned by this step already. Nothing was changed."),
    "school_begun": N_(
        "This has begun already, so it stays as it was. You can plan another one from a later day on."
    ),
    "school_entered": N_(
        "Something is logged for school today already, so this can start tomorrow at the earliest."
    ),
    "step_planned": N_(
        "Another step begins on that day already. Please take that one back first, or choose another day."
    ),
    "timetable_later": N_(
        "A timetable begins on that day, or later, already. Please take that one back first, or choose a later day."
    ),
    "erasure_asked": N_("Somebody has asked for this already. Please look again."),
    "exercise_changed": N_(
        "This exercise was changed in another place just now. Yours was not saved; please look again."
    ),
    "explanation_changed": N_(
        "This text was changed in another place just now. Yours was not saved; please look again."
    ),
    "has_library": N_("There are exercises in the library already. Nothing was added."),
    "has_own_sign_in": N_("This child has a sign-in of its own already. Please end that link first."),
    "has_password": N_("This person has chosen a password already, so an invitation is not needed any more."),
    "is_guardian": N_(
        "This person is, or was, linked to this child as a guardian. The child needs a sign-in of its own."
    ),
    "is_the_child": N_("This is, or was, the child’s own sign-in. A guardian needs another one."),
    "not_of_age": N_("This can be decided from the day on which you are of age here."),
    "last_administrator": N_(
        "This is the last administrator who can sign in, and a clinic needs one. Nothing was changed. Please make "
        "somebody else an administrator first."
    ),
    "lines": N_(
        "Nobody was invited yet. Please look at the lines again: each needs to be fine, and there needs to be one."
    ),
    "link_ended": N_("This link has ended. Nothing was changed; please look again."),
    "linked": N_("This person is linked to this child in this way already."),
    "moved_visit_marked": N_(
        "Something is said of the visit at its new time already. Please take that back first."
    ),
    "name_taken": N_(
        "Another exercise of the library has this name. Nothing was saved; please choose another name."
    ),
    "nobody_asked": N_("Nobody asks for this any more, so nothing was erased. Please look again."),
    "one_administrator": N_(
        "It takes two administrators to erase a record, and this clinic has one. Nothing was changed."
    ),
    "not_turned_on": N_("Your care team has not turned these values on. Nothing was changed."),
    "not_scored_there": N_(
        "{instrument}{side}, {reporter}: for {day} there is one already that was left incomplete. Nothing was saved. "
        "Please look again, and correct that one if it is to have a score."
    ),
    "no_password": N_("This person has not chosen a password yet. A new invitation helps here."),
    "not_approved": N_(
        "This exercise waits for the approval of a clinician. Nothing was saved; the library has it."
    ),
    "not_closed": N_("This sign-in is open already."),
    "nothing_to_cover": N_(
        "There is nothing to cover on these days: either the colleague has no links, or this person has them too."
    ),
    "overlap": N_("This overlaps with something already planned. Nothing was changed."),
    "own_reset": N_("You can change your own password under Account. Nothing was changed."),
    "plan_changed": N_("The plan for this exercise has changed. Nothing was saved; please look again."),
    "record_open": N_(
        "This record is open, so it cannot be erased. It was opened in another place just now."
    ),
    "retired": N_("This exercise is retired. Nothing was saved; it can be brought back in the library."),
    "revised_later": N_("A later change of this exercise is already planned. Withdraw that one first."),
    "score_gone": N_(
        "This score was taken back in another place just now. Nothing was saved; please look again."
    ),
    "score_there": N_(
        "{instrument}{side}, {reporter}: for {day} there is a score already: {stands}. That stays, and nothing was "
        "saved. Please look again, and correct it if it is not right."
    ),
    "settled": N_("This proposal has been answered already."),
    "settings_changed": N_(
        "Somebody else has changed the same setting just now. Nothing of yours was saved yet."
    ),
    "started": N_("This has already started or has entries, so it can only be stopped, not withdrawn."),
    "visit_marked": N_(
        "This visit was marked in another place just now: {stands}. That stays; please look again."
    ),
    "visit_moved": N_("This visit was moved. Nothing was changed; please look at its new time."),
    "visit_gone": N_(
        "This visit is not planned any more, since these visits were ended. Nothing was changed."
    ),
    "visit_there": N_(
        "There is a visit of this kind at that time already, on {day}. Nothing was changed; please choose another time."
    ),
    "takes_another": N_("It takes another administrator than the one who asked. Nothing was erased."),
    "too_new_to_erase": N_(
        "Another administrator has to do this: that you can sign in as one began, or changed, less than a week before "
        "it was asked. It works for you with what is asked from {day} on."
    ),
}

LINKS: Mapping[LinkPurpose, Mapping[str, str]] = {
    LinkPurpose.INVITATION: {
        "used": N_("This invitation has been used. If that was you, sign in with your password."),
        "expired": N_(
            "This invitation was good for a week, and that is over. Please ask the clinic for a new one."
        ),
        "withdrawn": N_(
            "This invitation is not open any more. Please use the newest one, or ask the clinic for it."
        ),
        "unknown": N_(
            "This address opens no invitation. A part of it may be missing: please copy it as a whole."
        ),
    },
    LinkPurpose.RESET: {
        "used": N_("This link has been used. If that was you, sign in with your new password."),
        "expired": N_("This link was good for a day, and that is over. Please ask the clinic for a new one."),
        "withdrawn": N_(
            "This link is not open any more. Please use the newest one, or ask the clinic for it."
        ),
        "unknown": N_("This address opens nothing. A part of it may be missing: please copy it as a whole."),
    },
    LinkPurpose.SET_UP: {
        "used": N_("The clinic has been set up already. If that was you, sign in with your password."),
        "expired": N_(
            "This link was good for an hour, and that is over. Start the server again for a new one."
        ),
        "withdrawn": N_("There is a newer link: it is on the terminal where the server was started last."),
        "unknown": N_(
            "This address sets up nothing. A part of it may be missing: please copy it as a whole."
        ),
    },
}

OTHERS: Mapping[type[TrackerError], str] = {
    AssentMissing: N_("You have not said yes to this, so it was not saved. Open Today again if you want to."),
    ConsentMissing: N_(
        "No guardian has agreed to this right now, so it was not saved. Open Today again to read more."
    ),
    Busy: N_("The record is busy right now. This was not saved. Please try again in a moment."),
    DemoRunning: N_("The demo of another day is still running. Stop it first, then start it again."),
    IsADemo: N_("This database holds the demo's invented people: open it with `amps-tracker demo`."),
    NotADemo: N_(
        "In the demo's folder is a database that the demo did not make. It was left as it is. Move it away first."
    ),
    NotFound: N_("There is nothing here that you can open."),
    NotMigrated: N_("The database is not at the version of this program: run `amps-tracker migrate` first."),
    NotPermitted: N_("Your sign-in does not allow this. Nothing was changed."),
    RecordClosed: N_("This record is closed: you can read it, and nothing in it changes any more."),
    SignInRefused: N_("This sign-in name and password do not fit together. Please check both and try again."),
    SignedOut: N_("You are signed out. This was not saved. Please sign in again."),
    Unwritable: N_("The record cannot be saved at the moment. This was not saved. Please tell the clinic."),
}


def in_words(error: TrackerError) -> str:
    """Give the sentence for an error."""
    match error:
        case InvalidInput():
            words = _limits(error.limits)
            field = _(FIELDS.get(error.field, error.field))
            return _(PROBLEMS[error.problem]).format(field=field, **words)
        case Conflict():
            return _(CONFLICTS[error.what]).format(**_limits(error.limits))
        case FilesRefused():
            return "\n".join(flaws_in_words(error))
        case LinkRefused():
            return _(LINKS[error.purpose][error.why])
        case _:
            return _(OTHERS[type(error)])


def flaws_in_words(error: FilesRefused) -> list[str]:
    """Give a sentence for each flaw of files that were to be brought in, and one for how many more there are."""
    sentences = [_flaw(flaw) for flaw in error.flaws]
    if error.more:
        more = ngettext("And one more.", "And {n} more.", error.more)
        sentences.append(more.format(n=error.more))
    return sentences


def _flaw(flaw: Flaw) -> str:
    # Columns, days and numbers stand as they do in the file.
    problem = FLAWS.get(flaw.error.problem) or PROBLEMS[flaw.error.problem]
    limits = {name: f"{v:g}" if isinstance(v, float) else str(v) for name, v in flaw.error.limits.items()}
    said = _(problem).format(field=flaw.error.field, **limits)
    if flaw.file:
        where = _("{file}, row {row}: {problem}") if flaw.row else _("{file}: {problem}")
        said = where.format(file=flaw.file, row=flaw.row, problem=said)
    # Names of files and columns are whoever's: none of them steers a terminal.
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in said)


def _limits(limits: Mapping[str, object]) -> dict[str, str]:
    """Give the limits of an error as text; days a year apart are told apart by their year."""
    days = [value for value in limits.values() if isinstance(value, date)]
    words = {name: _limit(value) for name, value in limits.items()}
    if len({day.year for day in days}) > 1:
        words |= {n: f"{format_value(v)} {v.year}" for n, v in limits.items() if isinstance(v, date)}
    return words


def _limit(value: object) -> str:
    match value:
        case VisitOutcome():
            return _(OUTCOMES[value])
        case Instrument():
            return _(INSTRUMENTS[value])
        case Reporter():
            return _(REPORTERS[value])
        case Side():
            return f", {_(SIDES[value])}" if SIDES[value] else ""
        case _:
            return format_value(value)

"""Errors in words: what happened, that nothing was lost, and what to do. Each names its field and its limit."""

from collections.abc import Mapping

from tracker.errors import (
    Busy,
    Conflict,
    InvalidInput,
    NotFound,
    NotMigrated,
    NotPermitted,
    SignedOut,
    SignInRefused,
    TrackerError,
    Unwritable,
)
from tracker.screen.dates import format_value
from tracker.screen.words import N_, _

FIELDS: Mapping[str, str] = {
    "amount": N_("How much"),
    "barrier": N_("Reason"),
    "child": N_("Child"),
    "clinic": N_("Clinic"),
    "day": N_("Day"),
    "dose": N_("Dose"),
    "end": N_("End"),
    "expected_weeks": N_("Expected weeks"),
    "from": N_("From"),
    "hold_seconds": N_("Hold in seconds"),
    "instructions": N_("How to do it"),
    "late_reason": N_("Reason for entering it later"),
    "name": N_("Name"),
    "note": N_("Note"),
    "password": N_("Password"),
    "reason": N_("Reason"),
    "reps": N_("Repetitions"),
    "schedule": N_("Schedule"),
    "sets": N_("Sets"),
    "sign_in_name": N_("Sign-in name"),
    "slot": N_("Time of the day"),
    "start": N_("Start"),
    "time_zone": N_("Time zone"),
    "times_per_day": N_("Times a day"),
    "times_per_week": N_("Times a week"),
    "to": N_("To"),
    "valid_from": N_("First day"),
    "weekdays": N_("Weekdays"),
}

PROBLEMS: Mapping[str, str] = {
    "before": N_("{field}: the earliest day is {earliest}."),
    "before_today": N_(
        "{field}: this can start today ({today}) or later, so that earlier days stay as they were."
    ),
    "database_url": N_(
        "{field}: give an address like postgresql://user@host/name or sqlite:////folder/file."
    ),
    "empty": N_("{field}: please fill this in."),
    "future": N_("{field}: {day} has not come yet. You can log up to today, {today}."),
    "no_amount": N_("{field}: this exercise has no amount; “partly” is enough."),
    "one_of": N_("{field}: choose either weekdays or a number of times a week."),
    "only_partly": N_("{field}: an amount belongs to “partly” only."),
    "only_not_done": N_("{field}: a reason belongs to “not today” only."),
    "origin": N_("{field}: give an address like https://clinic.example.org, without a path."),
    "past_limit": N_("{field}: {day} can no longer be filled in here. The earliest day is {earliest}."),
    "range": N_("{field}: please choose from {low} to {high}."),
    "taken": N_("{field}: this name is taken. Please choose another."),
    "time_zone": N_("{field}: this time zone is not known. An example is America/New_York."),
    "characters": N_("{field}: please use letters, digits and signs that can be seen."),
    "too_long": N_("{field}: at most {limit} characters; this has {length}."),
    "too_short": N_("{field}: at least {limit} characters."),
    "total": N_("{field}: please say how much."),
    "weekday": N_("{field}: choose at least one day from Monday to Sunday."),
    "weekly_once": N_("{field}: a number of times a week counts once a day."),
}

CONFLICTS: Mapping[str, str] = {
    "answered": N_("This was answered in another place just now. That answer stays; please look again."),
    "changed": N_("This was changed in another place just now. Yours was not saved; please look again."),
    "entries": N_("Something is already entered here, so this can start tomorrow at the earliest."),
    "overlap": N_("This overlaps with something already planned. Nothing was changed."),
    "plan_changed": N_("The plan for this exercise has changed. Nothing was saved; please look again."),
    "revised_later": N_("A later change of this exercise is already planned. Withdraw that one first."),
    "started": N_("This has already started or has entries, so it can only be stopped, not withdrawn."),
}

OTHERS: Mapping[type[TrackerError], str] = {
    Busy: N_("The record is busy right now. This was not saved. Please try again in a moment."),
    NotFound: N_("There is nothing here that you can open."),
    NotMigrated: N_("The database is not at the version of this program: run `amps-tracker migrate` first."),
    NotPermitted: N_("Your sign-in does not allow this. Nothing was changed."),
    SignInRefused: N_("This sign-in name and password do not fit together. Please check both and try again."),
    SignedOut: N_("You are signed out. This was not saved. Please sign in again."),
    Unwritable: N_("The record cannot be saved at the moment. This was not saved. Please tell the clinic."),
}


def in_words(error: TrackerError) -> str:
    """Give the sentence for an error."""
    match error:
        case InvalidInput():
            words = {name: format_value(value) for name, value in error.limits.items()}
            field = _(FIELDS.get(error.field, error.field))
            return _(PROBLEMS[error.problem]).format(field=field, **words)
        case Conflict():
            return _(CONFLICTS[error.what])
        case _:
            return _(OTHERS[type(error)])

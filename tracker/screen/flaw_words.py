"""What can be wrong in files that somebody brings in. `{field}` is the name of a column, as it stands in the file."""

from collections.abc import Mapping

from tracker.screen.words import N_

FLAWS: Mapping[str, str] = {
    "accommodation_there": N_("{field}: the child has this one already."),
    "another_category": N_("{field}: this exercise has another one in row {row}. A line has one."),
    "another_discipline": N_("{field}: the visits of this series are of the kind {kind}."),
    "another_exercise": N_(
        "{field}: another exercise, or the same one in another episode, has this number already."
    ),
    "another_zone": N_(
        "{field}: the child’s days are counted in {zone} then. Leave it empty, or name that one."
    ),
    "answered_twice": N_("this time of that day has an entry in a row above already."),
    "at_latest": N_("{field}: the latest day is {latest}."),
    "cells": N_("this row has more than the {n} cells of the first row."),
    "comes_once": N_("{field}: the clocks show this time once only."),
    "column_missing": N_("the column {column} is missing."),
    "column_twice": N_("the column {column} is there twice."),
    "counselor_only": N_(
        "{field}: visits that only their counselor knows of are planned by the counselor, and are in no file."
    ),
    "day_to_come": N_("{field}: this day has not come yet."),
    "encoding": N_("this is not UTF-8 text. In a spreadsheet program, save it as “CSV UTF-8”."),
    "files_too_large": N_("These files are larger than {limit} MB together."),
    "has_calendar": N_("{field}: the child has a school calendar already. What is there stays as it is."),
    "has_plan": N_("{field}: the child’s school is planned already. What is there stays as it is."),
    "has_ladder": N_("{field}: the child has a ladder for school already. What is there stays as it is."),
    "in_order": N_("{field}: this needs to be later than in the row above."),
    "line_too_long": N_("this line is longer than {limit} bytes."),
    "milestone_there": N_("{field}: the child has this one already."),
    "moment_to_come": N_("{field}: this has not come yet."),
    "no_day": N_("{field}: please write a day that there is, like 2025-03-31."),
    "no_episode": N_("{field}: these days lie in no episode of episode.csv."),
    "no_files": N_("There is no CSV file that could be brought in."),
    "no_folder": N_("There is no folder of this name that can be read."),
    "no_moment": N_("{field}: please write a moment in UTC, like 2025-03-31T17:45:00Z."),
    "no_number": N_("{field}: please write a number from 0 on, like 12.5."),
    "no_rows": N_("There is no row in these files."),
    "no_schedule": N_("{field}: please write daily, or weekdays like MO,WE,FR, or 3/week."),
    "no_such_exercise": N_("{field}: prescriptions.csv has no exercise of this name."),
    "no_such_milestone": N_("{field}: milestones.csv has no row of this name, or none with this number."),
    "no_such_number": N_("{field}: there is no such number."),
    "no_time": N_("{field}: please write a time of day, like 15:30."),
    "no_weekdays": N_("{field}: please write weekdays, like MO WE FR."),
    "no_whole_number": N_("{field}: please write a whole number."),
    "not_a_word": N_("{field}: please write one of: {words}."),
    "not_moved": N_("{field}: the visit of this number was not moved."),
    "not_in_force": N_("{field}: this exercise was not prescribed on that day."),
    "not_of_this_kind": N_("{field}: this does not go with a dose of the kind {kind}."),
    "nul": N_("this row has a sign in it that no text has. Please save the file anew."),
    "number_twice": N_("{field}: this number is there twice."),
    "of_another_episode": N_("{field}: this day belongs to what is recorded already, and stays as it is."),
    "only_school_steps": N_("{field}: only a step of school can be planned."),
    "only_timetable": N_("{field}: only a timetable has them."),
    "other_zones": N_("{field}: the child’s days are counted in other time zones than these."),
    "overlaps_episode": N_(
        "{field}: this overlaps with an episode that the child has already. What is there stays as it is."
    ),
    "overlaps_row": N_("{field}: this overlaps with row {row}."),
    "quotes": N_("this row cannot be read: a quotation mark is not closed, or a cell is far too long."),
    "row_twice": N_("{field}: the same is in a row above already."),
    "sets_times_reps": N_("{field}: sets times reps are {total}."),
    "too_many_notes": N_("{field}: one time of a day has at most {limit} notes."),
    "too_many_rows": N_("this file has more than {limit} rows."),
    "unknown_column": N_("there is no column {column}. The columns are: {columns}."),
    "unknown_file": N_("this is none of the files that can be brought in."),
    "unreadable": N_("this file cannot be read."),
    "which_episode": N_("{field}: more than one episode has these days. Please write the number of one."),
    "visit_there": N_("{field}: the child has a visit of this kind at this time already."),
    "which_step": N_("{field}: more than one row has this name. Please write the number of one."),
    "which_line": N_("{field}: more than one line has this exercise then. Please write the number of one."),
    "yes_or_no": N_("{field}: please write yes or no."),
    "zip_name": N_("this is a name with folders in it, or is there twice."),
    "zip_too_large": N_("What is packed in it is larger than {limit} MB."),
    "zip_unreadable": N_("this is not a zip file that can be read."),
}

"""School: the day's entry, the weeks, the ladder, its calendar, accommodations, and the page for the school."""

"""The way back to school: calendar, planned attendance, entries of days, accommodations, and the page for it."""

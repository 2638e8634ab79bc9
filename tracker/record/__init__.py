"""Use cases that record a day: completions and day marks."""

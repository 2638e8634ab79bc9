"""A clinic's library: the exercises that it prescribes from, and what it explains to families."""

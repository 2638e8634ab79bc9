"""The family's way to a copy of a record."""

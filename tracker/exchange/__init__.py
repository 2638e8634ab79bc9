"""A child's record in formats that other programs read."""

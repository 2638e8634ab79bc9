"""Milestones of all areas: what is to come, and what was reached."""

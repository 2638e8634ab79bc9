"""Visits: what is prescribed of them, when they are, and that they took place. Never what was said in one."""

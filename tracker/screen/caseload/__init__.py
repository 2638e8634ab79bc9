"""Caseload: who needs a look, and why."""

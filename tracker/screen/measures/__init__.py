"""Measures: entering scores, and what was entered."""

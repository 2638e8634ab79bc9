"""Measures: the instruments, the scores that were taken with them, and who may see those of pain."""

"""The questions that a family is asked before it records, and what was answered."""

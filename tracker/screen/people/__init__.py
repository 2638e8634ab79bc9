"""People: the office's children, colleagues and families."""

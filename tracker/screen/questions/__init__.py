"""Questions: the two doors, the messages and their answers."""

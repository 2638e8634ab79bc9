"""The page over which family and care team meet: who is in the room, what all of them may see, what is decided."""

"""For the appointment: what is told in the room, what is decided, and how it prints."""

"""What a family asks or worries about, and what its care team answers. Nothing here is scored or sorted by urgency."""

"""Today: a family ticks off the day."""

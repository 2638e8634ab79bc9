"""What the clinic explains about the condition and its treatment."""

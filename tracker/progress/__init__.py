"""What the record says: weeks, adherence, and what a day asks."""

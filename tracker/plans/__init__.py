"""What is prescribed: doses, schedules, episodes, and revisions that never rewrite history."""

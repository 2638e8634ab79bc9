"""A child's plan and what was logged as a folder of CSV files, which other programs write and read."""

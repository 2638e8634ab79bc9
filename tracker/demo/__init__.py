"""A clinic of invented people to look around in: stories in a table, lived day by day in a database of their own."""

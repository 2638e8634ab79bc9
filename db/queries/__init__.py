"""All SQL. Functions take an open connection and give back small rows; they never commit."""

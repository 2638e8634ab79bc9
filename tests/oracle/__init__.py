"""A second, naive reading of the rules of adherence; it shares no code with what it checks."""

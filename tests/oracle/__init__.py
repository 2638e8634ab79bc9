"""A second, naive reading of DOMAIN section 3; it shares no code with what it checks."""

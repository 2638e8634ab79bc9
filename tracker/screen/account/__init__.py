"""Account: who somebody is here, where they are signed in, and what they are told about it."""

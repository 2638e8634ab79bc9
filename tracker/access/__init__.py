"""Who: accounts, sessions, the policy, and the unit of work that is the one door to a child's record."""

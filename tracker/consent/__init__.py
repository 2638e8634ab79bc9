"""What a family is asked before it records: a guardian's consent, the child's assent, and links renewed at majority."""

"""The clinic's exercises: what clinicians keep there, and how families read them."""

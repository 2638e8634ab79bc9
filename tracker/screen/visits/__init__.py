"""Visits: when they are, what is prescribed, how it went, and for staff all that changes them."""

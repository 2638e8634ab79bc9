"""Plan: what is prescribed, and the forms by which a therapist changes it."""

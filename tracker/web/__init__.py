"""The web server: the gate, sign-in, and the entry script of the pages."""

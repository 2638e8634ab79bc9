"""The command line of the operator, who sits beside the database file already."""

from tracker.cli import accounts, database, figures, files, serving
from tracker.cli.base import app, main

__all__ = ["accounts", "app", "database", "figures", "files", "main", "serving"]

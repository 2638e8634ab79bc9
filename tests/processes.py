"""Other processes at little cost: a server imports the product once, and every process is a copy of it."""

import multiprocessing

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["db.schema", "tracker.record.completions"])

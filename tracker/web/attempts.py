"""How often somebody may try to sign in. Guessing passwords must be slow, and each guess costs the server 17 ms."""

import time
from collections import deque
from collections.abc import Callable, Hashable

MOST_ATTEMPTS = 10
WINDOW_SECONDS = 300
MOST_KEYS = 10_000


class Attempts:
    """Failed attempts by key, forgotten after five minutes. Kept in memory: a restart is no way in."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures: dict[Hashable, deque[float]] = {}

    def too_many(self, key: Hashable) -> bool:
        """Say whether the next attempt is refused unseen."""
        failures = self._failures.get(key, deque())
        while failures and failures[0] <= self._now() - WINDOW_SECONDS:
            failures.popleft()
        return len(failures) >= MOST_ATTEMPTS

    def failed(self, key: Hashable) -> None:
        """Count an attempt that was refused."""
        failures = self._failures.pop(key, deque())
        failures.append(self._now())
        self._failures[key] = failures
        if len(self._failures) > MOST_KEYS:
            # Entries are in the order of their last failure, so the first is the stalest.
            self._failures.pop(next(iter(self._failures)))

    def succeeded(self, key: Hashable) -> None:
        """Forget what went before."""
        self._failures.pop(key, None)

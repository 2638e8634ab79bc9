"""How often somebody may try to sign in. Guessing passwords must be slow, and each guess costs the server 17 ms.

An attempt counts from the moment it begins: of many that are sent at once, each sees those before it.
"""

import time
from collections import deque
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass

MOST_ATTEMPTS = 10
# Looser, since many share an address or mistype one name: only a guesser gets this far.
MOST_FROM_ADDRESS = 60
MOST_FOR_NAME = 40
WINDOW_SECONDS = 300
MOST_KEYS = 10_000

Now = Callable[[], float]


class Attempts:
    """Attempts by key, forgotten after five minutes. Kept in memory: a restart is no way in."""

    def __init__(self, most: int = MOST_ATTEMPTS, now: Now = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._moments: dict[Hashable, deque[float]] = {}

    def too_many(self, key: Hashable) -> bool:
        """Say whether the next attempt is refused unseen."""
        moments = self._moments.get(key, deque())
        while moments and moments[0] <= self._now() - WINDOW_SECONDS:
            moments.popleft()
        return len(moments) >= self._most

    def count(self, key: Hashable) -> float:
        """Count an attempt that begins; give the moment by which it can be taken back."""
        moments = self._moments.pop(key, deque())
        moments.append(self._now())
        self._moments[key] = moments
        if len(self._moments) > MOST_KEYS:
            # Entries are in the order of their last attempt, so the first is the stalest.
            self._moments.pop(next(iter(self._moments)))
        return moments[-1]

    def take_back(self, key: Hashable, moment: float) -> None:
        """Forget one attempt, and nothing else."""
        moments = self._moments.get(key, deque())
        with suppress(ValueError):
            moments.remove(moment)
        if not moments:
            self.forget(key)

    def forget(self, key: Hashable) -> None:
        """Forget all that was tried with a key."""
        self._moments.pop(key, None)


@dataclass(frozen=True)
class Attempt:
    """One attempt that has begun, as each limit counted it: first the tightest, then the looser ones."""

    counted: tuple[tuple[Attempts, Hashable, float], ...]

    def take_back(self) -> None:
        """Uncount it, since it told nobody anything."""
        for attempts, key, moment in self.counted:
            attempts.take_back(key, moment)

    def succeeded(self) -> None:
        """Uncount it, and forget how often this person mistyped before."""
        self.take_back()
        attempts, key, _ = self.counted[0]
        attempts.forget(key)


class SignInAttempts:
    """Three limits at once: for a name from an address, for an address alone, and for a name alone."""

    def __init__(self, now: Now = time.monotonic) -> None:
        self._both = Attempts(MOST_ATTEMPTS, now)
        self._addresses = Attempts(MOST_FROM_ADDRESS, now)
        self._names = Attempts(MOST_FOR_NAME, now)

    def begin(self, address: str, name: str) -> Attempt | None:
        """Count an attempt; None when it is one too many, which itself does not count."""
        keys = ((self._both, (address, name)), (self._addresses, address), (self._names, name))
        if any(attempts.too_many(key) for attempts, key in keys):
            return None
        return Attempt(tuple((attempts, key, attempts.count(key)) for attempts, key in keys))

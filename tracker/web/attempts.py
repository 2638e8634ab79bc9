"""How often somebody may try a password. Guessing must be slow, and each guess costs the server 17 ms.

After a few free tries each further one has to wait, twice as long each time, up to a limit: nobody is locked out for
good. Three counts run side by side: for a name from an address, for an address, and for a name. The one for a name
alone never waits long, or a stranger who knows a name could keep its owner out; and a browser in which the owner has
signed in before is counted by itself, so that not even a crowd of strangers can.

An attempt counts from the moment it begins: of many that are sent at once, each sees those before it.
"""

import math
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

FIRST_WAIT = 2.0
QUIET_SECONDS = 3600.0
MOST_KEYS = 10_000

Now = Callable[[], float]


class TooSoon(Exception):
    """The next attempt has to wait for so many seconds, and was not looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Limit:
    """How many tries are free, and how many seconds any wait has at most."""

    free: int
    longest: float


PAIR = Limit(5, 300)
# Looser, since many share an address or mistype one name: only a guesser gets this far.
ADDRESS = Limit(20, 300)
NAME = Limit(20, 60)


@dataclass
class _Count:
    tries: int = 0
    last: float = 0.0


class Attempts:
    """Tries by key, forgotten after an hour of quiet. Kept in memory: a restart is no way in."""

    def __init__(self, limit: Limit, now: Now = time.monotonic) -> None:
        self._limit = limit
        self._now = now
        self._counts: dict[Hashable, _Count] = {}

    def wait(self, key: Hashable) -> float:
        """Give for how many seconds the next attempt is refused unseen; 0 if it is not."""
        count = self._counts.get(key)
        if count is None or self._is_over(count) or count.tries < self._limit.free:
            return 0.0
        doubled = min(count.tries - self._limit.free, 30)
        return max(0.0, count.last + min(FIRST_WAIT * 2.0**doubled, self._limit.longest) - self._now())

    def count(self, key: Hashable) -> None:
        """Count an attempt that begins."""
        count = self._counts.pop(key, None)
        if count is None or self._is_over(count):
            count = _Count()
        count.tries += 1
        count.last = self._now()
        self._counts[key] = count
        if len(self._counts) > MOST_KEYS:
            # Entries are in the order of their last attempt, so the first is the stalest.
            self._counts.pop(next(iter(self._counts)))

    def take_back(self, key: Hashable) -> None:
        """Uncount one attempt."""
        count = self._counts.get(key)
        if count is not None:
            count.tries -= 1
            if count.tries <= 0:
                self.forget(key)

    def forget(self, key: Hashable) -> None:
        """Forget all that was tried with a key."""
        self._counts.pop(key, None)

    def _is_over(self, count: _Count) -> bool:
        return self._now() - count.last >= QUIET_SECONDS


@dataclass(frozen=True)
class Attempt:
    """One attempt that has begun, as each limit counted it: first the tightest, then the looser ones."""

    counted: tuple[tuple[Attempts, Hashable], ...]

    def take_back(self) -> None:
        """Uncount it, since it told nobody anything."""
        for attempts, key in self.counted:
            attempts.take_back(key)

    def succeeded(self) -> None:
        """Uncount it, and forget how often this person mistyped before."""
        self.take_back()
        attempts, key = self.counted[0]
        attempts.forget(key)


class SignInAttempts:
    """The limits of one server, for all of its forms."""

    def __init__(self, now: Now = time.monotonic) -> None:
        self._pairs = Attempts(PAIR, now)
        self._addresses = Attempts(ADDRESS, now)
        self._names = Attempts(NAME, now)

    def begin(self, address: str, name: str, *, known: str = "") -> Attempt:
        """Count an attempt to open an account; raises `TooSoon`, and that attempt does not count.

        `known` names a browser in which this very account was signed in before; strangers' tries do not slow it.
        """
        if known:
            return _begin((self._pairs, (known, name)))
        return _begin((self._pairs, (address, name)), (self._addresses, address), (self._names, name))

    def begin_link(self, address: str) -> Attempt:
        """Count the sending of a one-time link's form, whose token cannot be guessed; raises `TooSoon`."""
        return _begin((self._addresses, ("link", address)))


def _begin(*keys: tuple[Attempts, Hashable]) -> Attempt:
    seconds = max(attempts.wait(key) for attempts, key in keys)
    if seconds > 0:
        raise TooSoon(math.ceil(seconds))
    for attempts, key in keys:
        attempts.count(key)
    return Attempt(keys)

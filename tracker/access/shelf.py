"""What somebody was typing when a clinic's screen cleared itself, kept until the same account signs in again.

In memory only, and never written to the database or a log: unsaved words about a child lie in one place, bounded, by
account, and are gone after a working day, after signing out, and when the server stops.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

KEPT_FOR = timedelta(hours=12)
MOST_ACCOUNTS = 200
MOST_TABS = 8
LARGEST = 200_000  # characters


@dataclass(frozen=True)
class Draft:
    """What stood in the fields of one tab: `place` is its page's address, `session_id` the session it was typed in."""

    session_id: int
    place: str
    values: Mapping[str, Any]
    at: datetime


class Shelf:
    """Drafts by account and tab."""

    def __init__(self) -> None:
        self._drafts: dict[int, dict[str, Draft]] = {}
        self._lock = Lock()

    def keep(self, account_id: int, tab: str, draft: Draft) -> None:
        """Keep what stands in a tab now, in place of what stood there; nothing that is larger than any form."""
        if len(repr(draft.values)) > LARGEST:
            return
        with self._lock:
            # Taken out and put in again: the first is then the one that nobody has used for longest.
            tabs = self._drafts.pop(account_id, {})
            tabs.pop(tab, None)
            tabs[tab] = draft
            self._drafts[account_id] = tabs
            _shorten(tabs, MOST_TABS)
            _shorten(self._drafts, MOST_ACCOUNTS)
            self._drop(lambda kept: kept.at <= draft.at - KEPT_FOR)

    def take(self, account_id: int, place: str, *, live: Collection[int], now: datetime) -> Mapping[str, Any]:
        """Give, once, what was typed at a place in a session of this account that is over; empty if there is nothing.

        `live` are the sessions that are not over: what is being typed on one device does not turn up on another.
        """
        with self._lock:
            self._drop(lambda draft: draft.at <= now - KEPT_FOR)
            tabs = self._drafts.get(account_id, {})
            found = [
                tab for tab, draft in tabs.items() if draft.place == place and draft.session_id not in live
            ]
            return tabs.pop(found[-1]).values if found else {}

    def forget(self, account_id: int) -> None:
        """Forget all that an account was typing."""
        with self._lock:
            self._drafts.pop(account_id, None)

    def forget_child(self, child_id: int) -> None:
        """Forget all that anybody was typing on the pages of a child."""
        with self._lock:
            self._drop(lambda draft: draft.place.endswith(f"child={child_id}"))

    def _drop(self, is_gone: Callable[[Draft], bool]) -> None:
        for tabs in self._drafts.values():
            for tab in [tab for tab, draft in tabs.items() if is_gone(draft)]:
                del tabs[tab]
        for account_id in [account_id for account_id, tabs in self._drafts.items() if not tabs]:
            del self._drafts[account_id]


def _shorten(kept: dict[Any, Any], most: int) -> None:
    while len(kept) > most:
        del kept[next(iter(kept))]


SHELF = Shelf()

"""Cover for colleagues in words: many links of the same days are one sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.office.links import LinkEntry
from tracker.screen.dates import format_full_day
from tracker.screen.text import plain
from tracker.screen.words import ngettext


@dataclass(frozen=True, order=True)
class Covering:
    """Somebody who covers for a colleague from a first to a last day."""

    first: date
    last: date
    by: str
    colleague: str
    by_id: int
    colleague_id: int


def coverings(links: Iterable[LinkEntry]) -> Mapping[Covering, int]:
    """Give who covers for whom and when, each with the number of children, the earliest first."""
    children: dict[Covering, set[int]] = {}
    for link in links:
        if link.covers_id is not None and link.last_day is not None:
            found = Covering(
                link.starts_on, link.last_day, link.name, link.covers, link.account_id, link.covers_id
            )
            children.setdefault(found, set()).add(link.child_id)
    return {found: len(children[found]) for found in sorted(children)}


def format_covers(links: Iterable[LinkEntry]) -> list[str]:
    """Give a sentence (Markdown) for each."""
    return [format_covering(found, n) for found, n in coverings(links).items()]


def format_covering(found: Covering, n: int) -> str:
    """Give who covers for whom, on which days and with how many children, as one sentence."""
    words = ngettext(
        "{by} covers for {colleague} from {first} to {last}, with {n} child.",
        "{by} covers for {colleague} from {first} to {last}, with {n} children.",
        n,
    )
    return words.format(
        by=plain(found.by),
        colleague=plain(found.colleague),
        first=format_full_day(found.first),
        last=format_full_day(found.last),
        n=n,
    )

"""Searching a library as one types: parts of words, in any order, without a thought for capitals and accents."""

import unicodedata
from collections.abc import Iterable


def matches(asked: str, texts: Iterable[str]) -> bool:
    """Say whether each word that is asked for is a part of some text."""
    among = _bare("\n".join(texts))
    return all(word in among for word in _bare(asked).split())


def _bare(text: str) -> str:
    """Give a text without capitals, widths and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).casefold()

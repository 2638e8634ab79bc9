"""Texts that people type into a plan or a record."""

from tracker.errors import InvalidInput

LONGEST_TEXT = 500


def checked_text(field: str, text: str, *, required: bool = False, limit: int = LONGEST_TEXT) -> str:
    """Give a text without outer blanks and NUL; raises `InvalidInput` naming the field and the limit."""
    # PostgreSQL cannot store NUL in a text at all.
    text = text.replace("\0", "").strip()
    if required and not text:
        raise InvalidInput(field, "empty")
    if len(text) > limit:
        raise InvalidInput(field, "too_long", limit=limit, length=len(text))
    return text

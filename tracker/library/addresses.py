"""Addresses of pages outside, such as a video's: the product links to them and never loads anything from there."""

from urllib.parse import urlsplit

from db.tables.library import ADDRESS
from tracker.errors import InvalidInput
from tracker.text import checked_text


def checked_address(field: str, text: str) -> str:
    """Give an https address of up to 500 characters with a host, as it was typed, or an empty text.

    Raises `InvalidInput`, also for one that names somebody before an @, which is a way to pass as another host.
    """
    text = checked_text(field, text, limit=ADDRESS)
    if not text:
        return ""
    if not text.isprintable() or any(sign.isspace() or sign in '\\<>"`' for sign in text):
        raise InvalidInput(field, "https")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidInput(field, "https") from error
    if parts.scheme != "https" or not host or "@" in parts.netloc:
        raise InvalidInput(field, "https")
    return "https" + text[len("https") :]

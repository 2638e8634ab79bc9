"""Where to go after signing in: a path of our own, never somebody else's page."""

from urllib.parse import quote, unquote, urlsplit

LONGEST = 500
HOME = "/"
NOT_A_GOAL = ("/sign-in", "/sign-out", "/healthz")


def own_path(text: str) -> str:
    """Give a path that stays with us as it is, and "/" for anything else."""
    return text if len(text) <= LONGEST and _stays(text) else HOME


def sign_in_path(path: str, query: str) -> str:
    """Give the sign-in page's address that leads back to a page afterwards."""
    goal = own_path(quote(path) + (f"?{query}" if query else ""))
    return "/sign-in" if goal == HOME else f"/sign-in?next={quote(goal, safe='/')}"


def _stays(text: str) -> bool:
    if not text.startswith("/") or not text.isascii() or " " in text or not _is_harmless(text):
        return False
    path = urlsplit(text).path
    # Undone until nothing is left to undo: a browser, a proxy and a router each undo one layer of encoding.
    while (plain := unquote(path)) != path:
        if not _is_harmless(plain):
            return False
        path = plain
    return path.rstrip("/") not in NOT_A_GOAL


def _is_harmless(text: str) -> bool:
    return text.isprintable() and "\\" not in text and not text.startswith("//")

"""The names of our cookies. Streamlit is not imported here, so that anything may ask."""

from tracker.settings import Settings


def session_cookie_name(settings: Settings) -> str:
    """Name the cookie that holds the session token."""
    return _name("session", settings)


def form_cookie_name(settings: Settings) -> str:
    """Name the cookie that a form's hidden token must repeat."""
    return _name("form", settings)


def known_cookie_name(settings: Settings) -> str:
    """Name the cookie that says which account was signed in here before. It opens nothing."""
    return _name("known", settings)


def _name(name: str, settings: Settings) -> str:
    # A browser takes a __Host- cookie from this very host over https only, so a neighbouring host cannot plant one.
    return f"__Host-{name}" if settings.secure else name

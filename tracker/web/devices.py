"""What a browser says of itself, in a few words that its owner recognises in a list."""

import re

from tracker.screen.words import _

LONGEST_JUDGED = 1000
# The first that fits: most browsers also call themselves by the names of those that came before them.
BROWSERS = (
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"(?:Headless)?Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Version/[\d.]+.*Safari/", "Safari"),
)
SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"CrOS", "ChromeOS"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "Mac"),
    (r"Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Name a browser and its system, as "Firefox on Windows"; of one that says nothing known, what can be said."""
    said = user_agent[:LONGEST_JUDGED]
    browser, system = _first(BROWSERS, said), _first(SYSTEMS, said)
    if browser and system:
        return _("{browser} on {system}").format(browser=browser, system=system)
    if system:
        return _("A browser on {system}").format(system=system)
    return browser or _("A browser")


def _first(named: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for pattern, name in named if re.search(pattern, said)), "")

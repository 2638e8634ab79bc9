"""The one place through which every word on a screen goes.

English is the language of the source. A translation is a file `tracker/locale/<language>/LC_MESSAGES/tracker.po`
compiled beside itself; `TRACKER_LANGUAGE` picks it. `make words` renews the template `tracker/locale/tracker.pot`.
"""

import gettext
import os
from functools import cache
from pathlib import Path

DOMAIN = "tracker"
LOCALE = Path(__file__).parent.parent / "locale"


@cache
def _translation(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, [language], fallback=True)


@cache
def language() -> str:
    """Give the language of this installation's screens, as a code. A page asks for each of its words."""
    return os.environ.get("TRACKER_LANGUAGE") or "en"


def _(text: str) -> str:
    """Give a sentence in the language of the screens."""
    return _translation(language()).gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """Give the sentence that fits a number."""
    return _translation(language()).ngettext(one, many, number)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a sentence for translation where it is defined; it is looked up where it is shown."""
    return text

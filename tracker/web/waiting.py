"""What whoever tried too often is told: how long to wait, in words and for programs."""

import math

from starlette.responses import Response

from tracker.screen.words import _, ngettext
from tracker.web.attempts import TooSoon

TOO_MANY_REQUESTS = 429
A_MINUTE = 60


def format_too_soon(too_soon: TooSoon) -> str:
    """Say how long to wait."""
    wait = format_wait(too_soon.seconds)
    return _("That was tried several times. Please wait {time}, then try again.").format(time=wait)


def format_wait(seconds: int) -> str:
    """Give a wait in seconds, or in minutes from two on."""
    if seconds < 2 * A_MINUTE:
        return ngettext("{n} second", "{n} seconds", seconds).format(n=seconds)
    minutes = math.ceil(seconds / A_MINUTE)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)


def retry_after(response: Response, too_soon: TooSoon) -> Response:
    """Tell programs as well."""
    response.headers["Retry-After"] = str(too_soon.seconds)
    return response

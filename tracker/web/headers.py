"""What every answer tells the browser to refuse, and the page that stands in for an unexpected error.

Outermost of our layers, so that a refusal by the gate and an error in any layer below carry the headers too.
"""

import base64
import hashlib
import re
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from tracker.errors import TrackerError
from tracker.screen.messages import in_words
from tracker.screen.words import _
from tracker.settings import Settings
from tracker.web.logs import report
from tracker.web.rendering import message

ONE_YEAR = 365 * 24 * 60 * 60
# Program files without anybody's data; all else is never to be kept, not even by the browser itself.
MAY_BE_KEPT = ("/static/", "/app/static/")
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class SecurityHeaders:
    """Set the security headers on every HTTP response."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = security_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; answer it ourselves when that fails before an answer has begun."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def send_with_headers(part: Message) -> None:
            nonlocal begun
            if part["type"] == "http.response.start":
                begun = True
                self._set(MutableHeaders(scope=part), scope["path"])
            await send(part)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:  # noqa: BLE001 - the last place that can turn any error into words
            answer = _in_words(error)
            if not begun:
                await answer(scope, receive, send_with_headers)

    def _set(self, headers: MutableHeaders, path: str) -> None:
        headers.update(self._headers)
        if not path.startswith(MAY_BE_KEPT) or headers.get("content-type", "").startswith("text/html"):
            headers["Cache-Control"] = "no-store"


def security_headers(settings: Settings) -> dict[str, str]:
    """Give the headers that do not depend on the request."""
    headers = {
        "Content-Security-Policy": content_security_policy(),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # Not "no-referrer": with it, browsers send `Origin: null` with our own forms.
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
    if settings.secure:
        headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
    return headers


def content_security_policy() -> str:
    """Give the policy under which the installed Streamlit works, with the hash of its one inline script."""
    index = Path(file_util.get_static_dir(), "index.html").read_text(encoding="utf-8")
    hashes = [_hash(script) for script in INLINE_SCRIPT.findall(index)]
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",  # Streamlit's stylesheet for formulas carries small fonts in itself
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _in_words(error: Exception) -> ASGIApp:
    title = _("That did not work")
    if isinstance(error, TrackerError):
        return message(title, in_words(error), 503)
    text = _(
        "Something unexpected happened here. What was shown as saved is saved. Please try again; if it happens "
        "again, tell the clinic this number: {reference}"
    )
    return message(title, text.format(reference=report(error, "request failed")), 500)

"""What our own HTML forms share: a size limit, and a token against requests that other sites forge."""

import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from tracker.access.cookies import form_cookie_name
from tracker.settings import Settings

LARGEST_BODY = 16 * 1024
MOST_FIELDS = 20
TOKEN_BYTES = 32
SHORTEST_TOKEN = 43  # what token_urlsafe makes of 32 bytes
TOKEN_FIELD = "form_token"  # noqa: S105 - the field's name


class TooLarge(Exception):
    """The body is larger than any form of ours."""


async def read_form(request: Request) -> Mapping[str, str]:
    """Read a form's fields, each once; an unreadable body has none. Raises `TooLarge` before reading it all."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise TooLarge
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}


def form_token(request: Request, settings: Settings) -> str:
    """Give this browser's token. One token serves all its open forms, so a second tab does not spoil the first."""
    token = request.cookies.get(form_cookie_name(settings), "")
    return token if len(token) >= SHORTEST_TOKEN else secrets.token_urlsafe(TOKEN_BYTES)


def is_ours(request: Request, settings: Settings, fields: Mapping[str, str]) -> bool:
    """Say whether a form was sent from a page that this browser got from us."""
    cookie = request.cookies.get(form_cookie_name(settings), "")
    field = fields.get(TOKEN_FIELD, "")
    return len(cookie) >= SHORTEST_TOKEN and hmac.compare_digest(cookie.encode(), field.encode())


def keep_form_token(response: Response, settings: Settings, token: str) -> None:
    """Give the browser its token, out of every script's reach."""
    response.set_cookie(
        form_cookie_name(settings), token, path="/", secure=settings.secure, httponly=True, samesite="strict"
    )

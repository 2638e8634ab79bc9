"""What the environment decides: where the data lies and under which address the product is reached."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from tracker.errors import InvalidInput

DEFAULT_PORT = 8501
HIGHEST_PORT = 65535


@dataclass(frozen=True)
class Settings:
    """The settings of one process. `public_url` has no trailing slash and decides origin, links and Secure."""

    database_url: str
    data_dir: Path
    host: str
    port: int
    public_url: str
    trusted_proxies: tuple[str, ...]

    @property
    def secure(self) -> bool:
        """Whether families reach us over https, so that cookies must never travel otherwise."""
        return self.public_url.startswith("https://")

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Give the Host headers we answer to: the public one, and loopback's names on our port."""
        return frozenset(urlsplit(origin).netloc for origin in self.allowed_origins)

    @property
    def allowed_origins(self) -> frozenset[str]:
        """Give the origins from which a browser may write or open a websocket."""
        return frozenset({self.public_url, f"http://localhost:{self.port}", f"http://127.0.0.1:{self.port}"})


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raises `InvalidInput` naming the variable and its limit."""
    env = os.environ if environment is None else environment
    port = _port(env.get("PORT", ""))
    data_dir = Path(
        env.get("TRACKER_DATA_DIR") or platformdirs.user_data_dir("amps-tracker", appauthor=False)
    )
    public_url = (env.get("TRACKER_PUBLIC_URL") or f"http://localhost:{port}").rstrip("/")
    parts = urlsplit(public_url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
        raise InvalidInput("TRACKER_PUBLIC_URL", "origin")
    return Settings(
        database_url=env.get("TRACKER_DATABASE_URL") or f"sqlite:///{data_dir.absolute() / 'tracker.db'}",
        data_dir=data_dir,
        host=env.get("HOST") or "127.0.0.1",
        port=port,
        public_url=public_url,
        trusted_proxies=tuple(filter(None, env.get("TRACKER_TRUSTED_PROXIES", "").split(","))),
    )


def _port(text: str) -> int:
    if not text:
        return DEFAULT_PORT
    if not text.isdecimal() or not 1 <= int(text) <= HIGHEST_PORT:
        raise InvalidInput("PORT", "range", low=1, high=HIGHEST_PORT)
    return int(text)

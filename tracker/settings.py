"""What the environment decides: where the data lies and under which address the product is reached."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import platformdirs

from tracker.errors import InvalidInput

DEFAULT_PORT = 8501
DATABASES = ("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")
HIGHEST_PORT = 65535
USUAL_PORTS = {"http": 80, "https": 443}


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
    def this_machine_only(self) -> bool:
        """Whether our address leads everybody to their own machine, so that only this one reaches us by it."""
        return _is_loopback(urlsplit(self.public_url).hostname or "")

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Give the Host headers we answer to."""
        return frozenset(urlsplit(origin).netloc for origin in self.allowed_origins)

    @property
    def allowed_origins(self) -> frozenset[str]:
        """Give the origins from which a browser may write or open a websocket.

        On this machine alone, both of its names are ours; behind a public address, nothing else is.
        """
        if not self.this_machine_only:
            return frozenset({self.public_url})
        here = (_origin(urlsplit(f"http://{name}:{self.port}")) for name in ("localhost", "127.0.0.1"))
        return frozenset({self.public_url, *here})


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raises `InvalidInput` naming the variable and its limit."""
    env = os.environ if environment is None else environment
    port = _port(env.get("PORT", ""))
    data_dir = Path(
        env.get("TRACKER_DATA_DIR") or platformdirs.user_data_dir("amps-tracker", appauthor=False)
    )
    return Settings(
        database_url=_database_url(env.get("TRACKER_DATABASE_URL", ""), data_dir),
        data_dir=data_dir,
        host=env.get("HOST") or "127.0.0.1",
        port=port,
        public_url=_public_url(env.get("TRACKER_PUBLIC_URL") or f"http://localhost:{port}"),
        trusted_proxies=tuple(env.get("TRACKER_TRUSTED_PROXIES", "").replace(",", " ").split()),
    )


def _database_url(text: str, data_dir: Path) -> str:
    if not text:
        return f"sqlite:///{data_dir.absolute() / 'tracker.db'}"
    if not text.startswith(DATABASES):
        raise InvalidInput("TRACKER_DATABASE_URL", "database_url")
    return text


def _port(text: str) -> int:
    if not text:
        return DEFAULT_PORT
    if not text.isdecimal() or not 1 <= int(text) <= HIGHEST_PORT:
        raise InvalidInput("PORT", "range", low=1, high=HIGHEST_PORT)
    return int(text)


def _public_url(text: str) -> str:
    text = text.rstrip("/").lower()
    try:
        parts = urlsplit(text)
        origin = _origin(parts)
    except ValueError as error:  # brackets without an address in them, a port that is no number
        raise InvalidInput("TRACKER_PUBLIC_URL", "origin") from error
    # Compared with what browsers send as Origin: a lower-case scheme and host, perhaps a port, nothing more.
    nothing_more = text == f"{parts.scheme}://{parts.netloc}" and "@" not in parts.netloc
    if parts.scheme not in USUAL_PORTS or not parts.hostname or not nothing_more:
        raise InvalidInput("TRACKER_PUBLIC_URL", "origin")
    return origin


def _origin(parts: SplitResult) -> str:
    """Write an origin as browsers do, who leave out a scheme's usual port."""
    host = parts.hostname or ""
    address = f"[{host}]" if ":" in host else host
    port = "" if parts.port in {None, USUAL_PORTS.get(parts.scheme)} else f":{parts.port}"
    return f"{parts.scheme}://{address}{port}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""Streamlit's options: ours, and nothing that a home or working folder says.

Streamlit also reads `.streamlit/config.toml` in the home and the working folder, and takes secrets from there into the
environment. A file that happens to lie where somebody starts the server must not open a door or show a traceback.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from streamlit import config

from tracker.settings import Settings

OURS = Path(__file__).parent / ".streamlit" / "config.toml"


def set_options(settings: Settings) -> None:
    """Set every option: as our file has it, as this server needs it, or back to Streamlit's own default."""
    wanted = {**_from_our_file(), **_of_this_server(settings)}
    config.get_config_options(force_reparse=True, options_from_flags=wanted)
    for name, option in config._config_options_template.items():  # noqa: SLF001 - the only list of the defaults
        if name not in wanted and config.is_manually_set(name):
            config.set_option(name, option.value, option.where_defined)


def largest_upload() -> int:
    """Give how many bytes a file may have that somebody chooses on a page."""
    megabytes = _from_our_file()["server.maxUploadSize"]
    assert isinstance(megabytes, int)
    return megabytes * 1024 * 1024


def _of_this_server(settings: Settings) -> Mapping[str, object]:
    return {
        "logger.enableRich": False,  # rich prints an exception's message past the log
        "logger.messageFormat": "%(message)s",
        "client.allowedOrigins": [],
        "server.port": settings.port,
        "server.allowedHosts": sorted({urlsplit(o).hostname or "" for o in settings.allowed_origins}),
        "server.maxWidgetStateSize": 1,  # megabytes, as the websocket's own limit
        "secrets.files": [],
    }


def _from_our_file() -> dict[str, object]:
    return dict(_flat(tomllib.loads(OURS.read_text(encoding="utf-8"))))


def _flat(options: Mapping[str, object], section: str = "") -> Iterator[tuple[str, object]]:
    for name, value in options.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{section}{name}.")
        else:
            yield f"{section}{name}", value

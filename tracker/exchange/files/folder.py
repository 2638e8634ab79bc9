"""Where the files of an import come from: a folder on disk, or files that somebody sent. Each can be read twice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tracker.errors import FilesRefused, Flaw, InvalidInput
from tracker.exchange.files.tables import BY_FILE

MEGABYTE = 1_000_000
MOST_BYTES = 200 * MEGABYTE


@dataclass(frozen=True)
class Given:
    """One file: how to open it from its beginning, and how many bytes it has."""

    open: Callable[[], BinaryIO]
    size: int


@dataclass(frozen=True)
class Folder:
    """The files of an import, by their names."""

    files: Mapping[str, Given]

    def __post_init__(self) -> None:
        """Refuse what is none of ours or too large; raises `FilesRefused`."""
        flaws = [
            Flaw(name, 0, InvalidInput("file", "unknown_file")) for name in self.files if name not in BY_FILE
        ]
        if not self.files:
            flaws = [Flaw("", 0, InvalidInput("file", "no_files"))]
        if sum(given.size for given in self.files.values()) > MOST_BYTES:
            flaws.append(Flaw("", 0, InvalidInput("file", "files_too_large", limit=MOST_BYTES // MEGABYTE)))
        if flaws:
            raise FilesRefused(flaws)


def folder_at(path: Path) -> Folder:
    """Give the CSV files in a folder on disk; raises `FilesRefused`, also where there is no such folder."""
    try:
        found = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
        return Folder({file.name.lower(): Given(_opener(file), file.stat().st_size) for file in found})
    except OSError as error:
        raise FilesRefused([Flaw("", 0, InvalidInput("file", "no_folder"))]) from error


def _opener(file: Path) -> Callable[[], BinaryIO]:
    return lambda: file.open("rb")

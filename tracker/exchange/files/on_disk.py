"""A child's files in a folder on disk, all of them or none."""

import tempfile
from pathlib import Path
from typing import BinaryIO

from tracker.access.actor import Credential
from tracker.access.work import reading
from tracker.exchange.files.writing import export_files


class TakenPlace(Exception):
    """There is something in the folder already."""


def write_folder(credential: Credential, child_id: int, folder: Path) -> None:
    """Write a child's files into a new or empty folder; raises `TakenPlace`, `OSError`, and as `export_files` does."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise TakenPlace
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside the folder, so that moving the files there is but a change of their names.
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as name:
        half_done = Path(name)
        with reading(credential) as work:
            export_files(work, child_id, lambda file: _new(half_done / file))
        folder.mkdir(exist_ok=True)
        for file in sorted(half_done.iterdir()):
            file.replace(folder / file.name)


def _new(path: Path) -> BinaryIO:
    return path.open("xb")

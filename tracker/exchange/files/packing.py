"""Files that a browser sends or fetches: one by one, or packed into a zip. Nothing is unpacked to a disk."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

from tracker.access.work import Work
from tracker.errors import FilesRefused, Flaw, InvalidInput
from tracker.exchange.files.folder import MEGABYTE, MOST_BYTES, Folder, Given
from tracker.exchange.files.writing import export_files

MOST_ENTRIES = 50
# What macOS adds to a zip beside each file.
SHADOWS = "__MACOSX"
OF_ANOTHER_PLACE = ("..", "\\", ":")


def folder_of(sent: Iterable[tuple[str, bytes]]) -> Folder:
    """Give the files that were sent, by name and content, those in a zip among them; raises `FilesRefused`."""
    files: dict[str, Given] = {}
    for name, content in sent:
        found = _unpacked(name, content) if name.lower().endswith(".zip") else _alone(name, content)
        for file, given in found:
            if file in files:
                raise FilesRefused([Flaw(file, 0, InvalidInput("file", "zip_name"))])
            files[file] = given
    return Folder(files)


def zipped_files(work: Work, child_id: int) -> tuple[str, bytes]:
    """Give a child's files as one zip with a name that tells nothing of the child; raises as `export_files` does."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        export_files(work, child_id, partial(_new_entry, archive))
    return f"stepwise-files-{child_id}.zip", packed.getvalue()


def _new_entry(archive: zipfile.ZipFile, name: str) -> BinaryIO:
    return archive.open(zipfile.ZipInfo(name), "w")  # type: ignore[return-value]


def _alone(name: str, content: bytes) -> Iterator[tuple[str, Given]]:
    yield name.lower(), Given(partial(io.BytesIO, content), len(content))


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, Given]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir() and not e.filename.startswith(SHADOWS)]
            if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > MOST_BYTES:
                raise _flawed(name, "zip_too_large", limit=MOST_BYTES // MEGABYTE)
            for entry in entries:
                if entry.filename.startswith("/") or any(part in entry.filename for part in OF_ANOTHER_PLACE):
                    raise _flawed(name, "zip_name")
                if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                    raise _flawed(name, "zip_unreadable")
                # One that needs a password, or is packed in an unknown way, says so when it is opened.
                archive.open(entry).close()
                file = PurePosixPath(entry.filename).name.lower()
                yield file, Given(partial(_opened, content, entry.filename), entry.file_size)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, ValueError) as error:
        raise _flawed(name, "zip_unreadable") from error


def _opened(content: bytes, name: str) -> BinaryIO:
    return zipfile.ZipFile(io.BytesIO(content)).open(name)  # type: ignore[return-value]


def _flawed(name: str, problem: str, **limits: object) -> FilesRefused:
    return FilesRefused([Flaw(name, 0, InvalidInput("file", problem, **limits))])

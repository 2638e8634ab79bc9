"""Folders of CSV files for tests, written by hand, and what an import and an export make of them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.cast import ZONE
from tests.steps import NOON
from tracker.access.actor import OPERATOR
from tracker.access.work import reading, writing
from tracker.errors import FilesRefused
from tracker.exchange.files.examining import examine
from tracker.exchange.files.folder import folder_at
from tracker.exchange.files.ground import Ground
from tracker.exchange.files.on_disk import write_folder
from tracker.exchange.files.packing import folder_of
from tracker.exchange.files.storing import ground_of, ground_of_new, import_files, import_for_clinic
from tracker.screen.messages import flaws_in_words

HEADERS = {
    "prescriptions": "exercise,category,schedule,times_per_day,amount,unit,valid_from,valid_to,reason",
    "completions": "exercise,performed_on,slot,state,amount,barrier,recorded_at,reporter,note",
    "pauses": "from,to,reason",
    "days": "day,mark",
    "episode": "start,end,setting,time_zone",
}
STAIRS = "Stairs,functional,daily,1,30,reps,2024-01-01,,"
WEEK = "2024-01-01,2024-01-08,home,America/New_York"


# The shortest folder that there is, looked through for a new child.
PLAN = b"exercise,schedule,valid_from\nStairs,daily,2024-01-01\n"
EXAMINED = examine(folder_of([("prescriptions.csv", PLAN)]), Ground(NOON, ZONE))


def write(folder: Path, **files: str | Iterable[str] | bytes) -> Path:
    """Write files of a folder: bytes as they are, a text with its own header, or rows under the issue's header."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.csv").write_bytes(_bytes(name, content))
    return folder


def _bytes(name: str, content: str | Iterable[str] | bytes) -> bytes:
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        return content.encode()
    return "\n".join([HEADERS[name], *content, ""]).encode()


def one_week(folder: Path, *completions: str, **more: str | Iterable[str] | bytes) -> Path:
    """Write a week of stairs, with entries."""
    files = {"prescriptions": [STAIRS], "completions": completions, "episode": [WEEK], **more}
    return write(folder, **files)


def bring_in(folder: Path, clinic: int, name: str = "Zoe") -> int:
    """Take a folder in as a new child, as the operator does; give its number."""
    with reading(OPERATOR) as work:
        ground = ground_of_new(work, clinic)
    examined = examine(folder_at(folder), ground)
    with writing(OPERATOR) as work:
        return import_for_clinic(work, clinic, name, examined).child_id


def bring_into(folder: Path, child: int) -> Sequence[int]:
    """Take a folder into a record that is there; give the numbers of the new episodes."""
    with reading(OPERATOR) as work:
        ground = ground_of(work, child)
    examined = examine(folder_at(folder), ground)
    with writing(OPERATOR) as work:
        return import_files(work, child, examined).episodes


def take_out(child: int, folder: Path) -> Mapping[str, bytes]:
    """Write a child's files, and give what is in them."""
    write_folder(OPERATOR, child, folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def rows_in(folder: Path, name: str) -> list[dict[str, str]]:
    """Read a file as any program would."""
    with (folder / f"{name}.csv").open(newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def said_of(error: FilesRefused) -> list[str]:
    return flaws_in_words(error)

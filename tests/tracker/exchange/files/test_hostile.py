"""Files that are broken, huge or meant to do harm: a sentence for each, little memory, and nothing stored."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from tests.cast import Cast
from tests.db.described import rows_of
from tests.steps import Plan
from tests.tracker.exchange.files.sent import HEADERS, STAIRS, bring_in, one_week, said_of, take_out
from tests.tracker.exchange.files.test_rules import NOW, looked_at, refused
from tracker import cli
from tracker.errors import FilesRefused
from tracker.exchange.files.examining import examine
from tracker.exchange.files.folder import folder_at
from tracker.exchange.files.ground import Ground
from tracker.exchange.files.packing import folder_of

HEADER = HEADERS["completions"]
FINE = "Stairs,2024-01-01,1,done,,,,,"
BROKEN: dict[str, tuple[bytes, str]] = {
    "NUL": (f"{HEADER}\n{FINE}\nStairs,2024-01-02,1,done\0,,,,,\n".encode(), "row 3: this row has a sign"),
    "only NUL": (b"\0" * 50_000, "row 1: this row has a sign"),
    "a quotation that never ends": (
        f'{HEADER}\n{FINE}\n"Stairs,2024-01-02,1,done,,,,,\n{FINE}\n'.encode(),
        "row 3: this row cannot be read",
    ),
    "a quotation that never ends in a long file": (
        f'{HEADER}\n"{FINE}\n'.encode() + f"{FINE}\n".encode() * 30_000,
        "row 2: this line is longer than 100000 bytes",
    ),
    "letters after a quotation": (
        f'{HEADER}\n"Stairs"x,2024-01-02\n'.encode(),
        "row 2: this row cannot be read",
    ),
    "a cell of ten megabytes": (
        f"{HEADER}\n{FINE}\nStairs,2024-01-02,1,done,,,,,".encode() + b"x" * 10_000_000,
        "row 3: this line is longer than 100000 bytes",
    ),
    "a quoted cell of ten megabytes": (
        f'{HEADER}\nStairs,2024-01-02,1,done,,,,,"'.encode() + b"xxxxxxxxx\n" * 1_000_000 + b'"\n',
        "row 2: this line is longer than 100000 bytes",
    ),
    "a row of a million cells": (
        f"{HEADER}\n".encode() + b'"x\n",' * 1_000_000 + b"\n",
        "row 2: this line is longer than 100000 bytes",
    ),
    "a header of a million cells": (b'"x\n",' * 1_000_000 + b"\n", "row 1: this line is longer than"),
    "UTF-16": (f"{HEADER}\n{FINE}\n".encode("utf-16"), "row 1: this is not UTF-8 text"),
    "Latin-1": (
        f"{HEADER}\n{FINE}\n".encode() + "Stairs,é".encode("latin-1"),
        "row 3: this is not UTF-8 text",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 256)), "row 1: this is not UTF-8 text"),
    "an empty file": (b"", "row 1: the column exercise is missing"),
    "no header": (f"{FINE}\n".encode(), "row 1: there is no column stairs"),
    "an unknown column": (f"{HEADER},pain\n{FINE},7\n".encode(), "row 1: there is no column pain"),
    "a column without a name": (f"{HEADER},\n{FINE},\n".encode(), "row 1: there is no column"),
    "a column twice": (f"{HEADER},slot\n{FINE},1\n".encode(), "row 1: the column slot is there twice"),
    "too few columns": (b"exercise,performed_on\nStairs,2024-01-01\n", "row 1: the column state is missing"),
    "a number of rows without an end": (
        HEADER.encode() + b"\n" * 600_000,
        "this file has more than 500000 rows",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    content, sentence = BROKEN[name]
    said = refused(one_week(tmp_path / "week", completions=content))
    assert [line.removeprefix("completions.csv").lstrip(":, ").startswith(sentence) for line in said] == [
        True
    ], said


def test_a_text_that_was_neutral_is_as_it_was_typed(tmp_path: Path) -> None:
    rows = [
        f"Stairs,2024-01-0{n},1,done,,,,,{note}"
        for n, note in enumerate(["'=1+1", "=1+1", "''-2", "'quoted'"], 1)
    ]
    examined = looked_at(one_week(tmp_path / "week", *rows))
    from tracker.exchange.files.reading import Flaws

    notes = [entry.note and entry.note.text for entry in examined.entries(Flaws()).completions()]
    assert notes == ["=1+1", "=1+1", "'-2", "'quoted'"]


def test_another_file_and_no_file(tmp_path: Path) -> None:
    folder = one_week(tmp_path / "week", FINE)
    (folder / "secrets.csv").write_text("a,b\n")
    assert refused(folder) == ["secrets.csv: this is none of the files that can be brought in."]
    assert refused(tmp_path) == ["There is no CSV file that could be brought in."]
    assert refused(tmp_path / "nowhere") == ["There is no folder of this name that can be read."]
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "completions.csv").write_text(f"{HEADER}\n,,,\n")
    assert refused(tmp_path / "bare") == ["There is no row in these files."]


def packed_by(way: int, files: Mapping[str, bytes]) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", way) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return found.getvalue()


def packed(**files: bytes) -> bytes:
    return packed_by(zipfile.ZIP_DEFLATED, files)


PLAN = f"{HEADERS['prescriptions']}\n{STAIRS}\n".encode()


def test_a_zip_is_read_in_memory_with_or_without_a_folder_in_it() -> None:
    for place in ("", "My export/"):
        names = {f"{place}prescriptions.csv": PLAN, f"__MACOSX/{place}._prescriptions.csv": b"\0"}
        found = folder_of([("all.ZIP", packed(**names))])
        assert examine(found, Ground(NOW, "UTC")).rows["prescriptions.csv"] == 1
    found = folder_of(
        [("Prescriptions.csv", PLAN), ("c.zip", packed(**{"completions.csv": HEADER.encode()}))]
    )
    assert set(found.files) == {"prescriptions.csv", "completions.csv"}


ZIPS: dict[str, tuple[bytes, str]] = {
    "no zip": (b"PK\3\4 and so on", "this is not a zip file"),
    "packed in another way": (
        packed_by(zipfile.ZIP_LZMA, {"prescriptions.csv": PLAN}),
        "this is not a zip file",
    ),
    "cut off": (packed(**{"prescriptions.csv": PLAN * 100})[:-40], "this is not a zip file"),
    "up and out": (packed(**{"../../prescriptions.csv": PLAN}), "this is a name with folders in it"),
    "from the root": (packed(**{"/etc/prescriptions.csv": PLAN}), "this is a name with folders in it"),
    "of Windows": (packed(**{"C:\\prescriptions.csv": PLAN}), "this is a name with folders in it"),
    "the same twice": (
        packed(**{"a/days.csv": PLAN, "b/days.csv": PLAN}),
        "this is a name with folders in it",
    ),
    "a bomb": (packed(**{"days.csv": b"\0" * 201_000_000}), "What is packed in it is larger than 200 MB"),
    "many": (packed(**{f"{n}.csv": b"" for n in range(60)}), "What is packed in it is larger"),
    "something else": (packed(**{"run.sh": b"echo"}), "this is none of the files"),
}


@pytest.mark.parametrize("name", ZIPS)
def test_a_zip_that_is_meant_to_do_harm(name: str) -> None:
    content, sentence = ZIPS[name]
    with pytest.raises(FilesRefused) as error:
        folder_of([("all.zip", content)])
    [said] = said_of(error.value)
    assert sentence in said


def test_a_zip_with_a_broken_file_in_it() -> None:
    content = bytearray(packed(**{"prescriptions.csv": PLAN}))
    at = content.index(b"prescriptions.csv") + len("prescriptions.csv")
    content[at + 5] ^= 0xFF
    found = folder_of([("all.zip", bytes(content))])
    with pytest.raises(FilesRefused) as error:
        examine(found, Ground(NOW, "UTC"))
    assert "cannot be read" in said_of(error.value)[0]


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_nothing_is_stored_after_any_flaw(engine: sa.Engine, cast: Cast, plan: Plan, tmp_path: Path) -> None:
    """Also where the last of many rows is the one, and where it is of another child."""
    before = rows_of(engine)
    many = [f"Stairs,2024-01-0{n % 7 + 1},{n // 7 + 1},done,,,,," for n in range(14)]
    bad = one_week(tmp_path / "bad", *many, "Stairs,2024-01-09,1,done,,,,,")
    for call in (["--new-child", "Zoe", "--clinic", "Riverside"], [str(cast.mia)]):
        code, out, err = run("import", *call, str(bad))
        assert (code, out) == (2, "")
        assert "completions.csv, row 16: performed_on: this exercise was not prescribed on that day." in err
    # Mia's own plan is open since before: nothing is laid over it.
    late = one_week(tmp_path / "late", episode=["2025-03-01,,home,"], prescriptions=[STAIRS])
    assert "overlaps with an episode" in run("import", str(cast.mia), str(late))[2]
    assert run("import", "999", str(bad))[0] == 3
    assert run("import", "--new-child", "", str(bad))[0] == 2
    assert run("import", "--new-child", "Zoe", str(bad))[0] == 2
    assert run("import", "--new-child", "Zoe", "--clinic", "Nowhere", str(bad))[0] == 3
    assert run("import", "Mia", str(bad))[0] == 2
    assert run("import", str(bad))[0] == 2
    assert rows_of(engine) == before


def test_a_record_that_changes_between_the_look_and_the_import_is_left_alone(
    engine: sa.Engine, cast: Cast, tmp_path: Path
) -> None:
    from tracker.access.actor import OPERATOR
    from tracker.access.work import reading, writing
    from tracker.errors import Conflict
    from tracker.exchange.files.storing import ground_of, import_files

    folder = one_week(tmp_path / "week", FINE)
    with reading(OPERATOR) as work:
        examined = examine(folder_at(folder), ground_of(work, cast.mia))
    with writing(OPERATOR) as work:
        import_files(work, cast.mia, examined)
    before = rows_of(engine)
    with writing(OPERATOR) as work, pytest.raises(Conflict):
        import_files(work, cast.mia, examined)
    (folder / "completions.csv").write_text(f"{HEADER}\n{FINE}\nStairs,2024-01-02,1,dome,,,,,\n")
    with reading(OPERATOR) as work:
        ground = ground_of(work, cast.children["Noor"])
    folder = one_week(tmp_path / "week", FINE)
    examined = examine(folder_at(folder), ground)
    (folder / "completions.csv").write_text(f"{HEADER}\n{FINE}\nStairs,2024-01-02,1,dome,,,,,\n")
    with pytest.raises(FilesRefused), writing(OPERATOR) as work:
        import_files(work, cast.children["Noor"], examined)
    assert rows_of(engine) == before


MEASURE = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from tracker.errors import FilesRefused
from tracker.exchange.files.examining import examine
from tracker.exchange.files.folder import folder_at
from tracker.exchange.files.ground import Ground

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    print(examine(folder_at(Path(sys.argv[1])), Ground(datetime.now(UTC), "UTC")).rows["completions.csv"])
except FilesRefused as error:
    print(f"{error}: {error.flaws[0].error.problem}")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.sweep
@pytest.mark.parametrize("flawed", [False, True])
def test_two_hundred_thousand_rows_take_little_memory(flawed: bool, tmp_path: Path) -> None:
    """A file of 10 MB; the rows alone, as Python keeps rows, would take more than 300."""
    folder = one_week(
        tmp_path / "huge", prescriptions=[f"Ex {n},,daily,4,10,min,2019-01-01,," for n in range(20)]
    )
    (folder / "episode.csv").unlink()
    state = "dome" if flawed else "done"
    with (folder / "completions.csv").open("w") as stream:
        stream.write("exercise,performed_on,slot,state,recorded_at,reporter\n")
        stream.writelines(
            f"Ex {n},20{year}-{month:02}-{day:02},{slot},{state},20{year}-{month:02}-{day:02}T20:00:00Z,parent\n"
            for year in range(19, 25)
            for month in range(1, 13)
            for day in range(1, 29)
            for slot in range(1, 6)
            for n in range(20)
        )
    assert (folder / "completions.csv").stat().st_size > 8_000_000
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(folder)], capture_output=True, text=True, check=True
    )
    said, megabytes = done.stdout.splitlines()
    assert said == ("201600 flaws: not_a_word" if flawed else "201600")
    assert int(megabytes) < 60


def test_an_export_does_not_write_over_anything(cast: Cast, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "mine.txt").write_text("mine")
    code, _, err = run("export", str(cast.mia), str(taken))
    assert (code, [path.name for path in taken.iterdir()]) == (1, ["mine.txt"])
    assert "Nothing was written" in err
    assert run("export", str(cast.mia), str(taken / "mine.txt"))[0] == 1
    assert run("export", "999", str(tmp_path / "new"))[0] == 3
    assert not (tmp_path / "new").exists()
    assert run("export", str(cast.mia), str(tmp_path / "deep" / "new"))[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "taken"]


def test_formulas_in_every_text_are_neutral_in_the_files(cast: Cast, tmp_path: Path) -> None:
    plan = '"=Stairs",,daily,1,30,reps,2024-01-01,,"@why"'
    entry = '"=Stairs",2024-01-01,1,done,,,,,"+note"'
    child = bring_in(one_week(tmp_path / "in", entry, prescriptions=[plan]), cast.clinic)
    files = take_out(child, tmp_path / "out")
    assert b"\n'=Stairs,functional,daily,1,30,reps,2024-01-01,,'@why," in files["prescriptions.csv"]
    assert b"\n'=Stairs,2024-01-01,1,done,,,2024-01-01T17:00:00Z,parent,'+note," in files["completions.csv"]
    assert take_out(bring_in(tmp_path / "out", cast.clinic), tmp_path / "again") == files

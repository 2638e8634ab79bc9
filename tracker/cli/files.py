"""Commands that bring in a folder of CSV files, and write one."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.access.actor import OPERATOR
from tracker.access.database import require_current, require_kind
from tracker.access.work import reading, writing
from tracker.cli.base import EXITS, NOT_DONE, WRONG_CALL, app, sentences, stop
from tracker.cli.clinics import known_clinic, names_of_clinics
from tracker.errors import NotFound
from tracker.exchange.files.examining import examine
from tracker.exchange.files.folder import folder_at
from tracker.exchange.files.on_disk import TakenPlace, write_folder
from tracker.exchange.files.storing import (
    Imported,
    ground_of,
    ground_of_new,
    import_files,
    import_for_clinic,
)

INTO_A_CHILD, AS_NEW = 2, 1


@app.command("import", epilog=EXITS)
def import_(
    places: Annotated[
        list[str], typer.Argument(metavar="[CHILD] FOLDER", help="The child's number, and the folder.")
    ],
    *,
    new_child: Annotated[
        str, typer.Option("--new-child", help="Add a child of this name; then give the folder alone.")
    ] = "",
    clinic: Annotated[
        str, typer.Option(help="For a new child: a clinic's name or number; needed if there are several.")
    ] = "",
) -> None:
    """Bring in a folder of CSV files, all of it or nothing, and print the child's number last.

    They become new episodes, and visits, milestones and school days beside them.
    """
    if len(places) != (AS_NEW if new_child else INTO_A_CHILD):
        stop("Please give either CHILD and FOLDER, or --new-child NAME and FOLDER.", WRONG_CALL)
    with sentences(not_found="There is no such child or clinic."):
        require_current()
        require_kind(demo=False)
        folder = Path(places[-1])
        made = _as_new(new_child, clinic, folder) if new_child else _into(_number(places[0]), folder)
        typer.echo(_said(made))
        typer.echo(made.child_id)


@app.command("export", epilog=EXITS)
def export(
    child: Annotated[int, typer.Argument(help="The child's number.")],
    folder: Annotated[Path, typer.Argument(help="A new or empty folder; it will hold health records.")],
) -> None:
    """Write a child's plan, entries, visits and school as files that can be brought in again. The look is logged."""
    with sentences(not_found="There is no such child."):
        require_current()
        try:
            write_folder(OPERATOR, child, folder)
        except TakenPlace:
            stop(
                "There is something in this folder already. Nothing was written; please name another.",
                NOT_DONE,
            )
        except OSError:
            stop("This folder cannot be written. Please name another.", NOT_DONE)


def _number(text: str) -> int:
    if not text.isdecimal():
        stop("CHILD is a child's number.", WRONG_CALL)
    return int(text)


def _into(child: int, folder: Path) -> Imported:
    with reading(OPERATOR) as work:
        ground = ground_of(work, child)
    examined = examine(folder_at(folder), ground)
    with writing(OPERATOR) as work:
        return import_files(work, child, examined)


def _as_new(name: str, clinic: str, folder: Path) -> Imported:
    place = known_clinic(clinic)
    if place is None and clinic:
        raise NotFound
    if place is None:
        names = names_of_clinics() or "none yet; create-account makes one"
        stop(f"Please say which clinic with --clinic ({names}).", WRONG_CALL)
    with reading(OPERATOR) as work:
        ground = ground_of_new(work, place)
    examined = examine(folder_at(folder), ground)
    with writing(OPERATOR) as work:
        return import_for_clinic(work, place, name, examined)


def _said(made: Imported) -> str:
    numbers = ", ".join(map(str, made.episodes))
    match len(made.episodes):
        case 0:
            return "Brought in, without an episode. The child's number:"
        case 1:
            return f"Brought in as episode {numbers}. The child's number:"
        case _:
            return f"Brought in as episodes {numbers}. The child's number:"

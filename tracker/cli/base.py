"""What the commands share: the program itself, its exit codes, and errors as sentences."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NoReturn

import typer

from tracker.errors import Busy, FilesRefused, InvalidInput, NotFound, NotMigrated, TrackerError, Unwritable
from tracker.screen.messages import in_words
from tracker.web import logs

NOT_DONE, WRONG_CALL, NOT_FOUND, BUSY, NOT_MIGRATED = 1, 2, 3, 4, 5
CODES: Mapping[type[TrackerError], int] = {
    InvalidInput: WRONG_CALL,
    FilesRefused: WRONG_CALL,
    NotFound: NOT_FOUND,
    Busy: BUSY,
    Unwritable: BUSY,
    NotMigrated: NOT_MIGRATED,
}
EXITS = (
    "Exit codes: 0 done; 1 not done, the sentence on stderr says why; 2 wrong call or value; "
    "3 no such child, episode, clinic or sign-in name; 4 database busy or not writable; 5 database not at this version."
)
NOBODY_ELSE = 0o077

app = typer.Typer(
    help="Run and look after a record of home exercise.",
    epilog=EXITS,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line. Whatever files it makes, only their owner can open."""
    os.umask(NOBODY_ELSE)
    app()


@contextmanager
def sentences(not_found: str = "") -> Iterator[None]:
    """End the program with an error's sentence on stderr and its exit code; `not_found` is that of `NotFound`."""
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except NotFound:
        stop(not_found, NOT_FOUND)
    except TrackerError as error:
        stop(in_words(error), CODES.get(type(error), NOT_DONE))
    except Exception as error:  # noqa: BLE001 - a traceback would quote values of the record
        logs.set_up()
        stop(f"Something unexpected happened, number {logs.report(error, 'command failed')}.", NOT_DONE)


def stop(sentence: str, code: int) -> NoReturn:
    """End the program with a sentence on stderr and an exit code."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)

"""The command that brings the database to this version."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from db import schema
from db.engine import engine_for, make_engine, sqlite_url
from tracker import clock
from tracker import settings as environment
from tracker.access.trouble import troubles_in_words
from tracker.cli.base import EXITS, NOT_DONE, NOT_MIGRATED, app, sentences, stop
from tracker.errors import Unwritable

OWNER_ONLY = 0o700


@app.command(epilog=EXITS)
def migrate(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Only compare a fresh, migrated database with the tables.")
    ] = False,
) -> None:
    """Bring the database to the schema of this version, keeping a copy of the file as it was."""
    with sentences():
        if check:
            _check_migrations()
            return
        make_data_dir()
        copy = _migrate()
        typer.echo(f"The database is at version {schema.newest_revision()}.")
        if copy is not None:
            typer.echo(f"A copy of it as it was before: {copy}")


def make_data_dir() -> None:
    """Make the data folder, which only its owner can open; raises `Unwritable`."""
    try:
        environment.from_environment().data_dir.mkdir(OWNER_ONLY, parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable from error


def _migrate() -> Path | None:
    try:
        with troubles_in_words():
            return schema.migrate(engine_for(environment.from_environment().database_url), now=clock.now())
    except schema.SchemaTooNew:
        stop("A newer version of this program made this database. Nothing was changed.", NOT_MIGRATED)
    except schema.SchemaBroken as error:
        stop(f"Nothing was changed: {error}.", NOT_DONE)


def _check_migrations() -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(sqlite_url(Path(folder) / "check.db"))
        schema.migrate(engine, now=clock.now())
        differences = schema.differences(engine)
        engine.dispose()
    if differences:
        stop(differences, NOT_DONE)
    typer.echo("The migrations make the tables as the code has them.")

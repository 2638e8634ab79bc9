"""The command line of the operator, who sits beside the database file already."""

import errno
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from db import schema
from db.engine import engine_for, make_engine, sqlite_url
from db.vocabulary import Role
from tracker import clock
from tracker import settings as environment
from tracker.access import accounts
from tracker.access.accounts import NewClinic
from tracker.access.actor import OPERATOR
from tracker.access.database import require_current, require_kind
from tracker.access.trouble import troubles_in_words
from tracker.access.work import reading
from tracker.demo.place import demo_opened
from tracker.errors import Busy, InvalidInput, NotFound, NotMigrated, TrackerError, Unwritable
from tracker.progress.adherence import as_json, weekly_adherence
from tracker.progress.spans import Week
from tracker.screen.messages import in_words
from tracker.web import logs

NOT_DONE, WRONG_CALL, NOT_FOUND, BUSY, NOT_MIGRATED = 1, 2, 3, 4, 5
CODES: Mapping[type[TrackerError], int] = {
    InvalidInput: WRONG_CALL,
    NotFound: NOT_FOUND,
    Busy: BUSY,
    Unwritable: BUSY,
    NotMigrated: NOT_MIGRATED,
}
EXITS = (
    "Exit codes: 0 done; 1 not done, the sentence on stderr says why; 2 wrong call or value; "
    "3 no such child, episode or clinic; 4 database busy or not writable; 5 database not at this version."
)
OWNER_ONLY = 0o700
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


@app.command(epilog=EXITS)
def serve() -> None:
    """Serve the app; PORT, HOST, TRACKER_DATABASE_URL, TRACKER_DATA_DIR and TRACKER_PUBLIC_URL say how and where."""
    with _sentences():
        _make_data_dir()
        _serve(demo=False)


@app.command(epilog=EXITS)
def demo() -> None:
    """Serve a clinic of invented people, made anew each day in a folder of its own; the record is never opened."""
    with _sentences(), demo_opened(typer.echo):
        _serve(demo=True)


def _serve(*, demo: bool) -> None:
    # Streamlit takes a second to load, which the other commands can do without.
    from tracker.web import server  # noqa: PLC0415

    try:
        server.serve(demo=demo)
    except server.CannotListen as error:
        _stop(_why_not_listening(error.why), NOT_DONE)


@app.command(epilog=EXITS)
def migrate(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Only compare a fresh, migrated database with the tables.")
    ] = False,
) -> None:
    """Bring the database to the schema of this version, keeping a copy of the file as it was."""
    with _sentences():
        if check:
            _check_migrations()
            return
        _make_data_dir()
        copy = _migrate()
        typer.echo(f"The database is at version {schema.newest_revision()}.")
        if copy is not None:
            typer.echo(f"A copy of it as it was before: {copy}")


@app.command("create-account", epilog=EXITS)
def create_account(
    *,
    role: Annotated[Role, typer.Option(prompt=True)],
    name: Annotated[str, typer.Option(prompt=True, help="The person's name, as others see it.")],
    sign_in_name: Annotated[str, typer.Option(prompt=True, help="Often an e-mail address.")],
    clinic: Annotated[str, typer.Option(help="A clinic's name or number; needed if there are several.")] = "",
    time_zone: Annotated[str, typer.Option(help="Make the clinic anew, in this time zone.")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Make an account, and print its number last. The password is asked for, never given as an argument."""
    with _sentences(not_found="There is no such clinic. With --time-zone, a new one is made."):
        require_current()
        require_kind(demo=False)
        password = _read_password(from_stdin=password_stdin)
        place = _clinic(clinic, time_zone)
        account = accounts.create_account(OPERATOR, place, role, name, sign_in_name, password)
        typer.echo(account)


@app.command(epilog=EXITS)
def adherence(
    child: Annotated[int, typer.Argument(help="The child's number.")],
    *,
    as_list: Annotated[bool, typer.Option("--json", help="Print a JSON list, an object a week.")] = False,
    from_day: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"])] = None,
    to_day: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"])] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As if it were this day.")
    ] = None,
    episode: Annotated[
        int | None, typer.Option(help="The episode's number; the latest if not given.")
    ] = None,
) -> None:
    """Print a child's figures of home exercise, week by week. The look is logged."""
    with _sentences(not_found="There is no such child or episode."):
        require_current()
        with reading(OPERATOR) as work:
            weeks = weekly_adherence(
                work,
                child,
                episode_number=episode,
                from_day=_day(from_day),
                to_day=_day(to_day),
                as_of=_day(as_of),
                screen="adherence",
            )
        typer.echo(json.dumps([as_json(week) for week in weeks]) if as_list else _table(weeks))


@contextmanager
def _sentences(not_found: str = "") -> Iterator[None]:
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except NotFound:
        _stop(not_found, NOT_FOUND)
    except TrackerError as error:
        _stop(in_words(error), CODES.get(type(error), NOT_DONE))
    except Exception as error:  # noqa: BLE001 - a traceback would quote values of the record
        logs.set_up()
        _stop(f"Something unexpected happened, number {logs.report(error, 'command failed')}.", NOT_DONE)


def _stop(sentence: str, code: int) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)


def _why_not_listening(why: int) -> str:
    settings = environment.from_environment()
    match why:
        case errno.EADDRINUSE:
            return f"Port {settings.port} is taken. Stop the other program, or set PORT to another number."
        case errno.EACCES:
            return f"You may not open port {settings.port}. Set PORT to a number above 1023."
        case errno.EADDRNOTAVAIL:
            return f"{settings.host} is no address of this machine. Set HOST to one that is, or leave it out."
        case _:
            return f"The server cannot listen on {settings.host}, port {settings.port}: {os.strerror(why)}."


def _make_data_dir() -> None:
    try:
        environment.from_environment().data_dir.mkdir(OWNER_ONLY, parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable from error


def _migrate() -> Path | None:
    try:
        with troubles_in_words():
            return schema.migrate(engine_for(environment.from_environment().database_url), now=clock.now())
    except schema.SchemaTooNew:
        _stop("A newer version of this program made this database. Nothing was changed.", NOT_MIGRATED)
    except schema.SchemaBroken as error:
        _stop(f"Nothing was changed: {error}.", NOT_DONE)


def _check_migrations() -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(sqlite_url(Path(folder) / "check.db"))
        schema.migrate(engine, now=clock.now())
        differences = schema.differences(engine)
        engine.dispose()
    if differences:
        _stop(differences, NOT_DONE)
    typer.echo("The migrations make the tables as the code has them.")


def _read_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.read().rstrip("\r\n")
    return str(typer.prompt("Password (15 characters or more)", hide_input=True, confirmation_prompt=True))


def _clinic(clinic: str, time_zone: str) -> int | NewClinic:
    known = accounts.clinics(OPERATOR)
    if not clinic and len(known) == 1:
        return known[0][0]
    if not clinic:
        names = ", ".join(name for _, name in known) or "none yet, so give --time-zone as well"
        _stop(f"Please say which clinic with --clinic ({names}).", WRONG_CALL)
    for number, name in known:
        if clinic in {name, str(number)}:
            return number
    if not time_zone:
        raise NotFound
    return NewClinic(clinic, time_zone)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _table(weeks: list[Week]) -> str:
    if not weeks:
        return "There is no week to show."
    lines = ["week  from        to          due  settled  excused  without entry  strict  observed"]
    for week in weeks:
        t = week.tally
        lines.append(
            f"{week.week:>4}  {week.first}  {week.last}  {t.due:>3}  {t.settled:>7}  {t.excused:>7}  "
            f"{t.without_entry:>13}  {_percent(t.strict):>6}  {_percent(t.observed):>8}"
        )
    return "\n".join(lines)


def _percent(ratio: float | None) -> str:
    return "-" if ratio is None else f"{ratio:.0%}"


if __name__ == "__main__":
    main()

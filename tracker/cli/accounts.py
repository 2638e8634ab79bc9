"""Commands about sign-ins."""

import sys
from typing import Annotated

import typer

from db.vocabulary import LinkPurpose, Role
from tracker.access import accounts
from tracker.access.accounts import NewClinic
from tracker.access.actor import OPERATOR
from tracker.access.database import require_current, require_kind
from tracker.cli.base import EXITS, WRONG_CALL, app, sentences, stop
from tracker.cli.clinics import known_clinic, names_of_clinics
from tracker.errors import NotFound
from tracker.office.rescue import rescue_sign_in


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
    with sentences(not_found="There is no such clinic. With --time-zone, a new one is made."):
        require_current()
        require_kind(demo=False)
        password = _read_password(from_stdin=password_stdin)
        place = _clinic(clinic, time_zone)
        account = accounts.create_account(OPERATOR, place, role, name, sign_in_name, password)
        typer.echo(account)


@app.command("reset-sign-in", epilog=EXITS)
def reset_sign_in(
    sign_in_name: Annotated[str, typer.Argument(help="The sign-in name of whoever cannot sign in.")],
) -> None:
    """Make a link with which somebody chooses another password, and print it last. They are told of it."""
    with sentences(not_found="There is no such sign-in name."):
        require_current()
        require_kind(demo=False)
        rescue = rescue_sign_in(OPERATOR, sign_in_name)
        if rescue.was_opened:
            typer.echo("The clinic had no administrator left who can sign in, so this sign-in is open again.")
        typer.echo(_how_long(rescue.purpose))
        typer.echo(rescue.address)


def _how_long(purpose: LinkPurpose) -> str:
    if purpose is LinkPurpose.RESET:
        return "This link works once, within a day. The password from before works until then."
    return "This link works once, within a week. No password opens this sign-in yet."


def _read_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.read().rstrip("\r\n")
    return str(typer.prompt("Password (15 characters or more)", hide_input=True, confirmation_prompt=True))


def _clinic(clinic: str, time_zone: str) -> int | NewClinic:
    number = known_clinic(clinic)
    if number is not None:
        return number
    if not clinic:
        names = names_of_clinics() or "none yet, so give --time-zone as well"
        stop(f"Please say which clinic with --clinic ({names}).", WRONG_CALL)
    if not time_zone:
        raise NotFound
    return NewClinic(clinic, time_zone)

"""Commands that serve the app."""

import errno
import os

import typer

from tracker import settings as environment
from tracker.cli.base import EXITS, NOT_DONE, app, sentences, stop
from tracker.cli.database import make_data_dir
from tracker.demo.place import demo_opened


@app.command(epilog=EXITS)
def serve() -> None:
    """Serve the app; PORT, HOST, TRACKER_DATABASE_URL, TRACKER_DATA_DIR and TRACKER_PUBLIC_URL say how and where."""
    with sentences():
        make_data_dir()
        _serve(demo=False)


@app.command(epilog=EXITS)
def demo() -> None:
    """Serve a clinic of invented people, made anew each day in a folder of its own; the record is never opened."""
    with sentences(), demo_opened(typer.echo):
        _serve(demo=True)


def _serve(*, demo: bool) -> None:
    # Streamlit takes a second to load, which the other commands can do without.
    from tracker.web import server  # noqa: PLC0415

    try:
        server.serve(demo=demo)
    except server.CannotListen as error:
        stop(_why_not_listening(error.why), NOT_DONE)


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

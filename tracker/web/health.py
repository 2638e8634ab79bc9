"""Whether the server and its database work, for whoever watches over them; no detail of anything else."""

from importlib.metadata import PackageNotFoundError, version

from anyio import CapacityLimiter, move_on_after, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse

from tracker.access.database import State, state

LONGEST_WAIT = 3
# Of its own: a crowd of watchers must not take the threads in which the gate asks who is signed in.
_ASKING = CapacityLimiter(2)


async def healthz(_request: Request) -> JSONResponse:
    """Answer 200 when people can work, 503 when the database keeps them from it."""
    database = State.UNAVAILABLE
    with move_on_after(LONGEST_WAIT):
        database = await to_thread.run_sync(state, abandon_on_cancel=True, limiter=_ASKING)
    well = database is State.OK
    body = {"status": "ok" if well else "unavailable", "version": _version(), "database": database.value}
    return JSONResponse(body, 200 if well else 503)


def _version() -> str:
    try:
        return version("amps-tracker")
    except PackageNotFoundError:
        return "not installed"

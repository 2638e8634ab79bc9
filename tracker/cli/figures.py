"""The command that prints a child's figures."""

import json
from datetime import date, datetime
from typing import Annotated

import typer

from tracker.access.actor import OPERATOR
from tracker.access.database import require_current
from tracker.access.work import reading
from tracker.cli.base import EXITS, app, sentences
from tracker.progress.adherence import as_json, weekly_adherence
from tracker.progress.spans import Week


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
    with sentences(not_found="There is no such child or episode."):
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

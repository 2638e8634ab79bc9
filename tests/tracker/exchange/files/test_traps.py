"""The rules of adherence through files and the command line: the worked example, and what other trackers got wrong."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cast import Cast
from tests.oracle.build import Row, Worked
from tests.oracle.by_hand_domain import DOMAIN
from tests.oracle.strategies import random_case
from tests.oracle.walk import weeks as oracle_weeks
from tests.tracker.exchange.files.from_case import as_folder, sayable
from tests.tracker.exchange.files.sent import STAIRS, WEEK, one_week, write
from tests.tracker.progress.test_adherence_oracle import expected
from tracker import cli

pytestmark = pytest.mark.everywhere

FIGURES = (
    *("due", "settled", "excused", "without_entry", "credit", "full"),
    *("strict", "observed", "coverage", "full_completion"),
)
SEEDS = 40


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli.app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


def imported(folder: Path) -> str:
    """Bring a folder in by the command line, and give what stands alone on its last line."""
    return run("import", "--new-child", "Zoe", "--clinic", "Riverside", str(folder)).splitlines()[-1]


def weeks(child: str, as_of: date) -> list[dict[str, float]]:
    found: list[dict[str, float]] = json.loads(run("adherence", child, "--json", "--as-of", str(as_of)))
    return found


def row_of(week: dict[str, float]) -> Row:
    return tuple(week[name] for name in FIGURES)  # type: ignore[return-value]


def check(found: list[dict[str, float]], *rows: Row) -> None:
    assert [row_of(week) for week in found] == [pytest.approx(row, abs=1e-8) for row in rows]


def test_the_worked_example_in_five_files(cast: Cast, tmp_path: Path) -> None:
    """7 occurrences: 4 done, 1 half, 1 excused, 1 no entry."""
    folder = one_week(
        tmp_path / "week",
        *(f"Stairs,2024-01-0{day},1,done,,,2024-01-0{day}T23:00:00Z,child," for day in (1, 2, 3, 4)),
        "Stairs,2024-01-05,1,partly,15,,2024-01-05T23:00:00Z,parent,halfway",
        "Stairs,2024-01-06,1,excused,,,2024-01-08T15:00:00Z,clinician,",
        pauses=[],
        days=[],
    )
    [week] = weeks(imported(folder), date(2024, 1, 8))
    assert (week["settled"], week["strict"], week["observed"]) == (6, 0.75, 0.9)
    assert week["coverage"] == pytest.approx(5 / 6)
    assert week["full_completion"] == pytest.approx(4 / 6)


@pytest.mark.parametrize("name", DOMAIN)
def test_a_case_worked_by_hand(cast: Cast, tmp_path: Path, name: str) -> None:
    one: Worked = DOMAIN[name]
    child = imported(as_folder(sayable(one.case), tmp_path / "case"))
    check(weeks(child, one.today), *one.rows)


def test_random_plans_agree_with_the_oracle(cast: Cast, tmp_path: Path) -> None:
    for seed in range(SEEDS):
        case, today = random_case(seed)
        case = sayable(case)
        found = weeks(imported(as_folder(case, tmp_path / str(seed))), today)
        wanted = [expected(week) for week in oracle_weeks(case, today)]
        assert found == [pytest.approx(week, abs=1e-8) for week in wanted], seed


def test_an_entry_at_twenty_past_midnight_is_of_its_day(cast: Cast, tmp_path: Path) -> None:
    nights = (f"Stairs,2024-01-0{day},1,done,,,2024-01-0{day + 1}T05:20:00Z,child," for day in range(1, 8))
    folder = one_week(tmp_path / "night", *nights)
    check(weeks(imported(folder), date(2024, 1, 7)), (7, 7, 0, 0, 7, 7, 1, 1, 1, 1))


def test_two_people_who_tick_at_once_are_one_entry(cast: Cast, tmp_path: Path) -> None:
    """The second one is refused in words; taken back, it counts nowhere."""
    twice = ["Stairs,2024-01-01,1,done,,,,child,", "Stairs,2024-01-01,1,not_done,,,,parent,"]
    folder = one_week(tmp_path / "twice", *twice)
    result = CliRunner().invoke(
        cli.app, ["import", "--new-child", "Zoe", "--clinic", "Riverside", str(folder)]
    )
    assert result.exit_code == 2
    assert "completions.csv, row 3" in result.stderr
    header = "exercise,performed_on,state,withdrawn_at\n"
    text = f"{header}Stairs,2024-01-01,not_done,2024-01-01T12:00:00Z\nStairs,2024-01-01,done,\n"
    folder = one_week(tmp_path / "once", completions=text)
    check(weeks(imported(folder), date(2024, 1, 2))[:1], (7, 1, 0, 0, 1, 1, 1, 1, 1, 1))


def test_a_family_that_travels_keeps_its_days(cast: Cast, tmp_path: Path) -> None:
    """From New York to Auckland in the middle of the week: seven calendar days, seven entries."""
    folder = one_week(
        tmp_path / "travel",
        *(f"Stairs,2024-01-0{day},1,done,,,2024-01-0{day}T02:00:00Z,child," for day in range(1, 8)),
        time_zones="first_day,time_zone\n1970-01-01,America/New_York\n2024-01-04,Pacific/Auckland\n",
    )
    check(weeks(imported(folder), date(2024, 1, 8)), (7, 7, 0, 0, 7, 7, 1, 1, 1, 1))


def test_amounts_in_seconds_are_a_part_of_the_seconds_asked_for(cast: Cast, tmp_path: Path) -> None:
    folder = one_week(
        tmp_path / "plank",
        "Plank,2024-01-01,1,partly,15,,,,",
        "Plank,2024-01-02,1,partly,60,,,,",
        prescriptions=['Plank,strength,"MO,TU",1,30,s,2024-01-01,,'],
    )
    check(weeks(imported(folder), date(2024, 1, 8)), (2, 2, 0, 0, 1.5, 1, 0.75, 0.75, 1, 0.5))


def test_only_prescriptions_are_a_plan_without_an_entry(cast: Cast, tmp_path: Path) -> None:
    folder = write(tmp_path / "only", prescriptions=["Stairs,,daily,,,,2024-01-03,2024-01-06,"])
    [week] = weeks(imported(folder), date(2024, 1, 9))
    assert f"{week['from']} {week['to']}" == "2024-01-03 2024-01-09"
    assert row_of(week) == (3, 3, 0, 3, 0, 0, 0, None, 0, 0)


def test_prescriptions_with_completions_are_enough(cast: Cast, tmp_path: Path) -> None:
    folder = write(
        tmp_path / "two",
        prescriptions=[STAIRS],
        completions=["Stairs,2024-01-01,,done,,,,,", "Stairs,2024-01-02,,not done,,a hard day,,,"],
    )
    check(weeks(imported(folder), date(2024, 1, 2)), (7, 2, 0, 0, 1, 1, 0.5, 0.5, 1, 0.5))


def test_a_raised_dose_as_two_rows_of_one_exercise(cast: Cast, tmp_path: Path) -> None:
    """Ten minutes in week 1 and twenty in week 2, with ten done each day: the first week stays full."""
    rows = [
        "Walk,aerobic,daily,1,10,min,2024-01-01,2024-01-08,",
        "Walk,,daily,1,20,min,2024-01-08,,Up you go",
    ]
    done = [f"Walk,2024-01-{day:02},1,partly,10,,,," for day in range(1, 15)]
    folder = write(tmp_path / "up", prescriptions=rows, completions=done)
    seven: Row = (7, 7, 0, 0, 7, 7, 1, 1, 1, 1)
    half: Row = (7, 7, 0, 0, 3.5, 0, 0.5, 0.5, 1, 0)
    check(weeks(imported(folder), date(2024, 1, 14)), seven, half)


def test_ill_away_and_paused_days_are_not_missed(cast: Cast, tmp_path: Path) -> None:
    folder = one_week(
        tmp_path / "away",
        "Stairs,2024-01-01,1,done,,,,,",
        "Stairs,2024-01-02,1,done,,,,,",
        pauses=["2024-01-05,2024-01-06,Camp"],
        days=["2024-01-02,ill", "2024-01-03,away"],
    )
    check(weeks(imported(folder), date(2024, 1, 8)), (4, 4, 3, 2, 2, 2, 0.5, 1, 0.5, 0.5))


def test_the_weeks_of_a_later_episode_count_from_its_own_start(cast: Cast, tmp_path: Path) -> None:
    folder = one_week(
        tmp_path / "two",
        "Stairs,2024-01-01,1,done,,,,,",
        "Stairs,2024-03-06,1,done,,,,,",
        prescriptions=[STAIRS, "Stairs,functional,3/week,,30,reps,2024-03-06,,"],
        episode=[WEEK, "2024-03-06,2024-03-13,outpatient,"],
    )
    child = imported(folder)
    [second] = weeks(child, date(2024, 3, 13))
    assert row_of(second) == pytest.approx((3, 3, 0, 2, 1, 1, 1 / 3, 1, 1 / 3, 1 / 3), abs=1e-8)
    first = json.loads(run("adherence", child, "--json", "--as-of", "2024-03-13", "--episode", "1"))
    assert row_of(first[0]) == pytest.approx((7, 7, 0, 6, 1, 1, 1 / 7, 1, 1 / 7, 1 / 7), abs=1e-8)

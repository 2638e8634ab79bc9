"""The operator's command line: what it does, prints, and answers with."""

import errno
import json
import os
import socket
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner, Result

from db import schema
from db.engine import engine_for, sqlite_url
from tests.cast import ZONE, Cast
from tests.db.described import rows_of
from tests.factories import make_episode, make_prescription
from tests.server import run_command
from tracker import cli
from tracker.access.joining import accept_invitation, accept_reset
from tracker.access.sign_in import sign_in
from tracker.errors import Busy, SignInRefused

PASSWORD = "correct horse battery"
DANA = ["--role", "family", "--name", "Dana", "--sign-in-name", "Dana@example.org", "--password-stdin"]
NEW_CLINIC = ["--clinic", "Riverside", "--time-zone", ZONE]
FIELDS = [
    *("week", "from", "to", "due", "settled", "excused", "without_entry"),
    *("credit", "full", "strict", "observed", "coverage", "full_completion"),
]


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli.app, list(arguments), input=given)


def create(*arguments: str, password: str = PASSWORD) -> Result:
    return run("create-account", *DANA, *arguments, given=password + "\n")


@pytest.fixture
def mia(engine: sa.Engine, cast: Cast) -> int:
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, date(2025, 1, 6), date(2025, 1, 27))
        make_prescription(connection, cast.mia, episode, date(2025, 1, 6))
    return cast.mia


def test_the_help_explains_every_exit_code() -> None:
    for command in (
        [],
        ["serve"],
        ["demo"],
        ["migrate"],
        ["create-account"],
        ["reset-sign-in"],
        ["adherence"],
        ["import"],
        ["export"],
    ):
        text = " ".join(run(*command, "--help").output.split())
        assert all(f" {code} " in text for code in range(6)), command


@pytest.mark.parametrize(
    "call", [["nothing"], ["adherence"], ["adherence", "Mia"], ["adherence", "1", "--from", "yesterday"]]
)
def test_a_wrong_call_is_2(call: list[str]) -> None:
    assert run(*call).exit_code == 2


def test_the_first_account_brings_its_clinic(engine: sa.Engine) -> None:
    result = create(*NEW_CLINIC)
    assert result.exit_code == 0, result.stderr
    with engine.connect() as connection:
        account = connection.execute(sa.text("SELECT id, clinic_id FROM account")).one()
        assert connection.execute(sa.text("SELECT id, name, time_zone FROM clinic")).one() == (
            account.clinic_id,
            "Riverside",
            ZONE,
        )
    assert result.stdout.split()[-1] == str(account.id)
    assert sign_in("dana@example.org", PASSWORD)


def test_the_password_is_asked_for_twice_and_not_shown(database: str) -> None:
    create(*NEW_CLINIC)
    arguments = [
        "create-account",
        "--role",
        "clinician",
        "--name",
        "Pat",
        "--sign-in-name",
        "pat@example.org",
    ]
    result = run(*arguments, given=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.stderr
    assert PASSWORD not in result.output
    assert sign_in("pat@example.org", PASSWORD)
    options = [word for word in run("create-account", "--help").output.split() if word.startswith("--")]
    assert [option for option in options if "password" in option] == ["--password-stdin"]


def test_what_is_missing_is_asked_for(database: str) -> None:
    create(*NEW_CLINIC)
    result = run("create-account", given=f"family\nBen\nben@example.org\n{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.stderr
    assert sign_in("ben@example.org", PASSWORD)


@pytest.mark.parametrize(
    ("arguments", "password", "code", "sentence"),
    [
        ([], PASSWORD, 2, "taken"),
        (["--sign-in-name", "ben@example.org"], "short", 2, "at least 15 characters"),
        (["--sign-in-name", "ben@example.org", "--clinic", "Hillside"], PASSWORD, 3, "no such clinic"),
        (["--role", "stranger"], PASSWORD, 2, "stranger"),
        (["--clinic", "Hillside", "--time-zone", "Mars"], PASSWORD, 2, "time zone"),
    ],
)
def test_an_account_that_cannot_be_made(
    database: str, arguments: list[str], password: str, code: int, sentence: str
) -> None:
    create(*NEW_CLINIC)
    result = create(*arguments, password=password)
    assert (result.exit_code, result.stdout) == (code, "")
    assert sentence in result.stderr


def test_a_refused_account_leaves_no_clinic_behind(engine: sa.Engine) -> None:
    create(*NEW_CLINIC)
    before = rows_of(engine)
    assert create("--clinic", "Hillside", "--time-zone", ZONE).exit_code == 2
    assert rows_of(engine) == before


def test_of_several_clinics_one_is_named(database: str) -> None:
    assert create(*NEW_CLINIC).exit_code == 0
    ben = ["--sign-in-name", "ben@example.org"]
    assert create(*ben, "--clinic", "Hillside", "--time-zone", ZONE).exit_code == 0
    eve = ["--sign-in-name", "eve@example.org"]
    unnamed = create(*eve)
    assert unnamed.exit_code == 2
    assert "Riverside, Hillside" in unnamed.stderr
    assert create(*eve, "--clinic", "2").exit_code == 0


def test_without_any_clinic_its_name_is_asked_for(database: str) -> None:
    result = create()
    assert result.exit_code == 2
    assert "--time-zone" in result.stderr


def test_the_figures_as_json(mia: int) -> None:
    result = run("adherence", str(mia), "--json")
    assert result.exit_code == 0, result.stderr
    weeks = json.loads(result.stdout)
    assert [list(week) for week in weeks] == [FIELDS] * 3
    assert weeks[0] | {"week": 1, "from": "2025-01-06", "to": "2025-01-12", "due": 7} == weeks[0]
    assert weeks[0]["strict"] == 0
    assert weeks[0]["observed"] is None


def test_some_weeks_as_of_a_day(mia: int) -> None:
    days = ["--from", "2025-01-14", "--to", "2025-01-15", "--as-of", "2025-01-14", "--episode", "1"]
    weeks = json.loads(run("adherence", str(mia), "--json", *days).stdout)
    assert [(week["week"], week["settled"]) for week in weeks] == [(2, 1)]


def test_the_figures_as_a_table(mia: int) -> None:
    lines = run("adherence", str(mia)).stdout.splitlines()
    assert len(lines) == 4
    assert lines[1].split() == ["1", "2025-01-06", "2025-01-12", "7", "7", "0", "7", "0%", "-"]
    assert "no week" in run("adherence", str(mia), "--from", "2026-01-01").stdout


def test_the_look_is_logged(engine: sa.Engine, mia: int) -> None:
    run("adherence", str(mia), "--json")
    with engine.connect() as connection:
        log = connection.execute(sa.text("SELECT child_id, account_id, access, what FROM access_log")).all()
    assert [tuple(row) for row in log] == [(mia, None, "look", "adherence")]


@pytest.mark.parametrize("arguments", [["999"], ["1", "--episode", "9"]])
def test_no_such_child_or_episode_is_3(mia: int, arguments: list[str]) -> None:
    result = run("adherence", *arguments, "--json")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "There is no such child or episode.\n"


def test_dates_in_the_wrong_order_are_2(mia: int) -> None:
    result = run("adherence", str(mia), "--from", "2025-01-20", "--to", "2025-01-10")
    assert result.exit_code == 2
    assert "the earliest day is Mon 20 Jan" in result.stderr


def test_a_busy_database_is_4(mia: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_arguments: object, **_more: object) -> None:
        raise Busy

    monkeypatch.setattr(cli.figures, "weekly_adherence", busy)
    result = run("adherence", str(mia))
    assert result.exit_code == 4
    assert "busy" in result.stderr


COMMANDS = [["adherence", "1"], ["create-account", *DANA], ["reset-sign-in", "ada"], ["serve"]]


def point_at(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    monkeypatch.setenv("TRACKER_DATA_DIR", str(folder))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("url", ["postgresql://user:secret@localhost:1/x", "sqlite:////nowhere/tracker.db"])
def test_a_database_out_of_reach_is_4(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str, command: list[str]
) -> None:
    point_at(url, tmp_path, monkeypatch)
    result = run(*command)
    engine_for(url).dispose()
    assert (result.exit_code, result.stdout) == (4, "")
    assert "secret" not in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_that_is_not_migrated_is_5(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    url = sqlite_url(tmp_path / "new.db")
    point_at(url, tmp_path, monkeypatch)
    result = run(*command)
    engine_for(url).dispose()
    assert result.exit_code == 5
    assert "amps-tracker migrate" in result.stderr
    assert list(tmp_path.iterdir()) == [], "an empty file would be taken for a record"


def test_migrate_makes_a_folder_that_only_its_owner_can_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "data"
    monkeypatch.delenv("TRACKER_DATABASE_URL", raising=False)
    monkeypatch.setenv("TRACKER_DATA_DIR", str(folder))
    result = run("migrate")
    assert result.exit_code == 0, result.stderr
    assert schema.newest_revision() in result.stdout
    assert folder.stat().st_mode & 0o777 == 0o700
    assert run("migrate").exit_code == 0
    engine_for(sqlite_url(folder / "tracker.db")).dispose()


AS_IF_NEWER = "from db import schema\nschema.newest_revision = lambda *_: 'newer'\n"
MIGRATE = "import os\nos.umask(0o022)\nfrom tracker import cli\ncli.main()\n"


@pytest.mark.skipif(os.name != "posix", reason="files have modes on POSIX only")
def test_the_database_and_its_copy_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    script = tmp_path / "migrate.py"
    for text in (MIGRATE, AS_IF_NEWER + MIGRATE):
        script.write_text(text)
        result = run_command([str(script), "migrate"], {"TRACKER_DATA_DIR": str(folder)}, tmp_path)
        assert result.returncode == 0, result.stderr
    modes = {path.suffix: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert modes == {".db": 0o600, ".bak": 0o600}


def test_a_database_of_a_newer_version_is_left_alone(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'later'"))
    result = run("migrate")
    assert result.exit_code == 5
    assert "Nothing was changed" in result.stderr


def test_a_migration_waits_for_a_lock_and_then_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "tracker.db"
    point_at(sqlite_url(path), tmp_path, monkeypatch)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        result = run("migrate")
    engine_for(sqlite_url(path)).dispose()
    assert result.exit_code == 4
    assert "busy" in result.stderr


def test_check_compares_the_migrations_with_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("migrate", "--check").exit_code == 0
    monkeypatch.setattr(schema, "differences", lambda _engine: "a column is missing")
    result = run("migrate", "--check")
    assert (result.exit_code, result.stderr) == (1, "a column is missing\n")


def test_a_taken_port_is_1(database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    point_at(database, tmp_path, monkeypatch)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        monkeypatch.setenv("PORT", port)
        result = run("serve")
    assert result.exit_code == 1
    assert f"Port {port} is taken" in result.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_a_host_that_is_not_ours_is_no_taken_port(
    database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str
) -> None:
    point_at(database, tmp_path, monkeypatch)
    monkeypatch.setenv("HOST", host)
    result = run("serve")
    assert result.exit_code == 1
    assert (
        result.stderr == f"{host} is no address of this machine. Set HOST to one that is, or leave it out.\n"
    )


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        (errno.EACCES, "You may not open port 8501. Set PORT to a number above 1023."),
        (errno.ENOBUFS, f"The server cannot listen on 127.0.0.1, port 8501: {os.strerror(errno.ENOBUFS)}."),
    ],
)
def test_each_reason_not_to_listen_has_its_sentence(
    database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, why: int, sentence: str
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(why, "in any language")

    point_at(database, tmp_path, monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(socket.socket, "bind", refuse)
        result = run("serve")
    assert (result.exit_code, result.stderr) == (1, sentence + "\n")


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "http"), ("PORT", "99999"), ("TRACKER_PUBLIC_URL", "clinic.example.org")]
)
def test_a_wrong_setting_is_2(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    result = run("serve")
    assert result.exit_code == 2
    assert name in result.stderr


def test_an_unexpected_error_has_a_number_and_no_traceback(database: str, tmp_path: Path) -> None:
    script = tmp_path / "fail.py"
    script.write_text(
        "from tracker import cli\n"
        "def fail(*a, **k):\n    raise RuntimeError('Mia hurts')\n"
        "cli.figures.weekly_adherence = fail\ncli.main()\n"
    )
    result = run_command([str(script), "adherence", "1"], {"TRACKER_DATABASE_URL": database}, tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    assert "Mia" not in result.stderr
    assert "Traceback" not in result.stderr
    line, sentence = result.stderr.splitlines()
    assert json.loads(line)["reference"] in sentence


ADA = ["--role", "administrator", "--name", "Ada", "--sign-in-name", "ada@example.org", "--password-stdin"]
ANOTHER_PASSWORD = "seven slow boats at dawn"


def link_of(result: Result) -> str:
    """Give the link on the last line."""
    assert result.exit_code == 0, result.stderr
    return result.stdout.splitlines()[-1]


def with_ada(*more: str) -> None:
    assert run("create-account", *ADA, *NEW_CLINIC, *more, given=PASSWORD + "\n").exit_code == 0


def close(engine: sa.Engine, name: str) -> None:
    with engine.begin() as connection:
        statement = sa.text("UPDATE account SET disabled_at = created_at WHERE sign_in_name = :name")
        connection.execute(statement, {"name": f"{name}@example.org"})


def test_reset_sign_in_prints_a_link_that_gives_another_password(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_PUBLIC_URL", "https://clinic.example.org")
    with_ada()
    address = link_of(run("reset-sign-in", " Ada@example.org"))
    assert address.startswith("https://clinic.example.org/reset/")
    assert sign_in("ada@example.org", PASSWORD)
    accept_reset(address.rsplit("/", 1)[1], ANOTHER_PASSWORD)
    assert sign_in("ada@example.org", ANOTHER_PASSWORD)
    with engine.connect() as connection:
        notice = connection.execute(sa.text("SELECT what, by_id FROM account_notice")).one()
    assert tuple(notice) == ("sign_in_reset", None)


def test_who_never_chose_a_password_gets_an_invitation(engine: sa.Engine) -> None:
    with_ada()
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE account SET password_hash = '!'"))
    address = link_of(run("reset-sign-in", "ada@example.org"))
    assert "/join/" in address
    assert accept_invitation(address.rsplit("/", 1)[1], ANOTHER_PASSWORD)


def test_a_closed_administrator_is_opened_again_when_nobody_else_can_sign_in(engine: sa.Engine) -> None:
    with_ada()
    close(engine, "ada")
    result = run("reset-sign-in", "ada@example.org")
    assert "no administrator left who can sign in, so this sign-in is open again" in result.stdout
    accept_invitation(link_of(result).rsplit("/", 1)[1], ANOTHER_PASSWORD)
    assert sign_in("ada@example.org", ANOTHER_PASSWORD)
    with pytest.raises(SignInRefused):
        sign_in("ada@example.org", PASSWORD)


def test_no_other_closed_sign_in_is_opened(engine: sa.Engine) -> None:
    with_ada()
    assert create().exit_code == 0
    close(engine, "dana")
    eve = [*ADA, "--sign-in-name", "eve@example.org"]
    assert run("create-account", *eve, given=PASSWORD + "\n").exit_code == 0
    close(engine, "eve")
    before = rows_of(engine)
    for name in ("dana", "eve"):
        result = run("reset-sign-in", f"{name}@example.org")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "An administrator can open it again" in result.stderr
    close(engine, "ada")
    # Dana is no administrator: opening her sign-in would help nobody.
    assert run("reset-sign-in", "dana@example.org").exit_code == 1
    assert rows_of(engine)["one_time_link"] == before["one_time_link"]


@pytest.mark.parametrize("name", ["eve@example.org", "", "%", "x" * 5000])
def test_an_unknown_sign_in_name_is_3(database: str, name: str) -> None:
    with_ada()
    result = run("reset-sign-in", name)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "There is no such sign-in name.\n"

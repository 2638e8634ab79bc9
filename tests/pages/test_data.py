"""Data: files are looked at, brought in and taken out, through the entry script."""

import io
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from db.vocabulary import RelationshipKind
from tests.cast import Cast
from tests.db.described import rows_of
from tests.pages.conftest import Visit
from tests.pages.office import errors, has_button, opened, press, texts
from tests.steps import NOON, Clock, figures
from tests.tracker.exchange.files.sent import one_week
from tracker.access.work import reading
from tracker.plans.plan import plan_of

DONE = "Stairs,2024-01-02,1,done,,,,,a *fine* note"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def sent(folder: Path) -> list[tuple[str, bytes, str]]:
    return [(path.name, path.read_bytes(), "text/csv") for path in sorted(folder.iterdir())]


def choose_files(at: AppTest, files: list[tuple[str, bytes, str]], turn: int = 0) -> AppTest:
    at.file_uploader(f"import-files-{turn}").set_value(files).run()
    assert not at.exception
    return at


def ways_out(at: AppTest) -> str:
    return "".join(html.proto.body for html in at.get("html"))


def test_a_therapist_looks_at_files_and_brings_them_in(
    engine: sa.Engine, cast: Cast, visit: Visit, tmp_path: Path
) -> None:
    at = opened(visit, "Pat", "data")
    assert at.selectbox("import-child-0").options == ["Mia", "A new child"]
    assert not has_button(at, "import-save")
    before = rows_of(engine)
    choose_files(at, sent(one_week(tmp_path / "week", DONE)))
    assert "An episode from Mon 1 Jan 2024 to Sun 7 Jan 2024: 1 exercise" in texts(at)
    assert [block.label for block in at.expander] == [
        "episode.csv: 1 row",
        "prescriptions.csv: 1 row",
        "completions.csv: 1 row",
    ]
    assert at.dataframe[2].value.to_dict("records") == [
        {
            "exercise": "Stairs",
            "performed_on": "2024-01-02",
            "slot": "1",
            "state": "done",
            "note": "a *fine* note",
        }
    ]
    assert {table: rows for table, rows in rows_of(engine).items() if table != "access_log"} == {
        table: rows for table, rows in before.items() if table != "access_log"
    }
    press(at, "import-save")
    assert "All of it is stored in the record of Mia." in texts(at)
    [week] = figures(cast.mia, as_of=NOON.date())
    assert (week.tally.settled, week.tally.credit) == (7, 1)
    assert not at.file_uploader("import-files-1").value
    assert not has_button(at, "import-save")


def test_flaws_are_told_row_by_row_and_nothing_can_be_stored(
    engine: sa.Engine, cast: Cast, visit: Visit, tmp_path: Path
) -> None:
    at = opened(visit, "Pat", "data")
    before = rows_of(engine)
    choose_files(at, sent(one_week(tmp_path / "week", DONE, DONE.replace("done", "d*n*"))))
    [said] = errors(at)
    assert said.startswith("Nothing was stored. Please correct the files")
    assert "- completions.csv, row 3: state: please write one of" in said.replace("\\", "")
    assert not has_button(at, "import-save")
    assert rows_of(engine) == before
    choose_files(at, [("all.zip", b"no zip", "application/zip")])
    assert "all.zip: this is not a zip file" in errors(at)[0].replace("\\", "")


def test_a_new_child_comes_with_its_therapist(
    engine: sa.Engine, cast: Cast, visit: Visit, tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content, _ in sent(one_week(tmp_path / "week", DONE)):
            archive.writestr(name, content)
    at = opened(visit, "Pat", "data")
    at.selectbox("import-child-0").set_value(0).run()
    choose_files(at, [("all.zip", packed.getvalue(), "application/zip")])
    at.text_input("import-name-0").set_value("Zoe").run()
    before = rows_of(engine)
    press(at, "import-save")
    assert errors(at) == ["Birth month: please fill this in."]
    assert rows_of(engine) == before
    at.selectbox("import-month-0").set_value(5).run()
    at.selectbox("import-year-0").set_value(2012).run()
    press(at, "import-save")
    assert "All of it is stored in the record of Zoe." in texts(at)
    with reading(cast.tokens["Pat"]) as work:
        [zoe] = [child for child, name in work.followed() if name == "Zoe"]
        assert work.links(zoe)[0].kind is RelationshipKind.PHYSICAL_THERAPIST
        assert plan_of(work, zoe).episode is not None
    assert sorted(at.selectbox("import-child-1").options) == ["A new child", "Mia", "Zoe"]


def test_files_for_somebody_else_are_looked_at_anew(
    engine: sa.Engine, cast: Cast, visit: Visit, tmp_path: Path
) -> None:
    """Mia has the episode then; a new child has none that it could overlap."""
    files = sent(one_week(tmp_path / "week", DONE))
    at = opened(visit, "Pat", "data")
    press(choose_files(at, files), "import-save")
    choose_files(at, files, turn=1)
    assert "overlaps with an episode" in errors(at)[0]
    at.selectbox("import-child-1").set_value(0).run()
    assert errors(at) == []
    assert has_button(at, "import-save")


def test_whoever_prescribes_for_nobody_can_add_a_child_and_take_nothing_out(cast: Cast, visit: Visit) -> None:
    for who in ("Lee", "Casey"):
        at = opened(visit, who, "data")
        assert at.selectbox("import-child-0").options == ["A new child"]
        assert "/files/" not in ways_out(at)


def test_the_way_out_names_the_chosen_child(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Pat", "data")
    assert f'href="/files/{cast.mia}.zip"' in ways_out(at)


@pytest.mark.parametrize("who", ["Dana", "Ada"])
def test_families_and_administrators_have_no_such_page(cast: Cast, visit: Visit, who: str) -> None:
    at = opened(visit, who, "data")
    assert not at.file_uploader


def test_a_link_that_ended_meanwhile_ends_the_import(
    engine: sa.Engine, cast: Cast, visit: Visit, tmp_path: Path
) -> None:
    at = opened(visit, "Pat", "data")
    choose_files(at, sent(one_week(tmp_path / "week", DONE)))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE relationship SET level = 'see' WHERE kind = 'physical_therapist'")
    before = rows_of(engine)["episode"]
    [button] = [button for button in at.button if str(button.key).startswith("import-save")]
    button.click().run()
    assert rows_of(engine)["episode"] == before

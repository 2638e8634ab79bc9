"""What is in a family's copy of a record, read back by other libraries; and what never is."""

import csv
import io
import json
import re
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import METADATA, Relationship
from db.vocabulary import ConsentAnswer, Readers
from tests.cast import Cast
from tests.db.test_erasure_guard import reach_child
from tests.steps import START, TODAY, Clock, Plan, by, figures
from tests.tracker.exchange.conftest import files_of
from tests.tracker.office.office import office
from tests.tracker.story_of_a_record import ABOUT, AT_NIGHT, CANARIES, FROM_DANA, READ_BY, TAKEN_BACK, Story
from tracker.access.access_log import record_log
from tracker.access.work import reading, writing
from tracker.consent.answers import answer_as_child
from tracker.errors import NotFound, NotPermitted
from tracker.exchange.columns import KINDS, LEFT_OUT
from tracker.exchange.record import copy_of
from tracker.office.closing import close_record
from tracker.record.completions import Words, note_only
from tracker.record.occurrence import Occurrence

pytestmark = pytest.mark.everywhere

FAMILY = ("Mia", "Dana", "Ben")
# Which table of the copy holds the rows of which of the database.
KEPT_IN = {
    "child": "child",
    "child_body_area": "child",
    "child_time_zone": "time_zones",
    "episode": "episodes",
    "plan_pause": "pauses",
    "episode_phase": "phases",
    "discharge_criterion": "criteria",
    "criterion_finding": "findings",
    "prescription": "prescriptions",
    "completion": "completions",
    "day_mark": "day_marks",
    "note": "notes",
    "visit_series": "visit_series",
    "visit": "visits",
    "visit_record": "visit_marks",
    "milestone": "milestones",
    "milestone_target": "milestone_targets",
    "milestone_event": "milestone_events",
    "school_timetable": "school_timetables",
    "school_closure": "school_closures",
    "school_plan": "school_plan",
    "school_day": "school_days",
    "accommodation": "accommodations",
    "school_page": "school_pages",
    "school_page_tick": "school_page_ticks",
    "measure": "measures",
    "watch_date": "watch_dates",
    "concern": "concerns",
    "concern_read": "concern_reads",
    "concern_answer": "concern_answers",
    "appointment": "appointments",
    "decision": "decisions",
    "relationship": "links",
    "consent": "consents",
    "access_log": "access_log",
}
Rows = list[dict[str, Any]]


def tables(files: dict[str, bytes]) -> dict[str, Rows]:
    """Read every table as a spreadsheet program would, with pandas; empty cells are None."""
    found = {}
    for name, content in files.items():
        if name.endswith(".csv"):
            frame = pd.read_csv(io.BytesIO(content), encoding="utf-8-sig", keep_default_na=False, dtype=str)
            rows = frame.to_dict("records")
            found[name.removesuffix(".csv")] = [{str(k): v or None for k, v in row.items()} for row in rows]
    return found


def stored(engine: sa.Engine, table: str, child: int, *order: str) -> Rows:
    """Ask the database itself, in other words than the product does."""
    query = f"SELECT * FROM {table} WHERE child_id = {child} ORDER BY {', '.join(order) or 'id'}"
    with engine.connect() as connection:
        return [dict(row) for row in connection.exec_driver_sql(query).mappings()]


def iso(value: object) -> str | None:
    return None if value is None else str(value)[:10]


def before(value: object) -> str | None:
    return None if value is None else str(date.fromisoformat(str(value)[:10]) - timedelta(days=1))


def test_every_row_of_the_record_is_there_for_each_of_the_family(
    engine: sa.Engine, cast: Cast, story: Story
) -> None:
    for who in FAMILY:
        check_rows(engine, cast, tables(files_of(cast, who)))


def check_rows(engine: sa.Engine, cast: Cast, found: dict[str, Rows]) -> None:
    names = {number: name for name, number in cast.accounts.items()}
    assert [
        (r["day"], r["time"], r["state"], r["amount"], r["reason"], r["entered_by"], bool(r["withdrawn_on"]))
        for r in found["completions"]
    ] == [
        (
            iso(r["performed_on"]),
            str(r["slot"]),
            r["state"],
            None if r["amount"] is None else f"{r['amount']:g}",
            r["barrier"],
            names[r["recorded_by_id"]],
            r["withdrawn_at"] is not None,
        )
        for r in stored(engine, "completion", cast.mia, "performed_on", "prescription_id", "slot", "id")
    ]
    assert [
        (r["first_day"], r["last_day"], r["total"], r["times_per_week"], r["reason"], r["corrected_on"])
        for r in found["prescriptions"]
    ] == [
        (
            iso(r["valid_from"]),
            before(r["valid_to"]),
            f"{r['total']:g}",
            None if r["times_per_week"] is None else str(r["times_per_week"]),
            r["reason"] or None,
            None if r["entered_in_error_at"] is None else str(TODAY),
        )
        for r in stored(engine, "prescription", cast.mia, "line_id", "valid_from")
    ]
    assert [(r["first_day"], r["last_day"], r["end_reason"]) for r in found["episodes"]] == [
        (iso(r["starts_on"]), before(r["ends_on"]), r["end_reason"])
        for r in stored(engine, "episode", cast.mia)
    ]
    assert [(r["first_day"], r["last_day"], r["reason"]) for r in found["pauses"]] == [
        (iso(r["from_day"]), iso(r["to_day"]), r["reason"]) for r in stored(engine, "plan_pause", cast.mia)
    ]
    assert [(r["day"], r["mark"], r["entered_by"]) for r in found["day_marks"]] == [
        (iso(r["day"]), r["mark"], names[r["recorded_by_id"]]) for r in stored(engine, "day_mark", cast.mia)
    ]
    assert [(r["person"], r["kind"], r["level"]) for r in found["links"]] == [
        (names[r["account_id"]], r["kind"], r["level"]) for r in stored(engine, "relationship", cast.mia)
    ]
    assert [(r["kind"], r["answer"], r["wording"], r["given_by"]) for r in found["consents"]] == [
        (r["kind"], r["answer"], r["wording"], names[r["given_by_id"]])
        for r in stored(engine, "consent", cast.mia)
    ]
    [child] = found["child"]
    assert (child["chosen_name"], child["amps_type"], child["body_areas"]) == (
        "Mia",
        "localized",
        "foot knee",
    )
    assert found["time_zones"] == [{"first_day": "2020-01-01", "time_zone": "America/New_York"}]


def test_exercises_and_their_revisions_keep_their_numbers(cast: Cast, story: Story) -> None:
    found = tables(files_of(cast, "Dana"))
    named = {(r["exercise_no"], r["revision"]): r["exercise"] for r in found["prescriptions"]}
    assert named == {("1", "1"): "Stairs", ("1", "2"): "Stairs", ("2", "1"): "'@Walk", ("3", "1"): "Swim"}
    for row in found["completions"]:
        assert named[row["exercise_no"], row["revision"]] == row["exercise"]


def test_the_weeks_are_those_that_progress_counts(cast: Cast, story: Story, clock: Clock) -> None:
    found = tables(files_of(cast, "Ben"))["weekly_figures"]
    counted = figures(cast.mia, as_of=clock.today)
    assert len(found) == len(counted) > 2
    for row, week in zip(found, counted, strict=True):
        t = week.tally
        assert (row["week"], row["first_day"], row["due"]) == (str(week.week), str(week.first), str(t.due))
        assert (int(row["counted"]), int(row["not_logged"])) == (t.settled, t.without_entry)
        assert float(row["done"]) == pytest.approx(t.credit)
        ratio = row["done_of_counted"]
        assert (None if ratio is None else float(ratio)) == pytest.approx(t.strict, abs=1e-8)


def test_json_and_tables_say_the_same(cast: Cast, story: Story) -> None:
    files = files_of(cast, "Mia")
    whole = json.loads(files["record.json"])
    assert (whole["format"], whole["version"]) == ("stepwise-record", 1)
    assert (whole["made_for"], whole["made_on"]) == ("Mia", str(TODAY + timedelta(days=1)))
    for name, rows in tables(files).items():
        assert [list(row) for row in whole[name]] == [list(row) for row in rows]
        for raw, row in zip(whole[name], rows, strict=True):
            for column, value in raw.items():
                cell = row[column]
                if isinstance(value, int | float):
                    assert float(str(cell)) == value
                elif isinstance(value, list):
                    assert (cell or "") == " ".join(value)
                else:
                    assert (cell or "") in {value or "", f"'{value}"}
    assert whole["child"][0]["precautions"] == ABOUT.precautions


def test_a_text_for_others_is_in_no_byte_of_it(cast: Cast, story: Story) -> None:
    for who in FAMILY:
        together = b"\n".join(files_of(cast, who).values())
        assert {word for word in CANARIES if word.encode() in together} == READ_BY[who]


@pytest.mark.parametrize("who", FAMILY)
def test_nothing_says_how_many_texts_there_are_for_others(
    engine: sa.Engine, cast: Cast, story: Story, who: str
) -> None:
    """The copy is the same to the byte in a record that never had them."""
    files = files_of(cast, who)
    note = METADATA.tables["note"]
    mine = {FROM_DANA, TAKEN_BACK} if who == "Dana" else READ_BY[who]
    with engine.begin() as connection:
        others = connection.execute(sa.select(note.c.id).where(note.c.text.not_in(mine))).scalars().all()
        assert len(others) >= 3
        for table in ("access_log", "note"):
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("DROP TRIGGER IF EXISTS tr_access_log_delete")
            else:
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        subjects = ", ".join(f"'note {number}'" for number in others)
        connection.exec_driver_sql(f"DELETE FROM access_log WHERE subject IN ({subjects})")
        connection.exec_driver_sql(f"DELETE FROM note WHERE id IN ({', '.join(map(str, others))})")
    assert files_of(cast, who) == files


def test_the_childs_clock_times_are_the_childs(cast: Cast, story: Story) -> None:
    night = f"{AT_NIGHT:%Y-%m-%dT%H:%M:%SZ}"
    hours = re.compile(rb"0[0-9]:20(:00)?")
    assert night == "2025-03-04T05:20:00Z"
    for who in ("Dana", "Ben"):
        files = files_of(cast, who)
        [walk] = [r for r in tables(files)["completions"] if r["entered_by"] == "Mia"]
        assert (walk["entered_on"], walk["days_later"], walk["entered_at_utc"]) == ("2025-03-04", "1", None)
        del files["index.html"]  # which has an example
        mias = [line for content in files.values() for line in content.splitlines() if b"Mia" in line]
        assert not any(hours.search(line) for line in mias)
        if who == "Ben":
            assert not any(night.encode() in content for content in files.values())
    found = tables(files_of(cast, "Mia"))
    [walk] = [r for r in found["completions"] if r["entered_by"] == "Mia"]
    assert walk["entered_at_utc"] == night
    assert {r["entered_at_utc"] for r in found["completions"] if r["entered_by"] in {"Dana", "Ben"}} == {None}
    assert None not in {r["entered_at_utc"] for r in found["completions"] if r["entered_by"] == "Pat"}


def test_the_log_says_who_opened_the_record_on_which_day(engine: sa.Engine, cast: Cast, story: Story) -> None:
    office(cast, "Ada", close_record, cast.mia)
    found = tables(files_of(cast, "Dana"))["access_log"]
    said = {(r["day"], r["person"], r["kind"], r["access"], r["what"]) for r in found}
    assert len(said) == len(found)
    today, tomorrow = str(TODAY), str(TODAY + timedelta(days=1))
    assert {
        (today, "Pat", "physical_therapist", "look", "caseload"),
        (tomorrow, "Mia", "child", "look", "today"),
        (tomorrow, "Mia", "child", "change", "answer"),
        (today, "Dana", "guardian", "change", "write_note"),
        (tomorrow, "Dana", "guardian", "look", "export"),
        (today, "Lee", "care_team", "change", "propose"),
        (tomorrow, None, "office", "change", "close_record"),
    } <= said
    who = {number: name for name, number in cast.accounts.items() if name != "Ada"}
    rows = stored(engine, "access_log", cast.mia)
    # Of counseling that is not for the family she learns nothing here either.
    others = {"write_note", "withdraw_note", "keep_counseling"}
    expected = {
        (who.get(r["account_id"]), r["access"], r["what"])
        for r in rows
        if r["what"] not in others or r["account_id"] == cast.accounts["Dana"]
    }
    assert any(r["what"] == "keep_counseling" for r in rows)
    assert {row[1:2] + row[3:] for row in said} == expected | {("Pat", "look", "caseload")}


def test_another_childs_number_at_the_end_of_a_caseload_is_not_hers(
    engine: sa.Engine, cast: Cast, story: Story
) -> None:
    log = METADATA.tables["access_log"]
    row = {"at": AT_NIGHT, "account_id": cast.accounts["Lee"], "access": "look", "what": "elsewhere"}
    named = f"children {cast.mia}"
    with engine.begin() as connection:
        for subject in (f"{named}7", f"children 7{cast.mia}", "children", f"child {cast.mia}"):
            connection.execute(sa.insert(log).values(**row, clinic_id=cast.clinic, subject=subject))
        connection.execute(sa.insert(log).values(**row, clinic_id=cast.other_clinic, subject=named))
    assert not [r for r in tables(files_of(cast, "Dana"))["access_log"] if r["what"] == "elsewhere"]


def test_another_household_has_no_name(cast: Cast, story: Story) -> None:
    for who, own in (("Dana", "Dana's home"), ("Ben", "Ben's home"), ("Mia", None)):
        files = files_of(cast, who)
        assert {r["household"] for r in tables(files)["links"]} == {own, None}
        other = {"Dana's home", "Ben's home"} - {own}
        assert not any(name.encode() in content for name in other for content in files.values())


def test_no_sign_in_name_and_no_hash(engine: sa.Engine, cast: Cast, story: Story) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET password_hash = 'CANARY-' || name")
    for who in FAMILY:
        together = b"\n".join(files_of(cast, who).values())
        assert b"@example.org" not in together
        assert b"CANARY-Dana\n" not in together
        assert b"CANARY-Pat" not in together


def test_nobody_but_the_family_takes_a_copy(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    heard: set[object] = set()
    for who in ("Pat", "Casey", "Lee"):
        with pytest.raises(NotPermitted) as not_permitted:
            by(cast, who, copy_of)
        heard.add(type(not_permitted.value))
    for who in ("Ada", "Sam", "Iris"):
        for child in (cast.mia, 999, 0, 2**40):
            with reading(cast.tokens[who]) as work, pytest.raises(NotFound) as not_found:
                copy_of(work, child)
            heard.add((type(not_found.value), not_found.value.args))
    assert heard == {NotPermitted, (NotFound, ())}
    assert stored(engine, "access_log", cast.mia) == []


def test_a_guardian_whose_link_ended_takes_none(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    link = table_of(Relationship)
    with engine.begin() as connection:
        bens = link.c.account_id == cast.accounts["Ben"]
        connection.execute(sa.update(link).where(bens).values(ends_on=START))
    with pytest.raises(NotFound):
        by(cast, "Ben", copy_of)


def test_an_empty_record_has_every_table_all_the_same(cast: Cast, clock: Clock) -> None:
    files = files_of(cast, "Dana")
    assert set(files) == {"index.html", "record.json", *(f"{kind.name}.csv" for kind in KINDS)}
    for kind in KINDS:
        with io.StringIO(files[f"{kind.name}.csv"].decode("utf-8-sig"), newline="") as text:
            assert next(csv.reader(text)) == list(kind.columns)


def test_a_closed_record_says_since_when(cast: Cast, plan: Plan) -> None:
    office(cast, "Ada", close_record, cast.mia)
    assert tables(files_of(cast, "Mia"))["child"][0]["closed_on"] == str(TODAY)


def test_no_table_of_a_child_is_forgotten() -> None:
    assert reach_child() == set(KEPT_IN) | set(LEFT_OUT)
    assert not set(KEPT_IN) & set(LEFT_OUT)
    assert {kind.name for kind in KINDS} == {
        *KEPT_IN.values(),
        "weekly_figures",
        "weekly_visits",
        "weekly_school",
    }
    assert all(len(reason) > 20 for reason in LEFT_OUT.values())


def test_what_the_child_said_through_its_own_sign_in_is_not_in_a_guardians_copy(
    cast: Cast, story: Story
) -> None:
    with writing(cast.tokens["Mia"]) as work:
        answer_as_child(work, cast.mia, ConsentAnswer.NO, wording="the-childs-own")
    assert "the-childs-own" in str(tables(files_of(cast, "Mia"))["consents"])
    for who in ("Dana", "Ben"):
        assert all("the-childs-own" not in str(content) for content in tables(files_of(cast, who)).values())


def test_the_page_of_the_log_and_the_copy_tell_the_same(cast: Cast, story: Story) -> None:
    """Or the difference between them would be what somebody wrote for other readers."""
    with writing(cast.tokens["Mia"]) as work:
        note_only(work, cast.mia, Occurrence(story.walk, TODAY), Words("at last", Readers.TEAM_ONLY))
        answer_as_child(work, cast.mia, ConsentAnswer.NO, wording="1")
    for who in FAMILY:
        copied = tables(files_of(cast, who))["access_log"]
        with reading(cast.tokens[who]) as work:
            page = record_log(work, cast.mia)
        shown = {
            (str(on.day), opened.who.name, str(access), what)
            for on in page.days
            for opened in on.opened
            for access, what in opened.what
        }
        assert page.earlier is None
        assert shown >= {(r["day"], r["person"] or "", r["access"], r["what"]) for r in copied}
        assert {row for row in shown if row[2] == "change"} == {
            (r["day"], r["person"] or "", r["access"], r["what"]) for r in copied if r["access"] == "change"
        }
        of_mia = {what for _day, name, _access, what in shown if name == "Mia"}
        assert ("assent" in of_mia) == (who == "Mia")
        assert ("write_note" in of_mia) == (who == "Mia")

"""Measures, questions and decisions in a family's copy: pain where it is shown, and nobody else's messages."""

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from tests.cast import Cast
from tests.steps import TODAY, Clock, Plan
from tests.tracker.exchange.conftest import files_of
from tests.tracker.exchange.test_record import Rows, tables
from tests.tracker.story_of_measures import Teller, tell_measures

pytestmark = pytest.mark.everywhere

PEOPLE = ("Mia", "Dana", "Ben")
# Which messages each of the family has: Mia's are for the team only, Dana's for her household, one is taken back.
MESSAGES = {"Mia": ["MIA-TEAM", "MIA-BACK"], "Dana": ["DANA-HOME"], "Ben": ["BEN-HOME"]}


@pytest.fixture
def told(engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan) -> None:
    """Write it straight into the database, as use cases leave it."""
    tell_measures(engine, cast, clock)


def of(rows: Rows, *columns: str) -> list[tuple[str | None, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def turn_pain_on(engine: sa.Engine, cast: Cast, clock: Clock) -> None:
    row = {"child_id": cast.mia, "is_shown": True, "by_child": False, "set_at": clock.moment}
    with engine.begin() as connection:
        connection.execute(sa.insert(METADATA.tables["pain_setting"]), row)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("who", PEOPLE)
def test_pain_is_in_a_copy_only_once_it_is_turned_on(
    engine: sa.Engine, cast: Cast, clock: Clock, who: str
) -> None:
    function = [
        ("1", "functional_disability", "child", "27", None, None, True),
        ("2", "functional_disability", "child", "26", "1", "misread", False),
        ("3", "functional_disability", "child", None, None, None, False),
    ]
    files = files_of(cast, who)
    assert measures_of(files) == function
    assert b"pain_intensity" not in b"".join(files.values())
    assert b"61.5" not in b"".join(files.values())
    turn_pain_on(engine, cast, clock)
    shown = measures_of(files_of(cast, who))
    assert [row[1:4] for row in shown if row[1] != "functional_disability"] == [
        ("pain_intensity", "child", "7"),
        ("promis_pain_interference", "parent", "61.5"),
    ]
    assert len(shown) == 5


def measures_of(files: dict[str, bytes]) -> list[tuple[object, ...]]:
    columns = ("measure_no", "instrument", "reporter", "value", "in_place_of", "correction")
    return [
        (*(row[column] for column in columns), bool(row["withdrawn_on"])) for row in tables(files)["measures"]
    ]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("who", PEOPLE)
def test_a_copy_has_the_readers_own_messages_with_their_answers(cast: Cast, who: str) -> None:
    files = files_of(cast, who)
    found, whole = tables(files), b"".join(files.values())
    assert [row["text"] for row in found["concerns"]] == MESSAGES[who]
    assert of(found["concerns"], "concern_no") == [(str(n),) for n in range(1, len(MESSAGES[who]) + 1)]
    answers = {"Mia": [("1", "ANSWER-TO-MIA")], "Dana": [("1", "ANSWER-TO-DANA")], "Ben": []}[who]
    assert of(found["concern_answers"], "concern_no", "text") == answers
    assert of(found["concern_reads"], "concern_no", "read_by") == [(number, "Pat") for number, _ in answers]
    for other, texts in MESSAGES.items():
        for text in texts if other != who else ():
            assert text.encode() not in whole
    decided = [(str(TODAY), "a walk to school", "Lee")]
    assert of(found["decisions"], "day", "text", "written_by") == decided
    assert of(found["appointments"], "day", "people") == [(str(TODAY), "Mia, Dana, Lee")]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("who", PEOPLE)
def test_what_the_care_team_took_back_or_replaced_is_in_no_copy(
    engine: sa.Engine, cast: Cast, clock: Clock, who: str
) -> None:
    with engine.begin() as connection:
        teller = Teller(connection, cast, clock)
        gone = {"withdrawn_at": clock.moment, "withdrawn_by_id": cast.accounts["Lee"]}
        concern = teller.concern(who, "OWN-QUESTION", "team_only")
        taken = {"concern_id": concern, "text": "GONE-ANSWER", "in_person": False, **gone}
        teller.written("Pat", "concern_answer", **taken)
        teller.written("Lee", "decision", on_day=TODAY, text="GONE-DECISION", **gone)
        teller.written("Lee", "appointment", on_day=TODAY, people="GONE-PEOPLE", **gone)
    files = files_of(cast, who)
    whole = b"".join(files.values())
    assert b"OWN-QUESTION" in whole
    assert b"GONE" not in whole
    assert len(tables(files)["decisions"]) == len(tables(files)["appointments"]) == 1

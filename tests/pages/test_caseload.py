"""Caseload, through the entry script: who is named, in which order, with which words, and what can be chosen."""

import re
from base64 import b64decode
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from db.queries.base import table_of
from db.tables import Child, Episode, Relationship, SignInSession
from db.vocabulary import CompletionState, Level, RelationshipKind
from tests.cast import Cast, link, make_child
from tests.factories import make_episode, make_history, make_prescription
from tests.pages.conftest import Visit, chips
from tests.steps import NOON, START, TODAY, Clock, by, make_two_weeks_of_plan
from tracker.access.actor import hash_of
from tracker.progress.reasons import Kind
from tracker.record.completions import Answer, answer
from tracker.record.occurrence import Occurrence
from tracker.screen.text import plain

ONE_DAY = timedelta(days=1)
PT = RelationshipKind.PHYSICAL_THERAPIST


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday noon, 3 March 2025."""
    return Clock(monkeypatch)


def opened(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def child_of_pat(
    engine: sa.Engine,
    cast: Cast,
    name: str,
    *,
    start: date = START,
    days: int = 14,
    end: date | None = None,
    valid_to: date | None = None,
) -> int:
    """A child of a daily exercise, with entries for so many days from its first on."""
    with engine.begin() as connection:
        child = make_child(connection, cast.clinic, name)
        link(connection, cast.clinic, cast.accounts["Pat"], child, PT, Level.PRESCRIBE)
        episode = make_episode(connection, child, start, end)
        daily = make_prescription(connection, child, episode, start, valid_to=valid_to)
        if days:
            make_history(connection, child, {name: daily}, start, days)
    return child


@pytest.fixture
def few(engine: sa.Engine, cast: Cast) -> list[int]:
    """Mia of whom nothing was logged, Ana of whom all is well, and Leo who was silent for three days."""
    make_two_weeks_of_plan(engine, cast)
    return [child_of_pat(engine, cast, "Ana"), child_of_pat(engine, cast, "Leo", days=11)]


def links(at: AppTest) -> list[tuple[str, str]]:
    """The children's links: label and query."""
    found = [element.proto for element in at.get("page_link")]
    return [(p.label, p.query_string) for p in found if p.query_string]


def opens(at: AppTest) -> dict[str, str]:
    """Which page each child's link opens."""
    found = [element.proto for element in at.get("page_link")]
    return {p.label.strip("*"): p.page for p in found if p.query_string}


def html(at: AppTest) -> list[str]:
    return [element.proto.body for element in at.get("html") if element.proto.body.startswith("<div class")]


def words(at: AppTest) -> list[str]:
    """What each row says, its labels left out."""
    rows = [body for body in html(at) if "caseload-heads" not in body]
    bare = [re.sub(r'<span class="caseload-label">.*?</span>', "", body) for body in rows]
    return [" ".join(re.sub("<[^>]+>", " ", body).replace("&nbsp;", " ").split()) for body in bare]


def test_those_with_a_reason_are_first_and_each_row_says_why(
    cast: Cast, few: list[int], visit: Visit
) -> None:
    at = opened(visit("Pat"))
    assert at.header[0].value == "Caseload"
    assert [heading.value for heading in at.subheader] == [
        "2 children with a reason to look",
        "No reason to look today",
    ]
    ana, leo = few
    assert links(at) == [
        ("**Leo**", f"child={leo}"),
        ("**Mia**", f"child={cast.mia}"),
        ("**Ana**", f"child={ana}"),
    ]
    none = "0 of 7 logged"
    assert words(at) == [
        "No entries for 3 days since Fri 28 Feb Few entries in week 2: 4 of 7 logged Week 3 4 of 7 logged – Thu 27 Feb",
        f"No entries for 14 days since Mon 17 Feb Few entries in week 2: {none} Week 3 {none} – no entry yet",
        "Week 3 7 of 7 logged – Yesterday",
    ]


def test_under_the_line_and_ill_days_in_words(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    plan = make_two_weeks_of_plan(engine, cast)
    for ago in range(1, 15):
        state = CompletionState.NOT_DONE if ago % 7 in {1, 2} else CompletionState.DONE
        when = Occurrence(plan.prescription, TODAY - ago * ONE_DAY)
        by(cast, "Pat", answer, when, Answer(state), seen=None, late_reason="Told by phone")
    assert words(opened(visit("Pat"))) == [
        "Under the line (80 %) in weeks 1 and 2: 71 % (5 of 7) and 71 % (5 of 7) Week 3 7 of 7 logged – Yesterday"
    ]


def test_the_running_episode_is_not_all_there_is(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    child_of_pat(engine, cast, "Ana", end=TODAY)
    child_of_pat(engine, cast, "Leo", start=TODAY + 3 * ONE_DAY, days=0)
    child_of_pat(engine, cast, "Noa", start=TODAY - ONE_DAY, days=1)
    child_of_pat(engine, cast, "Uma", start=date(2024, 2, 26), days=7, end=date(2024, 3, 4))
    at = opened(visit("Pat"))
    assert [heading.value for heading in at.subheader] == [
        "1 child with a reason to look",
        "No reason to look today",
    ]
    assert words(at) == [
        "No plan yet no entry yet",
        "Ended Sun 2 Mar 7 of 7 logged – Yesterday",
        "Begins Thu 6 Mar no entry yet",
        "Week 1 no full week yet – Yesterday",
        "Ended Sun 3 Mar 2024 7 of 7 logged – Sun 3 Mar 2024",
    ]


def test_a_plan_that_ends_is_said_with_its_day_and_opened(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    make_two_weeks_of_plan(engine, cast)
    child_of_pat(engine, cast, "Ana", valid_to=TODAY + 7 * ONE_DAY)
    child_of_pat(engine, cast, "Leo", valid_to=TODAY)
    child_of_pat(engine, cast, "Noa", days=11, valid_to=TODAY + ONE_DAY)
    at = opened(visit("Pat"))
    ana, leo, _mia, noa = words(at)
    assert ana.startswith("Plan ends with its last exercise, Sun 9 Mar Week 3")
    assert leo.startswith("Plan ended with its last exercise, Sun 2 Mar Week 3")
    assert noa.startswith("No entries for 3 days since Fri 28 Feb")
    assert "Plan ends with its last exercise, Mon 3 Mar Week 3" in noa
    # Where something else stands out too, it is looked at first.
    assert opens(at) == {"Ana": "plan", "Leo": "plan", "Mia": "progress", "Noa": "progress"}
    chips(at, "caseload-reason").set_value(Kind.PLAN_ENDS)
    assert [label for label, _ in links(opened(at))] == ["**Ana**", "**Leo**", "**Noa**"]


def test_what_was_entered_today_is_not_denied(
    engine: sa.Engine, cast: Cast, few: list[int], visit: Visit
) -> None:
    with engine.connect() as connection:
        (daily,) = connection.execute(
            sa.text("SELECT id FROM prescription WHERE child_id = :leo"), {"leo": few[1]}
        ).scalars()
    with engine.begin() as connection:
        make_history(connection, few[1], {"": daily}, TODAY, 1)
    assert words(opened(visit("Pat")))[0].startswith("No entries for 3 days Fri 28 Feb to Sun 2 Mar")


def test_a_reason_can_be_chosen(cast: Cast, few: list[int], visit: Visit) -> None:
    at = opened(visit("Pat"))
    pills = chips(at, "caseload-reason")
    assert pills.options == ["No entries · 2", "Few entries · 2"]
    pills.set_value(Kind.NO_ENTRIES)
    opened(at)
    assert [label for label, _ in links(at)] == ["**Leo**", "**Mia**"]
    chips(at, "caseload-reason").set_value(None)
    opened(at)
    assert len(links(at)) == 3


def test_a_name_is_found_by_any_part_of_it_where_there_are_many(
    engine: sa.Engine, cast: Cast, few: list[int], visit: Visit
) -> None:
    at = opened(visit("Pat"))
    assert not at.text_input
    for name in ("Émile", "Lena", "Magdalena", "Nils", "Olu", "Pia"):
        child_of_pat(engine, cast, name)
    opened(at)
    at.text_input(key="caseload-name").set_value("  LENA ")
    opened(at)
    assert [label for label, _ in links(at)] == ["**Lena**", "**Magdalena**"]
    at.text_input(key="caseload-name").set_value("<b>%' OR 1=1")
    opened(at)
    assert links(at) == []
    assert at.info[0].value == "No child fits what you chose above."


def test_whoever_follows_nobody_is_told_what_to_do(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(table_of(Relationship)).values(revoked_at=NOON))
    at = opened(visit("Pat"))
    assert "You follow no children yet." in at.info[0].value
    assert "Add a child" in [element.proto.label for element in at.get("page_link")]
    assert not links(at)
    assert not at.text_input


def test_the_rules_are_explained_with_the_clinics_numbers(
    engine: sa.Engine, cast: Cast, few: list[int], visit: Visit
) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE clinic SET ill_days = 5, days_without_entries = 4"))
    at = opened(visit("Pat"))
    (told,) = [element.value for element in at.expander[0].markdown]
    assert "more than 5 of the last 14 days" in told
    assert "on the last 4 days" in told


HOSTILE = "<script>alert(1)</script> **b** :red[x] [y](//example.org) <img src=x onerror=a>"


def test_a_hostile_name_stands_as_it_was_typed(
    engine: sa.Engine, cast: Cast, few: list[int], visit: Visit
) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(table_of(Child)).values(chosen_name=HOSTILE))
    at = opened(visit("Pat"))
    assert {label for label, _ in links(at)} == {f"**{plain(HOSTILE)}**"}
    assert not [body for body in html(at) if "script" in body or "onerror" in body]


def test_signed_out_shows_no_child(cast: Cast, few: list[int], visit: Visit) -> None:
    at = opened(visit("nobody"))
    assert not at.get("page_link")
    assert not html(at)


def test_a_revoked_session_cannot_search(engine: sa.Engine, cast: Cast, few: list[int], visit: Visit) -> None:
    at = opened(visit("Pat"))
    session = table_of(SignInSession)
    with engine.begin() as connection:
        row = sa.update(session).where(session.c.token_hash == hash_of(cast.tokens["Pat"]))
        connection.execute(row.values(revoked_at=NOON))
    chips(at, "caseload-reason").set_value(Kind.NO_ENTRIES)
    opened(at)
    assert not links(at)
    assert not html(at)


# The drawing --------------------------------------------------------------------------------------------------------


def drawing(at: AppTest) -> ET.Element:
    """The first row's drawing, with what stands in for it."""
    body = next(body for body in html(at) if "<img" in body)
    found = re.search(r'<img src="data:image/svg\+xml;base64,([^"]+)"', body)
    assert found
    return ET.fromstring(b64decode(found[1]))


def marks(svg: ET.Element, tag: str) -> list[dict[str, str]]:
    return [dict(element.attrib) for element in svg.iter(f"{{http://www.w3.org/2000/svg}}{tag}")]


def test_the_drawing_has_a_place_for_each_week_and_gaps_stay_gaps(
    engine: sa.Engine, cast: Cast, visit: Visit, clock: Clock
) -> None:
    """Five weeks: all done, nothing due, half of it, nothing logged, and the running one with today's."""
    start = TODAY - timedelta(days=28)
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, start)
        daily = make_prescription(connection, cast.mia, episode, start)
        connection.execute(
            sa.text(
                "INSERT INTO plan_pause (child_id, episode_id, from_day, to_day, reason, created_at)"
                " VALUES (:child, :episode, :first, :last, '', :at)"
            ),
            {
                "child": cast.mia,
                "episode": episode,
                "first": start + 7 * ONE_DAY,
                "last": start + 13 * ONE_DAY,
                "at": NOON,
            },
        )
        make_history(connection, cast.mia, {"": daily}, start, 7)
        make_history(connection, cast.mia, {"": daily}, start + 14 * ONE_DAY, 3)
        make_history(connection, cast.mia, {"": daily}, TODAY, 1)
    at = opened(visit("Pat"))
    svg = drawing(at)
    # Twelve places of 12: the latest week is at the right.
    assert [mark["cx"] for mark in marks(svg, "circle")] == ["90", "114", "138"]
    assert [mark["fill"] == "none" for mark in marks(svg, "circle")] == [False, False, True]
    top, foot = 4.0, 32.0
    bars = [(float(mark["y"]), float(mark["height"])) for mark in marks(svg, "rect")]
    assert bars == [(top, 0.0), (top, pytest.approx((foot - top) * 4 / 7, abs=0.1)), (top, 0.0)]
    line, tick = marks(svg, "path")
    assert line["d"].startswith(f"M0 {top + (foot - top) * 0.2:g}")
    assert tick["d"] == "M123 32h6"
    # No two weeks with a value follow each other.
    assert marks(svg, "polyline") == []
    said = re.search(r'alt="([^"]+)"', html(at)[-1])
    assert said
    assert said[1] == "Home exercise, weeks 1 to 5. Week 5: strict 100 %, observed 100 %."


def test_a_child_without_weeks_has_no_drawing(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.connect() as connection:
        assert not connection.execute(sa.select(table_of(Episode))).all()
    assert "<img" not in "".join(html(opened(visit("Pat"))))

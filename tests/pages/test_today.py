"""Today, through the entry script."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from db.queries.base import table_of
from db.tables import Child, Completion, SignInSession
from db.vocabulary import CompletionState, DoseKind, Level, RelationshipKind
from tests.cast import ZONE, Cast, link, make_child
from tests.factories import make_episode, make_plan, make_prescription
from tests.pages.conftest import Visit, chips
from tracker import clock
from tracker.access.actor import hash_of
from tracker.access.work import writing
from tracker.plans.dose import Dose, Task
from tracker.plans.schedule import per_week
from tracker.record.completions import Answer, answer
from tracker.record.occurrence import Occurrence
from tracker.screen.text import plain

NOW = datetime(2026, 3, 11, 20, 10, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
TODAY = date(2026, 3, 11)
START = date(2026, 2, 11)
completion = table_of(Completion)


@pytest.fixture(autouse=True)
def at_ten_past_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def plan(engine: sa.Engine, cast: Cast) -> dict[str, int]:
    with engine.begin() as connection:
        return make_plan(connection, cast.mia, START)


def opened(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def at_today(at: AppTest) -> AppTest:
    """Give it at its own address: "/" leads there, and takes nothing along."""
    at._page_hash = calc_hash("today")
    return at


def click(at: AppTest, starts: str) -> AppTest:
    button = next(button for button in at.button if str(button.key).startswith(starts))
    button.click().run()
    assert not at.exception
    return at


def texts(at: AppTest) -> str:
    found = [element.value for kind in (at.header, at.info, at.error, at.markdown) for element in kind]
    return "\n".join(map(str, found + [button.label for button in at.button]))


def live(engine: sa.Engine) -> list[sa.Row[tuple[object, ...]]]:
    with engine.connect() as connection:
        query = sa.select(completion).where(completion.c.withdrawn_at.is_(None))
        return list(connection.execute(query.order_by(completion.c.id)))


def done_key(cast: Cast, prescription: int, day: date = TODAY, slot: int = 1) -> str:
    return f"done-{cast.mia}-{prescription}-{day}-{slot}"


def test_one_tap_sets_an_exercise_done(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    at = opened(visit("Dana"))
    assert at.header[0].value == "Wed 11 Mar · Week 5"
    assert at.progress[0].text == "0 of 6 answered"
    click(at, done_key(cast, plan["Stairs"]))
    assert at.progress[0].text == "1 of 6 answered"
    assert [row.state for row in live(engine)] == [CompletionState.DONE]
    click(at, done_key(cast, plan["Stairs"]))
    assert at.progress[0].text == "1 of 6 answered"


def test_undo_takes_the_last_tap_back(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    at = click(opened(visit("Dana")), done_key(cast, plan["Walk"]))
    click(at, "undo-button")
    assert at.progress[0].text == "0 of 6 answered"
    assert live(engine) == []


def test_the_offer_to_undo_ends_after_ten_seconds(
    cast: Cast, plan: dict[str, int], visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = click(opened(visit("Dana")), done_key(cast, plan["Walk"]))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=11))
    at.run()
    assert not [button for button in at.button if str(button.key).startswith("undo")]


def test_all_of_todays_in_one_tap(cast: Cast, plan: dict[str, int], visit: Visit) -> None:
    at = click(opened(visit("Dana")), "all-")
    assert at.progress[0].text == "6 of 6 answered"


def test_ill_with_something_else(cast: Cast, plan: dict[str, int], visit: Visit) -> None:
    at = click(opened(visit("Dana")), "ill-")
    assert "Marked as ill. Nothing more is needed." in texts(at)
    click(at, "unmark-")
    assert at.progress[0].text == "0 of 6 answered"


def test_yesterday_is_one_tap_away(engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit) -> None:
    at = opened(visit("Mia"))
    pills = chips(at, f"day-{cast.mia}-{TODAY}")
    assert pills.options == ["Today", "Yesterday · 6 open", "Mon · 6 open"]
    pills.set_value(TODAY - timedelta(days=1)).run()
    assert at.header[0].value == "Tue 10 Mar · Week 4"
    click(at, done_key(cast, plan["Stretches"], TODAY - timedelta(days=1)))
    assert "added the next day" in texts(at)
    assert [row.performed_on for row in live(engine)] == [TODAY - timedelta(days=1)]


def test_any_time_this_week(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START)
        swim = make_prescription(connection, cast.mia, episode, START, name="Swim", schedule=per_week(3))
    at = opened(visit("Dana"))
    assert "0 of 3 this week" in texts(at)
    click(at, done_key(cast, swim))
    assert "1 of 3 this week" in texts(at)


def test_all_my_children_on_one_page(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    with engine.begin() as connection:
        leo = make_child(connection, cast.clinic, "Leo")
        guardian = RelationshipKind.GUARDIAN
        link(connection, cast.clinic, cast.accounts["Dana"], leo, guardian, Level.RECORD, "Dana's home")
        make_plan(connection, leo, START)
    at = opened(visit("Dana"))
    assert [header.value for header in at.header] == [
        "Leo · Wed 11 Mar · Week 5",
        "Mia · Wed 11 Mar · Week 5",
    ]
    chips(at, "child-or-all").set_value(leo).run()
    assert [header.value for header in at.header] == ["Wed 11 Mar · Week 5"]


@pytest.mark.parametrize("who", ["Dana", "Sam", "Ada", "Iris"])
def test_an_address_of_somebody_elses_child_says_there_is_nothing(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit, who: str
) -> None:
    with engine.begin() as connection:
        stranger = make_child(connection, cast.clinic, "Kept Apart")
    said = set()
    for child in (stranger, 10**6, 10**30, -1):
        at = visit(who)
        at.query_params["child"] = str(child)
        opened(at)
        said.add(texts(at))
        assert "Kept" not in texts(at)
    assert len(said) == 1


def test_signed_out_shows_no_word_of_the_page(cast: Cast, plan: dict[str, int], visit: Visit) -> None:
    at = opened(visit("nobody"))
    assert "You are signed out" in texts(at)
    assert not at.header
    assert not at.button


def test_a_revoked_session_cannot_tap(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    at = opened(visit("Dana"))
    session = table_of(SignInSession)
    with engine.begin() as connection:
        row = sa.update(session).where(session.c.token_hash == hash_of(cast.tokens["Dana"]))
        connection.execute(row.values(revoked_at=NOW))
    click(at, done_key(cast, plan["Stairs"]))
    assert live(engine) == []
    assert "You are signed out" in texts(at)
    assert not at.header


def test_a_tap_on_a_stale_screen_is_told(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    at = opened(visit("Dana"))
    with writing(cast.tokens["Ben"]) as work:
        partly = Answer(CompletionState.PARTLY, amount=10)
        answer(work, cast.mia, Occurrence(plan["Walk"], TODAY), partly, seen=None)
    click(at, done_key(cast, plan["Walk"]))
    assert "This was answered in another place just now" in texts(at)
    assert [row.state for row in live(engine)] == [CompletionState.PARTLY]


HOSTILE = "<script>alert(1)</script> **b** :red[x] [y](https://example.org) $x$ `z`"


def test_a_hostile_name_stands_as_it_was_typed(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(table_of(Child)).values(chosen_name=HOSTILE))
        episode = make_episode(connection, cast.mia, START)
        make_prescription(connection, cast.mia, episode, START, name=HOSTILE)
    at = opened(visit("Dana"))
    label = next(button.label for button in at.button if str(button.key).startswith("done-"))
    assert label.startswith(f"**{plain(HOSTILE)}**")


def test_those_who_may_only_see_get_no_buttons_that_would_refuse(
    cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    at = opened(visit("Casey"))
    assert all(button.disabled for button in at.button if str(button.key).startswith("done-"))
    assert not [button for button in at.button if str(button.key).startswith(("all-", "ill-"))]


def test_a_list_begun_before_midnight_stays_that_evenings_list(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(visit("Dana"))
    click(at, done_key(cast, plan["Stairs"]))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=4))
    for exercise in ("Walk", "Stretches"):
        click(at, done_key(cast, plan[exercise]))
    assert at.header[0].value == "Wed 11 Mar · Week 5"
    assert {row.performed_on for row in live(engine)} == {TODAY}
    assert len(live(engine)) == 3


def timed_stairs(engine: sa.Engine, cast: Cast, *, ceiling_closed: bool) -> int:
    task = Task(best_shown=True, ceiling_closed=ceiling_closed)
    with engine.begin() as connection:
        episode = make_episode(connection, cast.mia, START)
        dose = Dose(DoseKind.TIMED_TASK, task=task)
        return make_prescription(connection, cast.mia, episode, START, name="Timed stairs", dose=dose)


@pytest.mark.parametrize("closed", [False, True])
def test_a_result_stays_at_every_tap_after_it(
    engine: sa.Engine, cast: Cast, visit: Visit, closed: bool
) -> None:
    number = timed_stairs(engine, cast, ceiling_closed=closed)
    with writing(cast.tokens["Pat"]) as work:
        said = Answer(CompletionState.DONE, result=42)
        answer(work, cast.mia, Occurrence(number, TODAY), said, seen=None)
    for who in ("Dana", "Pat"):
        at = opened(at_today(visit(who)))
        assert plain("done, 42 seconds") in texts(at)
        assert ("Best so far: 42 seconds" in texts(at)) is not closed
    click(opened(visit("Dana")), done_key(cast, number))
    assert [row.result for row in live(engine)] == [42]


def test_an_address_opens_a_timer_of_the_day_and_nothing_else(
    cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    def timers(address: str, who: str = "Dana") -> int:
        at = at_today(visit(who))
        at.query_params["timer"] = address
        opened(at)
        return sum(str(button.key).startswith("timer-done") for button in at.button)

    walk = f"{cast.mia}-{plan['Walk']}-{TODAY}-1"
    assert timers(walk) == 1
    assert timers(walk, "Casey") == 0
    odd = (
        "",
        "x",
        f"{walk}-1",
        walk.replace(str(TODAY), "2026-02-30"),
        f"{9**20}-1-{TODAY}-1",
        "١-1-2026-03-11-1",
    )
    for address in (f"{cast.mia}-{plan['Stairs']}-{TODAY}-1", f"999-{plan['Walk']}-{TODAY}-1", *odd):
        assert timers(address) == 0, address
    yesterday = TODAY - timedelta(days=1)
    assert timers(f"{cast.mia}-{plan['Walk']}-{yesterday}-1") == 1


def test_the_timer_s_end_is_the_ordinary_tick(
    engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    at = at_today(visit("Dana"))
    at.query_params["timer"] = f"{cast.mia}-{plan['Walk']}-{TODAY}-1"
    click(opened(at), "timer-done-")
    assert at.progress[0].text == "1 of 6 answered"
    assert "timer" not in at.query_params
    click(at, "undo-button")
    assert live(engine) == []

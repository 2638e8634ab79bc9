"""Plan, through the entry script: what a family reads, and every form a therapist fills in."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from db.queries.base import table_of
from db.tables import Child, Episode, PlanPause, Prescription, SignInSession
from db.vocabulary import DoseKind, EpisodeEnd, PartOfDay, Setting
from tests.cast import Cast
from tests.factories import in_library, make_plan
from tests.pages.conftest import Visit
from tests.steps import NOON, TODAY, TOMORROW, YESTERDAY, Clock, by, terms
from tests.tracker.plans.colleague import let_lee_prescribe
from tracker.access.actor import hash_of
from tracker.plans.about import About, change_about
from tracker.plans.episodes import end_episode, pause, start_episode
from tracker.plans.plan import plan_of
from tracker.plans.prescriptions import enter_in_error, revise, stop
from tracker.screen.plan.exercise_fields import Often
from tracker.screen.text import plain

START = TODAY - timedelta(days=28)
WEEK = timedelta(days=7)
FAR = date(2035, 12, 31)
NOW = NOON
Values = Mapping[str, object]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday noon; the fifth treatment week begins today."""
    return Clock(monkeypatch)


@pytest.fixture
def plan(engine: sa.Engine, cast: Cast) -> dict[str, int]:
    with engine.begin() as connection:
        return make_plan(connection, cast.mia, START)


@pytest.fixture
def pat(cast: Cast, plan: dict[str, int], visit: Visit) -> AppTest:
    """Pat, at the plan of Mia."""
    return opened(visit("Pat"), cast)


def opened(at: AppTest, cast: Cast) -> AppTest:
    at._page_hash = calc_hash("plan")
    at.query_params["child"] = str(cast.mia)
    return ran(at)


def ran(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def click(at: AppTest, starts: str) -> AppTest:
    button = next(button for button in at.button if str(button.key).startswith(starts))
    button.click()
    return ran(at)


def fill(at: AppTest, key: str, values: Values) -> AppTest:
    """Fill in a form's fields, one after the other, since one may bring up the next."""
    for name, value in values.items():
        widget: Any = at.get_by_key(f"{key}-{name}")
        widget.set_value(value)
        ran(at)
    return at


def typed(at: AppTest, key: str, names: Values) -> dict[str, object]:
    return {name: at.session_state[f"{key}-{name}"] for name in names}


def errors(at: AppTest) -> list[str]:
    return [str(error.value) for error in at.error]


def texts(at: AppTest) -> str:
    kinds = (at.header, at.subheader, at.info, at.warning, at.success, at.markdown, at.caption)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def rows(engine: sa.Engine, model: Any) -> list[Any]:
    table = table_of(model)
    with engine.connect() as connection:
        return list(connection.execute(sa.select(table).order_by(table.c.id)))


def newest(engine: sa.Engine) -> Any:
    return rows(engine, Prescription)[-1]


def line_of(cast: Cast, name: str) -> int:
    return next(line.line_id for line in by(cast, "Pat", plan_of).lines if line.exercise == name)


def stairs_changed(cast: Cast, plan: dict[str, int], who: str = "Pat") -> int:
    why = "Ten were easy"
    return by(cast, who, revise, plan["Stairs"], terms=terms(15), valid_from=TOMORROW, reason=why)


def test_a_family_reads_what_how_and_what_changes_when(
    cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    said = About(precautions="No jumping.\nInhaler at hand.", other_conditions="Asthma")
    by(cast, "Pat", change_about, said, seen=by(cast, "Pat", plan_of).about)
    stairs_changed(cast, plan)
    by(cast, "Pat", stop, plan["Walk"], on=TODAY + WEEK, reason="Swims now")
    episode = by(cast, "Pat", plan_of).episodes[0].id
    by(cast, "Pat", pause, episode, from_day=TOMORROW, to_day=TOMORROW, reason="School trip")
    at = opened(visit("Dana"), cast)
    read = texts(at)
    for words in (
        "No jumping\\.  \nInhaler at hand\\.",
        "**Stairs**  \n10 times · every day",
        "Stand tall\\.  \nGo up and down at your own pace\\.",
        "From Tue 4 Mar: **20 times",
        "The last day is Sun 9 Mar.  \nWhy: Swims now",
        "Paused from Tue 4 Mar to Tue 4 Mar.  \nSchool trip",
        "Asthma",
    ):
        assert words.replace("20 times", "15 times") in read
    assert [heading.value for heading in at.subheader] == ["Afternoon", "Evening", "Pauses", "About Mia"]
    assert "Pat" not in read
    assert not [button for button in at.button if button.key]


@pytest.mark.parametrize("who", ["Casey", "Lee"])
def test_staff_who_may_not_prescribe_read_it_all_and_change_nothing(
    cast: Cast, plan: dict[str, int], visit: Visit, who: str
) -> None:
    stairs_changed(cast, plan)
    at = opened(visit(who), cast)
    assert "Pat · Mon 3 Mar" in texts(at)
    offered = {str(button.key).rstrip("0123456789") for button in at.button if button.key}
    assert offered == ({"propose-"} if who == "Lee" else set())
    assert not at.get("menu_button")


@pytest.mark.parametrize("who", ["Sam", "Iris", "Ada"])
def test_a_strangers_address_opens_nothing(cast: Cast, plan: dict[str, int], visit: Visit, who: str) -> None:
    at = visit(who)
    at._page_hash = calc_hash("plan")
    at.query_params["child"] = str(cast.mia)
    at.run()
    assert "Stairs" not in texts(at)


class TestChanging:
    @pytest.fixture
    def key(self, cast: Cast, pat: AppTest) -> str:
        click(pat, f"change-{line_of(cast, 'Stairs')}")
        return f"form-revise-{line_of(cast, 'Stairs')}"

    def test_the_form_begins_with_what_is_and_tomorrow(self, pat: AppTest, key: str) -> None:
        assert typed(pat, key, {"kind": 0, "total": 0, "often": 0, "parts": 0, "day": 0}) == {
            "kind": DoseKind.COUNT,
            "total": 10,
            "often": Often.EVERY_DAY,
            "parts": [PartOfDay.EVENING],
            "day": TOMORROW,
        }

    def test_the_preview_is_in_the_words_of_the_card_and_follows(self, pat: AppTest, key: str) -> None:
        fill(pat, key, {"total": 12.0})
        assert (
            "- Now: **Stairs** · 10 times · evening · every day\n"
            "- From Tue 4 Mar: **Stairs** · 12 times · evening · every day" in texts(pat)
        )
        fill(pat, key, {"often": Often.PER_WEEK, "per-week": 3})
        assert pat.session_state[f"{key}-day"] == TODAY + WEEK
        assert "- From Mon 10 Mar: **Stairs** · 12 times · evening · 3 times a week" in texts(pat)

    def test_a_day_that_was_chosen_stays(self, pat: AppTest, key: str) -> None:
        fill(pat, key, {"day": TODAY + 3 * WEEK, "often": Often.PER_WEEK})
        assert pat.session_state[f"{key}-day"] == TODAY + 3 * WEEK

    def test_in_mid_week_this_weeks_due_is_shown_first(self, pat: AppTest, key: str) -> None:
        fill(pat, key, {"often": Often.PER_WEEK, "per-week": 5, "day": TODAY + timedelta(days=4)})
        assert (
            "- From Fri 7 Mar: **Stairs** · 10 times · evening · 0 of 2 this week\n"
            "- From Mon 10 Mar: **Stairs** · 10 times · evening · 5 times a week" in texts(pat)
        )

    def test_saved_it_says_what_the_family_sees_and_is_gone(
        self, engine: sa.Engine, pat: AppTest, key: str
    ) -> None:
        fill(pat, key, {"total": 12.0, "reason": "Ready for more"})
        click(pat, f"{key}-save")
        row = newest(engine)
        assert (row.total, row.valid_from, row.reason) == (12, TOMORROW, "Ready for more")
        assert row.instructions == "Stand tall.\nGo up and down at your own pace."
        assert "Saved. The family sees:" in pat.success[0].value
        assert "From Tue 4 Mar: **Stairs** · 12 times" in pat.success[0].value
        assert not [button for button in pat.button if button.key == f"{key}-save"]
        assert not ran(pat).success

    def test_cancelling_changes_nothing_and_forgets_what_was_typed(
        self, engine: sa.Engine, cast: Cast, pat: AppTest, key: str
    ) -> None:
        before = rows(engine, Prescription)
        fill(pat, key, {"total": 12.0, "reason": "x"})
        click(pat, f"{key}-cancel")
        assert rows(engine, Prescription) == before
        click(pat, f"change-{line_of(cast, 'Stairs')}")
        assert typed(pat, key, {"total": 0, "reason": 0}) == {"total": 10, "reason": ""}

    BAD: tuple[tuple[Values, str], ...] = (
        ({"reason": ""}, "Reason: please fill this in."),
        ({"reason": " \t "}, "Reason: please fill this in."),
        ({"reason": "x" * 501}, "Reason: at most 500 characters; this has 501."),
        ({"instructions": "x" * 2001}, "For this child: at most 2,000 characters; this has 2,001."),
        ({"total": None}, "Dose: please say how much."),
        ({"total": 0.0}, "Dose: please choose from 0 to 10,000."),
        ({"total": -5.0}, "Dose: please choose from 0 to 10,000."),
        ({"total": 1e300}, "Dose: please choose from 0 to 10,000."),
        ({"hold": 601}, "Hold in seconds: please choose from 1 to 600."),
        ({"kind": DoseKind.SETS_REPS, "reps": 5}, "Sets: please fill this in."),
        ({"kind": DoseKind.SETS_REPS, "sets": 101, "reps": 5}, "Sets: please choose from 1 to 100."),
        ({"times": None}, "Times a day: please fill this in."),
        ({"times": 13}, "Times a day: please choose from 1 to 12."),
        ({"often": Often.WEEKDAYS}, "Weekdays: choose at least one day from Monday to Sunday."),
        ({"often": Often.PER_WEEK}, "Times a week: please fill this in."),
        ({"often": Often.PER_WEEK, "per-week": 8}, "Times a week: please choose from 1 to 7."),
        ({"day": None}, "First day: please fill this in."),
        (
            {"day": YESTERDAY},
            "First day: this can start today (Mon 3 Mar) or later, so that earlier days stay as they were.",
        ),
        ({"day": FAR}, "First day: please choose from Mon 3 Mar 2025 to Wed 4 Mar 2026."),
    )

    def test_what_cannot_be_saved_is_told_at_the_form_and_kept(
        self, engine: sa.Engine, pat: AppTest, key: str
    ) -> None:
        before = rows(engine, Prescription)
        fill(pat, key, {"reason": "Stronger"})
        for values, sentence in self.BAD:
            good = typed(pat, key, {name: 0 for name in values if f"{key}-{name}" in pat.session_state})
            fill(pat, key, values)
            click(pat, f"{key}-save")
            assert errors(pat) == [sentence]
            assert typed(pat, key, values) == values
            fill(pat, key, dict(reversed(good.items())))
        assert rows(engine, Prescription) == before

    def test_what_was_wrong_is_put_right_in_the_same_form(
        self, engine: sa.Engine, pat: AppTest, key: str
    ) -> None:
        fill(pat, key, {"total": 0.0})
        click(pat, f"{key}-save")
        fill(pat, key, {"total": 11.0, "reason": "A little more"})
        click(pat, f"{key}-save")
        assert not errors(pat)
        assert newest(engine).total == 11

    def test_a_colleague_was_faster_and_nothing_typed_is_lost(
        self, engine: sa.Engine, cast: Cast, plan: dict[str, int], pat: AppTest, key: str
    ) -> None:
        let_lee_prescribe(engine, cast)
        mine = {"total": 12.0, "reason": "Ready for more", "instructions": "Hold the rail."}
        fill(pat, key, mine)
        theirs = stairs_changed(cast, plan, "Lee")
        click(pat, f"{key}-save")
        assert errors(pat) == [
            "The plan for this exercise has changed. Nothing was saved; please look again."
        ]
        news = pat.warning[-1].value
        for words in ("Lee changed this on Mon 3 Mar", "10 times", "15 times", "Tue 4 Mar", "Ten were easy"):
            assert words in news
        assert typed(pat, key, mine) == mine
        assert newest(engine).id == theirs
        click(pat, f"{key}-save")
        assert not errors(pat)
        row = newest(engine)
        assert (row.replaces_id, row.total, row.reason) == (theirs, 12, "Ready for more")

    def test_a_colleagues_stop_is_told_to_whoever_changes(
        self, engine: sa.Engine, cast: Cast, plan: dict[str, int], pat: AppTest, key: str
    ) -> None:
        let_lee_prescribe(engine, cast)
        fill(pat, key, {"total": 12.0, "reason": "Ready for more"})
        by(cast, "Lee", stop, plan["Stairs"], on=TODAY + WEEK, reason="Moves to climbing")
        click(pat, f"{key}-save")
        assert "Lee stopped this on Mon 3 Mar: Sun 9 Mar is its last day. Why: Moves to climbing" in texts(
            pat
        )
        assert pat.session_state[f"{key}-reason"] == "Ready for more"
        click(pat, f"{key}-save")
        assert (newest(engine).total, newest(engine).valid_to) == (12, TODAY + WEEK)

    def test_a_session_that_ended_saves_nothing_and_shows_nothing_more(
        self, engine: sa.Engine, cast: Cast, pat: AppTest, key: str
    ) -> None:
        before = rows(engine, Prescription)
        fill(pat, key, {"reason": "Stronger"})
        session = table_of(SignInSession)
        with engine.begin() as connection:
            mine = session.c.token_hash == hash_of(cast.tokens["Pat"])
            connection.execute(sa.update(session).where(mine).values(revoked_at=NOW))
        click(pat, f"{key}-save")
        assert rows(engine, Prescription) == before
        assert "Stairs" not in texts(pat)


KEY = "form-exercise"
# The versions of the library, in the order in which the fixture puts them there.
SKIPPING, WALL_SIT, SWIM = 1, 2, 3
NEW: Values = {"exercise": SKIPPING, "total": 30.0}


class TestAdding:
    @pytest.fixture
    def form(self, engine: sa.Engine, cast: Cast, pat: AppTest) -> AppTest:
        with engine.begin() as connection:
            for name in ("Skipping", "Wall sit", "Swim"):
                in_library(connection, cast.clinic, name)
        return click(pat, "add-exercises")

    def test_three_in_a_row(self, engine: sa.Engine, cast: Cast, form: AppTest) -> None:
        fill(form, KEY, NEW)
        click(form, f"{KEY}-save")
        assert form.success[0].value == (
            "Added. The family sees:  \nFrom today: **Skipping** · 30 times · every day"
        )
        empty = {"exercise": None, "total": None}
        assert typed(form, KEY, empty) == empty
        second = {"exercise": WALL_SIT, "kind": DoseKind.SETS_REPS}
        fill(form, KEY, {**second, "sets": 3, "reps": 8, "hold": 5, "often": Often.WEEKDAYS})
        fill(form, KEY, {"weekdays": [0, 2, 4], "parts": [PartOfDay.MORNING]})
        click(form, f"{KEY}-save")
        assert "3 × 8, hold 5 seconds · morning · Mon, Wed, Fri" in form.success[0].value
        fill(form, KEY, {"exercise": SWIM, "kind": DoseKind.MINUTES})
        fill(form, KEY, {"total": 20.0, "often": Often.PER_WEEK, "per-week": 3})
        click(form, f"{KEY}-save")
        assert "From today: **Swim** · 20 minutes · morning · 3 times a week" in form.success[0].value
        click(form, f"{KEY}-cancel")
        added = rows(engine, Prescription)[-3:]
        assert [(row.valid_from, row.total, row.weekdays) for row in added] == [
            (TODAY, 30, 127),
            (TODAY, 24, 0b10101),
            (TODAY, 20, None),
        ]
        assert {"Skipping", "Swim"} <= {line.exercise for line in by(cast, "Dana", plan_of).lines}

    @pytest.mark.parametrize("kind", [DoseKind.TIMED_TASK, DoseKind.OPEN, DoseKind.METRES])
    def test_every_kind_of_dose(self, engine: sa.Engine, form: AppTest, kind: DoseKind) -> None:
        fill(form, KEY, {"exercise": SKIPPING, "kind": kind})
        if kind is DoseKind.METRES:
            fill(form, KEY, {"total": 400.0})
        click(form, f"{KEY}-save")
        assert not errors(form)
        assert newest(engine).dose_kind == kind

    BAD: tuple[tuple[Values, str], ...] = (
        ({"exercise": None}, "Exercise: please choose one."),
        ({"total": None}, "Dose: please say how much."),
        ({"last": START}, "End: the earliest day is Tue 4 Mar."),
        ({"last": None, "day": FAR}, "First day: please choose from Mon 3 Mar 2025 to Wed 4 Mar 2026."),
    )

    def test_there_are_no_more_parts_of_the_day_than_times(self, form: AppTest) -> None:
        fill(form, KEY, {**NEW, "parts": [PartOfDay.MORNING, PartOfDay.EVENING]})
        click(form, f"{KEY}-save")
        assert errors(form) == ["Parts of the day: this is more parts than times a day (1)."]
        fill(form, KEY, {"times": 2})
        click(form, f"{KEY}-save")
        assert (
            "**Skipping** · 30 times · morning, evening · every day, 2 times a day" in form.success[0].value
        )

    def test_what_cannot_be_added_is_told_at_the_form_and_kept(
        self, engine: sa.Engine, form: AppTest
    ) -> None:
        before = rows(engine, Prescription)
        for values, sentence in self.BAD:
            fill(form, KEY, {**NEW, **values})
            click(form, f"{KEY}-save")
            assert errors(form) == [sentence]
            assert typed(form, KEY, {**NEW, **values}) == {**NEW, **values}
        assert rows(engine, Prescription) == before

    @pytest.mark.parametrize(
        "text", ["صعود الدرج", "🧗‍♀️ 🪜", "<script>alert(1)</script>", "**b** :red[x] [y](https://e.org) $x$"]
    )
    def test_a_text_stands_as_it_was_typed(
        self, engine: sa.Engine, cast: Cast, pat: AppTest, text: str
    ) -> None:
        with engine.begin() as connection:
            version = in_library(connection, cast.clinic, text)
        form = click(pat, "add-exercises")
        fill(form, KEY, {"exercise": version, "total": 30.0, "instructions": text})
        click(form, f"{KEY}-save")
        assert f"**{plain(text)}** · 30 times" in form.success[0].value
        click(form, f"{KEY}-cancel")
        assert f"**{plain(text)}**  \n30 times · every day" in texts(form)
        assert plain(text) in [element.value for element in form.markdown]
        added = next(line for line in by(cast, "Pat", plan_of).lines if line.exercise == text)
        assert added.now is not None
        assert added.now.terms.instructions == text


class TestEnding:
    """Stop, withdraw and entered in error, each from the menu of its exercise."""

    def choose(self, at: AppTest, cast: Cast, option: str, exercise: str = "Stairs") -> None:
        at.menu_button(key=f"more-line-{line_of(cast, exercise)}").click(option)
        ran(at)

    def test_an_exercise_stops(self, engine: sa.Engine, cast: Cast, pat: AppTest) -> None:
        self.choose(pat, cast, "Stop")
        key = f"form-stop-{line_of(cast, 'Stairs')}"
        assert pat.session_state[f"{key}-day"] == TOMORROW
        for values, sentence in (
            ({}, "Reason: please fill this in."),
            ({"reason": "Easy", "day": None}, "End: please fill this in."),
            ({"day": YESTERDAY}, "End: this can start today"),
            ({"day": FAR}, "End: please choose from"),
        ):
            fill(pat, key, values)
            click(pat, f"{key}-save")
            assert errors(pat)[0].startswith(sentence)
            assert typed(pat, key, values) == values
        fill(pat, key, {"day": TOMORROW})
        click(pat, f"{key}-save")
        row = rows(engine, Prescription)[0]
        assert (row.valid_to, row.stop_reason) == (TOMORROW, "Easy")
        assert pat.success[0].value == "Saved. **Stairs**: The last day is Mon 3 Mar."
        assert "The last day is Mon 3 Mar.  \nWhy: Easy  \nPat · Mon 3 Mar" in texts(pat)

    def test_what_has_not_begun_is_withdrawn(
        self, engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
    ) -> None:
        planned = stairs_changed(cast, plan)
        at = opened(visit("Pat"), cast)
        self.choose(at, cast, "Withdraw what has not begun")
        assert "The family keeps seeing **Stairs** · 10 times · evening · every day." in texts(at)
        click(at, f"form-withdraw-{line_of(cast, 'Stairs')}-save")
        assert rows(engine, Prescription)[-1].id == planned
        assert rows(engine, Prescription)[-1].withdrawn_at is not None
        assert "15 times" not in texts(at)

    def test_withdrawing_what_a_colleague_has_changed_is_told_first(
        self, engine: sa.Engine, cast: Cast, plan: dict[str, int], visit: Visit
    ) -> None:
        let_lee_prescribe(engine, cast)
        planned = stairs_changed(cast, plan)
        at = opened(visit("Pat"), cast)
        self.choose(at, cast, "Withdraw what has not begun")
        by(cast, "Lee", revise, planned, terms=terms(18), valid_from=TOMORROW, reason="Further")
        key = f"form-withdraw-{line_of(cast, 'Stairs')}"
        click(at, f"{key}-save")
        assert errors(at) == ["The plan for this exercise has changed. Nothing was saved; please look again."]
        assert "Lee changed this on Mon 3 Mar" in at.warning[-1].value
        click(at, f"{key}-save")
        assert not errors(at)
        assert newest(engine).withdrawn_at is not None

    def test_one_entered_in_error_leaves_the_plan(self, engine: sa.Engine, cast: Cast, pat: AppTest) -> None:
        self.choose(pat, cast, "Entered in error")
        key = f"form-error-{line_of(cast, 'Stairs')}"
        click(pat, f"{key}-save")
        assert errors(pat) == ["Reason: please fill this in."]
        fill(pat, key, {"reason": "Meant for another child"})
        click(pat, f"{key}-save")
        assert rows(engine, Prescription)[0].entered_in_error_reason == "Meant for another child"
        assert "Why: Meant for another child" in texts(pat)
        assert f"change-{line_of(cast, 'Stairs')}" not in [button.key for button in pat.button]


def test_why_something_was_an_error_is_for_the_team_alone(
    cast: Cast, plan: dict[str, int], visit: Visit
) -> None:
    by(cast, "Pat", enter_in_error, plan["Stairs"], reason="Meant for another child")
    assert "Meant for another child" not in texts(opened(visit("Dana"), cast))


def test_a_course_of_treatment_from_nothing(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    at = opened(visit("Pat"), cast)
    assert "There is no plan yet. It begins with a course of treatment." in texts(at)
    click(at, "start-first")
    key = "form-start"
    for values, sentence in (
        ({"day": None}, "Start: please fill this in."),
        ({"day": FAR}, "Start: please choose from Sat 2 Mar 2024 to Wed 4 Mar 2026."),
        ({"day": TODAY, "weeks": 0}, "Expected weeks: please choose from 1 to 104."),
    ):
        fill(at, key, values)
        click(at, f"{key}-save")
        assert errors(at) == [sentence]
        assert typed(at, key, values) == values
    fill(at, key, {"weeks": 8, "setting": Setting.OUTPATIENT})
    click(at, f"{key}-save")
    (episode,) = rows(engine, Episode)
    assert (episode.starts_on, episode.expected_weeks, episode.setting) == (TODAY, 8, Setting.OUTPATIENT)
    assert "Since Mon 3 Mar 2025 · Outpatient · 8 weeks expected" in texts(at)
    assert "There are no exercises in this plan now." in texts(at)


def test_a_course_of_treatment_ends(engine: sa.Engine, pat: AppTest) -> None:
    key = "form-end"
    click(pat, "end-episode")
    for values, sentence in (
        ({}, "Why: please choose one."),
        ({"reason": EpisodeEnd.DISTANCE, "day": START}, "End: this can start today"),
        ({"day": FAR}, "End: please choose from"),
        ({"day": TOMORROW, "note": "x" * 501}, "Note: at most 500 characters; this has 501."),
    ):
        fill(pat, key, values)
        click(pat, f"{key}-save")
        assert errors(pat)[0].startswith(sentence)
    fill(pat, key, {"note": "Moved to the coast"})
    click(pat, f"{key}-save")
    (episode,) = rows(engine, Episode)
    assert (episode.ends_on, episode.end_reason) == (TOMORROW, EpisodeEnd.DISTANCE)
    assert "Distance · Moved to the coast" in texts(pat)


def test_one_that_has_not_begun_is_withdrawn(engine: sa.Engine, cast: Cast, visit: Visit) -> None:
    by(cast, "Pat", start_episode, start=TODAY + WEEK, setting=Setting.HOME)
    at = opened(visit("Pat"), cast)
    assert "Begins Mon 10 Mar 2025 · At home" in texts(at)
    click(at, "withdraw-episode")
    click(at, "form-withdraw-episode-save")
    assert rows(engine, Episode)[0].withdrawn_at is not None
    assert "There is no plan yet." in texts(at)


def test_a_pause_and_its_end(engine: sa.Engine, pat: AppTest) -> None:
    key = "form-pause"
    click(pat, "pause-plan")
    for values, sentence in (
        ({}, "To: please fill this in."),
        ({"from": TODAY + WEEK, "to": TOMORROW}, "To: the earliest day is Mon 10 Mar."),
        ({"from": YESTERDAY}, "From: this can start today"),
        ({"from": TODAY, "to": TOMORROW}, "Reason: please fill this in."),
    ):
        fill(pat, key, values)
        click(pat, f"{key}-save")
        assert errors(pat)[0].startswith(sentence)
    fill(pat, key, {"reason": "<b>Camp</b>"})
    click(pat, f"{key}-save")
    (row,) = rows(engine, PlanPause)
    assert (row.from_day, row.to_day, row.reason) == (TODAY, TOMORROW, "<b>Camp</b>")
    assert f"Paused until Tue 4 Mar. Nothing is needed.  \n{plain('<b>Camp</b>')}" in texts(pat)
    click(pat, "resume-")
    fill(pat, "form-resume", {"day": YESTERDAY})
    click(pat, "form-resume-save")
    assert errors(pat)[0].startswith("Day: this can start today")
    fill(pat, "form-resume", {"day": TOMORROW})
    click(pat, "form-resume-save")
    assert rows(engine, PlanPause)[0].to_day == TODAY


def test_what_is_said_of_the_child_is_not_saved_over_a_colleagues_words(
    engine: sa.Engine, cast: Cast, pat: AppTest
) -> None:
    let_lee_prescribe(engine, cast)
    key = "form-about"
    click(pat, "change-about")
    mine = {"precautions": "No jumping", "conditions": "Asthma", "areas": []}
    fill(pat, key, mine)
    theirs = About(precautions="Inhaler at hand")
    by(cast, "Lee", change_about, theirs, seen=by(cast, "Lee", plan_of).about)
    click(pat, f"{key}-save")
    assert errors(pat)
    assert "A colleague changed this while the form was open. What stands now:" in texts(pat)
    assert "Inhaler at hand" in texts(pat)
    assert typed(pat, key, mine) == mine
    assert rows(engine, Child)[0].precautions == "Inhaler at hand"
    click(pat, f"{key}-save")
    assert (rows(engine, Child)[0].precautions, rows(engine, Child)[0].other_conditions) == (
        "No jumping",
        "Asthma",
    )


def test_a_text_of_two_thousand_and_one_characters_is_kept_and_named(engine: sa.Engine, pat: AppTest) -> None:
    click(pat, "change-about")
    fill(pat, "form-about", {"medication": "x" * 2001})
    click(pat, "form-about-save")
    assert errors(pat) == ["Supporting medication: at most 2,000 characters; this has 2,001."]
    assert pat.session_state["form-about-medication"] == "x" * 2001


def test_an_earlier_course_of_treatment_stays_to_be_read(cast: Cast, pat: AppTest) -> None:
    first = by(cast, "Pat", plan_of).episodes[0].id
    by(cast, "Pat", end_episode, first, end=TODAY, reason=EpisodeEnd.GOALS_REACHED)
    by(cast, "Pat", start_episode, start=TODAY, setting=Setting.HOME)
    ran(pat)
    assert "Stairs" not in texts(pat)
    choice: Any = pat.get_by_key(f"plan-episode-{cast.mia}")
    choice.set_value(first)
    ran(pat)
    assert "Goals reached" in texts(pat)
    assert "**Stairs**" in texts(pat)
    assert not [button for button in pat.button if str(button.key).startswith(("change-1", "add-"))]

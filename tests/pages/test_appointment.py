"""For the appointment, through the entry script."""

from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from db.tables import METADATA
from db.vocabulary import ConcernKind, EpisodeEnd, Instrument, MilestoneArea, Reporter, VisitOutcome
from tests.cast import Cast
from tests.measuring import insert_scores, insert_use
from tests.pages.conftest import Visit, chips
from tests.pages.office import errors, has_button, opened, press, texts
from tests.pages.test_questions import refusing
from tests.schooling import make_schooling
from tests.steps import START, TODAY, TOMORROW, YESTERDAY, Clock, Plan, by, make_two_weeks_of_plan, terms
from tests.tracker.appointments.test_holding import decided, held, past
from tests.tracker.appointments.test_room import end_sign_in, make_counseling, make_pain
from tests.tracker.concerns.test_concerns import asks, in_danas_home, one
from tests.tracker.visits.planned import PT, live_visits, planned_by, series_plan
from tracker.access.work import reading
from tracker.appointments.appointment import appointment_of
from tracker.appointments.past import appointments_of
from tracker.errors import Busy, TrackerError, Unwritable
from tracker.measures.entering import enter_score
from tracker.milestones.timeline import milestones_of
from tracker.plans.episodes import end_episode
from tracker.plans.prescriptions import revise
from tracker.plans.proposals import proposals_of
from tracker.screen.appointment import appointment_view
from tracker.screen.appointment.choices import Back
from tracker.screen.visits.visit_text import KEPT
from tracker.visits.marking import mark_visit

FORM = "form-decision"
PEOPLE = f"{FORM}-people-{TODAY}"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def plan(engine: sa.Engine, cast: Cast) -> Plan:
    return make_two_weeks_of_plan(engine, cast)


def measured(cast: Cast) -> None:
    for day, value in ((START, 30), (TODAY, 20)):
        by(cast, "Pat", enter_score, Instrument.FDI, Reporter.CHILD, day, value)


def test_function_and_school_come_first_and_the_rest_in_its_order(
    engine: sa.Engine, cast: Cast, plan: Plan, visit: Visit
) -> None:
    make_schooling(cast)
    measured(cast)
    make_pain(engine, cast, shown=True)
    at = opened(visit, "Lee", "appointment")
    heads = [element.value for element in at.subheader]
    wanted = ["Function", "School", "Visits", "Home exercise", "Measures", "Changes of the plan"]
    wanted += ["The family’s questions", "Decisions"]
    assert [head for head in heads if head in wanted] == wanted
    assert heads[0] == "What happened since the start"
    said = texts(at).replace("\\", "")
    assert "less difficulty with daily activities than at the start (FDI 30 to 20)" in said
    measures = next(element.value for element in at.markdown if "pain" in element.value)
    assert measures.splitlines()[-1].count("pain") == 1, "pain is told last"


def test_pain_stands_nowhere_on_it_while_it_is_off(
    engine: sa.Engine, cast: Cast, plan: Plan, visit: Visit
) -> None:
    measured(cast)
    make_pain(engine, cast, shown=False)
    at = opened(visit, "Lee", "appointment")
    alts = " ".join(str(chart.proto) for chart in at.get("plotly_chart"))
    assert "pain" not in (texts(at) + alts).lower()


def test_the_room_is_all_of_the_family_until_somebody_goes(
    engine: sa.Engine, cast: Cast, plan: Plan, visit: Visit
) -> None:
    in_danas_home(engine, cast)
    asks(cast, text="From Dana", kind=ConcernKind.FOR_APPOINTMENT)
    at = opened(visit, "Lee", "appointment")
    assert "may see: Mia, Ben, Dana" in texts(at)
    assert "From Dana" not in texts(at)
    room = chips(at, f"appointment-room-{cast.mia}")
    room.set_value([cast.accounts["Mia"], cast.accounts["Dana"]]).run()
    assert not at.exception
    assert "may see: Mia, Dana" in texts(at)
    assert "From Dana" in texts(at)


def test_a_room_of_two_homes_is_told_how_questions_come_to_be_shown(
    engine: sa.Engine, cast: Cast, plan: Plan, visit: Visit
) -> None:
    in_danas_home(engine, cast)
    hint = "each household’s questions are shown only to itself and the team"
    at = opened(visit, "Lee", "appointment")
    before = texts(at)
    assert hint in before
    asks(cast, text="From Dana")
    assert texts(opened(visit, "Lee", "appointment")) == before, "it tells nothing of what was asked"
    room = chips(at, f"appointment-room-{cast.mia}")
    room.set_value([cast.accounts["Mia"], cast.accounts["Dana"]]).run()
    assert hint not in texts(at)


def test_no_question_shown_is_not_told_as_none_asked_where_there_are_two_homes(
    engine: sa.Engine, cast: Cast, plan: Plan, visit: Visit
) -> None:
    none_asked = "Nothing that everybody in the room may read has been asked."
    of_one_home = "What one home asked is shown here once only people of that home are in the room."
    in_danas_home(engine, cast)
    asks(cast, text="From Dana")
    at = opened(visit, "Lee", "appointment")
    assert of_one_home in texts(at)
    assert none_asked not in texts(at)
    room = chips(at, f"appointment-room-{cast.mia}")
    room.set_value([cast.accounts["Ben"]]).run()
    assert of_one_home in texts(at), "the same words where nothing is hidden that he may not read"
    room.set_value([cast.accounts["Mia"], cast.accounts["Dana"]]).run()
    assert "From Dana" in texts(at)
    assert of_one_home not in texts(at)


def test_where_there_is_one_home_it_is_told_that_nothing_was_asked(
    engine: sa.Engine, cast: Cast, plan: Plan, visit: Visit
) -> None:
    end_sign_in(engine, cast, "Ben")
    said = texts(opened(visit, "Lee", "appointment"))
    assert "Nothing that everybody in the room may read has been asked." in said
    assert "What one home asked" not in said


def test_a_decision_keeps_its_lines(cast: Cast, plan: Plan, visit: Visit) -> None:
    decided(cast, "Two periods\n- from Monday")
    at = opened(visit, "Lee", "appointment")
    assert "- Two periods  \n\\- from Monday" in [element.value for element in at.markdown]


def test_the_hint_stands_above_and_a_link_leads_to_all_questions(
    engine: sa.Engine, cast: Cast, plan: Plan, visit: Visit
) -> None:
    in_danas_home(engine, cast)
    at = opened(visit, "Lee", "appointment")
    captions = [element.value for element in at.caption]
    hint = next(n for n, said in enumerate(captions) if "each household’s questions" in said)
    assert hint < next(n for n, said in enumerate(captions) if "everybody in the room may see" in said)
    (way,) = [
        each.proto
        for each in at.get("page_link")
        if each.proto.label == "All that you may read, on Questions"
    ]
    assert way.query_string == f"child={cast.mia}"


def test_a_child_without_a_sign_in_has_a_chip_that_is_on(
    engine: sa.Engine, cast: Cast, plan: Plan, visit: Visit
) -> None:
    make_counseling(engine, cast)
    end_sign_in(engine, cast, "Mia")
    with engine.begin() as connection:
        series = METADATA.tables["visit_series"]
        connection.execute(sa.update(series).values(shown_to_child=False))
    at = opened(visit, "Lee", "appointment")
    room = chips(at, f"appointment-room-{cast.mia}")
    assert room.options[0].replace("\\", "") == "Mia (no sign-in)"
    assert "may see: Mia, Ben, Dana" in texts(at)
    assert KEPT in texts(at).replace("\\", "")
    room.set_value([cast.accounts["Dana"]]).run()
    assert not at.exception
    assert KEPT not in texts(at).replace("\\", "")


def test_what_it_shows_of_questions_is_noted_as_read(
    engine: sa.Engine, cast: Cast, plan: Plan, visit: Visit
) -> None:
    in_danas_home(engine, cast)
    hers, his = asks(cast, text="From Dana"), asks(cast, "Ben", text="From Ben")
    at = opened(visit, "Lee", "appointment")
    assert one(cast, "Dana", hers).read_by == (), "in a room of both homes neither is shown"
    room = chips(at, f"appointment-room-{cast.mia}")
    room.set_value([cast.accounts["Mia"], cast.accounts["Dana"]]).run()
    assert [reader.name for reader in one(cast, "Dana", hers).read_by] == ["Lee"]
    assert one(cast, "Ben", his).read_by == ()


@pytest.mark.parametrize("error", [Busy, Unwritable])
def test_it_is_shown_when_that_it_was_read_cannot_be_noted(
    cast: Cast,
    plan: Plan,
    visit: Visit,
    monkeypatch: pytest.MonkeyPatch,
    error: type[TrackerError],
) -> None:
    hers = asks(cast, text="From Dana")
    monkeypatch.setattr(appointment_view, "writing", refusing(error))
    at = opened(visit, "Lee", "appointment")
    chips(at, f"appointment-room-{cast.mia}").set_value([cast.accounts["Dana"]]).run()
    assert not errors(at)
    assert "From Dana" in texts(at)
    assert one(cast, "Dana", hers).read_by == ()


def test_the_chart_of_function_is_the_first_whatever_was_chosen_on_progress(
    engine: sa.Engine, cast: Cast, plan: Plan, visit: Visit
) -> None:
    measured(cast)
    with engine.begin() as connection:
        insert_use(connection, cast.clinic, Instrument.PROMIS_MOBILITY)
        insert_scores(
            connection, cast.mia, Instrument.PROMIS_MOBILITY, Reporter.CHILD, {START: 40, TODAY: 44}
        )

    def first_chart(at: AppTest) -> str:
        return str(at.get("plotly_chart")[0].proto.spec)

    def visited(chosen: str) -> str:
        at = visit("Lee")
        at._page_hash = calc_hash("appointment")
        at.session_state[f"panel-above-{cast.mia}"] = chosen
        at.run()
        assert not at.exception
        return first_chart(at)

    assert visited(Instrument.PROMIS_MOBILITY) == visited(Instrument.FDI)


def test_since_the_last_appointment_the_whole_treatment_or_some_weeks(
    engine: sa.Engine, cast: Cast, plan: Plan, clock: Clock, visit: Visit
) -> None:
    measured(cast)
    make_pain(engine, cast, shown=True)
    more = {"terms": terms(), "valid_from": TOMORROW, "reason": "Stronger"}
    by(cast, "Pat", revise, plan.prescription, **more)  # type: ignore[arg-type]
    clock.forward(days=3)
    held(cast, day=clock.today)
    clock.forward(days=8)
    at = opened(visit, "Lee", "appointment")
    assert "What happened since the last appointment, Thu 6 Mar" in texts(at).replace("\\", "")
    whole = "Since the start of the treatment:"
    assert texts(at).count(whole) == 3, "function, school and measures"
    assert "The plan has not changed in this time." in texts(at)
    chips(at, f"appointment-back-{cast.mia}").set_value(Back.WHOLE).run()
    assert whole not in texts(at)
    assert "Tue 4 Mar · Stairs: 10 times → 20 times" in texts(at).replace("\\", "")
    chips(at, f"appointment-back-{cast.mia}").set_value(Back.WEEKS).run()
    at.select_slider[0].set_range(1, 2).run()
    assert not at.exception
    assert "What happened in weeks 1 to 2" in texts(at)
    assert "The plan has not changed in this time." in texts(at)


def test_the_end_of_a_treatment_is_told_with_what_happened(
    cast: Cast, plan: Plan, clock: Clock, visit: Visit
) -> None:
    assert "Treatment ended" not in texts(opened(visit, "Lee", "appointment"))
    by(cast, "Pat", end_episode, 1, end=TODAY, reason=EpisodeEnd.GOALS_REACHED)
    clock.forward(days=3)
    assert "Treatment ended" in texts(opened(visit, "Lee", "appointment"))


def test_visits_say_which_days_they_count(
    engine: sa.Engine, cast: Cast, plan: Plan, clock: Clock, visit: Visit
) -> None:
    series = planned_by(cast, "Pat", series_plan(PT, {TODAY.weekday()}, first=TODAY, weeks=3))
    clock.forward(days=16)
    for row in live_visits(engine, series):
        by(cast, "Pat", partial(mark_visit, outcome=VisitOutcome.ATTENDED, seen=None), row.id)
    held(cast, day=clock.today - timedelta(days=1))
    at = opened(visit, "Lee", "appointment")
    # The appointment was on a Tuesday; its week began on the Monday before.
    assert "Physical therapy, since Mon 17 Mar: 1 of 1 attended" in texts(at).replace("\\", "")
    chips(at, f"appointment-back-{cast.mia}").set_value(Back.WHOLE).run()
    assert "Physical therapy, since Mon 17 Feb: 3 of 3 attended" in texts(at).replace("\\", "")
    chips(at, f"appointment-back-{cast.mia}").set_value(Back.WEEKS).run()
    at.select_slider[0].set_range(3, 4).run()
    assert "Physical therapy, Mon 3 Mar to Sun 16 Mar: 2 of 2 attended" in texts(at).replace("\\", "")


def test_a_decision_is_written_down_with_who_is_there(cast: Cast, plan: Plan, visit: Visit) -> None:
    at = opened(visit, "Lee", "appointment")
    press(at, "write-decision")
    assert at.text_input(PEOPLE).value == "Mia, Ben, Dana, Lee"
    at.text_input(PEOPLE).set_value("Dana, Lee")
    press(at, f"{FORM}-save")
    assert errors(at) == ["Decision: please fill this in."]
    at.text_area(f"{FORM}-text").set_value("Two periods from Monday")
    press(at, f"{FORM}-save")
    ((shown,),) = [each.decisions for each in past(cast)]
    assert (shown.text, shown.by, shown.day) == ("Two periods from Monday", "Lee", TODAY)
    assert past(cast)[0].people == "Dana, Lee"
    press(at, "write-decision")
    assert at.text_input(PEOPLE).value == "Dana, Lee", "who is there already stands there"


def test_another_day_has_its_own_words_of_who_was_there(cast: Cast, plan: Plan, visit: Visit) -> None:
    held(cast, "Mia, Dana and the school nurse", day=YESTERDAY, who="Pat")
    at = opened(visit, "Lee", "appointment")
    press(at, "write-decision")
    at.date_input(f"{FORM}-day").set_value(YESTERDAY).run()
    assert at.text_input(f"{FORM}-people-{YESTERDAY}").value == "Mia, Dana and the school nurse"
    at.text_area(f"{FORM}-text").set_value("Half days")
    press(at, f"{FORM}-save")
    assert not errors(at)
    (shown,) = past(cast)
    assert (shown.day, shown.people, shown.by) == (YESTERDAY, "Mia, Dana and the school nurse", "Pat")
    assert [decision.text for decision in shown.decisions] == ["Half days"]


def test_who_was_there_is_corrected_by_itself(cast: Cast, plan: Plan, visit: Visit) -> None:
    held(cast, "Dana, Lee")
    at = opened(visit, "Lee", "appointment")
    press(at, "write-decision")
    press(at, f"{FORM}-save")
    assert errors(at) == ["Decision: please fill this in."]
    at.text_input(PEOPLE).set_value("Dana, Ben, Lee")
    press(at, f"{FORM}-save")
    assert not errors(at)
    assert [(each.people, each.decisions) for each in past(cast)] == [("Dana, Ben, Lee", ())]


def test_two_who_write_the_same_day_are_told(cast: Cast, plan: Plan, visit: Visit) -> None:
    at = opened(visit, "Lee", "appointment")
    press(at, "write-decision")
    held(cast, "Ben, Pat", who="Pat")
    at.text_area(f"{FORM}-text").set_value("Two periods")
    press(at, f"{FORM}-save")
    assert errors(at)[0].startswith("Pat has written down who is here just now")
    assert at.text_area(f"{FORM}-text").value == "Two periods"
    assert "Pat wrote: Ben\\, Pat" in texts(at)
    with reading(cast.tokens["Pat"]) as work:
        (stands,) = appointments_of(work, cast.mia)
    held(cast, "Ben, Ana, Pat", who="Pat", seen=stands.id)
    at.run()
    press(at, f"{FORM}-save")
    assert errors(at)[0].startswith("Pat has written down who is here just now"), "of each change by itself"
    assert "Pat wrote: Ben\\, Ana\\, Pat" in texts(at)
    press(at, f"{FORM}-save")
    assert [each.people for each in past(cast)] == ["Mia, Ben, Dana, Lee"]


def test_a_decision_becomes_a_milestone_or_a_proposal_or_is_taken_back(
    cast: Cast, plan: Plan, visit: Visit
) -> None:
    first, second, third = (
        decided(cast, "Meet Ana"),
        decided(cast, "More stairs"),
        decided(cast, "Never mind"),
    )
    at = opened(visit, "Lee", "appointment")
    press(at, f"to-milestone-{first}")
    key = f"{FORM}-milestone-{first}"
    press(at, f"{key}-save")
    assert errors(at) == ["Area: please choose one."]
    chips(at, f"{key}-area").set_value(MilestoneArea.SOCIAL)
    at.date_input(f"{key}-day").set_value(TODAY + timedelta(days=9))
    press(at, f"{key}-save")
    press(at, f"to-proposal-{second}")
    key = f"{FORM}-proposal-{second}"
    at.selectbox(f"{key}-line").set_value(plan.prescription)
    press(at, f"{key}-save")
    press(at, f"withdraw-decision-{third}")
    assert not errors(at)
    with reading(cast.tokens["Pat"]) as work:
        (milestone,) = milestones_of(work, cast.mia).milestones
        (proposal,) = proposals_of(work, cast.mia, plan.episode)
    assert milestone.name == "Meet Ana"
    assert milestone.target is not None
    assert milestone.target.day == TODAY + timedelta(days=9)
    assert proposal.text == "More stairs"
    said = texts(at)
    assert "Meet Ana → a milestone: Meet Ana" in said
    assert "More stairs → proposed to whoever prescribes" in said
    assert "Never mind" not in said
    assert not has_button(at, "to-")


def test_a_counselor_looks_and_writes_nothing(cast: Cast, plan: Plan, visit: Visit) -> None:
    decided(cast)
    at = opened(visit, "Casey", "appointment")
    assert "Two periods from Monday" in texts(at)
    assert not any(has_button(at, key) for key in ("write-", "to-", "withdraw-"))


def test_families_have_no_such_page(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Dana", "appointment", child=cast.mia)
    assert "Decisions" not in [element.value for element in at.subheader]


def test_before_any_treatment_it_says_so(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Lee", "appointment")
    assert "No treatment has begun yet" in texts(at)
    assert has_button(at, "write-decision")


def test_it_is_read_in_few_statements_however_long_the_treatment(
    engine: sa.Engine, cast: Cast, plan: Plan, clock: Clock
) -> None:
    def statements() -> int:
        counted: list[str] = []
        listen = lambda *of: counted.append(of[2])  # noqa: E731
        sa.event.listen(engine, "before_cursor_execute", listen)
        try:
            with reading(cast.tokens["Lee"]) as work:
                appointment_of(work, cast.mia)
        finally:
            sa.event.remove(engine, "before_cursor_execute", listen)
        return len(counted)

    statements()
    few = statements()
    for number in range(4):
        asks(cast)
        decided(cast, f"Decision {number}")
    clock.forward(days=90)
    statements()
    assert statements() <= few + 2

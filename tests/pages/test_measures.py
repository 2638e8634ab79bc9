"""Measures, through the entry script: entering, correcting, and pain that is not there until it is turned on."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from db.queries.base import insert_row
from db.tables import InstrumentSetting
from db.vocabulary import Instrument, Reporter
from tests.cast import Cast
from tests.pages.conftest import Visit
from tests.steps import NOON, TODAY, Clock, Plan, by, make_two_weeks_of_plan
from tests.tracker.office.office import office
from tracker.measures.entering import correct_score, enter_score
from tracker.measures.measures import measures_of
from tracker.measures.pain_settings import hide_pain, set_pain
from tracker.measures.watch_dates import add_watch_dates
from tracker.office.closing import close_record

FDI, PAIN, WALK = Instrument.FDI, Instrument.PAIN, Instrument.SIX_MINUTE_WALK
CHILD, PARENT = Reporter.CHILD, Reporter.PARENT
ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday noon, 3 March 2025."""
    return Clock(monkeypatch)


@pytest.fixture(autouse=True)
def plan(engine: sa.Engine, cast: Cast, clock: Clock) -> Plan:
    return make_two_weeks_of_plan(engine, cast)


def opened(visit: Visit, who: str, cast: Cast) -> AppTest:
    at = visit(who)
    at.query_params["child"] = str(cast.mia)
    at.run()
    at.switch_page("../../pages/measures.py").run()
    assert not at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    at.button(key).click().run()
    assert not at.exception
    return at


def has(at: AppTest, key: str) -> bool:
    return any(button.key == key for button in at.button)


def text(at: AppTest) -> str:
    """All that the page says."""
    kinds = ("markdown", "caption", "info", "success", "error", "subheader")
    said = [str(getattr(element, "value", "")) for kind in kinds for element in at.get(kind)]
    tables = [body for element in at.get("html") if (body := element.proto.body).startswith("<div")]
    widgets = (*at.number_input, *at.button, *at.toggle, *at.multiselect)
    labels = [widget.label for widget in widgets]
    return "\n".join([*said, *tables, *labels])


def errors(at: AppTest) -> list[str]:
    return [element.value for element in at.error]


def field(cast: Cast, what: str, turn: int = 0) -> str:
    return f"measures-{cast.mia}-{what}-{turn}"


def families_enter(engine: sa.Engine, cast: Cast, *instruments: Instrument, weeks: int | None = None) -> None:
    with engine.begin() as connection:
        for instrument in instruments:
            row = InstrumentSetting(
                clinic_id=cast.clinic,
                instrument=instrument,
                is_used=True,
                every_weeks=weeks,
                families_enter=True,
                set_at=NOON,
            )
            insert_row(connection, row)


def test_a_clinician_enters_all_scores_of_a_visit_on_one_form(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Pat", cast)
    assert "There are no scores yet. The first ones are entered here" in text(at)
    at.number_input(field(cast, "functional_disability-child-both")).set_value(27.0)
    at.number_input(field(cast, "six_minute_walk-clinician-both")).set_value(455.0)
    at.multiselect(field(cast, "incomplete")).set_value(["functional_disability-parent-both"])
    press(at, field(cast, "save"))
    assert errors(at) == []
    said = text(at)
    assert "Saved." in said
    for words in (
        ">27<",
        ">455 m<",
        ">not scored<",
        ">moderate<",
        ">Pat<",
        "0 to 60 points, lower is better",
    ):
        assert words in said, words
    found = {
        (one.instrument, one.reporter): one.scores[0].value for one in by(cast, "Pat", measures_of).series
    }
    assert found == {(FDI, CHILD): 27, (FDI, PARENT): None, (WALK, Reporter.CLINICIAN): 455}


def test_a_score_out_of_range_is_explained_and_stays_in_its_field(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Pat", cast)
    key, save = field(cast, "functional_disability-child-both"), field(cast, "save")
    name = "Functional Disability Inventory (FDI)"
    for typed, sentence in (
        (61.0, f"{name}, child’s report: a score lies from 0 to 60. Please check it."),
        (14.5, f"{name}, child’s report: please give a whole number from 0 to 60."),
        (None, "Scores: please enter at least one, or choose it as left incomplete."),
    ):
        at.number_input(key).set_value(typed)
        press(at, save)
        assert errors(at) == [sentence]
        assert at.number_input(key).value == typed
    at.number_input(key).set_value(14.0)
    at.multiselect(field(cast, "incomplete")).set_value(["functional_disability-child-both"])
    press(at, save)
    assert errors(at) == [
        f"{name}: it has a score and stands among those left incomplete. Please keep one of the two."
    ]
    assert by(cast, "Pat", measures_of).series == ()


def test_a_correction_shows_what_stood_there_before(cast: Cast, visit: Visit) -> None:
    first = by(cast, "Pat", enter_score, FDI, CHILD, TODAY, 27)
    at = opened(visit, "Pat", cast)
    press(at, "series-functional_disability-child-both-correct")
    key = f"form-score-functional_disability-child-both-{first}"
    at.number_input(f"{key}-value").set_value(72.0)
    at.text_input(f"{key}-reason").set_value("Typed :red[wrongly] <b>")
    press(at, "form-score-functional_disability-child-both-save")
    assert errors(at) == [
        "Functional Disability Inventory (FDI), child’s report: a score lies from 0 to 60. Please check it."
    ]
    at.number_input(f"{key}-value").set_value(14.0)
    press(at, "form-score-functional_disability-child-both-save")
    assert ">27 (Typed :red[wrongly] &lt;b&gt;)<" in text(at)
    assert ">14<" in text(at)


def test_what_a_correction_form_did_is_said(cast: Cast, visit: Visit) -> None:
    by(cast, "Pat", enter_score, FDI, CHILD, TODAY, 27)
    at = opened(visit, "Pat", cast)
    form = "form-score-functional_disability-child-both"
    press(at, "series-functional_disability-child-both-correct")
    press(at, f"{form}-save")
    assert "Nothing was changed." in text(at)
    press(at, "series-functional_disability-child-both-correct")
    press(at, f"{form}-beside")
    assert "Taken back: 27, Mon 3 Mar. You can enter it again." in text(at)
    assert by(cast, "Pat", measures_of).series == ()


def test_of_two_people_at_once_the_second_is_told_what_stands(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Pat", cast)
    at.number_input(field(cast, "functional_disability-child-both")).set_value(27.0)
    by(cast, "Lee", enter_score, FDI, CHILD, TODAY, 14)
    press(at, field(cast, "save"))
    [sentence] = errors(at)
    assert sentence.startswith(
        "Functional Disability Inventory (FDI), child’s report: for Mon 3 Mar there is a score already: 14. That stays"
    )
    assert at.number_input(field(cast, "functional_disability-child-both")).value == 27


def test_what_is_due_is_said_and_of_a_family_asked_only_then(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    families_enter(engine, cast, FDI, weeks=4)
    assert "**FDI**, child’s report: due now" in text(opened(visit, "Pat", cast))
    at = opened(visit, "Mia", cast)
    assert "**Functional Disability Inventory (FDI)**: due now" in text(at)
    at.number_input(field(cast, "functional_disability-child-both")).set_value(27.0)
    press(at, field(cast, "save"))
    assert "**Functional Disability Inventory (FDI)**: next from Mon 31 Mar" in text(at)
    assert not has(at, field(cast, "save", 1))
    assert has(opened(visit, "Pat", cast), field(cast, "save"))


def test_a_family_that_enters_nothing_is_asked_for_nothing(cast: Cast, visit: Visit) -> None:
    for who in ("Dana", "Ben", "Mia", "Casey"):
        at = opened(visit, who, cast)
        assert not has(at, field(cast, "save"))
        assert "nothing is needed from you" in text(at) or who == "Casey"
        assert "Agreed watch dates" not in text(at)


def test_pain_is_nowhere_for_the_family_until_it_is_turned_on(
    engine: sa.Engine, cast: Cast, visit: Visit
) -> None:
    families_enter(engine, cast, PAIN, Instrument.PROMIS_PAIN_INTERFERENCE)
    first = by(cast, "Pat", enter_score, PAIN, CHILD, TODAY - ONE_DAY, 7)
    by(cast, "Pat", correct_score, first, value=6, reason="Of the week before")
    for who in ("Dana", "Ben", "Mia"):
        assert "pain" not in text(opened(visit, who, cast)).lower()
    for who in ("Pat", "Lee", "Casey"):
        assert ">6<" in text(opened(visit, who, cast))
    by(cast, "Pat", set_pain, every_weeks=None, is_turned_on=True, seen=None)
    for who in ("Dana", "Ben", "Mia"):
        assert ">6<" in text(opened(visit, who, cast))


def test_a_clinician_turns_pain_on_and_the_child_hides_it_again(cast: Cast, visit: Visit) -> None:
    by(cast, "Pat", enter_score, PAIN, CHILD, TODAY, 6)
    at = opened(visit, "Pat", cast)
    part = f"pain-{cast.mia}"
    at.number_input(f"{part}-weeks").set_value(27)
    at.toggle(f"{part}-shown").set_value(True)
    press(at, f"{part}-save")
    assert errors(at) == ["Weeks between: please choose from 1 to 26."]
    at.number_input(f"{part}-weeks").set_value(4)
    press(at, f"{part}-save")
    assert errors(at) == []
    assert not has(opened(visit, "Dana", cast), "pain-switch-hide")
    mias = opened(visit, "Mia", cast)
    press(mias, "pain-switch-hide")
    assert ">6<" not in text(mias)
    assert "pain" not in text(opened(visit, "Dana", cast)).lower()
    pats = opened(visit, "Pat", cast)
    assert "Mia has hidden them since Mon 3 Mar 2025" in text(pats)
    assert "Set on Mon 3 Mar 2025 by Pat." in text(pats), "the child’s own switch is nobody’s setting"
    # Opened once more: a page runs as who was let in last.
    mias = press(opened(visit, "Mia", cast), "pain-switch-show")
    assert ">6<" in text(mias)


def test_the_child_hides_pain_in_a_closed_record_too(cast: Cast, visit: Visit) -> None:
    by(cast, "Pat", enter_score, PAIN, CHILD, TODAY, 6)
    by(cast, "Pat", set_pain, every_weeks=None, is_turned_on=True, seen=None)
    office(cast, "Ada", close_record, cast.mia)
    mias = opened(visit, "Mia", cast)
    assert ">6<" in text(mias)
    press(mias, "pain-switch-hide")
    assert ">6<" not in text(mias)
    assert "pain" not in text(opened(visit, "Dana", cast)).lower()
    # Opened once more: a page runs as who was let in last.
    mias = press(opened(visit, "Mia", cast), "pain-switch-show")
    assert ">6<" in text(mias)


def test_a_setting_that_was_changed_meanwhile_is_told(cast: Cast, visit: Visit) -> None:
    at = opened(visit, "Pat", cast)
    by(cast, "Lee", set_pain, every_weeks=2, is_turned_on=True, seen=None)
    part = f"pain-{cast.mia}"
    at.number_input(f"{part}-weeks").set_value(4)
    press(at, f"{part}-save")
    assert errors(at) == [
        "This was changed in another place just now. Yours was not saved; please look again."
    ]
    assert (at.number_input(f"{part}-weeks").value, at.toggle(f"{part}-shown").value) == (4, True)
    press(at, f"{part}-save")
    now = by(cast, "Pat", measures_of).pain
    assert now is not None
    assert (now.every_weeks, now.is_turned_on) == (4, True)
    by(cast, "Mia", hide_pain)


def test_watch_dates_are_added_and_removed(cast: Cast, visit: Visit) -> None:
    by(
        cast,
        "Pat",
        add_watch_dates,
        first=TODAY,
        last=TODAY + ONE_DAY,
        about="School *trip*",
        agreed_with="Mia",
    )
    at = opened(visit, "Pat", cast)
    said = "**Mon 3 Mar to Tue 4 Mar** · School \\*trip\\* · agreed with Mia"
    assert said in text(at)
    [watched] = by(cast, "Pat", measures_of).watched
    key = f"form-watch-{cast.mia}"
    press(at, f"{key}-save")
    assert errors(at) == ["From: please fill this in."]
    at.date_input(f"{key}-0-from").set_value(TODAY + ONE_DAY)
    at.date_input(f"{key}-0-to").set_value(TODAY)
    at.text_input(f"{key}-0-about").set_value("Exams")
    press(at, f"{key}-save")
    [sentence] = errors(at)
    assert sentence.startswith("To: please choose from Tue 4 Mar")
    at.date_input(f"{key}-0-to").set_value(TODAY + 2 * ONE_DAY)
    press(at, f"{key}-save")
    press(at, f"unwatch-{watched.id}")
    assert [each.about for each in by(cast, "Pat", measures_of).watched] == ["Exams"]

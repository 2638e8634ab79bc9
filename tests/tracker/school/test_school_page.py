"""The page for the school: who agrees to what, and what is then on the paper, read back and seen."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from db.tables import METADATA
from db.vocabulary import Level, RelationshipKind, SchoolPageLine
from tests.cast import Cast, link
from tests.db.described import rows_of
from tests.pdf import opened, read
from tests.schooling import Schooling, make_school_page, make_schooling, words_of_a_page
from tests.steps import TODAY, TOMORROW, Clock, Plan, by, make_two_weeks_of_plan
from tracker.access.work import reading
from tracker.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tracker.exchange.school_page import printed_school_page, school_page_of
from tracker.exchange.sheet import Paper
from tracker.school.page import PageWords, write_school_page
from tracker.school.plan import plan_step
from tracker.school.ticks import LineTicks, read_ticks, tick_as_child, tick_as_guardian
from tracker.school.timetable import set_timetable

UNTIL = TODAY + timedelta(days=30)
CONTACT, DIAGNOSIS, PLANNED = (
    SchoolPageLine.CONTACT,
    SchoolPageLine.DIAGNOSIS,
    SchoolPageLine.PLANNED_PERIODS,
)
WITHOUT_DIAGNOSIS = [line for line in SchoolPageLine if line is not DIAGNOSIS]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def plan(engine: sa.Engine, cast: Cast) -> Plan:
    return make_two_weeks_of_plan(engine, cast)


@pytest.fixture
def schooling(cast: Cast, plan: Plan) -> Schooling:
    return make_schooling(cast)


@pytest.fixture
def written(cast: Cast, schooling: Schooling) -> int:
    return make_school_page(cast, UNTIL)


def agree(cast: Cast, page: int, *lines: SchoolPageLine, who: str = "Dana") -> None:
    for line in lines:
        by(cast, who, tick_as_guardian, page, line, agrees=True)
        by(cast, "Mia", tick_as_child, page, line, agrees=True)


def paper(cast: Cast, who: str = "Dana", on: Paper = Paper.A4) -> bytes:
    with reading(cast.tokens[who]) as work:
        return printed_school_page(school_page_of(work, cast.mia), on)


def stands(cast: Cast, page: int, line: SchoolPageLine, who: str = "Dana") -> LineTicks:
    with reading(cast.tokens[who]) as work:
        return next(one for one in read_ticks(work, work.child(cast.mia, "see"), page) if one.line is line)  # type: ignore[arg-type]


def test_a_nurse_can_act_on_it(cast: Cast, written: int, schooling: Schooling) -> None:
    coming = TODAY + timedelta(days=14)
    by(cast, "Pat", plan_step, schooling.steps[2], first=coming, seen=schooling.planned)
    agree(cast, written, *WITHOUT_DIAGNOSIS)
    found = read(paper(cast))
    assert len(found.words) == 1
    for text in (
        "Page for the school",
        "Mia",
        "Valid until Wed 2 Apr 2025",
        "As of Mon 3 Mar 2025",
        "2 of 6 periods on Mon, Tue, Wed, Thu, Fri",
        "From Mon 17 Mar 2025: 4 periods",
        "Ms. Reyes, room 12",
        "The library, ten minutes",
        "A break, then a glass of water, then back to class",
        "Call Dana when a second break did not help",
    ):
        assert text in found.text, text
    assert found.title == "Page for the school: Mia"


def test_school_and_class_stand_below_the_name(engine: sa.Engine, cast: Cast, written: int) -> None:
    agree(cast, written, *WITHOUT_DIAGNOSIS)
    assert "Hill School" not in read(paper(cast)).text
    child = METADATA.tables["child"]
    with engine.begin() as connection:
        named = sa.update(child).where(child.c.id == cast.mia)
        connection.execute(named.values(school="Hill School", school_class="9b"))
    assert "Hill School · 9b" in read(paper(cast)).text


def test_what_is_to_come_is_no_more_than_the_timetable_of_then(
    cast: Cast, written: int, schooling: Schooling
) -> None:
    shorter, half, full = (TODAY + timedelta(days=days) for days in (7, 8, 14))
    table = {"first": shorter, "weekdays": 0b0000111, "periods": 3, "seen": schooling.timetable}
    by(cast, "Pat", set_timetable, **table)  # type: ignore[arg-type]
    later = by(cast, "Pat", plan_step, schooling.steps[2], first=half, seen=schooling.planned)
    by(cast, "Pat", plan_step, schooling.steps[3], first=full, seen=later)
    agree(cast, written, PLANNED)
    text = read(paper(cast)).text
    for line in (
        "2 of 6 periods on Mon, Tue, Wed, Thu, Fri",
        "From Mon 10 Mar 2025: 2 of 3 periods on Mon, Tue, Wed",
        "From Tue 11 Mar 2025: 3 periods",
        "From Mon 17 Mar 2025: 3 periods",
    ):
        assert line in text, line
    assert "4 periods" not in text
    assert "6 periods" not in text.replace("2 of 6 periods", "")


def test_a_diagnosis_stands_on_it_only_once_both_have_agreed(cast: Cast, written: int) -> None:
    agree(cast, written, *WITHOUT_DIAGNOSIS)
    words = ("amplified", "pain", "syndrome", "diagnosis", "diffuse")
    for half in (None, ("Dana", tick_as_guardian), ("Mia", tick_as_child)):
        if half is not None:
            who, tick = half
            by(cast, who, tick, written, DIAGNOSIS, agrees=True)
        if half is None or half[0] == "Dana":
            pdf = paper(cast)
            assert not [word for word in words if word in (read(pdf).text + read(pdf).title).lower()]
            assert not [word for word in words if word.encode() in pdf.lower()]
    assert "Amplified musculoskeletal pain syndrome, type: diffuse" in read(paper(cast)).text


def test_only_what_both_agree_to_is_printed(cast: Cast, written: int) -> None:
    agree(cast, written, CONTACT)
    by(cast, "Dana", tick_as_guardian, written, PLANNED, agrees=True)
    text = read(paper(cast)).text
    assert "Ms. Reyes, room 12" in text
    for missing in ("2 of 6 periods", "library", "glass of water", "Call Dana"):
        assert missing not in text


def test_nothing_agreed_to_says_what_is_missing(engine: sa.Engine, cast: Cast, written: int) -> None:
    with pytest.raises(Conflict, match="page_not_agreed"):
        paper(cast)
    by(cast, "Dana", tick_as_guardian, written, CONTACT, agrees=True)
    with pytest.raises(Conflict, match="page_not_agreed"):
        paper(cast, "Pat")


def test_anybodys_latest_no_keeps_a_line_here(cast: Cast, written: int) -> None:
    agree(cast, written, CONTACT)
    assert stands(cast, written, CONTACT).goes_out
    by(cast, "Ben", tick_as_guardian, written, CONTACT, agrees=False)
    assert not stands(cast, written, CONTACT).goes_out
    assert stands(cast, written, CONTACT).mine is True
    by(cast, "Ben", tick_as_guardian, written, CONTACT, agrees=True)
    assert stands(cast, written, CONTACT).goes_out
    by(cast, "Mia", tick_as_child, written, CONTACT, agrees=False)
    assert not stands(cast, written, CONTACT, "Mia").goes_out


def test_the_same_answer_twice_is_one(engine: sa.Engine, cast: Cast, written: int) -> None:
    by(cast, "Dana", tick_as_guardian, written, CONTACT, agrees=True)
    before = rows_of(engine)
    by(cast, "Dana", tick_as_guardian, written, CONTACT, agrees=True)
    assert rows_of(engine) == before


def test_nobody_answers_for_a_child_with_a_sign_in(engine: sa.Engine, cast: Cast, written: int) -> None:
    with pytest.raises(NotPermitted):
        by(cast, "Dana", tick_as_child, written, CONTACT, agrees=True)
    for who in ("Pat", "Casey", "Lee"):
        with pytest.raises(NotPermitted):
            by(cast, who, tick_as_guardian, written, CONTACT, agrees=True)
        with pytest.raises(NotPermitted):
            by(cast, who, tick_as_child, written, CONTACT, agrees=True)


def test_a_guardian_hands_the_phone_over_where_the_child_has_none(
    engine: sa.Engine, cast: Cast, written: int
) -> None:
    relationship = METADATA.tables["relationship"]
    of_mia = relationship.c.account_id == cast.accounts["Mia"]
    with engine.begin() as connection:
        connection.execute(sa.update(relationship).where(of_mia).values(revoked_at=datetime.now(UTC)))
    by(cast, "Dana", tick_as_guardian, written, CONTACT, agrees=True)
    by(cast, "Dana", tick_as_child, written, CONTACT, agrees=True)
    assert stands(cast, written, CONTACT).goes_out
    with engine.begin() as connection:
        link(connection, cast.clinic, cast.accounts["Mia"], cast.mia, RelationshipKind.CHILD, Level.RECORD)
    by(cast, "Mia", tick_as_child, written, CONTACT, agrees=False)
    assert not stands(cast, written, CONTACT).goes_out


def test_who_is_no_guardian_any_more_neither_agrees_nor_stands_in_the_way(
    engine: sa.Engine, cast: Cast, written: int
) -> None:
    agree(cast, written, CONTACT)
    by(cast, "Ben", tick_as_guardian, written, CONTACT, agrees=False)
    relationship = METADATA.tables["relationship"]

    def end(who: str) -> None:
        of_them = relationship.c.account_id == cast.accounts[who]
        with engine.begin() as connection:
            connection.execute(sa.update(relationship).where(of_them).values(revoked_at=datetime.now(UTC)))

    end("Ben")
    assert stands(cast, written, CONTACT).goes_out
    end("Dana")
    assert not stands(cast, written, CONTACT, "Pat").goes_out


def test_a_new_version_is_agreed_to_anew(cast: Cast, written: int) -> None:
    agree(cast, written, CONTACT)
    same = by(cast, "Pat", write_school_page, words_of_a_page(UNTIL), seen=None)
    assert same == written
    changed = PageWords("Mr. Osei", "", "", "", UNTIL)
    with pytest.raises(Conflict, match="changed"):
        by(cast, "Pat", write_school_page, changed, seen=None)
    new = by(cast, "Pat", write_school_page, changed, seen=written)
    with pytest.raises(Conflict, match="page_not_agreed"):
        paper(cast)
    with pytest.raises(Conflict, match="page_changed"):
        by(cast, "Dana", tick_as_guardian, written, CONTACT, agrees=True)
    with pytest.raises(NotFound):
        by(cast, "Dana", tick_as_guardian, new + 1, CONTACT, agrees=True)
    agree(cast, new, CONTACT)
    assert "Mr. Osei" in read(paper(cast)).text


def test_past_its_last_day_it_is_not_printed(cast: Cast, schooling: Schooling, clock: Clock) -> None:
    page = make_school_page(cast, TOMORROW)
    agree(cast, page, CONTACT)
    clock.forward(days=1)
    assert paper(cast)
    clock.forward(days=1)
    with pytest.raises(Conflict, match="page_over"):
        paper(cast)


@pytest.mark.parametrize("until", [TODAY - timedelta(days=1), TODAY + timedelta(days=367), date.max])
def test_its_last_day_has_limits(cast: Cast, until: date) -> None:
    with pytest.raises(InvalidInput, match="valid_until: range"):
        by(cast, "Pat", write_school_page, words_of_a_page(until), seen=None)


def test_without_a_page_there_is_nothing(cast: Cast) -> None:
    with pytest.raises(NotFound):
        paper(cast)


def test_the_longest_texts_stand_on_one_page_and_are_no_markup(cast: Cast, schooling: Schooling) -> None:
    texts = ("w" * 300, "#pagebreak()\n" * 23, '$x$ *b* #read("/etc/passwd") ' * 10, "名" * 300)
    first, second, third, fourth = (text[:300].strip() for text in texts)
    long = PageWords(first, second, third, fourth, UNTIL)
    page = by(cast, "Pat", write_school_page, long, seen=None)
    agree(cast, page, *SchoolPageLine)
    for size, on in (((595, 842), Paper.A4), ((612, 792), Paper.LETTER)):
        found = read(paper(cast, on=on))
        assert found.sizes == [size]
        assert '#read("/etc/passwd")' in found.text
        assert "#pagebreak()" in found.text


def test_the_picture_has_ink_and_margins(cast: Cast, written: int) -> None:
    agree(cast, written, *SchoolPageLine)
    with opened(paper(cast)) as document:
        picture = document[0].render(scale=1).to_pil().convert("L")
    width, height = picture.size
    left, top, right, bottom = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert left > width * 0.05
    assert top > height * 0.04
    assert right < width * 0.95
    assert bottom < height * 0.97

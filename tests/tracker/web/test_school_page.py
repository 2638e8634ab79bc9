"""The address of the page for the school: a PDF once it is agreed to, words for everybody else."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.vocabulary import SchoolPageLine
from tests.cast import Cast
from tests.db.described import rows_of
from tests.pdf import read
from tests.schooling import make_school_page
from tests.steps import TODAY, Clock, by
from tests.tracker.web.stage import browser
from tests.tracker.web.test_export_page import as_somebody
from tracker.errors import NotFound
from tracker.school.ticks import tick_as_child, tick_as_guardian
from tracker.screen.messages import in_words

CONTACT = SchoolPageLine.CONTACT


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def address(cast: Cast, query: str = "") -> str:
    return f"/school-page/{cast.mia}.pdf{query}"


def test_it_is_a_page_once_both_agree(engine: sa.Engine, cast: Cast) -> None:
    page = make_school_page(cast, TODAY + timedelta(days=30))
    by(cast, "Dana", tick_as_guardian, page, CONTACT, agrees=True)
    for who in ("Dana", "Pat"):
        answer = as_somebody(cast, who).get(address(cast))
        assert answer.status_code == 409
        assert "a guardian and Mia have to agree" in answer.text
        assert "Ms. Reyes" not in answer.text
    by(cast, "Mia", tick_as_child, page, CONTACT, agrees=True)
    for who in ("Dana", "Mia", "Pat", "Casey"):
        answer = as_somebody(cast, who).get(address(cast, "?paper=letter"))
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-disposition"] == 'inline; filename="page-for-the-school.pdf"'
        found = read(answer.content)
        assert found.sizes == [(612, 792)]
        assert "Ms. Reyes, room 12" in found.text
    looks = {(r["account_id"], r["what"]) for r in rows_of(engine)["access_log"] if r["access"] == "look"}
    assert looks == {(cast.accounts[who], "school_page") for who in ("Dana", "Mia", "Pat", "Casey")}


def test_everybody_else_gets_words(engine: sa.Engine, cast: Cast) -> None:
    make_school_page(cast, TODAY + timedelta(days=30))
    before = rows_of(engine)
    heard = set()
    for who in ("Ada", "Sam", "Iris"):
        for number in (cast.mia, 999, 0, -1, 2**40, "x"):
            answer = as_somebody(cast, who).get(f"/school-page/{number}.pdf")
            heard.add((answer.status_code, in_words(NotFound()) in answer.text))
    assert heard == {(404, True)}
    assert rows_of(engine) == before


def test_who_is_signed_out_signs_in_first(cast: Cast) -> None:
    answer = browser().get(address(cast, "?paper=letter"))
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?next=/school-page/{cast.mia}.pdf%3Fpaper%3Dletter"

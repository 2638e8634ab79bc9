"""The address of a sheet: a PDF for whoever may see the child, words for everybody else."""

import sqlalchemy as sa

from tests.cast import Cast
from tests.db.described import rows_of
from tests.pdf import read
from tests.steps import TODAY, Plan
from tests.tracker.web.stage import browser
from tests.tracker.web.test_export_page import as_somebody
from tracker.errors import NotFound
from tracker.screen.messages import in_words


def address(cast: Cast, query: str = "") -> str:
    return f"/sheet/{cast.mia}.pdf{query}"


def test_whoever_sees_the_child_gets_a_page(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    for who in ("Dana", "Mia", "Pat", "Casey"):
        answer = as_somebody(cast, who).get(address(cast))
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/pdf"
        name = f"stepwise-week-{TODAY}.pdf"
        assert answer.headers["content-disposition"] == f'inline; filename="{name}"'
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "Week 3" in read(answer.content).text
    looks = {(r["account_id"], r["access"], r["what"]) for r in rows_of(engine)["access_log"]}
    assert looks == {(cast.accounts[who], "look", "sheet") for who in ("Dana", "Mia", "Pat", "Casey")}


def test_the_week_and_the_paper_are_asked_for(cast: Cast, plan: Plan) -> None:
    client = as_somebody(cast, "Dana")
    a4, letter = (595, 842), (612, 792)
    for query, week, paper in (
        ("?from=2025-02-19", "Week 1", a4),
        ("?from=2025-03-10&paper=letter", "Week 4", letter),
        ("?from=9999-12-31", "Week 55", a4),
        ("?from=0001-01-01&paper=A4", "Week 1", a4),
        ("?from=yesterday&paper=%00", "Week 3", a4),
        ("?from=2025-02-30&paper=", "Week 3", a4),
    ):
        answer = client.get(address(cast, query))
        assert answer.status_code == 200, query
        sheet = read(answer.content)
        assert (week in sheet.text, sheet.sizes) == (True, [paper]), query


def test_everybody_else_gets_words(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    before = rows_of(engine)
    nothing = set()
    for who in ("Ada", "Sam", "Iris"):
        for number in (cast.mia, 999, 0, -1, 2**40, "9" * 40, "x", "7.5", "٣", "1%20"):
            answer = as_somebody(cast, who).get(f"/sheet/{number}.pdf")
            assert in_words(NotFound()) in answer.text
            nothing.add((answer.status_code, answer.text))
    assert len(nothing) == 1
    assert nothing.pop()[0] == 404
    assert rows_of(engine) == before


def test_a_child_without_a_plan_has_no_sheet(cast: Cast) -> None:
    answer = as_somebody(cast, "Dana").get(address(cast))
    assert (answer.status_code, in_words(NotFound()) in answer.text) == (404, True)


def test_who_is_signed_out_signs_in_first_and_comes_back_to_the_same_week(cast: Cast, plan: Plan) -> None:
    answer = browser().get(address(cast, "?from=2025-02-19&paper=letter"))
    assert answer.status_code == 303
    goal = f"/sheet/{cast.mia}.pdf%3Ffrom%3D2025-02-19%26paper%3Dletter"
    assert answer.headers["location"] == f"/sign-in?next={goal}"


def test_nothing_is_changed_by_any_other_method(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    before = rows_of(engine)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = as_somebody(cast, "Dana").request(method, address(cast))
        assert answer.headers.get("content-type") != "application/pdf"
    assert rows_of(engine) == before

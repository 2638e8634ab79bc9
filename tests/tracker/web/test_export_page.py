"""The address of a copy: a file for the family, words for everybody else, and no name of anything in its own."""

import io
import zipfile
from html.parser import HTMLParser

import sqlalchemy as sa

from tests.cast import Cast
from tests.db.described import rows_of
from tests.steps import TODAY, Plan
from tests.tracker.office.office import add_administrator, give_passwords, office
from tests.tracker.web.stage import Browser, browser
from tracker.errors import NotFound, NotPermitted
from tracker.exchange.columns import KINDS, STATES
from tracker.office.closing import close_record
from tracker.office.erasure import ask_to_erase, erase_record
from tracker.screen.messages import in_words


class Page(HTMLParser):
    """What a person finds on a page: its links, its title, and all of its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        if data.strip() and self.tags[-1:] != ["style"]:
            self.words.append(" ".join(data.split()))


def as_somebody(cast: Cast, who: str) -> Browser:
    client = browser()
    client.cookies.set("session", cast.tokens[who])
    return client


def address(cast: Cast) -> str:
    return f"/record/{cast.mia}.zip"


def test_a_therapist_gets_files_and_nobody_else_does(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    way = f"/files/{cast.mia}.zip"
    answer = as_somebody(cast, "Pat").get(way)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    name = f"stepwise-files-{cast.mia}.zip"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert (
            archive.read("prescriptions.csv")
            .decode()
            .splitlines()[1]
            .startswith("Stairs,functional,daily,1,")
        )
    for who in ("Dana", "Mia", "Casey", "Lee"):
        assert as_somebody(cast, who).get(way).status_code == 403
    for who in ("Ada", "Sam", "Iris"):
        assert as_somebody(cast, who).get(way).status_code == 404
    for number in ("999", "0", "9" * 30, "x"):
        assert as_somebody(cast, "Pat").get(f"/files/{number}.zip").status_code == 404
    assert browser().get(way).status_code == 303


def test_the_family_gets_a_file(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    for who in ("Dana", "Ben", "Mia"):
        answer = as_somebody(cast, who).get(address(cast))
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/zip"
        name = f"stepwise-record-{cast.mia}-{TODAY}.zip"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.testzip() is None
            assert all("/" not in name and ".." not in name for name in archive.namelist())
    looks = [(r["account_id"], r["access"], r["what"]) for r in rows_of(engine)["access_log"]]
    assert sorted(looks) == sorted((cast.accounts[who], "look", "export") for who in ("Dana", "Ben", "Mia"))


def test_the_index_is_read_without_scripts_and_leads_to_every_file(cast: Cast, plan: Plan) -> None:
    answer = as_somebody(cast, "Dana").get(address(cast))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        page, names = Page(archive.read("index.html").decode()), set(archive.namelist())
    assert not {"script", "iframe", "img", "link", "form"} & set(page.tags)
    assert set(page.links) == names - {"index.html"}
    words = set(page.words)
    for kind in KINDS:
        assert {kind.title, *kind.columns, *kind.columns.values()} <= words
    assert set(STATES.values()) <= words
    assert any("Texts that others wrote for other readers are not in this file" in text for text in words)


def test_a_name_is_a_name_on_it(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE child SET chosen_name = '<script>alert(1)</script>{{ 7*7 }}'"))
    answer = as_somebody(cast, "Dana").get(address(cast))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        page = Page(archive.read("index.html").decode())
    assert "<script>alert(1)</script>{{ 7*7 }}" in page.words
    assert "script" not in page.tags


def test_everybody_else_gets_words(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    before = rows_of(engine)
    for who in ("Pat", "Casey", "Lee"):
        answer = as_somebody(cast, who).get(address(cast))
        assert (answer.status_code, in_words(NotPermitted()) in answer.text) == (403, True)
    nothing = set()
    for who in ("Ada", "Sam", "Iris"):
        for number in (cast.mia, 999, 0, -1, 2**40, "9" * 40, "x", "7.5", "٣", "1%20"):
            answer = as_somebody(cast, who).get(f"/record/{number}.zip")
            assert in_words(NotFound()) in answer.text
            nothing.add((answer.status_code, answer.text))
    assert len(nothing) == 1
    assert nothing.pop()[0] == 404
    assert rows_of(engine) == before


def test_who_is_signed_out_signs_in_first(cast: Cast, plan: Plan) -> None:
    answer = browser().get(address(cast))
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?next=/record/{cast.mia}.zip"


def test_nothing_is_changed_by_any_other_method(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    before = rows_of(engine)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = as_somebody(cast, "Dana").request(method, address(cast))
        assert answer.headers.get("content-type") != "application/zip"
    assert rows_of(engine) == before


def test_of_an_erased_record_there_is_none(engine: sa.Engine, cast: Cast, plan: Plan) -> None:
    add_administrator(engine, cast, "Eve", cast.clinic)
    give_passwords(engine)
    office(cast, "Ada", close_record, cast.mia)
    assert as_somebody(cast, "Dana").get(address(cast)).status_code == 200
    office(cast, "Ada", ask_to_erase, cast.mia, "Mia")
    erase_record(cast.tokens["Eve"], cast.mia)
    assert as_somebody(cast, "Dana").get(address(cast)).status_code == 303
    for who in ("Pat", "Sam", "Ada"):
        assert as_somebody(cast, who).get(address(cast)).status_code == 404

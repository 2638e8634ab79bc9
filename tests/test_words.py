"""Every word on a screen goes through one gettext place."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from tests.cast import Cast
from tests.factories import make_episode, make_plan, make_prescription
from tests.pages.conftest import Visit, visit
from tracker.plans.schedule import per_week
from tracker.screen import words

__all__ = ["visit"]
ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "tracker" / "locale" / "tracker.pot"
METHODS = [("**.py", "python"), ("**/templates/*.html", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def template() -> Catalog:
    with TEMPLATE.open("rb") as file:
        return read_po(file)


def test_the_template_holds_every_sentence_of_the_source() -> None:
    found = set()
    for folder in ("tracker", "pages"):
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, METHODS, keywords=KEYWORDS
        ):
            found.add(message)
    written = {message.id for message in template() if message.id}
    assert len(written) > 100
    assert found == written, "run `make words`"


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A translation that puts every sentence into brackets."""
    catalog = Catalog(locale="de")
    for message in template():
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            marked = tuple(f"⟦{text}⟧" for text in ids)
            catalog.add(message.id, marked if len(marked) > 1 else marked[0])
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    file = tmp_path / "de" / "LC_MESSAGES" / "tracker.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(buffer.getvalue())
    with monkeypatch.context() as spoken:
        spoken.setattr(words, "LOCALE", tmp_path)
        spoken.setenv("TRACKER_LANGUAGE", "de")
        _forget()
        yield
    _forget()


def _forget() -> None:
    for kept in (words.language, words._translation):
        kept.cache_clear()


def first_chips(at: AppTest) -> list[str]:
    (pills,) = at.get("pills")
    assert isinstance(pills, ButtonGroup)
    return pills.options[:1]


def test_a_translation_reaches_every_word_of_today(
    engine: sa.Engine, cast: Cast, visit: Visit, marked: None
) -> None:
    start = date.today() - timedelta(days=20)  # noqa: DTZ011 - any day some weeks ago
    with engine.begin() as connection:
        make_plan(connection, cast.mia, start)
        episode = make_episode(connection, cast.children["Noor"], start)
        make_prescription(connection, cast.children["Noor"], episode, start, schedule=per_week(3))
    at = visit("Dana").run()
    assert not at.exception
    next(button for button in at.button if str(button.key).startswith("done-")).click().run()
    shown = [
        *(element.value for kind in (at.header, at.subheader, at.info, at.caption) for element in kind),
        at.progress[0].text,
        *(button.label for button in at.button if not str(button.key).startswith(("done-", "more-"))),
        *(button.label for button in at.button if "green-badge" in button.label),
        *first_chips(at),
    ]
    assert len(shown) > 7
    assert [text for text in shown if "⟦" not in text] == []

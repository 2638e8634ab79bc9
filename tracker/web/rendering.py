"""Our few pages outside Streamlit: plain HTML that works without scripts."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from tracker.screen import words

PRODUCT = "Stepwise"

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)
_PAGES.globals.update(_=words._, language=words.language, product=PRODUCT)


def page(template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Fill a template."""
    return HTMLResponse(_PAGES.get_template(template).render(values), status)


def message(title: str, text: str, status: int) -> HTMLResponse:
    """Give a page that says what happened and what to do."""
    return page("message.html", status, title=title, text=text)

"""Our few pages outside Streamlit: plain HTML that works without scripts."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from tracker.screen import words

PRODUCT = "Stepwise"

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)
# A name in another direction must not turn the sentence around it.
_PAGES.filters["isolated"] = Markup("<bdi>{}</bdi>").format
_PAGES.globals.update(_=words._, language=words.language, product=PRODUCT)


def page(template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Answer with a filled template."""
    return HTMLResponse(filled(template, **values), status)


def filled(template: str, **values: object) -> str:
    """Fill a template; every value is escaped."""
    return _PAGES.get_template(template).render(values)


def message(title: str, text: str, status: int, way_on: str = "") -> HTMLResponse:
    """Give a page that says what happened and what to do; `way_on` says where its one link leads, to the start."""
    return page("message.html", status, title=title, text=text, way_on=way_on or words._("Back to the start"))

"""The rules that hold the house up, read from the source. The floors are import-linter's (`make check`).

Each rule is a function from one source file to its breaches; each is also shown to see a planted one.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("db", "tracker", "pages")


@dataclass(frozen=True)
class Source:
    """One Python file of the product, by its path from the root: `tracker/plans/dose.py`."""

    path: str
    text: str

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def under(self, *modules: str) -> bool:
        return any(self.module == module or self.module.startswith(f"{module}.") for module in modules)

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """Every imported module, also inside functions, and what is imported from it."""
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(node.lineno, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                origin = self._origin(node)
                found += [(node.lineno, f"{origin}.{alias.name}") for alias in node.names]
            elif isinstance(node, ast.Call) and _dotted(node.func) in {
                "import_module",
                "importlib.import_module",
                "__import__",
            }:
                found += [(node.lineno, str(a.value)) for a in node.args[:1] if isinstance(a, ast.Constant)]
        return found

    @cached_property
    def names(self) -> list[tuple[int, str]]:
        """Every name and attribute, spelled out through its import: `sa.update` is `sqlalchemy.update`."""
        meaning: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                meaning |= {alias.asname: alias.name for alias in node.names if alias.asname}
            elif isinstance(node, ast.ImportFrom):
                origin = self._origin(node)
                meaning |= {alias.asname or alias.name: f"{origin}.{alias.name}" for alias in node.names}
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, (ast.Name, ast.Attribute)) and (dotted := _dotted(node)):
                first, _, rest = dotted.partition(".")
                found.append((node.lineno, ".".join(filter(None, (meaning.get(first, first), rest)))))
        return found

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.module.split(".")
        up = node.level - self.path.endswith("/__init__.py")
        return ".".join([*package[: len(package) - up], *filter(None, [node.module])])


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := _dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


@cache
def every_source() -> list[Source]:
    return [
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for floor in FLOORS
        for path in sorted((ROOT / floor).rglob("*.py"))
    ]


Breach = tuple[int, str]
Rule = Callable[[Source], Iterator[Breach]]


def only(allowed: tuple[str, ...], *packages: str) -> Rule:
    """Only these modules may import these packages."""

    def rule(source: Source) -> Iterator[Breach]:
        if source.under(*allowed):
            return
        for line, name in source.imports:
            if name.split(".")[0] in packages:
                yield line, f"imports {name}"

    return rule


ASKS_THE_TIME = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "sqlalchemy.func.now",
    "sqlalchemy.func.current_timestamp",
    "sqlalchemy.func.current_date",
}


def one_clock(source: Source) -> Iterator[Breach]:
    if source.path != "tracker/clock.py":
        yield from ((line, f"asks {name}") for line, name in source.names if name in ASKS_THE_TIME)


def no_shared_cache(source: Source) -> Iterator[Breach]:
    if source.under("tracker", "pages"):
        for line, name in [*source.names, *source.imports]:
            if name.startswith("streamlit.") and name.endswith(".cache_data"):
                yield line, f"uses {name}"


BULK = re.compile(r"(sqlalchemy|sqlmodel)(\.\w+)*\.(update|delete)")
BULK_TEXT = re.compile(r"\s*(UPDATE\s+\w+\s+SET|DELETE\s+FROM)\b", re.IGNORECASE)


def no_bulk_change(source: Source) -> Iterator[Breach]:
    if source.under("db.queries", "db.migrations", "db.triggers"):
        return
    for line, name in [*source.names, *source.imports]:
        if BULK.fullmatch(name) or re.search(r"__table__\.(update|delete)$", name):
            yield line, f"uses {name}"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and BULK_TEXT.match(node.value):
            yield node.lineno, f"holds {node.value.split()[0].upper()} as text"
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"update", "delete"}
            and any(isinstance(n, ast.Attribute) and n.attr == "query" for n in ast.walk(node.func.value))
        ):
            yield node.lineno, f"calls query(...).{node.func.attr}()"


def tables_in_their_place(source: Source) -> Iterator[Breach]:
    if source.under("db.tables"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and any(keyword.arg == "table" for keyword in node.keywords):
            yield node.lineno, f"declares the table {node.name}"


def page_asks_who(source: Source) -> Iterator[Breach]:
    if not source.under("pages") or source.path.endswith("__init__.py"):
        return
    body = list(source.tree.body)
    if body and ast.get_docstring(source.tree) is not None:
        body.pop(0)
    while body and isinstance(body[0], (ast.Import, ast.ImportFrom)):
        body.pop(0)
    first = body[0] if body else None
    call = first.value if isinstance(first, (ast.Expr, ast.Assign, ast.AnnAssign)) else None
    if not (isinstance(call, ast.Call) and _dotted(call.func).split(".")[-1] == "require_actor"):
        yield getattr(first, "lineno", 1), "does not begin with require_actor()"


def web_on_top(source: Source) -> Iterator[Breach]:
    if source.under("tracker") and not source.under("tracker.web", "tracker.cli"):
        yield from (
            (line, f"imports {n}") for line, n in source.imports if f"{n}.".startswith("tracker.web.")
        )


FOR_THE_DEMO = re.compile(
    r"tracker\.clock\.(at|_\w+)|db\.queries\.demo\.mark|(db\.tables|db\.tables\.settings)\.Demo"
)


def only_the_demo(source: Source) -> Iterator[Breach]:
    """Nobody else sets the clock, or marks a database as one to which anybody may sign in."""
    if source.under("tracker.demo", "db") or source.path == "tracker/clock.py":
        return
    for line, name in {*source.names, *source.imports}:
        if FOR_THE_DEMO.fullmatch(name):
            yield line, f"uses {name}"


def no_borrowed_names(source: Source) -> Iterator[Breach]:
    """Guard against shadowing: Streamlit puts the entry script's folder first on sys.path."""
    name = source.module.split(".")[-1]
    if source.under("tracker.web") and source.module.count(".") == 2 and name in sys.stdlib_module_names:
        yield 1, f"is named like the standard library's {name}"


RULES: dict[str, tuple[Rule, str]] = {
    "streamlit": (
        only(("tracker.web", "tracker.screen", "pages"), "streamlit"),
        "return data and let pages/ or tracker/screen show it",
    ),
    "pandas": (
        only(("tracker.charts", "tracker.exchange.tables"), "pandas"),
        "aggregate in db/queries, or shape the rows in tracker/charts/frames.py",
    ),
    "plotly": (
        only(("tracker.charts",), "plotly"),
        "draw in tracker/charts/figures.py and hand the figure up",
    ),
    "sql": (
        only(("db", "tracker.access.transaction", "tracker.access.trouble"), "sqlmodel", "sqlalchemy"),
        "put the statement into db/queries and run it inside a unit of work",
    ),
    "clock": (one_clock, "take the moment as an argument, or read tracker.clock once in the use case"),
    "cache": (no_shared_cache, "read it anew: st.cache_data would serve one person another's rows"),
    "bulk change": (no_bulk_change, "put it into db/queries, where the write-once guard's tests look"),
    "tables": (tables_in_their_place, "move it to db/tables: a rerun would define it twice"),
    "page": (page_asks_who, "call require_actor() right after the imports, before anything is read or shown"),
    "web": (
        web_on_top,
        "the web server imports the screens and the use cases: move what both need downstairs",
    ),
    "demo": (only_the_demo, "only tracker/demo, in a database of its own, lives at another time than now"),
    "names": (no_borrowed_names, "give it another name"),
}


@pytest.mark.parametrize("name", RULES)
def test_the_house_rules_hold(name: str) -> None:
    rule, fix = RULES[name]
    breaches = [f"{s.path}:{line} {what}: {fix}" for s in every_source() for line, what in rule(s)]
    assert not breaches, "\n".join(breaches)


PLANTED = [
    ("streamlit", "tracker/plans/dose.py", "import streamlit as st"),
    ("streamlit", "db/engine.py", "def f():\n    from streamlit import session_state"),
    ("pandas", "tracker/exchange/fhir.py", "import pandas as pd"),
    ("pandas", "pages/plan.py", "import importlib\nimportlib.import_module('pandas')"),
    ("plotly", "tracker/screen/forms.py", "import plotly.express"),
    ("plotly", "tracker/exchange/tables.py", "from plotly import graph_objects"),
    ("sql", "tracker/access/worker.py", "from sqlmodel import select"),
    ("sql", "pages/today.py", "import sqlalchemy as sa"),
    ("clock", "tracker/record/visits.py", "from datetime import UTC, datetime as d\nd.now(UTC)"),
    ("clock", "db/tables/base.py", "import datetime\nx = dict(default_factory=datetime.datetime.utcnow)"),
    ("clock", "pages/today.py", "from datetime import date\ndate.today()"),
    ("clock", "tracker/web/gate.py", "from time import time\ntime()"),
    ("clock", "db/queries/plans.py", "import sqlalchemy as sa\nsa.func.now()"),
    ("cache", "pages/today.py", "import streamlit as st\n@st.cache_data\ndef f(): ..."),
    ("cache", "tracker/screen/forms.py", "from streamlit import cache_data as c\n@c(ttl=1)\ndef f(): ..."),
    ("bulk change", "tracker/access/work.py", "import sqlalchemy as sa\nsa.update(table)"),
    ("bulk change", "tracker/access/work.py", "from sqlmodel import delete as d\nd(T)"),
    ("bulk change", "tracker/demo.py", "s.query(T).filter(T.x == 1).delete()"),
    ("bulk change", "tracker/demo.py", "T.__table__.delete()"),
    ("bulk change", "db/engine.py", "c.exec_driver_sql('delete from completion')"),
    ("tables", "tracker/plans/dose.py", "class T(SQLModel, table=True): ..."),
    ("page", "pages/today.py", '"""Today."""\nimport streamlit as st\nst.title("Mia")\nrequire_actor()'),
    ("page", "pages/today.py", "def require_actor(): ...\nrequire_actor()"),
    ("page", "pages/today.py", ""),
    ("web", "tracker/screen/context.py", "from tracker.web.cookies import session_cookie_name"),
    ("web", "tracker/access/work.py", "def f():\n    from tracker import web"),
    ("demo", "tracker/record/days.py", "from tracker import clock\nwith clock.at(moment): ..."),
    ("demo", "tracker/access/work.py", "from tracker.clock import at as then\nthen(moment)"),
    ("demo", "pages/today.py", "import tracker.clock as c\nc._set_to.set(moment)"),
    ("demo", "tracker/access/accounts.py", "from db.queries import demo\ndemo.mark(c, seed=1, made_at=now)"),
    ("demo", "tracker/cli.py", "from db.tables import Demo"),
    ("names", "tracker/web/calendar.py", ""),
]


@pytest.mark.parametrize(("name", "path", "text"), PLANTED)
def test_a_planted_breach_is_seen(name: str, path: str, text: str) -> None:
    assert list(RULES[name][0](Source(path, text)))


ALLOWED = [
    ("streamlit", "tracker/web/app.py", "import streamlit as st"),
    ("pandas", "tracker/exchange/tables.py", "import pandas as pd"),
    ("plotly", "tracker/charts/figures.py", "import plotly.graph_objects as go"),
    ("sql", "tracker/access/transaction.py", "import sqlalchemy as sa"),
    ("sql", "tracker/access/policy.py", "from db.queries import children"),
    ("clock", "tracker/clock.py", "from datetime import UTC, datetime\ndatetime.now(UTC)"),
    (
        "clock",
        "tracker/web/limits.py",
        "import time\ntime.monotonic()\nfrom tracker import clock\nclock.now()",
    ),
    ("cache", "tracker/web/app.py", "import streamlit as st\n@st.cache_resource\ndef f(): ..."),
    ("bulk change", "db/queries/plans.py", "import sqlalchemy as sa\nsa.update(table)"),
    ("bulk change", "tracker/settings.py", "{}.update(a=1)\n'Update your plan'"),
    ("page", "pages/today.py", '"""Today."""\n\nimport streamlit\n\nactor = context.require_actor()\n'),
    ("web", "tracker/cli.py", "from tracker.web import logs"),
    ("web", "tracker/screen/context.py", "from tracker.access.cookies import session_cookie_name"),
    ("demo", "tracker/demo/build.py", "from tracker import clock\nwith clock.at(moment): ..."),
    ("demo", "tracker/access/database.py", "from db.queries import demo\ndemo.is_marked(connection)"),
    ("names", "tracker/web/sign_in.py", ""),
]


@pytest.mark.parametrize(("name", "path", "text"), ALLOWED)
def test_what_is_allowed_passes(name: str, path: str, text: str) -> None:
    assert not list(RULES[name][0](Source(path, text)))


def test_a_relative_import_is_spelled_out() -> None:
    assert Source("tracker/plans/dose.py", "from ..clock import now").imports == [(1, "tracker.clock.now")]
    assert Source("tracker/plans/__init__.py", "from . import dose").imports == [(1, "tracker.plans.dose")]

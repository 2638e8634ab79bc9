"""Every name that a use case or a page writes into the access log has its words, found by reading the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tracker
from db.vocabulary import Access
from tracker.access.clinic_log import SIGN_INS
from tracker.screen.access_log.log_words import OTHERS, WORDS, format_access

ROOT = Path(tracker.__file__).parents[1]
# Where the log itself is written: what is passed on there comes from a caller, who is found.
THE_DOOR = {"tracker/access/work.py", "tracker/access/looks.py"}
WHAT = 1  # the place of the name in log(child, what, subject) and log_for_clinic(clinic, what, subject)
OF_VISITS = "log_visits"  # log_visits(work, child, what, subject, visibility)
Found = tuple[Access, str]


class Unclear(Exception):
    """The name of a use case cannot be read from the source."""


def names_in(text: str) -> Iterator[Found]:
    """Give what a module writes into the log: names of screens, and of use cases."""
    module = ast.parse(text)
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            yield from ((Access.LOOK, name) for name in _default_screen(node))
        elif isinstance(node, ast.Call):
            yield from _of_call(node, module)


def _of_call(call: ast.Call, module: ast.Module) -> Iterator[Found]:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    screens = [keyword.value for keyword in call.keywords if keyword.arg == "screen"]
    if called == "log_office_look":
        screens += call.args[WHAT : WHAT + 1]
    for screen in screens:
        yield from ((Access.LOOK, name) for name in _texts(screen, call, module) if name)
    if isinstance(call.func, ast.Name) and call.func.id == OF_VISITS:
        yield from ((Access.CHANGE, name) for name in _texts(call.args[WHAT + 1], call, module))
    if called in {"log", "log_for_clinic"} and len(call.args) > WHAT:
        yield from ((Access.CHANGE, name) for name in _texts(call.args[WHAT], call, module))


def _texts(what: ast.expr, call: ast.Call, module: ast.Module) -> list[str]:
    """Give the name itself, that of a constant of the module, or those that callers in the module pass for it."""
    if isinstance(what, ast.Constant):
        return [str(what.value)]
    name = what.id if isinstance(what, ast.Name) else ""
    constants = {
        target.id: node.value.value
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    if name in constants:
        return [str(constants[name])]
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    inside = next((function for function in functions if call in ast.walk(function)), None)
    parameters = [] if inside is None else [arg.arg for arg in (*inside.args.args, *inside.args.kwonlyargs)]
    if inside is None or name not in parameters:
        raise Unclear(f"line {call.lineno}: write the name as a text, here or in the call of this function")
    if name == "screen":
        return []  # who calls this function names it by keyword, and is found
    return [text for each in _passed(inside.name, name, parameters, module) for text in each]


def _passed(function: str, name: str, parameters: list[str], module: ast.Module) -> Iterator[list[str]]:
    place = parameters.index(name)
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function:
            by_keyword = [keyword.value for keyword in node.keywords if keyword.arg == name]
            yield _texts((by_keyword or node.args[place : place + 1])[0], node, module)


def _default_screen(node: ast.FunctionDef) -> Iterator[str]:
    for argument, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
        if argument.arg == "screen" and isinstance(default, ast.Constant) and default.value:
            yield str(default.value)


def sources() -> list[Path]:
    found = [path for floor in ("tracker", "pages") for path in sorted((ROOT / floor).rglob("*.py"))]
    return [path for path in found if path.relative_to(ROOT).as_posix() not in THE_DOOR]


def written() -> set[Found]:
    return {name for path in sources() for name in names_in(path.read_text(encoding="utf-8"))}


def test_every_name_in_the_log_has_its_words() -> None:
    found = written()
    missing = {(access, what) for access, what in found if what not in WORDS[access]}
    assert missing == set(), "add their words to tracker/screen/access_log/log_words.py"
    known = {(access, what) for access, words in WORDS.items() for what in words}
    assert known - found == set(), "nothing writes these any more"
    assert len(found) > 30


def test_what_the_office_takes_for_a_sign_in_is_written_somewhere() -> None:
    assert {what for access, what in written() if access is Access.CHANGE} >= SIGN_INS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("work.log(child, 'tidy', 'row 1')", {(Access.CHANGE, "tidy")}),
        ("work.log_for_clinic(clinic, 'tidy', 'row 1', child_id=3)", {(Access.CHANGE, "tidy")}),
        ("work.child(child_id, Action.SEE, screen='attic')", {(Access.LOOK, "attic")}),
        ("def f(work, *, screen='attic'): work.child(3, A, screen=screen)", {(Access.LOOK, "attic")}),
        ("work.child(child_id, Action.SEE, screen='')", set()),
        ("def f(w, what): w.log(1, what, '')\nf(w, 'a')\nf(w, what='b')", {(Access.CHANGE, n) for n in "ab"}),
        ("log_visits(work, child, 'tidy', 'visit 1', visibility)", {(Access.CHANGE, "tidy")}),
        ("log.warning('signed out')", set()),
        ("SCREEN = 'attic'\nwork.child(child_id, Action.SEE, screen=SCREEN)", {(Access.LOOK, "attic")}),
        ("work.log_office_look(child_id, 'attic')", {(Access.LOOK, "attic")}),
    ],
)
def test_a_name_is_found(text: str, found: set[Found]) -> None:
    assert set(names_in(text)) == found


@pytest.mark.parametrize(
    "text", ["work.log(child, NAMES[kind], '')", "def f(w, x): w.log(1, x, '')\nf(w, NAME)"]
)
def test_a_name_that_cannot_be_read_fails(text: str) -> None:
    with pytest.raises(Unclear):
        list(names_in(text))


def test_a_note_reads_like_a_tick() -> None:
    """A note for the care team alone must not be seen in a household's log."""
    ticks = {
        format_access(Access.CHANGE, what) for what in ("answer", "undo", "clear", "mark_day", "unmark_day")
    }
    notes = {format_access(Access.CHANGE, what) for what in ("write_note", "withdraw_note")}
    assert ticks == notes == {"logged exercises"}


def test_a_row_of_a_later_version_still_reads() -> None:
    assert [format_access(access, "hologram") for access in Access] == list(OTHERS.values())

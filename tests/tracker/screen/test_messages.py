"""Every error has a sentence; bad input names its field and its limit."""

import ast
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

import tracker
from db.vocabulary import LinkPurpose
from tracker import errors
from tracker.errors import Conflict, FilesRefused, Flaw, InvalidInput, LinkRefused, TrackerError
from tracker.exchange.files.tables import KINDS
from tracker.screen.flaw_words import FLAWS
from tracker.screen.messages import CONFLICTS, FIELDS, LINKS, PROBLEMS, in_words

SOURCES = sorted(Path(tracker.__file__).parent.rglob("*.py"))
# There a field is a column of a file, and bears the name that it has in it.
OF_FILES = [source for source in SOURCES if source.parts[-3:-1] == ("exchange", "files")]


def raised(name: str, sources: Sequence[Path] = SOURCES) -> set[tuple[str, ...]]:
    """The literal arguments with which the product raises an error."""
    found = set()
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                values = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                found.add(tuple(map(str, values)))
    return found


def test_every_problem_and_conflict_that_is_raised_has_its_sentence() -> None:
    elsewhere = [source for source in SOURCES if source not in OF_FILES]
    problems = raised("InvalidInput", elsewhere)
    assert len(problems) > 15
    for args in problems:
        field, problem = args if len(args) == 2 else (None, args[0])
        assert problem in PROBLEMS
        assert field is None or field in FIELDS or field.isupper()
    assert {args[0] for args in raised("Conflict")} <= set(CONFLICTS)
    assert {args[-1] for args in problems} == set(PROBLEMS)
    assert {args[0] for args in raised("checked_text") if args} <= set(FIELDS)


def test_every_flaw_of_a_file_has_its_sentence_and_names_a_column() -> None:
    of_a_zip = {args[-1:] for args in raised("_flawed", OF_FILES)}
    flaws = raised("InvalidInput", OF_FILES) - {("file",)} | of_a_zip
    columns = {"file", "header", "row", *(column for kind in KINDS for column in kind.columns)}
    used = {args[-1] for args in flaws}
    assert used - set(PROBLEMS) == set(FLAWS)
    assert not set(FLAWS) & set(PROBLEMS)
    assert {args[0] for args in flaws if len(args) > 1} <= columns


def test_the_sentence_of_a_flaw_steers_no_terminal() -> None:
    flaws = [Flaw("a\x1b[2J.csv", 2, InvalidInput("amount", "range", low=0, high=2.5))]
    assert in_words(FilesRefused(flaws, 3)).splitlines() == [
        "a\N{REPLACEMENT CHARACTER}[2J.csv, row 2: amount: please choose from 0 to 2.5.",
        "And 3 more.",
    ]


def test_every_way_in_which_a_link_is_refused_has_its_sentence_for_each_kind_of_link() -> None:
    ways = {args[0] for args in raised("LinkRefused")}
    assert ways == {"used", "expired", "withdrawn", "unknown"}
    assert {purpose: set(sentences) for purpose, sentences in LINKS.items()} == dict.fromkeys(
        LinkPurpose, ways
    )
    sentences = {in_words(LinkRefused(purpose, why)) for purpose in LinkPurpose for why in ways}
    assert len(sentences) == 12


def test_every_kind_of_error_has_words() -> None:
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, TrackerError)
    ]
    for kind in kinds:
        if kind not in {TrackerError, InvalidInput, Conflict, LinkRefused, FilesRefused}:
            assert in_words(kind())


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (InvalidInput("amount", "range", low=0, high=75.0), "How much: please choose from 0 to 75."),
        (
            InvalidInput("note", "too_long", limit=500, length=501),
            "Note: at most 500 characters; this has 501.",
        ),
        (
            InvalidInput("day", "past_limit", day=date(2026, 3, 1), earliest=date(2026, 3, 9)),
            "Day: Sun 1 Mar can no longer be filled in here. The earliest day is Mon 9 Mar.",
        ),
        (
            InvalidInput("start", "range", low=date(2025, 3, 1), high=date(2027, 3, 1)),
            "Start: please choose from Sat 1 Mar 2025 to Mon 1 Mar 2027.",
        ),
    ],
)
def test_bad_input_names_its_field_and_limit(error: TrackerError, words: str) -> None:
    assert in_words(error) == words

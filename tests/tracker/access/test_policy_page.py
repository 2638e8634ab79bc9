"""The page in the documentation says what the tables say."""

from pathlib import Path

from db.vocabulary import RelationshipKind
from tracker.access.policy import LEVELS, Action, ClinicAction, permits
from tracker.access.policy_page import ACTIONS, CLINIC_ACTIONS, as_markdown

PAGE = Path(__file__).parents[3] / "docs" / "policy.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), "run `make policy`"


def test_every_action_is_explained() -> None:
    assert set(ACTIONS) == set(Action)
    assert set(CLINIC_ACTIONS) == set(ClinicAction)


def test_each_cell_is_the_policy() -> None:
    """Read back as anybody would: the row of an action, the column of a relationship."""
    table = as_markdown().split("## ")[1]
    head, _, *rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("|")]
    kinds = [RelationshipKind(name.replace(" ", "_")) for name in head[-6:]]
    assert kinds == list(RelationshipKind)
    assert len(rows) == len(Action)
    for action, row in zip(Action, rows, strict=True):
        assert row[0].startswith(f"**{action.value.replace('_', ' ')}**")
        assert row[1:] == ["yes" if permits(kind, LEVELS[-1], action) else "–" for kind in kinds]

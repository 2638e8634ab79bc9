"""The page on security names tests that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/.]+)`", PAGE)))


def test_it_names_tests() -> None:
    assert len(NAMED) > 20


@pytest.mark.parametrize("path", NAMED)
def test_what_it_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("link", re.findall(r"\]\((\w+\.md)\)", PAGE))
def test_what_it_links_to_is_there(link: str) -> None:
    assert (ROOT / "docs" / link).exists()


def test_it_claims_no_compliance() -> None:
    assert "claims no compliance" in PAGE
    assert not re.search(r"\b(compliant|certified|HIPAA|GDPR)\b", PAGE)

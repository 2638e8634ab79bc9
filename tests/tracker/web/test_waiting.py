"""How long to wait, in words."""

import pytest

from tracker.web.attempts import TooSoon
from tracker.web.waiting import format_too_soon, format_wait


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (2, "2 seconds"), (119, "119 seconds"), (120, "2 minutes"), (241, "5 minutes")],
)
def test_a_wait_is_never_told_shorter_than_it_is(seconds: int, words: str) -> None:
    assert format_wait(seconds) == words


def test_the_sentence_says_what_to_do() -> None:
    said = format_too_soon(TooSoon(300))
    assert said == "That was tried several times. Please wait 5 minutes, then try again."

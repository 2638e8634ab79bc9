"""Guessing passwords is slow; mistyping one is not."""

from tracker.web.attempts import MOST_ATTEMPTS, MOST_KEYS, WINDOW_SECONDS, Attempts


def test_ten_failures_close_the_door_for_five_minutes() -> None:
    seconds = 0.0
    attempts = Attempts(lambda: seconds)
    for _ in range(MOST_ATTEMPTS):
        assert not attempts.too_many("Dana")
        attempts.failed("Dana")
    assert attempts.too_many("Dana")
    assert not attempts.too_many("Ben")
    seconds = WINDOW_SECONDS
    assert not attempts.too_many("Dana")


def test_success_opens_it_again() -> None:
    attempts = Attempts()
    for _ in range(MOST_ATTEMPTS - 1):
        attempts.failed("Dana")
    attempts.succeeded("Dana")
    attempts.failed("Dana")
    assert not attempts.too_many("Dana")


def test_a_flood_of_names_does_not_fill_the_memory() -> None:
    attempts = Attempts()
    for number in range(MOST_KEYS + 5):
        attempts.failed(number)
    assert len(attempts._failures) == MOST_KEYS
    assert 4 not in attempts._failures
